import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import { breakfast, read, readProblem, startApi, type TestApi } from '../support/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ sealed: [] });
  const authorization = { authorization: `Bearer ${api.key}` };
  const { email: _, cardLast4: __, ...plain } = breakfast('SIN-NADA', api.now());
  await api.post('/v1/sales', plain, authorization);
  await api.post('/v1/sales', { ...plain, folio: 'CON-TARJETA', cardLast4: '4242' }, authorization);
});
afterAll(() => api.stop());

type Checked = {
  readonly ways: readonly { readonly fields: readonly string[]; readonly weakTo?: string }[];
  readonly unfindable: { readonly sales: number; readonly since: string };
};

const get = (path: string): Promise<Response> => api.request(path, { headers: { authorization: `Bearer ${api.key}` } });
const check = async (ways = ''): Promise<Checked> =>
  read<Checked>(await get(`/v1/portals/${DEMO_PORTAL}/search-check${ways && `?ways=${ways}`}`));
const lacking = async (ways: string): Promise<readonly string[]> => {
  const { sales } = await read<{ sales: { folio: string }[] }>(await get(`/v1/sales?lacking=${ways}&limit=100`));
  return sales.map(({ folio }) => folio);
};

describe('ways to search', () => {
  test('200: say how many guesses each takes an acquaintance of the customer, and a stranger', async () => {
    const { ways } = await check('folio.total,email.date,total.date.cardLast4');
    expect(ways).toEqual([
      { fields: ['folio', 'total'], acquaintance: 64_000, stranger: 64, weakTo: 'stranger', add: ['cardLast4'] },
      { fields: ['email', 'date'], acquaintance: 1, stranger: 524_288, weakTo: 'acquaintance', add: ['folio'] },
      expect.objectContaining({ fields: ['total', 'date', 'cardLast4'], weakTo: 'stranger' }),
    ]);
  });

  test('200: are those of the portal unless others are given', async () => {
    expect((await check()).ways.map(({ fields }) => fields)).toEqual([
      ['folio', 'email'],
      ['folio', 'total'],
    ]);
  });

  test('200: come with the number of sales that none of them finds, which the list of sales names', async () => {
    expect((await check('folio.total')).unfindable.sales).toBe(0);
    const { unfindable } = await check('folio.email,folio.cardLast4');
    const named = await lacking('folio.email,folio.cardLast4');
    expect(named).toContain('SIN-NADA');
    expect(named).not.toContain('CON-TARJETA');
    expect(unfindable.sales).toBe(named.length);
    expect(await lacking('folio.total')).toEqual([]);
  });

  test('400: are refused if no portal can have them', async () => {
    for (const ways of ['folio.', 'rfc', 'folio,,total'])
      expect((await get(`/v1/portals/${DEMO_PORTAL}/search-check?ways=${ways}`)).status).toBe(400);
  });

  test('404: are not evaluated for another merchant’s portal', async () => {
    const answer = await get('/v1/portals/ferreteria-el-yunque/search-check');
    expect((await readProblem(answer, 404)).code).toBe('unknown-portal');
  });
});
