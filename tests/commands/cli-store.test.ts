import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, describe, expect, it } from 'vitest';
import { openSqlite } from '../../db/sqlite/sqlite-store.ts';
import { DEMO_PORTAL, seedDemo } from '../../server/demo/seed.ts';
import type { SourceDefaults } from '../../server/sources/settings.ts';
import { runCli } from '../support/cli.ts';
import { openWorkshop } from '../support/csd-files.ts';

const workshop = openWorkshop();
afterAll(() => workshop.remove());

/** The data folder of these commands; no database of whoever runs them. */
const DATA = workshop.file('.');
const cli = (...args: readonly string[]) => runCli(args, { AUTOFACTURA_DATA: DATA, DATABASE_URL: undefined });

const SALES = [
  'folio,date,total,formaPago,branch,claveProdServ,descripcion,claveUnidad,cantidad,valorUnitario,iva',
  'CSV-1,2026-11-20T18:32:00-06:00,527.00,04,roma,50201706,Café de altura,H87,2,189.00,0',
  'CSV-1,,,,,52152101,Taza,H87,1,149.00,0.16',
  'CSV-2,2026-11-20T18:32:00-06:00,100.00,01,roma,52152101,Taza,H87,1,149.00,0.16',
  'CSV-3,2026-11-20T18:32:00-06:00,149.00,01,coyoacan,52152101,Taza,H87,1,149.00,0.16',
].join('\n');

describe('migrate', () => {
  it('creates the tables in an empty folder, and changes nothing the second time', async () => {
    expect(await cli('migrate')).toEqual({ code: 0, stdout: 'sqlite: up to date\n', stderr: '' });
    expect(await cli('migrate')).toEqual({ code: 0, stdout: 'sqlite: up to date\n', stderr: '' });
  });
});

describe('sales import', () => {
  it('stores what is right, reports what is wrong by its line, and exits with 1', async () => {
    const store = await openSqlite(join(DATA, 'autofactura.db'));
    await seedDemo(store, Date.UTC(2026, 10, 22, 18));
    await store.close();
    const file = workshop.file('sales.csv', SALES);
    const first = await cli('sales', 'import', file, '--portal', DEMO_PORTAL);
    expect(first).toMatchObject({ code: 1, stdout: 'CSV-1: created\n' });
    expect(first.stderr.trim().split('\n')).toEqual([
      expect.stringMatching(/^line 4 \/total: .*149\.00.*100\.00.*49\.00/),
      expect.stringMatching(/^line 5 \/branch: .*coyoacan/),
    ]);
    expect(await cli('sales', 'import', file, '--portal', DEMO_PORTAL)).toMatchObject({ stdout: 'CSV-1: unchanged\n' });
  });

  it('to a source reads what its till exports, and the receipts of another service', async () => {
    const store = await openSqlite(join(DATA, 'autofactura.db'));
    const portal = await store.portals.getPortal(DEMO_PORTAL);
    if (!portal) throw new Error('no portal');
    const { merchantId, world } = portal;
    const defaults: SourceDefaults = {
      claveProdServ: '90101501',
      claveUnidad: 'E48',
      pricesIncludeTax: true,
      impuestos: [{ tipo: 'traslado', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.160000' }],
    };
    await store.sources.put({
      ...{ id: 'src_caja', tenant: { merchantId, world }, type: 'csv', name: 'Caja', createdAt: 0 },
      ...{ settings: { defaults, payments: {} }, sealedCredentials: Buffer.from([]) },
    });
    await store.close();
    const till = workshop.file('corte.csv', 'Ticket;Fecha;Total\nK-1;20/11/2026 9:32;$348.00\nK-2;ayer;$58.00');
    expect(await cli('sales', 'import', till, '--source', 'src_caja')).toMatchObject({
      ...{ code: 1, stdout: 'K-1: created\n', stderr: expect.stringMatching(/^line 3 \/date: /) },
    });
    const receipts = JSON.stringify([
      { key: 'r9YqYarL', status: 'open', total: 124, date: '2026-11-20T15:02:00.000Z' },
    ]);
    const exported = workshop.file('recibos.json', receipts);
    expect(await cli('sales', 'import', exported, '--source', 'src_caja', '--format', 'facturapi')).toMatchObject({
      ...{ code: 0, stdout: 'r9YqYarL: created\n' },
    });
    expect(await cli('sales', 'import', exported, '--source', 'src_caja', '--format', 'fax')).toMatchObject({
      code: 2,
    });
  });

  it('stores nothing for an unknown portal', async () => {
    const result = await cli('sales', 'import', workshop.file('sales.csv', SALES), '--portal', 'nadie');
    expect(result).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('nadie') });
  });
});

