import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import { read, startApi, type TestApi } from '../support/api.ts';
import { runCli } from '../support/cli.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';

const IVA = { tipo: 'traslado', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.160000' };
const CONSUMO = { claveProdServ: '90101501', claveUnidad: 'E48', pricesIncludeTax: true, impuestos: [IVA] };
const { pricesIncludeTax: _, ...LINE } = { ...CONSUMO, cantidad: '1', descripcion: 'Desayuno completo' };

type Ticket = { readonly folio: string; readonly total: string; readonly at?: string; readonly branch?: string };
type Outcome = {
  readonly result: string;
  readonly errors?: readonly { readonly code: string; readonly pointer: string; readonly detail: string }[];
};

describe.each(['sqlite', 'postgres'] as const)('one purchase submitted in several ways, on %s', (engine) => {
  let api: TestApi;
  let server: PostgresServer | undefined;
  let databaseUrl: string | undefined;
  beforeAll(async () => {
    server = engine === 'postgres' ? await startPostgres() : undefined;
    databaseUrl = await server?.createDatabase();
    api = await startApi(databaseUrl === undefined ? {} : { databaseUrl });
  });
  afterAll(async () => {
    await api.stop();
    await server?.stop();
  });

  const call = (method: string, path: string, body?: BodyInit, type = 'application/json') =>
    api.request(`/v1${path}`, {
      ...{ method, headers: { authorization: `Bearer ${api.key}`, 'content-type': type } },
      ...(body !== undefined && { body }),
    });

  const json = ({ folio, total, at = '2026-11-20T09:32:00-06:00', branch }: Ticket) =>
    JSON.stringify({
      ...{ folio, date: at, total, formaPago: '01', branch },
      conceptos: [{ ...LINE, valorUnitario: total }],
    });

  async function createSource(branch?: string): Promise<string> {
    const defaults = { ...CONSUMO, branch };
    const answer = await call('POST', '/sources', JSON.stringify({ type: 'csv', name: 'Caja 1', defaults }));
    return (await read<{ id: string }>(answer)).id;
  }

  async function byApi(ticket: Ticket): Promise<string> {
    const answer = await call('POST', '/sales', json(ticket));
    const body = await read<Outcome>(answer);
    return answer.ok ? body.result : `${answer.status} ${body.errors?.[0]?.code}`;
  }

  async function byBulk(ticket: Ticket): Promise<string> {
    return outcomeOf(await call('POST', '/sales/bulk', json(ticket), 'application/x-ndjson'));
  }

  async function byFile(source: string, { folio, total, at = '20/11/2026 9:32' }: Ticket): Promise<string> {
    const sheet = `Ticket,Fecha,Total,Forma de pago\n${folio},${at},${total},Efectivo`;
    return outcomeOf(await call('POST', `/sources/${source}/sales`, sheet, 'text/csv'));
  }

  async function outcomeOf(answer: Response): Promise<string> {
    const outcome = JSON.parse(await answer.text()) as Outcome;
    return outcome.errors ? `${outcome.result} ${outcome.errors[0]?.code}` : outcome.result;
  }

  async function byCommand({ folio, total }: Ticket): Promise<string> {
    const file = join(api.directory, `${folio}.csv`);
    const header = 'folio,date,total,formaPago,claveProdServ,descripcion,claveUnidad,cantidad,valorUnitario,iva';
    const row = `${folio},2026-11-20T09:32:00-06:00,${total},01,90101501,Desayuno completo,E48,1,${total},0.160000`;
    writeFileSync(file, `${header}\n${row}`);
    const { stdout, stderr } = await runCli(['sales', 'import', file, '--portal', DEMO_PORTAL], api.env);
    return (stdout || stderr).trim();
  }

  /** How many sales a customer finds who types what the ticket says. */
  const found = async ({ folio, total }: Ticket) => (await api.search({ folio, total })).length;

  it('201, 200, 422: by API, `sales import --portal` and a source’s file is one sale, and the file is refused', async () => {
    const ticket = { folio: 'LM-2201', total: '348.00' };
    expect(await byApi(ticket)).toBe('created');
    expect(await byCommand(ticket)).toBe('LM-2201: unchanged');
    expect(await byFile(await createSource(), ticket)).toBe('refused sale-duplicate');
    expect(await found(ticket)).toBe(1);
  });

  it('200, 422: by a source’s file first is one sale, and the API, bulk and the command line are refused', async () => {
    const ticket = { folio: 'LM-2202', total: '174.00' };
    expect(await byFile(await createSource(), ticket)).toBe('created');
    expect(await byApi(ticket)).toBe('422 sale-duplicate');
    expect(await byBulk(ticket)).toBe('refused sale-duplicate');
    expect(await byCommand(ticket)).toMatch(/^line 2 \/folio: .*LM-2202/);
    expect(await found(ticket)).toBe(1);
  });

  it('200, 422: a spreadsheet that took the zeros off a folio brings no second sale', async () => {
    const source = await createSource();
    expect(await byApi({ folio: '000731', total: '58.00' })).toBe('created');
    expect(await byFile(source, { folio: '731', total: '58.00' })).toBe('refused sale-duplicate');
    expect(await byCommand({ folio: '731', total: '58.00' })).toMatch(/^line 2 \/folio: .*000731/);
    expect(await byFile(source, { folio: '732', total: '58.00' })).toBe('created');
    expect(await byApi({ folio: '000732', total: '58.00' })).toBe('422 sale-duplicate');
  });

  it('201, 200: submitted by API and by file at the same moment is one sale', async () => {
    const source = await createSource();
    for (const folio of ['A-1', 'A-2', 'A-3']) {
      const ticket = { folio, total: '90.00' };
      const results = await Promise.all([byApi(ticket), byFile(source, ticket)]);
      expect(results.filter((result) => result === 'created')).toHaveLength(1);
      expect(await found(ticket)).toBe(1);
    }
  });

  it('201, 200: another day, total or branch, or a cancelled first sale, makes another sale', async () => {
    const source = await createSource();
    expect(await byApi({ folio: 'B-1', total: '60.00' })).toBe('created');
    expect(await byFile(source, { folio: 'B-1', total: '61.00' })).toBe('created');
    expect(await byApi({ folio: 'B-2', total: '60.00', at: '2026-11-18T09:32:00-06:00' })).toBe('created');
    expect(await byFile(source, { folio: 'B-2', total: '60.00' })).toBe('created');
    expect(await byApi({ folio: 'B-3', total: '60.00', branch: 'tijuana' })).toBe('created');
    expect(await byFile(await createSource('roma'), { folio: 'B-3', total: '60.00' })).toBe('created');
    const sale = JSON.parse(json({ folio: 'B-4', total: '60.00' })) as object;
    await call('POST', '/sales', JSON.stringify({ ...sale, estado: 'cancelada' }));
    expect(await byFile(source, { folio: 'B-4', total: '60.00' })).toBe('created');
  });

  it('201, 200, 422: a cancelled sale cannot come back beside the one that took its place', async () => {
    const ticket = { folio: 'B-5', total: '60.00' };
    const sale = JSON.parse(json(ticket)) as object;
    await call('POST', '/sales', JSON.stringify({ ...sale, estado: 'cancelada' }));
    expect(await byFile(await createSource(), ticket)).toBe('created');
    expect(await byApi(ticket)).toBe('422 sale-duplicate');
  });

  it('201, 200, 422: a sale cannot be changed into the likeness of another', async () => {
    const source = await createSource();
    expect(await byApi({ folio: 'B-6', total: '61.00' })).toBe('created');
    expect(await byFile(source, { folio: 'B-6', total: '60.00' })).toBe('created');
    expect(await byApi({ folio: 'B-6', total: '60.00' })).toBe('422 sale-duplicate');
    expect(await byApi({ folio: 'B-7', total: '60.00', at: '2026-11-19T09:32:00-06:00' })).toBe('created');
    expect(await byFile(source, { folio: 'B-7', total: '60.00' })).toBe('created');
    expect(await byApi({ folio: 'B-7', total: '60.00' })).toBe('422 sale-duplicate');
  });

  it('200: two tills number alike, and their merchant gets one notice', async () => {
    const [one, other] = [await createSource(), await createSource()];
    for (const folio of ['C-1', 'C-2']) {
      expect(await byFile(one, { folio, total: '70.00' })).toBe('created');
      expect(await byFile(other, { folio, total: '70.00' })).toBe('created');
    }
    const { notices } = await read<{ notices: { kind: string; subject: string }[] }>(await call('GET', '/notices'));
    const ours = notices.filter(({ kind, subject }) => kind === 'sale-in-two-sources' && subject.includes(other));
    expect(ours).toHaveLength(1);
  });
});
