import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../db/open-store.ts';
import type { Store } from '../../db/store.ts';
import { createAlertChannel } from '../../server/delivery/alert-channel.ts';
import type { Channel, DeliveryEnd } from '../../server/delivery/channel.ts';
import { type OpenListener, testDelivery } from '../../server/delivery/news.ts';
import { newWebhookSecret } from '../../server/delivery/webhook/secrets.ts';
import { createWebhookChannel } from '../../server/delivery/webhook-channel.ts';
import { startDeliveryWorker } from '../../server/delivery/worker.ts';
import { createGuardedClient } from '../../server/outbound/guarded.ts';
import type { Delivery, Listener, ListenerKind, NewDelivery } from '../../server/outbox/delivery.ts';
import type { EventType } from '../../server/outbox/event.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';

const TENANT = { merchantId: 'mer_1', world: 'live' } as const;
const HOUR = 3_600_000;
const secret = newWebhookSecret();

let folder: string;
let store: Store;
let receiver: Receiver;
let now: number;
let logged: string[];
let mailed: Delivery[];
let events: number;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'autofactura-delivery-'));
  store = await openStore({ sqlitePath: join(folder, 'a.sqlite') });
  receiver = await startReceiver();
  now = Date.now();
  logged = [];
  mailed = [];
  events = 0;
});
afterEach(async () => {
  await receiver.stop();
  await store.close();
  rmSync(folder, { recursive: true });
});

/** A listener's name is the path of its receiver. */
const openListener: OpenListener = async ({ kind, name }) =>
  kind === 'mail' ? { address: 'equipo@example.com' } : { url: receiver.url(`/${name}`), secrets: [secret] };

function startWorker(mail: Channel['deliver'] = async () => ({ kind: 'sent' })) {
  const client = createGuardedClient({ allowLoopback: true });
  const shared = { client, events: store.events, listeners: store.listeners, openListener, now: () => now };
  const linkOf = ({ subject }: { readonly subject: string }): string => `https://f.example/${subject}`;
  return startDeliveryWorker({
    ...{ events: store.events, deliveries: store.deliveries, listeners: store.listeners, notices: store.notices },
    channels: {
      webhook: createWebhookChannel({ ...shared, linkOf }),
      alert: createAlertChannel({
        ...{ ...shared, pageOf: linkOf, aboutOf: async () => undefined },
        mail: async () => ({ kind: 'sent' }),
      }),
      mail: { deliver: mail },
    },
    now: () => now,
    log: (event) => logged.push(event),
    random: () => 0.5,
    alertDelayMs: 0,
  });
}

/** Starts a worker, and stops it when that has arrived: what is on its way by then is settled. */
async function work(arrived: Promise<unknown>): Promise<void> {
  const worker = startWorker();
  await arrived;
  await worker.stop();
}

async function listen(name: string, type: EventType, kind: ListenerKind = 'webhook'): Promise<Listener> {
  const id = `${kind === 'webhook' ? 'whe' : 'alc'}_${name}`;
  const listener: Listener = {
    ...{
      id,
      tenant: TENANT,
      kind,
      name,
      events: [type],
      sealed: new Uint8Array([1]),
      state: 'enabled',
      createdAt: now,
    },
  };
  await store.listeners.put(listener);
  return listener;
}

async function happen(type: EventType, count = 1): Promise<void> {
  for (let left = count; left > 0; left -= 1) {
    events += 1;
    await store.events.add({ id: `evt_${events}`, tenant: TENANT, type, subject: `inv_${events}`, at: now });
  }
}

function deliveriesTo({ id }: Listener, limit = 1_000): Promise<readonly Delivery[]> {
  return store.deliveries.list(TENANT, { limit, target: id });
}

async function theDelivery(listener: Listener): Promise<Delivery> {
  const [only, ...others] = await deliveriesTo(listener);
  if (!only || others.length > 0) throw new Error('not one delivery');
  return only;
}

