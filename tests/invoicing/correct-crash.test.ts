/** A correction that is abandoned around each of its writes, as by a server that dies there: what is left goes on to one substitute and one cancelled invoice. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import type { Services } from '../../server/http/api/services.ts';
import { settleCancellationsDue } from '../../server/invoicing/cancellation-worker.ts';
import { correct } from '../../server/invoicing/correct.ts';
import type { Invoice } from '../../server/invoicing/invoice.ts';
import { readInvoice, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';

const TENANT = { merchantId: 'mer_jacaranda', world: 'test' } as const;
const GASTOS = { ...UNIVERSIDAD, usoCfdi: 'I04' };
const REQUEST = { receptor: GASTOS, origin: 'merchant', by: 'key_1' } as const;
const WRITES = ['claim', 'seal', 'intent', 'doubt', 'record', 'request', 'call', 'learn', 'looked', 'cancel'];

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

/** The world as a process sees it that dies around its n-th write (from 1): that write and all after it never come back. */
function dying(at: number, when: 'before' | 'after') {
  let writes = 0;
  let die = (_: string): void => {};
  const died = new Promise<string>((resolve) => {
    die = resolve;
  });
  const around = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get(target, name) {
        const method = Reflect.get(target, name) as unknown;
        if (typeof name !== 'string' || !WRITES.includes(name) || typeof method !== 'function') return method;
        return async (...given: unknown[]) => {
          writes += 1;
          const isHere = writes >= at;
          if (!isHere || (writes === at && when === 'after')) {
            const answer: unknown = await method.apply(target, given);
            if (!isHere) return answer;
          }
          die(name);
          return new Promise<never>(() => {});
        };
      },
    });
  const { invoicing } = api.services;
  const { invoices, cancellations } = invoicing.store;
  const store = { ...invoicing.store, invoices: around(invoices), cancellations: around(cancellations) };
  return { invoicing: { ...invoicing, store } as Services['invoicing'], died };
}

async function invoiced(): Promise<Invoice> {
  const body = { sales: [await api.buy()], receptor: UNIVERSIDAD };
  const { id } = await readInvoice(await api.post(`/v1/portals/${DEMO_PORTAL}/invoices`, body), 201);
  const invoice = await api.services.invoicing.store.invoices.get(id);
  if (!invoice) throw new Error('it was not invoiced');
  return invoice;
}

/** What a server does that starts and is the only one. */
async function restart(): Promise<void> {
  const { invoicing } = api.services;
  await invoicing.store.invoices.voidLeases(api.now());
  await invoicing.store.cancellations.voidLeases();
  for (let rounds = 0; rounds < 3; rounds += 1) {
    await api.move(0.02);
    await api.settle();
    await settleCancellationsDue(invoicing);
  }
}

async function booksOf({ id, saleIds, stamped }: Invoice) {
  const { store } = api.services.invoicing;
  const life = await store.invoices.find(TENANT, { sale: saleIds[0] ?? '', limit: 9 });
  const sale = await store.sales.get(TENANT, saleIds[0] ?? '');
  const holder = life.find((each) => each.id === sale?.invoiceId);
  const cancellations = await store.cancellations.ofInvoice(TENANT, id);
  const asked = (await api.cancellations()).filter(({ uuid }) => uuid === stamped?.uuid);
  const stamps = (await api.stamps()).filter(({ uuid }) => life.some((each) => each.stamped?.uuid === uuid));
  return {
    states: life.map(({ state, snapshot }) => [state, snapshot.receptor.usoCfdi]).sort(),
    holder: holder?.snapshot.receptor.usoCfdi,
    cancellations: cancellations.map(({ motivo, state, substitute }) => [
      ...[motivo, state],
      substitute === holder?.stamped?.uuid,
    ]),
    requestsAtTheSat: asked.map(({ requests }) => requests),
    stampsAtThePac: stamps.length,
  };
}

const AT_REST = {
  states: [
    ['canceled', 'G03'],
    ['stamped', 'I04'],
  ],
  holder: 'I04',
  cancellations: [['01', 'canceled', true]],
  requestsAtTheSat: [1],
  stampsAtThePac: 2,
};

describe.each([undefined, 'lose-answer'] as const)('a correction whose PAC has the fault %s', (fault) => {
  it('ends in one substitute and one cancelled invoice wherever it is abandoned', async () => {
    const places: string[] = [];
    for (let at = 1; at < 30; at += 1)
      for (const when of ['before', 'after'] as const) {
        const old = await invoiced();
        if (fault) await api.fault({ fault });
        const { invoicing, died } = dying(at, when);
        const place = await Promise.race([died, correct(invoicing, old, REQUEST).then(() => 'nowhere')]);
        await api.heal();
        if (place === 'nowhere') {
          // The whole way was walked: every write before this one was a place to die.
          expect(new Set(places.map((each) => each.split(' ')[1]))).toEqual(
            new Set(['claim', 'seal', 'intent', ...(fault ? ['doubt'] : ['record', 'call', 'learn', 'cancel'])]),
          );
          return;
        }
        places.push(`${when} ${place}`);
        await restart();
        // Nothing was kept: whoever asked asks again.
        if (at === 1 && when === 'before') await correct(api.services.invoicing, old, REQUEST);
        expect([when, place, await booksOf(old)]).toEqual([when, place, AT_REST]);
      }
    throw new Error(`it never ended: ${places.join(', ')}`);
  }, 120_000);
});
