/** A storm of deliveries: the process that makes them is killed at random moments, and one of the endpoints never answers. */
import { type ChildProcess, fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { openStore, type StoreLocation } from '../../db/open-store.ts';
import type { Store } from '../../db/store.ts';
import { newWebhookSecret } from '../../server/delivery/webhook/secrets.ts';
import type { Delivery, Listener } from '../../server/outbox/delivery.ts';
import type { EventType } from '../../server/outbox/event.ts';
import type { DrainerOptions } from './delivery-drainer.ts';
import { program } from './programs.ts';
import { type Receiver, startReceiver } from './receiver.ts';

export type DeliveryStormOptions = {
  readonly location: StoreLocation;
  /** To the endpoints that answer. */
  readonly deliveries: number;
  readonly kills: number;
  /** In [0, 1): when. */
  readonly random: () => number;
};

export type DeliveryStormReport = {
  readonly kills: number;
  /** `path id` of each message that arrived. */
  readonly arrived: ReadonlySet<string>;
  readonly expected: ReadonlySet<string>;
  /** How many arrived a second time, or a third. */
  readonly repeats: number;
  /** Whether what arrived under one id was the same bytes each time. */
  readonly isStable: boolean;
  readonly living: readonly Delivery['state'][];
  readonly dead: readonly Delivery['state'][];
};

const TENANT = { merchantId: 'mer_storm', world: 'test' } as const;
const PAGE = 500;

/** Ends when nothing is pending to those that answer. */
export async function deliveryStorm(options: DeliveryStormOptions): Promise<DeliveryStormReport> {
  const store = await openStore(options.location);
  const receiver = await startReceiver();
  let drainer: Drainer | undefined;
  try {
    const living = [await listen(store, 'one', 'sale.created'), await listen(store, 'two', 'sale.created')];
    const dead = await listen(store, 'dead', 'invoice.rejected');
    receiver.behave('/dead', 'hangs');
    const half = options.deliveries / 2;
    await happen(store, 'invoice.rejected', half / 5);
    await happen(store, 'sale.created', half);
    const ids = Array.from({ length: half }, (_, at) => `evt_sale.created_${at}`);

    const file = await program('tests/support/delivery-drainer.ts');
    drainer = start(file, options, receiver);
    for (const moment of moments(options)) {
      await Promise.race([receiver.until('/one', moment), drainer.fell]);
      await drainer.end((child) => child.kill('SIGKILL'));
      drainer = start(file, options, receiver);
    }
    await Promise.race([Promise.all(living.map((listener) => drained(store, listener, half))), drainer.fell]);
    receiver.release();
    await drainer.end((child) => child.disconnect());
    return {
      kills: options.kills,
      ...testimony(receiver),
      expected: new Set(['/one', '/two'].flatMap((path) => ids.map((id) => `${path} ${id}`))),
      living: (await Promise.all(living.map((listener) => statesOf(store, listener)))).flat(),
      dead: await statesOf(store, dead),
    };
  } finally {
    await drainer?.end((child) => child.kill('SIGKILL'));
    await receiver.stop();
    await store.close();
  }
}

async function listen(store: Store, name: string, type: EventType): Promise<Listener> {
  const listener: Listener = {
    ...{ id: `whe_${name}`, tenant: TENANT, kind: 'webhook', name, events: [type], createdAt: Date.now() },
    ...{ sealed: new Uint8Array([1]), state: 'enabled' },
  };
  await store.listeners.put(listener);
  return listener;
}

async function happen(store: Store, type: EventType, count: number): Promise<void> {
  for (let at = 0; at < count; at += 1) {
    await store.events.add({ id: `evt_${type}_${at}`, tenant: TENANT, type, subject: `sale_${at}`, at: Date.now() });
  }
}

/** After so many have arrived at one endpoint: anywhere between the first and the last. */
function moments({ deliveries, kills, random }: DeliveryStormOptions): readonly number[] {
  const last = deliveries / 2 - 1;
  return Array.from({ length: kills }, () => 1 + Math.floor(random() * last)).sort((one, other) => one - other);
}

type Drainer = {
  /** Rejects when it ends and nobody ended it. */
  readonly fell: Promise<never>;
  /** Resolves when it is gone. */
  end(how: (child: ChildProcess) => void): Promise<void>;
};

function start(file: string, { location }: DeliveryStormOptions, receiver: Receiver): Drainer {
  const options: DrainerOptions = { location, origin: receiver.url(''), secret: SECRET };
  const child = fork(file, [JSON.stringify(options)], { execArgv: [] });
  let isWanted = false;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const fell = new Promise<never>((_, reject) => {
    child.once('exit', (code) => {
      if (!isWanted) reject(new Error(`the process that makes the deliveries ended by itself (${code})`));
    });
  });
  // Whoever waits for it hears of it; nobody need.
  fell.catch(() => undefined);
  return {
    fell,
    async end(how) {
      isWanted = true;
      if (child.exitCode === null && child.signalCode === null) how(child);
      await gone;
    },
  };
}
const SECRET = newWebhookSecret().secret;

async function drained(store: Store, listener: Listener, count: number): Promise<void> {
  for (;;) {
    const states = await statesOf(store, listener);
    if (states.length === count && !states.includes('pending')) return;
    await sleep(200);
  }
}

async function statesOf(store: Store, { id: target }: Listener): Promise<readonly Delivery['state'][]> {
  const states: Delivery['state'][] = [];
  let before: string | undefined;
  do {
    const page = await store.deliveries.list(TENANT, { limit: PAGE, target, ...(before !== undefined && { before }) });
    states.push(...page.map(({ state }) => state));
    before = page.length === PAGE ? page.at(-1)?.id : undefined;
  } while (before !== undefined);
  return states;
}

function testimony({ heard }: Receiver): Pick<DeliveryStormReport, 'arrived' | 'repeats' | 'isStable'> {
  const counted = heard.filter(({ path }) => path !== '/dead');
  const bodies = new Map<string, string>();
  let isStable = true;
  for (const { path, id, body } of counted) {
    const key = `${path} ${id}`;
    isStable &&= (bodies.get(key) ?? body) === body;
    bodies.set(key, body);
  }
  return { arrived: new Set(bodies.keys()), repeats: counted.length - bodies.size, isStable };
}