function aMail(index = 1): NewDelivery {
  const about = { tenant: TENANT, kind: 'mail', subject: 'inv_1', payload: {}, nextAt: now } as const;
  return { ...about, id: `msg_${index}`, once: `mail:${index}`, target: `ana${index}@example.com` };
}

function openNotices() {
  return store.notices.list(TENANT, 10);
}

describe('the delivery worker', () => {
  it('notifies an endpoint of what happened, signed, and records it', async () => {
    const listener = await listen('ok', 'invoice.stamped');
    await happen('invoice.stamped');
    await work(receiver.until('/ok', 1));
    const [heard] = receiver.at('/ok');
    if (!heard) throw new Error('nothing arrived');
    expect(new Webhook(secret.secret).verify(heard.body, heard.headers)).toEqual({
      type: 'invoice.stamped',
      timestamp: new Date(now).toISOString(),
      data: { id: 'inv_1', kind: 'invoice', link: 'https://f.example/inv_1' },
    });
    const delivery = await theDelivery(listener);
    expect(delivery).toMatchObject({ state: 'sent', attempts: 1, eventId: 'evt_1' });
    expect(await store.deliveries.attemptsOf(delivery.id)).toMatchObject([{ outcome: 'sent', status: 200 }]);
  });

  it('delivers fifty messages to one endpoint while another hangs with five hundred', async () => {
    receiver.behave('/dead', 'hangs');
    const dead = await listen('dead', 'sale.created');
    const alive = await listen('alive', 'invoice.stamped');
    await happen('sale.created', 500);
    await happen('invoice.stamped', 50);
    const worker = startWorker();
    await receiver.until('/alive', 50);
    expect(receiver.at('/dead')).toHaveLength(4);
    receiver.release();
    await worker.stop();
    expect((await deliveriesTo(alive)).map(({ state }) => state)).toEqual(Array(50).fill('sent'));
    const waiting = await deliveriesTo(dead);
    expect(waiting).toHaveLength(500);
    expect(waiting.every(({ state }) => state === 'pending')).toBe(true);
    expect(waiting.filter(({ attempts }) => attempts === 1).length).toBe(4);
  });

  it('delivers to endpoints while the carrier of two hundred mails hangs', async () => {
    const mails = Array.from({ length: 200 }, (_, i) => aMail(i));
    await store.deliveries.enqueue(mails, now);
    await listen('alive', 'invoice.stamped');
    let hanging = 0;
    let release = (): void => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const worker = startWorker(async () => {
      hanging += 1;
      await released;
      return { kind: 'retry', reason: 'timeout' };
    });
    await expect.poll(() => hanging).toBeGreaterThanOrEqual(64);
    await happen('invoice.stamped', 50);
    await receiver.until('/alive', 50);
    expect(hanging).toBeLessThan(128);
    release();
    await worker.stop();
  });

  it('retries what failed, unchanged and under the same id, and forgets the failure once it arrives', async () => {
    receiver.behave('/ill', { status: 500 });
    const listener = await listen('ill', 'invoice.stamped');
    await happen('invoice.stamped');
    await work(receiver.until('/ill', 1));
    expect(await theDelivery(listener)).toMatchObject({ state: 'pending', attempts: 1, nextAt: now + 5_000 });
    expect(await store.listeners.get(listener.id)).toMatchObject({ failingSince: now });
    now += 5_000;
    receiver.behave('/ill', { status: 200 });
    await work(receiver.until('/ill', 2));
    const [first, second] = receiver.at('/ill');
    expect(second).toMatchObject({ id: first?.id, body: first?.body });
    const delivery = await theDelivery(listener);
    expect(delivery).toMatchObject({ state: 'sent', attempts: 2 });
    expect((await store.listeners.get(listener.id))?.failingSince).toBeUndefined();
    expect(
      (await store.deliveries.attemptsOf(delivery.id)).map(({ outcome, status, reason }) => [outcome, status, reason]),
    ).toEqual([
      ['retry', 500, 'HTTP 500'],
      ['sent', 200, undefined],
    ]);
  });

  it('waits as long as a receiver asks', async () => {
    receiver.behave('/slow', { status: 429, headers: { 'Retry-After': '120' } });
    const listener = await listen('slow', 'invoice.stamped');
    await happen('invoice.stamped');
    await work(receiver.until('/slow', 1));
    expect(await theDelivery(listener)).toMatchObject({ state: 'pending', nextAt: now + 120_000, reason: 'HTTP 429' });
  });

  it('does not follow a redirect', async () => {
    receiver.behave('/moved', { status: 308, headers: { Location: receiver.url('/elsewhere') } });
    const listener = await listen('moved', 'invoice.stamped');
    await happen('invoice.stamped');
    await work(receiver.until('/moved', 1));
    expect(await theDelivery(listener)).toMatchObject({ state: 'pending', reason: 'HTTP 308' });
    expect(receiver.at('/elsewhere')).toEqual([]);
  });

  it('disables an endpoint that says it is gone, drops what is pending for it, and raises a notice', async () => {
    receiver.behave('/gone', { status: 410 });
    const listener = await listen('gone', 'invoice.stamped');
    await happen('invoice.stamped', 20);
    await work(receiver.until('/gone', 1));
    expect(await store.listeners.get(listener.id)).toMatchObject({ state: 'disabled', disabledReason: 'gone' });
    expect(new Set((await deliveriesTo(listener)).map(({ state }) => state))).toEqual(new Set(['dropped']));
    expect(receiver.at('/gone').length).toBeLessThanOrEqual(4);
    expect(await openNotices()).toMatchObject([
      { kind: 'listener-disabled', subject: listener.id, params: { name: 'gone', reason: 'gone' } },
    ]);
    expect(logged).toEqual(['listener.disabled']);
  });

  it('disables a listener that nothing has reached for five days, and raises a notice', async () => {
    receiver.behave('/never', { status: 503 });
    const listener = await listen('never', 'invoice.stamped');
    await happen('invoice.stamped');
    await work(receiver.until('/never', 1));
    now += 5 * 24 * HOUR - 1;
    await work(receiver.until('/never', 2));
    expect(await store.listeners.get(listener.id)).toMatchObject({ state: 'enabled' });
    expect(await openNotices()).toEqual([]);
    now += HOUR;
    await work(receiver.until('/never', 3));
    expect(await store.listeners.get(listener.id)).toMatchObject({ state: 'disabled', disabledReason: 'failing' });
    expect(await openNotices()).toMatchObject([{ kind: 'listener-disabled', params: { reason: 'failing' } }]);
  });

  it('gives up after twelve attempts', async () => {
    receiver.behave('/ill', { status: 400 });
    const listener = await listen('ill', 'invoice.stamped');
    await happen('invoice.stamped');
    for (let attempt = 1; attempt <= 12; attempt += 1) {
      await work(receiver.until('/ill', attempt));
      // Another event reached it meanwhile: it does not fail for five days in a row.
      await store.listeners.noteHealth(listener.id, undefined);
      now = (await theDelivery(listener)).nextAt;
    }
    expect(await theDelivery(listener)).toMatchObject({ state: 'failed', attempts: 12, reason: 'HTTP 400' });
    expect(await store.listeners.get(listener.id)).toMatchObject({ state: 'enabled' });
  });
});

