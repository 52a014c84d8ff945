import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { nameOf } from '../support/crash-rows.ts';
import { type Death, die, judged, openScene, type PacFault, type Scene, sell } from '../support/crash-scene.ts';
import { askOnce, askUntilSettled, UNIVERSIDAD } from '../support/customer.ts';
import type { CrashPoint } from '../support/dying-store.ts';
import { convictLedger, readLedger } from '../support/judge.ts';
import { allDelayed, delayNext } from '../support/pac-control.ts';
import { JACARANDA, type Ticket } from '../support/shop.ts';

// Real processes on a machine that may be busy: each is waited for, none is slept for.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let scene: Scene;
beforeAll(async () => {
  scene = await openScene('SQLite');
});
afterAll(() => scene?.close());

/** How long after now all of these sales are stamped, in milliseconds, with nobody asking for them. */
async function stampedAfter(tickets: readonly Ticket[], withinMs: number): Promise<number> {
  const from = performance.now();
  for (;;) {
    const states = await Promise.all(tickets.map(stateOf));
    const elapsed = Math.round(performance.now() - from);
    if (states.every((state) => state === 'stamped')) return elapsed;
    if (elapsed > withinMs) throw new Error(`after ${elapsed} ms they are ${states.join(', ')}`);
    await sleep(50);
  }
}

async function stateOf({ saleId }: Ticket): Promise<string | undefined> {
  const sale = await scene.shop.store.sales.get(JACARANDA, saleId);
  return sale?.invoiceId === undefined ? undefined : (await scene.shop.store.invoices.get(sale.invoiceId))?.state;
}

describe('what a dead server left', () => {
  it('claimed, sealed, sending and in doubt is stamped within 20 s of the restart, even if nobody asks again', async () => {
    const tickets = await sell(scene, ['does its work', 'does its work', 'does its work', 'loses its answer']);
    const phases = ['claim', 'seal', 'intent', 'doubt'] as const;
    const points = tickets.map(({ saleId }, index): CrashPoint => {
      return { saleId, phase: phases[index] ?? 'claim', when: 'after', call: 1 };
    });
    const { url, died, arm } = scene.server();
    await arm(points);
    const asked = tickets.map((ticket) => askOnce(url, ticket, UNIVERSIDAD));
    expect(await died).toBe('SIGKILL');
    await Promise.all(asked);
    expect(await Promise.all(tickets.map(stateOf))).toEqual(['claimed', 'sealed', 'sending', 'in-doubt']);
    await scene.restart();
    console.info(`settled ${await stampedAfter(tickets, 20_000)} ms after the restart, nobody asking`);
    for (const ticket of tickets) expect(await judged(scene, ticket)).toEqual([]);
  });

  it('waits for nobody: while the PAC takes a minute over it, another is doubted and settled', async () => {
    const [slow] = await sell(scene, ['does its work']);
    if (!slow) throw new Error('nothing was sold');
    await die(scene, { phase: 'seal', when: 'after' }, [slow], UNIVERSIDAD);
    await delayNext(scene.pac.url, 1);
    await scene.restart(60_000);
    await allDelayed(scene.pac.url);
    const [doubted] = await sell(scene, ['fails before stamping']);
    if (!doubted) throw new Error('nothing was sold');
    expect(await judged(scene, doubted)).toEqual([]);
    expect(await stateOf(slow)).toBe('sending');
    await scene.restart();
    expect(await judged(scene, slow)).toEqual([]);
  });
});

describe('a server that is killed while the data are refused', () => {
  const misspelt = { ...UNIVERSIDAD, nombre: 'UNIVERSIDAD ROBOTICA ESPANOLA' };
  const faults: readonly PacFault[] = [
    'does its work',
    'fails before stamping',
    'hangs up before stamping',
    'is in maintenance',
  ];
  const deaths: readonly Death[] = [
    { phase: 'PAC call' },
    { phase: 'reject', when: 'before' },
    { phase: 'reject', when: 'after' },
  ];

  describe.each(deaths.map((death) => ({ death, name: nameOf(death) })))('$name', ({ death }) => {
    let verdicts: readonly (readonly string[])[];
    beforeAll(async () => {
      const tickets = await sell(scene, faults);
      await die(scene, death, tickets, misspelt);
      await scene.restart();
      verdicts = await Promise.all(tickets.map(correct));
    });
    it.each(faults)('and the PAC %s: refuses them again, and with the right ones stamps one CFDI', (fault) => {
      expect(verdicts[faults.indexOf(fault)]).toEqual([]);
    });
  });

  /** The customer sends the same data, is told what is wrong, and sends the right ones. */
  async function correct(ticket: Ticket): Promise<readonly string[]> {
    const refused = await askUntilSettled(() => scene.server().url, ticket, misspelt, 30_000);
    if (refused.status !== 422 || !refused.text.includes('CFDI40145')) return [`not refused: ${refused.text}`];
    return judged(scene, ticket);
  }
});

it('no folio is skipped or used twice, refused ones included', async () => {
  const stamps = await readLedger(scene.pac.url);
  expect(
    convictLedger(
      stamps,
      scene.sold.map(({ total }) => total),
    ),
  ).toEqual([]);
  expect(stamps).toHaveLength(scene.sold.length);
  expect(scene.alarms()).toEqual([]);
});
