import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Engine, judged, LEASE_OVER_MS, openScene, type Scene, sell } from '../support/crash-scene.ts';
import {
  type Answer,
  ask,
  askOnce,
  findSale,
  invoiceOf,
  type Receptor,
  TEODORIKAS,
  UNIVERSIDAD,
} from '../support/customer.ts';
import { type LedgerStamp, readLedger } from '../support/judge.ts';
import { allDelayed, delayNext } from '../support/pac-control.ts';
import type { ServerProcess } from '../support/server-fleet.ts';
import type { Ticket } from '../support/shop.ts';

// Real processes on a machine that may be busy: each is waited for, none is slept for.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const CALL_TIMEOUT_MS = 30_000;
/** How late an answer comes. */
const LATE_MS = 5_000;

async function oneTicket(scene: Scene): Promise<Ticket> {
  const [ticket] = await sell(scene, ['does its work']);
  if (!ticket) throw new Error('nothing was sold');
  return ticket;
}

/** A hundred requests for one sale at the same time, spread over the servers and the receptores. */
async function hundred(
  urls: readonly string[],
  ticket: Ticket,
  receptores: readonly Receptor[],
): Promise<readonly Answer[]> {
  const token = await findSale(urls[0] ?? '', ticket);
  return Promise.all(
    Array.from({ length: 100 }, (_, n) =>
      ask(
        urls[n % urls.length] ?? '',
        token,
        receptores[Math.floor(n / urls.length) % receptores.length] ?? UNIVERSIDAD,
      ),
    ),
  );
}

async function stampsOf(scene: Scene, { total }: Ticket): Promise<readonly LedgerStamp[]> {
  return (await readLedger(scene.pac.url)).filter((stamp) => stamp.total === total);
}

describe.each<{ engine: Engine; servers: number }>([
  { engine: 'SQLite', servers: 1 },
  { engine: 'PostgreSQL', servers: 2 },
])('a hundred requests for one sale at once, on $engine with $servers server(s)', ({ engine, servers }) => {
  let scene: Scene;
  let urls: readonly string[];
  beforeAll(async () => {
    scene = await openScene(engine, CALL_TIMEOUT_MS);
    const more = servers > 1 ? [await scene.startAnother(CALL_TIMEOUT_MS)] : [];
    urls = [scene.server(), ...more].map(({ url }) => url);
  });
  afterAll(() => scene?.close());

  it('get one CFDI, all the same one, and the PAC is called once', async () => {
    const ticket = await oneTicket(scene);
    const answers = await hundred(urls, ticket, [UNIVERSIDAD]);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(99);
    const stamps = await stampsOf(scene, ticket);
    expect(stamps).toMatchObject([{ asked: 1, receptor: UNIVERSIDAD.rfc }]);
    expect(new Set(answers.map((answer) => invoiceOf(answer).uuid))).toEqual(new Set([stamps[0]?.uuid]));
  });

  it('for two taxpayers get one CFDI for one of them; the other gets 409 and does not learn whose it is', async () => {
    const ticket = await oneTicket(scene);
    const answers = await hundred(urls, ticket, [UNIVERSIDAD, TEODORIKAS]);
    const [stamp, ...more] = await stampsOf(scene, ticket);
    expect(more).toEqual([]);
    expect(stamp?.asked).toBe(1);
    const winner = stamp?.receptor === UNIVERSIDAD.rfc ? UNIVERSIDAD : TEODORIKAS;
    const won = answers.filter(({ status }) => status < 300);
    const lost = answers.filter(({ status }) => status === 409);
    expect([won.length, lost.length]).toEqual([50, 50]);
    expect(new Set(won.map((answer) => invoiceOf(answer).uuid))).toEqual(new Set([stamp?.uuid]));
    for (const { text } of lost) {
      expect(JSON.parse(text)).toMatchObject({ code: expect.stringMatching(/^(in-progress|already-invoiced)$/) });
      for (const secret of [winner.rfc, winner.nombre, stamp?.uuid ?? '', 'inv_', 'token='])
        expect(text).not.toContain(secret);
    }
  });

  it.runIf(servers > 1)(
    'get it from the other server within seconds when the one that was sending is killed, without waiting for its lease',
    async () => {
      const ticket = await oneTicket(scene);
      const dying = await scene.startAnother(CALL_TIMEOUT_MS);
      const other = await scene.startAnother(CALL_TIMEOUT_MS);
      const asked = await sentBy(scene, dying, ticket);
      await dying.kill();
      expect(await asked.answer).toBe('no answer');
      const from = performance.now();
      expect(await judged(scene, ticket, () => other.url)).toEqual([]);
      expect(performance.now() - from).toBeLessThan(LEASE_OVER_MS / 2);
      expect(await stampsOf(scene, ticket)).toMatchObject([{ asked: 2 }]);
    },
  );

  it.runIf(servers > 1)(
    'get it from the other server when the one that was sending hangs, after its lease and not before, and keep it when that one wakes',
    async () => {
      const [hung, other] = await Promise.all([
        scene.startAnother(CALL_TIMEOUT_MS),
        scene.startAnother(CALL_TIMEOUT_MS),
      ]);
      const ticket = await oneTicket(scene);
      const first = await sentBy(scene, hung, ticket, LATE_MS);
      hung.freeze();
      try {
        // As often as the others look, for longer than they would wait for one that is dead.
        const { invoices } = scene.shop.store;
        for (const until = performance.now() + LATE_MS; performance.now() < until; await sleep(200)) {
          expect(await invoices.freeDeadLeases()).toBe(0);
          expect(await invoices.due(Date.now(), 10)).toEqual([]);
        }
        await other.moveClock(LEASE_OVER_MS);
        expect(await judged(scene, ticket, () => other.url)).toEqual([]);
      } finally {
        hung.thaw();
      }
      await first.answer;
      expect(await judged(scene, ticket, () => hung.url)).toEqual([]);
      // Its own questions to the database were too old when it woke; what must not be is an alarm about an invoice.
      expect(hung.alarms.filter((event) => event.startsWith('alarm.'))).toEqual([]);
      await hung.kill();
      await other.kill();
    },
  );

  it.runIf(servers > 1)(
    'keep it when the server that was sending comes back with its answer after its lease',
    async () => {
      const [slow, other] = await Promise.all([
        scene.startAnother(CALL_TIMEOUT_MS),
        scene.startAnother(CALL_TIMEOUT_MS),
      ]);
      let ticket: Ticket | undefined;
      for (let tries = 0; tries < 3 && !ticket; tries += 1) ticket = await recordedLate(scene, slow, other);
      if (!ticket) throw new Error('others were always first');
      expect(await judged(scene, ticket, () => other.url)).toEqual([]);
      expect(await stampsOf(scene, ticket)).toMatchObject([{ asked: 2 }]);
      expect([slow, other].flatMap(({ alarms }: ServerProcess) => alarms)).toEqual([]);
    },
  );
});