describe('catalogs update', () => {
  it('loads a published release and counts its rows', async () => {
    const release = workshop.file('catalogs.db');
    new Database(release)
      .exec(
        `CREATE TABLE cfdi_40_productos_servicios (id text, texto text, iva_trasladado int, ieps_trasladado int, complemento text,
           vigencia_desde text, vigencia_hasta text, estimulo_frontera int, similares text);
         CREATE TABLE cfdi_40_codigos_postales (id text, estado text, municipio text, localidad text, estimulo_frontera int,
           vigencia_desde text, vigencia_hasta text, huso_descripcion text, huso_verano_mes_inicio text, huso_verano_dia_inicio text,
           huso_verano_hora_inicio text, huso_verano_diferencia text, huso_invierno_mes_inicio text, huso_invierno_dia_inicio text,
           huso_invierno_hora_inicio text, huso_invierno_diferencia text);
         INSERT INTO cfdi_40_productos_servicios VALUES ('52152101','Tazas','','','','2022-01-01','','','');
         INSERT INTO cfdi_40_codigos_postales VALUES
           ('06700','CMX','015','06','','2022-01-01','','Tiempo del Centro','','','','-6','','','','-6');`,
      )
      .close();
    expect(await cli('catalogs', 'update', '--from', release)).toEqual({
      code: 0,
      stdout: 'c_ClaveProdServ: 1\nc_CodigoPostal: 1\n',
      stderr: '',
    });
  });

  it('changes nothing for a file that is not a release, and exits with 1', async () => {
    const result = await cli('catalogs', 'update', '--from', workshop.file('sales.csv', SALES));
    expect(result).toMatchObject({ code: 1, stdout: '' });
    expect(result.stderr).not.toBe('');
  });
});

describe('lista-69b update', () => {
  const LISTA =
    'Listado,,,\nNo,RFC,Nombre,Situación\n1,AAA080808HL8,"UNO, S.A.",Definitivo\n2,PEGM850312PC8,DOS,Presunto\n3,?,?,?\n';

  it('loads the SAT’s list, counts it, and says which lines it does not understand', async () => {
    expect(await cli('lista-69b', 'update', '--from', workshop.file('69b.csv', LISTA))).toEqual({
      code: 0,
      stdout: '69-B: 2\n',
      stderr: expect.stringContaining('line 5'),
    });
  });

  it('changes nothing for any other file, and exits with 1', async () => {
    const result = await cli('lista-69b', 'update', '--from', workshop.file('sales.csv', SALES));
    expect(result).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('nothing was changed') });
  });
});

describe('exchange-rates load', () => {
  it('loads the rates of a file, and corrects them from a later file', async () => {
    const file = workshop.file(
      'dof.csv',
      'Fecha,Tipo de cambio\n19/11/2026,18.4213\n20/11/2026,18.5000\n21/11/2026,N/E\n',
    );
    const loaded = { code: 0, stdout: 'exchange rates: 2\n', stderr: '' };
    expect(await cli('exchange-rates', 'load', file)).toEqual(loaded);
    expect(await cli('exchange-rates', 'load', file)).toEqual(loaded);
  });

  it('loads nothing from a file with a line without a rate, names the line and exits with 1', async () => {
    const file = workshop.file('dof-bad.csv', 'fecha,tipoCambio\n2026-11-19,18.4213\n2026-11-31,18.5\n2026-11-20,-1\n');
    const result = await cli('exchange-rates', 'load', file);
    expect(result).toEqual({
      code: 1,
      stdout: '',
      stderr: 'line 3: no such day\nline 4: no rate of at most six decimals\nnothing was loaded\n',
    });
  });
});

describe('key', () => {
  const key = (action: string, ...args: readonly string[]) =>
    cli('key', action, '--portal', DEMO_PORTAL, '--json', ...args);

  it('creates one that is shown once, lists it without its secret, and revokes it', async () => {
    const made = await key('create', '--name', 'ERP', '--scope', 'invoices:read', '--expires', '2099-01-31');
    const { id, key: secret } = JSON.parse(made.stdout) as { id: string; key: string };
    expect(secret).toMatch(/^sk_test_[\w-]{43}$/);
    expect((await key('revoke', '--id', id)).code).toBe(0);
    const { stdout } = await key('list');
    const listed = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string });
    expect(listed.find((each) => each.id === id)).toEqual({
      ...{ id, name: 'ERP', world: 'test', scopes: ['invoices:read'], createdAt: expect.any(String) },
      ...{ expiresAt: '2099-01-31T00:00:00.000Z', revokedAt: expect.any(String) },
    });
    expect(stdout).not.toContain(secret.slice(8));
  });

  it('refuses an unknown portal, scope or key, and a past date, and says why', async () => {
    expect(await cli('key', 'list', '--portal', 'nobody')).toMatchObject({
      code: 1,
      stderr: 'There is no portal «nobody».\n',
    });
    expect((await key('create', '--scope', 'all')).stderr).toMatch(/^Unknown scope all; there are sales:read, /);
    expect((await key('create', '--expires', '2020-01-01')).code).toBe(2);
    expect(await key('revoke', '--id', 'key_x')).toMatchObject({ code: 1, stderr: 'There is no key «key_x».\n' });
  });
});
