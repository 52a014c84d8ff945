import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { intakeOf } from '../../../server/http/api/intake-of.ts';
import { createPolling, type Polling } from '../../../server/sources/providers/polling.ts';
import { SOURCE_ACCOUNTS } from '../../stand-ins/source-accounts.ts';
import { clear, seenRequests, setQuirk, spawnStandIns } from '../../stand-ins/spawn.ts';
import { read, startApi, type TestApi } from '../../support/api.ts';

let directory: string;
let standIns: Awaited<ReturnType<typeof spawnStandIns>>;
let woo: string;
let api: TestApi;
let polling: Polling;
let now: number;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'autofactura-polling-'));
  standIns = await spawnStandIns(directory);
  woo = `${standIns.url}/woocommerce`;
});
afterAll(async () => {
  await standIns.stop();
  rmSync(directory, { recursive: true });
});
beforeEach(async () => {
  await clear(woo);
  api = await startApi({ providersUrl: standIns.url });
  now = api.now();
  polling = createPolling({ ...intakeOf(api.services), now: () => now }, api.services.sourceAccounts);
  return () => api.stop();
});

async function shop(credentials: object = SOURCE_ACCOUNTS.woocommerce): Promise<string> {
  const defaults = {
    claveProdServ: '50201706',
    claveUnidad: 'H87',
    pricesIncludeTax: true,
    impuestos: [{ tipo: 'traslado', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.160000' }],
  };
  const upload = { type: 'woocommerce', name: 'Tienda', credentials, defaults };
  const answer = await api.post('/v1/sources', upload, { authorization: `Bearer ${api.key}` });
  expect(answer.status).toBe(201);
  return (await read<{ id: string }>(answer)).id;
}

const asked = async () => (await seenRequests(woo)).length;
const listed = async (id: string) => (await api.services.invoicing.store.sources.health(id)).listed;

function backfill(id: string, dryRun = false): Promise<Response> {
  const since = '2026-11-01T00:00:00Z';
  return api.post(`/v1/sources/${id}/backfill`, { since, dryRun }, { authorization: `Bearer ${api.key}` });
}

describe('a shop that sends each event only once', () => {
  it('is asked what changed, and again after five minutes but not before', async () => {
    await shop();
    await polling.round();
    await polling.round();
    expect(await asked()).toBe(1);
    now += 300_000;
    await polling.round();
    expect(await asked()).toBe(2);
  });

  it('is not asked for five minutes if it is down, and then from where it left off', async () => {
    await shop();
    await setQuirk(woo, 'woo-down', 1);
    await polling.round();
    await polling.round();
    expect(await asked()).toBe(1);
    now += 300_000;
    await polling.round();
    const [first, second] = (await seenRequests(woo)).map(({ path }) => new URL(path, woo).searchParams);
    expect(first?.get('modified_after')).toMatch(/^2026-11-/);
    expect(second?.get('modified_after')).toBe(first?.get('modified_after'));
  });

  const froms = async () =>
    (await seenRequests(woo)).map(({ path }) => new URL(path, woo).searchParams.get('modified_after'));
  const another = (): Polling => {
    return createPolling({ ...intakeOf(api.services), now: () => now }, api.services.sourceAccounts);
  };

  it('is asked by the next process from where this one succeeded', async () => {
    await shop();
    await polling.round();
    now += 3_600_000;
    await another().round();
    const [first = '', second = ''] = await froms();
    expect(Date.parse(second ?? '') - Date.parse(first ?? '')).toBeLessThan(60_000);
    now += 300_000;
    await another().round();
    const third = (await froms())[2];
    expect(Date.parse(third ?? '') - Date.parse(second ?? '')).toBeGreaterThanOrEqual(3_540_000);
  });

  it('is asked by the next process for what was missed while it was down, whatever arrived in the meantime', async () => {
    const id = await shop();
    await setQuirk(woo, 'woo-down', 1);
    await polling.round();
    now += 3_600_000;
    // Another order's webhook comes through: it says nothing of those before it.
    await api.services.invoicing.store.sources.receive(id, { externalId: 'wh_2', facts: [], now });
    await another().round();
    const [first, second] = await froms();
    expect(second).toBe(first);
  });

  it('is skipped if its key cannot list, and the next one is asked', async () => {
    await shop({ webhookSecret: 'secreto-4711' });
    await shop();
    await polling.round();
    expect(await asked()).toBe(1);
  });
});

describe('a backfill', () => {
  it('only counts in a dry run; then it finds the sales, and finds the same ones when it is repeated', async () => {
    const id = await shop();
    expect(await read(await backfill(id, true))).toMatchObject({ status: 'all', sales: 2 });
    expect(await listed(id)).toBe(0);
    for (const _ of ['first', 'again']) {
      expect(await read(await backfill(id))).toMatchObject({ status: 'all', sales: 2 });
      const { store } = api.services.invoicing;
      const sales = await store.sales.list({ merchantId: 'mer_jacaranda', world: 'test' }, { limit: 100 });
      const made = sales.filter(({ source }) => source === id).length;
      const waiting = (await store.sources.problems(id, 10)).length;
      expect(made + waiting).toBe(2);
      expect(made).toBeGreaterThan(0);
    }
    expect(await listed(id)).toBe(4);
  });

  it('says that there is no list if no key was given', async () => {
    const id = await shop({ webhookSecret: 'secreto-4711' });
    expect(await read(await backfill(id))).toMatchObject({ status: 'no-list', sales: 0 });
  });

  it('says that a shop is down, and why', async () => {
    const id = await shop();
    await setQuirk(woo, 'woo-down', 1);
    expect(await read(await backfill(id))).toMatchObject({ status: 'unavailable', reason: 'HTTP 503' });
  });
});
