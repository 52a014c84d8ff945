/** A server that is killed between any two steps of a cancellation: one request at the SAT, and its books and ours agree at rest. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { hashApiKey, newApiKey } from '../../server/merchants/api-key.ts';
import { SCOPES } from '../../server/merchants/merchant.ts';
import { openScene, type Scene } from '../support/crash-scene.ts';
import { askUntilSettled, UNIVERSIDAD } from '../support/customer.ts';
import type { CrashPoint, Phase } from '../support/dying-store.ts';
import { allDelayed, delayNext } from '../support/pac-control.ts';
import { JACARANDA, type Ticket } from '../support/shop.ts';

// Real processes on a machine that may be busy: each is waited for, none is slept for.
vi.setConfig({ testTimeout: 400_000, hookTimeout: 240_000 });

// A look at the SAT that a busy machine did not answer in time is made again after a minute, and after five.
const SETTLED_WITHIN_MS = 150_000;
/** The PAC does its work, loses its answer, or fails before it takes the request. */
const MARKERS = [undefined, 'SIM-CANCELA-RESPUESTA-PERDIDA', 'SIM-CANCELA-ERROR-ANTES'];

let scene: Scene;
let key: string;
beforeAll(async () => {
  scene = await openScene('SQLite');
  key = newApiKey('test');
  const hash = hashApiKey(key);
  await scene.shop.store.merchants.putApiKey({ id: 'key_cancel', ...JACARANDA, scopes: SCOPES }, hash);
});
afterAll(() => scene?.close());

type Canceling = { readonly ticket: Ticket; readonly id: string; readonly uuid: string };

async function invoiced(): Promise<readonly Canceling[]> {
  const tickets = await scene.shop.sell(MARKERS);
  return Promise.all(
    tickets.map(async (ticket) => {
      await askUntilSettled(() => scene.server().url, ticket, UNIVERSIDAD, SETTLED_WITHIN_MS);
      const { invoiceId: id = '' } = (await scene.shop.store.sales.get(JACARANDA, ticket.saleId)) ?? {};
      return { ticket, id, uuid: (await scene.shop.store.invoices.get(id))?.stamped?.uuid ?? '' };
    }),
  );
}

/** Asks to cancel; whoever is answering may die of it. */
async function cancel({ id }: Canceling): Promise<number | undefined> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const url = `${scene.server().url}/v1/invoices/${id}/cancel`;
  try {
    return (await fetch(url, { method: 'POST', headers, body: '{"motivo":"03"}' })).status;
  } catch {
    return undefined;
  }
}

async function allCanceled(canceling: readonly Canceling[]): Promise<void> {
  const { invoices } = scene.shop.store;
  for (const from = performance.now(); ; await sleep(100)) {
    const states = await Promise.all(canceling.map(async ({ id }) => (await invoices.get(id))?.state));
    if (states.every((state) => state === 'canceled')) return;
    if (performance.now() - from > SETTLED_WITHIN_MS) throw new Error(`they are ${states.join(', ')}`);
  }
}

/** What the SAT and our books say of each; both are asked, neither is informed. */
async function booksOf({ ticket, id, uuid }: Canceling) {
  const { store } = scene.shop;
  const ledger = (await (await fetch(`${scene.pac.url}/ledger`)).json()) as {
    cancellations: readonly { uuid: string; motivo: string; requests: number }[];
  };
  const sat = (await (await fetch(`${scene.pac.url}/sat-status?uuid=${uuid}`)).json()) as { estado: string };
  const [cancellation, ...others] = await store.cancellations.ofInvoice(JACARANDA, id);
  const sale = await store.sales.get(JACARANDA, ticket.saleId);
  return {
    requests: ledger.cancellations
      .filter((each) => each.uuid === uuid)
      .map(({ motivo, requests }) => [motivo, requests]),
    sat: sat.estado,
    ours: cancellation?.state,
    others: others.length,
    sale: sale?.invoiceId ?? 'free',
    generation: sale?.generation,
  };
}

const AT_REST = {
  ...{ requests: [['03', 1]], sat: 'Cancelado', ours: 'canceled', others: 0 },
  ...{ sale: 'free', generation: 2 },
};

describe('a server that is killed', () => {
  it.each<[CrashPoint['when'], Phase]>([
    ['before', 'request'],
    ['after', 'request'],
    ['before', 'call'],
    ['after', 'call'],
    ['before', 'learn'],
    ['after', 'learn'],
    ['before', 'cancel'],
    ['after', 'cancel'],
  ])('%s the step «%s» of a cancellation leaves one request at the SAT, and books that agree', async (when, phase) => {
    const canceling = await invoiced();
    await scene.server().arm(canceling.map(({ ticket: { saleId } }) => ({ saleId, phase, when, call: 1 })));
    const { died } = scene.server();
    const asked = canceling.map(cancel);
    expect(await died).toBe('SIGKILL');
    await Promise.all(asked);
    await scene.restart();
    // Before anything was kept nobody but the merchant knows of it: they ask again. After that it goes on by itself.
    if (phase === 'request' && when === 'before') await Promise.all(canceling.map(cancel));
    await allCanceled(canceling);
    for (const each of canceling) expect(await booksOf(each)).toEqual(AT_REST);
  });

  it('while its calls are out leaves one request at the SAT, and books that agree', async () => {
    const canceling = await invoiced();
    await scene.restart(30_000);
    await delayNext(scene.pac.url, canceling.length);
    const { died, kill } = scene.server();
    const asked = canceling.map(cancel);
    await allDelayed(scene.pac.url).then(kill);
    expect(await died).toBe('SIGKILL');
    await Promise.all(asked);
    await scene.restart();
    await allCanceled(canceling);
    for (const each of canceling) expect(await booksOf(each)).toEqual(AT_REST);
  });

  it('raises no alarm in any of these crashes', () => {
    expect(scene.alarms()).toEqual([]);
  });
});
