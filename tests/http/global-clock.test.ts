/** Facturas globales and a clock that is wrong: none is issued before its day is over, and none waits for a time that only a fast clock meant. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { resumeGlobals } from '../../server/invoicing/global-worker.ts';
import { keysOf } from '../../server/sales/lookup.ts';
import { parseSale } from '../../server/sales/sale-wire.ts';
import { breakfast, startApi, type TestApi } from '../support/api.ts';

const TENANT = { merchantId: 'mer_jacaranda', world: 'test' } as const;
const ROMA = { branch: 'roma', kind: 'global', limit: 100 } as const;

let api: TestApi;
beforeEach(async () => {
  api = await startApi();
  const schedule = { periodicidad: '01', hour: 3, enabled: true, since: '2026-11-20' };
  expect((await ask('PUT', '/global-schedules/roma', schedule)).status).toBe(200);
});
afterEach(() => api.stop());

const ask = async (method: string, path: string, body: object): Promise<Response> =>
  api.request(`/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${api.key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

const store = () => api.services.invoicing.store;
const tick = () => resumeGlobals(api.services.invoicing);
const globals = async () =>
  (await store().invoices.find(TENANT, ROMA)).map(({ state, saleIds }) => `${state} ${saleIds}`);
const holder = async (folio: string) => (await store().sales.get(TENANT, `sale_${folio}`))?.invoiceId;

async function sell(folio: string, date: string): Promise<void> {
  const parsed = parseSale({ ...breakfast(folio, api.now()), date, branch: 'roma' });
  if (parsed.kind === 'faults') throw new Error(JSON.stringify(parsed.faults));
  const { body } = parsed;
  await store().sales.put(TENANT, [{ id: `sale_${folio}`, source: 'api', body, keys: keysOf(body), at: api.now() }]);
}

/** Only our clock is so many days fast; the PAC's stays. */
async function runFast(days: number): Promise<void> {
  const right = api.now() - Date.now();
  await api.move(days);
  await api.fault({ fault: 'clock', offsetMs: right, times: 1_000 });
}

test('a clock that is a day fast begins no factura global of today, and once it is right, tomorrow’s look issues it', async () => {
  await sell('CJ-1', '2026-11-20T10:00:00-06:00');
  await runFast(1);
  await tick();
  expect(await globals()).toEqual([]);
  await runFast(-1);
  await tick();
  expect([await globals(), await holder('CJ-1')]).toEqual([[], undefined]);
  await api.move(0.7);
  await tick();
  expect(await globals()).toEqual(['stamped sale_CJ-1']);
});

test('201, then refused: a factura global that is asked for by a fast clock waits for the clock, and takes no sale of a day that is not over', async () => {
  await sell('CJ-1', '2026-11-20T10:00:00-06:00');
  await runFast(1);
  const day = { branch: 'roma', periodicidad: '01', from: '2026-11-20', to: '2026-11-20' };
  expect((await ask('POST', '/global-invoices', day)).status).toBe(201);
  expect(await globals()).toEqual([]);
  await runFast(-1);
  await api.move(0.001);
  await tick();
  const [run] = await store().globalRuns.ofPeriod(TENANT, day);
  expect([run?.state, run?.refusal, await holder('CJ-1')]).toEqual(['refused', 'global-period-open', undefined]);
});

test('a factura global that was claimed by a fast clock, which no PAC could contradict, is not sealed before its day is over', async () => {
  await sell('CJ-1', '2026-11-20T10:00:00-06:00');
  await api.move(1);
  const { invoicing } = api.services;
  const died = { openActiveSealer: () => Promise.reject(new Error('killed')) };
  await resumeGlobals({
    ...invoicing,
    custody: { ...invoicing.custody, ...died },
    pacs: { ...invoicing.pacs, of: async () => [] },
  });
  expect(await globals()).toEqual(['claimed sale_CJ-1']);
  await api.move(-1);
  await api.settle();
  expect([await globals(), await holder('CJ-1')]).toEqual([['rejected sale_CJ-1'], undefined]);
  await api.move(1.1);
  await tick();
  expect(await globals()).toEqual(['stamped sale_CJ-1', 'rejected sale_CJ-1']);
});

test('a schedule that was looked at by a clock 30 days fast issues the next day’s factura global all the same', async () => {
  await api.move(30);
  await tick();
  await api.move(-30);
  await sell('CJ-1', '2026-11-20T13:00:00-06:00');
  await api.move(0.7);
  await tick();
  expect(await globals()).toEqual(['stamped sale_CJ-1']);
});
