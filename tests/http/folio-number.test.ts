import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { breakfast, read, readProblem, startApi, type TestApi } from '../support/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const SPOILT = ['2,02611E+14', '2.02611E+14', '2e+14', '1.5E9'];
const REAL = ['1E5A', '1E5', 'E12', '2E+1', '20261120101500'];

const submit = (path: string, body: string, type = 'application/json', language = 'es-MX') =>
  api.request(path, {
    method: 'POST',
    headers: { authorization: `Bearer ${api.key}`, 'content-type': type, 'accept-language': language },
    body,
  });
const saleOf = (folio: string) => JSON.stringify(breakfast(folio, api.now()));

describe('a folio that a spreadsheet made a number of', () => {
  it.each(SPOILT)('422: %s is refused at its field, with the words that a file gets', async (folio) => {
    const { errors } = await readProblem(await submit('/v1/sales', saleOf(folio)), 422);
    expect(errors).toMatchObject([{ pointer: '/folio', code: 'folio-spoilt' }]);
    const { detail: es } = errors[0] ?? { detail: '' };
    expect(es).toBe(
      `Tu hoja de cálculo cambió el folio por «${folio}». Dale formato de texto a la columna «folio», corrige el folio y vuelve a exportar.`,
    );
    const english = await readProblem(await submit('/v1/sales', saleOf(folio), 'application/json', 'en'), 422);
    expect(english.errors[0]?.detail).toContain(`Your spreadsheet changed the folio to “${folio}”`);
  });

  it('200: of many sales in one call, only its own is refused', async () => {
    const lines = ['K-7001', '2,02611E+14'].map(saleOf).join('\n');
    const answer = await submit('/v1/sales/bulk', lines, 'application/x-ndjson');
    const outcomes = (await answer.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(outcomes).toMatchObject([
      { folio: 'K-7001', result: 'created' },
      { result: 'refused', errors: [{ pointer: '/folio', code: 'folio-spoilt' }] },
    ]);
  });

  it('200: of what a till submits to its source, only its own is refused', async () => {
    const defaults = { claveProdServ: '90101501', claveUnidad: 'E48' };
    const made = await submit('/v1/sources', JSON.stringify({ type: 'api', name: 'Caja 1', defaults }));
    const { id } = await read<{ id: string }>(made);
    const lines = ['K-7002', '2,02611E+14'].map(saleOf).join('\n');
    const answer = await submit(`/v1/sources/${id}/sales`, lines, 'application/x-ndjson');
    const outcomes = (await answer.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(outcomes).toMatchObject([
      { folio: 'K-7002', result: 'created' },
      { result: 'refused', errors: [{ pointer: '/folio', code: 'folio-spoilt' }] },
    ]);
  });

  it.each(REAL)('201: %s is a folio like any other', async (folio) => {
    expect((await submit('/v1/sales', saleOf(folio))).status).toBe(201);
  });
});
