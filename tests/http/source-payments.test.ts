/** A till's words for how a sale was paid: those that nobody knows wait, and each may be explained once. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { read, readProblem, startApi, type TestApi } from '../support/api.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';

let postgres: PostgresServer;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

const DEFAULTS = { claveProdServ: '90101501', claveUnidad: 'E48', impuestos: [] };
const LONG = `Vale del convenio con ${'la cooperativa '.repeat(6)}`.trim();

describe.each(['SQLite', 'PostgreSQL'] as const)('on %s', (engine) => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi(engine === 'PostgreSQL' ? { databaseUrl: await postgres.createDatabase() } : {});
  });
  afterAll(() => api.stop());

  const call = (method: string, path: string, body?: object | string): Promise<Response> =>
    api.request(`/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${api.key}`,
        'content-type': typeof body === 'string' ? 'text/csv' : 'application/json',
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  const till = async () =>
    (await read<{ id: string }>(await call('POST', '/sources', { type: 'csv', name: 'Caja', defaults: DEFAULTS }))).id;
  type Table = {
    readonly own: Readonly<Record<string, string>>;
    readonly unknown: readonly { key: string; text: string; sales: number }[];
  };
  const table = async (id: string) => read<Table>(await call('GET', `/sources/${id}/payments`));
  const sell = (id: string, rows: readonly (readonly [folio: string, paid: string])[]) => {
    const lines = rows.map(([folio, paid]) => `${folio},2026-11-19,58.00,${paid}\n`);
    return call('POST', `/sources/${id}/sales`, `Ticket,Fecha,Total,Forma de pago\n${lines.join('')}`);
  };

  it('200: a word in no table is listed as the till wrote it, with how many sales wait; once it is explained, they are made', async () => {
    const id = await till();
    await sell(id, [
      [`${engine}-1`, 'Efectivo/Tarjeta'],
      [`${engine}-2`, 'Efectivo/Tarjeta'],
      [`${engine}-3`, 'Crédito (Señora Ñáñez)'],
      [`${engine}-4`, LONG],
      [`${engine}-5`, 'Efectivo'],
    ]);
    const { unknown } = await table(id);
    const listed = [...unknown].sort((one, other) => other.sales - one.sales);
    expect(listed[0]).toEqual({ key: 'csv:efectivo/tarjeta', text: 'Efectivo/Tarjeta', sales: 2 });
    expect(listed).toHaveLength(3);
    const rows = Object.fromEntries(listed.map(({ key }) => [key, '01']));
    const changed = await read<Table>(await call('PATCH', `/sources/${id}/payments`, rows));
    expect(changed).toMatchObject({ own: rows, unknown: [] });
    const { problems } = await read<{ problems: object[] }>(await call('GET', `/sources/${id}/queue`));
    expect(problems).toEqual([]);
    expect(await api.search({ folio: `${engine}-4`, total: '58.00' })).toHaveLength(1);
  });

  it('200: other rows stay, and null removes one', async () => {
    const id = await till();
    await call('PATCH', `/sources/${id}/payments`, { 'csv:vale_azul': '08', 'csv:rappi': '31' });
    expect((await table(id)).own).toEqual({ 'csv:vale_azul': '08', 'csv:rappi': '31' });
    await call('PATCH', `/sources/${id}/payments`, { 'csv:rappi': null, 'csv:cortesia': '01' });
    expect((await table(id)).own).toEqual({ 'csv:vale_azul': '08', 'csv:cortesia': '01' });
  });

  it('400: refuses what is no payment of a paid sale, such as 99, at its row; 404: a source of somebody else', async () => {
    const id = await till();
    for (const clave of ['99', '15', '77']) {
      const problem = await readProblem(await call('PATCH', `/sources/${id}/payments`, { 'csv:a/b': clave }), 400);
      expect(problem.errors).toMatchObject([{ pointer: '/csv:a~1b', code: 'forma-pago-unknown' }]);
    }
    await readProblem(await call('PATCH', `/sources/${id}/payments`, { 'csv:Rappi': '31' }), 400);
    expect((await table(id)).own).toEqual({});
    await readProblem(await call('PATCH', '/sources/src_nada/payments', { 'csv:rappi': '31' }), 404);
  });
});
