import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { breakfast, readProblem, startApi, type TestApi } from '../support/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ sealed: [] });
});
afterAll(() => api.stop());

type Outcome = {
  readonly line: number;
  readonly folio?: string;
  readonly result: string;
  readonly id?: string;
  readonly errors?: readonly { readonly pointer: string; readonly code: string; readonly detail: string }[];
};

const send = (body: string, type = 'application/x-ndjson', key = api.key): Promise<Response> =>
  api.request('/v1/sales/bulk', {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': type },
    body,
  });

async function outcomes(answer: Response): Promise<readonly Outcome[]> {
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('application/x-ndjson');
  return (await answer.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Outcome);
}

const lines = (...sales: readonly object[]): string => sales.map((sale) => JSON.stringify(sale)).join('\n');
const ticket = (folio: string, change: object = {}) => ({ ...breakfast(folio, api.now()), ...change });

describe('many sales in one call', () => {
  it('200: each is stored or refused separately, and its line says which and why', async () => {
    const body = [
      JSON.stringify(ticket('L-1')),
      '',
      '{"folio": "L-2", ',
      JSON.stringify(ticket('L-3', { total: '1.00' })),
      JSON.stringify(ticket('L-4', { branch: 'coyoacan' })),
      '[]',
      JSON.stringify(ticket('L-5')),
    ].join('\n');
    const answered = await outcomes(await send(body));
    expect(answered.map(({ line, folio, result }) => [line, folio, result])).toEqual([
      [1, 'L-1', 'created'],
      [3, undefined, 'refused'],
      [4, 'L-3', 'refused'],
      [5, 'L-4', 'refused'],
      [6, undefined, 'refused'],
      [7, 'L-5', 'created'],
    ]);
    expect(answered[3]?.errors).toMatchObject([{ pointer: '/branch', code: 'branch-unknown' }]);
    expect(await api.search({ folio: 'L-5', total: '348' })).toHaveLength(1);
    expect(await api.search({ folio: 'L-3', total: '348' })).toHaveLength(0);
  });

  it('200: sent again, it changes nothing; a sale that changed is updated', async () => {
    const [one, two] = [ticket('R-1'), ticket('R-2')];
    const first = await outcomes(await send(lines(one, two)));
    const again = await outcomes(await send(lines(one, { ...two, email: 'ana@example.com' })));
    expect(again.map(({ result }) => result)).toEqual(['unchanged', 'updated']);
    expect(again.map(({ id }) => id)).toEqual(first.map(({ id }) => id));
  });

  it('200: can be a spreadsheet with the columns of the import', async () => {
    const csv = [
      'folio,date,branch,total,formaPago,claveProdServ,descripcion,claveUnidad,cantidad,valorUnitario,iva',
      'C-1,2026-11-20T10:00:00-06:00,roma,116.00,01,90101501,Desayuno,E48,1,116.00,0.16',
      'C-2,2026-11-20T10:00:00-06:00,roma,116.00,01,90101501,Desayuno,E48,1,100.00,0.16',
    ].join('\n');
    const answered = await outcomes(await send(csv, 'text/csv; charset=utf-8'));
    expect(answered.map(({ line, result }) => [line, result])).toEqual([
      [2, 'created'],
      [3, 'refused'],
    ]);
  });

  it('200: can be five thousand, each of which is found', async () => {
    const many = Array.from({ length: 5_000 }, (_, at) => ticket(`M-${at}`));
    const answered = await outcomes(await send(lines(...many)));
    expect(answered).toHaveLength(5_000);
    expect(answered.every(({ result }) => result === 'created')).toBe(true);
    expect(await api.search({ folio: 'M-4999', total: '348' })).toHaveLength(1);
  });

  it('413: five thousand and one are too many, and none of them is stored', async () => {
    const many = Array.from({ length: 5_001 }, (_, at) => ticket(`T-${at}`));
    await readProblem(await send(lines(...many)), 413);
    expect(await api.search({ folio: 'T-0', total: '348' })).toHaveLength(0);
  });

  it.each([
    ['nothing', '', 'application/x-ndjson'],
    ['a spreadsheet without a header that is one', '"', 'text/csv'],
  ])('400: refuses %s', async (_, body, type) => {
    await readProblem(await send(body, type), 400);
  });

  it('401, 403: need a key that can write sales', async () => {
    await readProblem(await send(lines(ticket('K-1')), 'application/x-ndjson', 'nada'), 401);
    const key = await api.createKey({ scopes: ['sales:read'] });
    await readProblem(await send(lines(ticket('K-1')), 'application/x-ndjson', key), 403);
  });
});
