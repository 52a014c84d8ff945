import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import { ACCOUNTS } from '../stand-ins/accounts.ts';
import { setFault, setQuirk, spawnStandIns } from '../stand-ins/spawn.ts';
import { breakfast, read, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';

vi.setConfig({ testTimeout: 60_000 });

let directory: string;
let standIns: Awaited<ReturnType<typeof spawnStandIns>>;
let api: TestApi;
const at = (pac: string): string => `${standIns.url}/${pac}`;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'pac-change-'));
  standIns = await spawnStandIns(directory);
  api = await startApi({ providersUrl: standIns.url });
  await setFault(at('finkok'), { fault: 'clock', offsetMs: api.now() - Date.now() });
});
afterEach(async () => {
  await api.stop();
  await standIns.stop();
  rmSync(directory, { recursive: true });
});

function call(method: string, path: string, body?: object): Promise<Response> {
  return api.request(`/v1/pac-accounts/${path}`, {
    method,
    headers: { authorization: `Bearer ${api.key}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
}

const put = async (): Promise<void> => {
  expect((await call('PUT', 'finkok', { credentials: ACCOUNTS.finkok })).status).toBe(200);
};

/** Asked for and not waited for: what becomes of it is the worker's. */
async function order(marker?: string): Promise<string> {
  const plain = breakfast('', api.now());
  const conceptos = plain.conceptos.map((concepto) => ({ ...concepto, ...(marker && { noIdentificacion: marker }) }));
  const sale = await api.buy({ conceptos });
  const answer = await api.post(`/v1/portals/${DEMO_PORTAL}/invoices`, { sales: [sale], receptor: UNIVERSIDAD });
  expect(answer.status).toBe(202);
  return (await read<{ id: string }>(answer)).id;
}

const invoiceOf = (id: string) => api.services.invoicing.store.invoices.get(id);
async function stampsAt(pac: string): Promise<number> {
  return ((await (await fetch(`${at(pac)}/ledger`)).json()) as { stamps: unknown[] }).stamps.length;
}

describe('a merchant who changes the account while a document is in doubt', () => {
  it('200: can change its password: it is the same account, and the document is settled with it', async () => {
    await put();
    await setQuirk(at('finkok'), 'finkok-lags');
    const id = await order('SIM-307-VACIO');
    await put();
    await fetch(`${at('finkok')}/quirks`, { method: 'DELETE' });
    await api.move(1 / 24);
    await api.settle();
    expect((await invoiceOf(id))?.state).toBe('stamped');
    expect(await stampsAt('finkok')).toBe(1);
  });
});

describe('a merchant whose only account is gone before anything was sent', () => {
  it('204: has the sale wait until there is an account again, and then it is stamped', async () => {
    await put();
    const { pacs } = api.services.invoicing;
    await setQuirk(at('finkok'), 'issuer-suspended');
    const id = await order();
    expect((await invoiceOf(id))?.state).toBe('sealed');
    expect((await call('DELETE', 'finkok')).status).toBe(204);
    expect((await pacs.of({ merchantId: 'mer_jacaranda', world: 'test' })).map((pac) => pac.capabilities.id)).toEqual([
      'sandbox',
    ]);
    await api.move(1 / 24);
    await api.settle();
    expect((await invoiceOf(id))?.state).toBe('stamped');
  });
});
