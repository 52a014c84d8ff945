import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { keysOf } from '../../server/sales/lookup.ts';
import { parseSale } from '../../server/sales/sale-wire.ts';
import { breakfast, UNIVERSIDAD } from '../support/api.ts';
import { openScene, type Scene } from '../support/crash-scene.ts';
import type { CrashPoint } from '../support/dying-store.ts';
import { readLedger } from '../support/judge.ts';
import { JACARANDA, PORTAL } from '../support/shop.ts';

// Real processes on a machine that may be busy: each is waited for, none is slept for.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let scene: Scene;
beforeAll(async () => {
  scene = await openScene('SQLite');
});
afterAll(() => scene?.close());

type Asked = { readonly saleId: string; readonly folio: string; readonly total: string; readonly self: string };

/** Leaves a request for a breakfast of that price, which nobody has sold yet. */
async function leave(folio: string, total: string): Promise<Asked> {
  const { url } = scene.server();
  const answer = await fetch(`${url}/v1/portals/${PORTAL}/requests`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ lookup: { folio, total }, receptor: UNIVERSIDAD, reason: 'not-here-yet' }),
  });
  const { links } = (await answer.json()) as { links: { self: string } };
  return { saleId: `sale_${folio}`, folio, total, self: links.self };
}

/** Stores its sale from another process, as an import on the command line does. */
async function store({ saleId, folio, total }: Asked): Promise<void> {
  const wire = breakfast(folio, Date.now());
  const conceptos = wire.conceptos.map((line) => ({ ...line, cantidad: '1', valorUnitario: total }));
  const parsed = parseSale({ ...wire, total, conceptos });
  if (parsed.kind === 'faults') throw new Error(JSON.stringify(parsed.faults));
  const { body } = parsed;
  await scene.shop.store.sales.put(JACARANDA, [
    { id: saleId, source: 'api', body, keys: keysOf(body), at: Date.now() },
  ]);
}

/** What the request's own page says, once it says that there is an invoice; waits for at most a minute. */
async function answered({ self }: Asked): Promise<string> {
  const link = self.slice(self.indexOf('/v1/'));
  for (let tries = 0; ; tries += 1) {
    const { invoice, status } = (await (await fetch(`${scene.server().url}${link}`)).json()) as {
      status: string;
      invoice?: { status: string };
    };
    if (invoice?.status === 'stamped' || tries > 600) return `${status} ${invoice?.status}`;
    await sleep(100);
  }
}

const stampsOf = async ({ total }: Asked): Promise<number> =>
  (await readLedger(scene.pac.url)).filter((stamp) => stamp.total === total).length;

let places = 0;

describe('a request whose server is killed', () => {
  it('before it looked for the sale that was just stored is invoiced after the restart, once', async () => {
    const asked = await leave('NV-1', '101.01');
    await scene.server().kill();
    await store(asked);
    await scene.restart();
    expect(await answered(asked)).toBe('accepted stamped');
    expect(await stampsOf(asked)).toBe(1);
  });

  it.each<[phase: CrashPoint['phase'], when: CrashPoint['when']]>([
    ['claim', 'before'],
    ['claim', 'after'],
    ['intent', 'after'],
    ['record', 'before'],
    ['record', 'after'],
  ])('around the %s of its invoice (%s) is invoiced after the restart, once', async (phase, when) => {
    places += 1;
    const asked = await leave(`NV-${places + 1}`, `10${places + 1}.02`);
    const { died, arm } = scene.server();
    await arm([{ saleId: asked.saleId, phase, when, call: 1 }]);
    await store(asked);
    expect(await died).toBe('SIGKILL');
    await scene.restart();
    expect(await answered(asked)).toBe('accepted stamped');
    expect(await stampsOf(asked)).toBe(1);
  });
});