describe('a mail that cannot leave', () => {
  it('is logged at its first try, and becomes a notice once it is late, until one leaves', async () => {
    await store.deliveries.enqueue([aMail()], now);
    const attempt = async (end: DeliveryEnd) => {
      const worker = await new Promise<ReturnType<typeof startWorker>>((resolve) => {
        const started = startWorker(async () => {
          setImmediate(() => resolve(started));
          return end;
        });
      });
      await worker.stop();
      const [mail] = await store.deliveries.list(TENANT, { limit: 1 });
      now = mail?.state === 'pending' ? mail.nextAt : now;
    };
    const away: DeliveryEnd = { kind: 'retry', reason: 'connection refused' };
    await attempt(away);
    expect(logged).toEqual(['mail.not-sent']);
    await attempt(away);
    expect(await openNotices()).toEqual([]);
    await attempt(away);
    expect(await openNotices()).toMatchObject([
      { kind: 'mail-not-leaving', tenant: TENANT, params: { reason: 'connection refused' } },
    ]);
    expect(logged).toEqual(['mail.not-sent']);
    await attempt({ kind: 'sent' });
    expect(await openNotices()).toEqual([]);
  });
});

describe('alerts', () => {
  it.each(['slack', 'teams'] as const)('that are pending for one channel of %s are one message', async (kind) => {
    const listener = await listen('team', 'request.created', kind);
    await happen('request.created', 12);
    await work(receiver.until('/team', 1));
    expect(receiver.heard).toHaveLength(1);
    expect(receiver.heard[0]?.body).toContain('12 novedades en Autofactura');
    expect(receiver.heard[0]?.body).toContain('y 2 más');
    expect((await deliveriesTo(listener)).map(({ state }) => state)).toEqual(Array(12).fill('sent'));
  });

  it('that failed are sent together with later ones', async () => {
    receiver.behave('/team', { status: 500 });
    const listener = await listen('team', 'request.created', 'slack');
    await happen('request.created');
    await work(receiver.until('/team', 1));
    receiver.behave('/team', { status: 200 });
    await happen('request.created');
    await work(receiver.until('/team', 2));
    expect(receiver.at('/team')[1]?.body).toContain('2 novedades en Autofactura');
    expect((await deliveriesTo(listener)).map(({ state }) => state)).toEqual(['sent', 'sent']);
  });

  it('end for a channel that Slack has closed', async () => {
    receiver.behave('/team', { status: 404 });
    const listener = await listen('team', 'request.created', 'slack');
    await happen('request.created');
    await work(receiver.until('/team', 1));
    expect(await store.listeners.get(listener.id)).toMatchObject({ state: 'disabled', disabledReason: 'gone' });
    expect(await openNotices()).toMatchObject([{ subject: listener.id }]);
  });
});

