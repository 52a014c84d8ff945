import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import { clear, seenRequests, setQuirk, spawnStandIns } from '../stand-ins/spawn.ts';
import { read, readProblem, startApi, type TestApi } from '../support/api.ts';

let directory: string;
let standIns: Awaited<ReturnType<typeof spawnStandIns>>;
let api: TestApi;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'constancia-'));
  standIns = await spawnStandIns(directory);
  api = await startApi({ providersUrl: standIns.url, sealed: [] });
});
beforeEach(async () => {
  await clear(`${standIns.url}/siat`);
  await api.change(DEMO_PORTAL, { readConstancia: true });
});
afterAll(async () => {
  await api.stop();
  await standIns.stop();
  rmSync(directory, { recursive: true });
});

const MARIA =
  'https://siat.sat.gob.mx/app/qr/faces/pages/mobile/validadorqr.jsf?D1=10&D2=1&D3=14010011223_PEGM850312PC8';
const PATH = `/v1/portals/${DEMO_PORTAL}/constancia`;
const ask = async (qr: string, sale?: string, wish: unknown = true): Promise<Response> =>
  api.post(PATH, { sale: sale ?? (await api.buy()), qr, wish });
const asked = async (): Promise<number> => (await seenRequests(`${standIns.url}/siat`)).length;

describe('a customer’s own Constancia', () => {
  it('200: gives the four data that an invoice needs, and no others', async () => {
    expect(await read(await ask(MARIA))).toEqual({
      page: 'found',
      rfc: 'PEGM850312PC8',
      nombre: 'MARÍA JOSÉ PEÑA GÜEMES',
      codigoPostal: expect.stringMatching(/^\d{5}$/),
      regimenes: expect.arrayContaining([expect.stringMatching(/^\d{3}$/)]),
      situacion: 'ACTIVO',
    });
  });

  it('200: a company’s name comes without its régimen de capital', async () => {
    const answer = await read(await ask(MARIA.replace('14010011223_PEGM850312PC8', '14010011225_H%26E951128469')));
    expect(answer).toMatchObject({ page: 'found', rfc: 'H&E951128469', nombre: 'HERRERIA & ELECTRICOS' });
  });

  it('200: only the QR’s own RFC is returned if the merchant does not read the page, and no server is asked', async () => {
    await api.change(DEMO_PORTAL, { readConstancia: false });
    expect(await read(await ask(MARIA))).toEqual({ page: 'not-asked', rfc: 'PEGM850312PC8' });
    expect(await asked()).toBe(0);
  });

  it('200: only the QR’s own RFC is returned if the SAT does not answer with that page', async () => {
    await setQuirk(`${standIns.url}/siat`, 'siat-other', 1);
    expect(await read(await ask(MARIA))).toEqual({ page: 'not-found', rfc: 'PEGM850312PC8' });
  });

  it('200: a SAT that does not answer uses up none of a sale’s tries, and holds up nobody else who tries something about it', async () => {
    const sale = await api.buy();
    await setQuirk(`${standIns.url}/siat`, 'siat-slow', 6);
    let isOver = false;
    const slow = Promise.all(
      Array.from({ length: 6 }, async () => read<{ page: string }>(await ask(MARIA, sale))),
    ).finally(() => {
      isOver = true;
    });
    await expect.poll(asked).toBe(6);
    const check = {
      sale,
      rfc: 'PEGM850312PC8',
      nombre: 'X',
      codigoPostal: '06700',
      regimenFiscal: '612',
      usoCfdi: 'G03',
    };
    expect((await api.post(`/v1/portals/${DEMO_PORTAL}/receptor/check`, check)).status).toBe(200);
    expect(isOver).toBe(false);

    expect((await slow).map(({ page }) => page)).toEqual(Array(6).fill('unavailable'));
    expect(await read(await ask(MARIA, sale))).toMatchObject({ page: 'found' });
  }, 30_000);

  it.each([
    ['somebody else’s address', MARIA.replace('siat.sat.gob.mx', 'siat.sat.gob.mx.evil.example')],
    ['the SAT’s address behind a user', MARIA.replace('https://', 'https://siat.sat.gob.mx@evil.example/?')],
    ['a loopback address', MARIA.replace('siat.sat.gob.mx', '127.0.0.1')],
    ['the seal of another page', MARIA.replace('D1=10', 'D1=26')],
    ['a ticket’s QR', 'https://factura.example.mx/jacaranda?t=abc'],
    ['nothing', ''],
  ])('422: %s is not a Constancia: refused at the field, and no server is asked', async (_, qr) => {
    const { code, fixedAt, errors } = await readProblem(await ask(qr), 422);
    expect([code, fixedAt, errors[0]?.pointer]).toEqual(['not-a-constancia', 'receptor', '/qr']);
    expect(errors[0]?.detail).toMatch(/QR de la primera página/);
    expect(await asked()).toBe(0);
  });

  it('400: is read only at the customer’s wish', async () => {
    for (const wish of [false, null, 'true']) await readProblem(await ask(MARIA, undefined, wish), 400);
    await readProblem(await api.post(PATH, { sale: await api.buy(), qr: MARIA }), 400);
    expect(await asked()).toBe(0);
  });

  it('404: is read only with a found sale of this portal', async () => {
    await readProblem(await ask(MARIA, 'nada'), 404);
    expect(await asked()).toBe(0);
  });

  it('429: whoever guesses numbers for somebody’s RFC gets ten a day, from however many addresses', async () => {
    const sale = await api.buy();
    const guess = (number: number) => ask(MARIA.replace('14010011223', String(99_999_990_000 + number)), sale);
    for (let number = 0; number < 10; number++)
      expect(await read(await guess(number))).toMatchObject({ page: 'not-found' });
    await readProblem(await guess(11), 429);
    await readProblem(await ask(MARIA, sale), 429);
    expect(await asked()).toBe(10);
  });

  it('200: leaves no personal data in the log or in the database', async () => {
    await ask(MARIA);
    expect(JSON.stringify(api.logged)).not.toMatch(/PEGM850312PC8|14010011223|GÜEMES/);
    const { store } = api.services.invoicing;
    const requests = await store.requests.list({ merchantId: 'mer_jacaranda', world: 'test' }, { limit: 100 });
    expect(JSON.stringify(requests)).not.toContain('PEGM850312PC8');
  });
});
