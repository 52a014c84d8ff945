import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { breakfast, read, readProblem, startApi, type TestApi } from '../support/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const DAY_MS = 24 * 3_600_000;
const submit = async (sale: unknown, query = '', language = 'es-MX') =>
  api.post(`/v1/sales${query}`, sale, {
    authorization: `Bearer ${await api.createKey()}`,
    'accept-language': language,
  });

describe('a sale that a person types', () => {
  test('422 with «existing=refuse»: a folio that is taken is said with its total, and the first sale stays', async () => {
    const [line] = breakfast('', 0).conceptos;
    const other = breakfast('T-001', api.now());
    const first = { ...other, total: '1266.50', conceptos: [{ ...line, cantidad: '1', valorUnitario: '1266.50' }] };
    const typed = (sale: unknown, language?: string) => submit(sale, '?existing=refuse', language);

    expect((await typed(first)).status).toBe(201);
    expect((await typed(first)).status, 'the same sale again is no other').toBe(200);
    const { errors } = await readProblem(await typed(other), 422);
    expect(errors).toEqual([
      {
        ...{ pointer: '/folio', code: 'folio-taken' },
        detail: 'Ya hay una venta T-001 de $1,266.50 MXN. Si esta es otra, dale otro folio.',
      },
    ]);
    expect((await readProblem(await typed(other, 'en'), 422)).errors[0]?.detail).toContain('There is already a sale');
    expect(await api.search({ folio: 'T-001', total: '1266.50' })).toHaveLength(1);
    expect((await submit(other)).status, 'a program’s push still replaces it').toBe(200);
  });

  test('201: after its deadline it is stored, and warns that its customer can no longer invoice it', async () => {
    type Warned = { readonly warnings?: readonly { readonly code: string; readonly detail: string }[] };
    const late = await read<Warned>(await submit(breakfast('T-002', api.now() - 400 * DAY_MS)));

    expect(late.warnings?.find(({ code }) => code === 'deadline-over')?.detail).toMatch(
      /^Su plazo terminó el \d+ de \w+ de \d{4}: /,
    );
    expect(JSON.stringify(await read(await submit(breakfast('T-003', api.now()))))).not.toContain('deadline-over');
  });
});