describe('a test message', () => {
  it.each(['webhook', 'slack', 'teams'] as const)('reaches a listener of kind %s', async (kind) => {
    const listener = await listen('new', 'invoice.stamped', kind);
    const test = testDelivery(listener, now);
    await store.deliveries.enqueue([test], now);
    await work(receiver.until('/new', 1));
    expect(receiver.heard[0]?.body).toContain(kind === 'webhook' ? '"type":"test"' : 'Mensaje de prueba');
    expect(await store.deliveries.get(test.id)).toMatchObject({ state: 'sent' });
  });
});

describe('when something of ours fails', () => {
  it('an attempt that throws is retried, and delays nothing else', async () => {
    await listen('ok', 'invoice.stamped');
    await store.deliveries.enqueue([aMail()], now);
    await happen('invoice.stamped');
    const worker = startWorker(async (sent) => {
      mailed.push(...sent);
      throw new TypeError('secret');
    });
    await receiver.until('/ok', 1);
    await worker.stop();
    expect(mailed.map(({ id }) => id)).toEqual(['msg_1']);
    expect(await store.deliveries.get('msg_1')).toMatchObject({ state: 'pending', attempts: 1, reason: 'internal' });
    expect(logged).toEqual(['delivery.failed', 'mail.not-sent']);
  });

  it('a stop waits for the sends in flight', async () => {
    await store.deliveries.enqueue([aMail()], now);
    const { promise: began, resolve: begin } = deferred();
    const { promise: ended, resolve: end } = deferred();
    const worker = startWorker(async () => {
      begin();
      await ended;
      return { kind: 'sent', receipt: 're_1' };
    });
    await began;
    const stopped = worker.stop();
    end();
    await stopped;
    expect(await store.deliveries.get('msg_1')).toMatchObject({ state: 'sent', receipt: 're_1' });
  });
});

function deferred(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