/** The sale is at the PAC, sent by this server: all the others, whose workers could be faster, stand still meanwhile. */
async function sentBy(
  scene: Scene,
  sender: ServerProcess,
  ticket: Ticket,
  delayMs?: number,
): Promise<{ readonly answer: Promise<Answer | 'no answer'> }> {
  const others = scene.servers.filter((server) => server !== sender);
  for (const other of others) other.freeze();
  await delayNext(scene.pac.url, 1, delayMs);
  const answer = askOnce(sender.url, ticket, UNIVERSIDAD);
  await allDelayed(scene.pac.url);
  for (const other of others) other.thaw();
  return { answer };
}

/**
 * A sale that `slow` sends, `other` settles after the lease, and `slow` records when its answer comes at last. `undefined` when a server's
 * worker took the sale up in the moment before `slow` would have sent it: then `slow` has no answer to come back with.
 */
async function recordedLate(scene: Scene, slow: ServerProcess, other: ServerProcess): Promise<Ticket | undefined> {
  const ticket = await oneTicket(scene);
  // It dies of recording: that is how its late record is seen to have come.
  await slow.arm([{ saleId: ticket.saleId, phase: 'record', when: 'after', call: 1 }]);
  await delayNext(scene.pac.url, 1, LATE_MS);
  const first: Promise<Answer | 'no answer'> = askOnce(slow.url, ticket, UNIVERSIDAD);
  await allDelayed(scene.pac.url);
  await other.moveClock(LEASE_OVER_MS);
  expect(await judged(scene, ticket, () => other.url)).toEqual([]);
  const end = await Promise.race([slow.died, sleep(3 * LATE_MS)]);
  if (end === undefined) return undefined;
  expect(end).toBe('SIGKILL');
  await first;
  return ticket;
}
