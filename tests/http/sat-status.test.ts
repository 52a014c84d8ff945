import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import { ACCOUNTS } from '../stand-ins/accounts.ts';
import { clear, seenRequests, setQuirk, spawnStandIns } from '../stand-ins/spawn.ts';
import { read, readInvoice, readProblem, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';

let directory: string;
let standIns: Awaited<ReturnType<typeof spawnStandIns>>;
let api: TestApi;
let invoice: { readonly id: string; readonly uuid?: string | undefined };
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'sat-status-'));
  standIns = await spawnStandIns(directory);
  api = await startApi({ providersUrl: standIns.url });
  const body = { sales: [await api.buy()], receptor: UNIVERSIDAD };
  invoice = await readInvoice(await api.post(`/v1/portals/${DEMO_PORTAL}/invoices`, body), 201);
});
beforeEach(() => clear(`${standIns.url}/sat`));
afterAll(async () => {
  await api.stop();
  await standIns.stop();
  rmSync(directory, { recursive: true });
});

const ask = (key: string, id = invoice.id): Promise<Response> =>
  api.request(`/v1/invoices/${id}/sat-status`, { method: 'POST', headers: { authorization: `Bearer ${key}` } });

describe('what the SAT says of an invoice', () => {
  it('200: is returned as of now, with what it means for a cancellation', async () => {
    expect(await read(await ask(api.key))).toEqual({
      uuid: invoice.uuid,
      kind: 'found',
      estado: 'vigente',
      cancelable: 'sin-aceptacion',
      cancelacion: 'none',
      emisor69b: 'clear',
      cancellation: 'in-force',
    });
  });

  it.each([
    ['sat-not-yet', { kind: 'not-found', cancellation: 'unknown' }],
    ['sat-en-proceso', { kind: 'found', estado: 'vigente', cancellation: 'waiting-receptor' }],
    ['sat-rechazada', { kind: 'found', estado: 'vigente', cancellation: 'refused-by-receptor' }],
    ['sat-no-cancelable', { kind: 'found', estado: 'vigente', cancellation: 'blocked' }],
    ['sat-con-aceptacion', { kind: 'found', estado: 'cancelado', cancellation: 'canceled' }],
    ['sat-plazo-vencido', { kind: 'found', estado: 'cancelado', cancellation: 'canceled' }],
    ['sat-new-words', { kind: 'unavailable', cancellation: 'unknown' }],
    ['sat-no-body', { kind: 'unavailable', cancellation: 'unknown' }],
  ])('200: is interpreted for the invoice: %s', async (quirk, expected) => {
    await setQuirk(`${standIns.url}/sat`, quirk, 1);
    expect(await read(await ask(api.key))).toMatchObject(expected);
  });

  it('200: is asked through the merchant’s own Finkok account if the SAT does not answer', async () => {
    const put = await api.request('/v1/pac-accounts/finkok', {
      method: 'PUT',
      headers: { authorization: `Bearer ${api.key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ credentials: ACCOUNTS.finkok }),
    });
    expect(put.status).toBe(200);
    await setQuirk(`${standIns.url}/sat`, 'sat-html', 1);
    expect(await read(await ask(api.key))).toMatchObject({ kind: 'found', estado: 'vigente' });
    expect((await seenRequests(`${standIns.url}/finkok`)).at(-1)?.body).toContain('get_sat_status');
  });

  it('404: cannot be asked about another merchant’s or world’s invoice, or one that does not exist', async () => {
    for (const other of [{ merchantId: 'mer_yunque' }, { world: 'live' }] as const)
      await readProblem(await ask(await api.createKey(other)), 404);
    await readProblem(await ask(api.key, 'inv_nada'), 404);
  });

  it('403: cannot be asked with a key that cannot read invoices', async () => {
    await readProblem(await ask(await api.createKey({ scopes: ['sales:write'] })), 403);
  });
});
