import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { updateCatalogs } from '../../db/catalog-update.ts';
import { openSqlite } from '../../db/sqlite/sqlite-store.ts';
import type { Store } from '../../db/store.ts';

const directory = mkdtempSync(join(tmpdir(), 'release-'));
vi.stubEnv('TMPDIR', directory);
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(directory, { recursive: true, force: true });
});

// As the release declares them: everything NOT NULL, absent numbers kept as an empty text.
const SCHEMA = `
  CREATE TABLE cfdi_40_productos_servicios (id text not null, texto text not null, iva_trasladado int not null, ieps_trasladado int not null,
    complemento text not null, vigencia_desde text not null, vigencia_hasta text not null, estimulo_frontera int not null,
    similares text not null, PRIMARY KEY(id));
  CREATE TABLE cfdi_40_codigos_postales (id text not null, estado text not null, municipio text not null, localidad text not null,
    estimulo_frontera int not null, vigencia_desde text not null, vigencia_hasta text not null, huso_descripcion text not null,
    huso_verano_mes_inicio text not null, huso_verano_dia_inicio text not null, huso_verano_hora_inicio text not null,
    huso_verano_diferencia text not null, huso_invierno_mes_inicio text not null, huso_invierno_dia_inicio text not null,
    huso_invierno_hora_inicio text not null, huso_invierno_diferencia text not null, PRIMARY KEY(id));`;
const PRODUCTS = `INSERT INTO cfdi_40_productos_servicios VALUES
  ('01010101','No existe en el catálogo','','','','2022-01-01','','','Público en general'),
  ('10101511','Cerdos','','','','2022-01-01','',1,'Cochinos, Puercos'),
  ('15101514','Gasolina regular menor a 91 octanos',1,1,'','2022-01-01','',1,''),
  ('15101506','Gasolina','','','Complemento','2017-01-01','2020-01-15','','');`;
const CODES = `INSERT INTO cfdi_40_codigos_postales VALUES
  ('00000','','','','','2022-01-01','','','','','','','','','',''),
  ('06600','CMX','015','06','','2022-01-01','','Tiempo del Centro','','','','-6','','','','-6'),
  ('22000','BCN','004','04',1,'2022-01-01','','Tiempo del Noroeste','Marzo','Segundo domingo','02:00','-7','Noviembre','Primer domingo','02:00','-8'),
  ('77000','ROO','004','01',2,'2022-01-01','','Tiempo del Sureste','','','','-5','','','','-5'),
  ('52000','MEX','051','','','2022-01-01','2025-06-30','Tiempo del Centro','Abril','Primer domingo','02:00','-5','Octubre','Último domingo','02:00','-6');`;

function release(name: string, sql: string): string {
  const path = join(directory, name);
  rmSync(path, { force: true });
  new Database(path).exec(sql).close();
  return path;
}

/** A host that serves bytes under an address, and redirects from others. */
function host(files: Record<string, Uint8Array>, redirects: Record<string, string> = {}): typeof fetch {
  return async (input) => {
    const url = String(input);
    const location = redirects[url];
    if (location) return new Response(null, { status: 302, headers: { location } });
    const bytes = files[url];
    return bytes ? new Response(new Uint8Array(bytes)) : new Response('Not Found', { status: 404 });
  };
}

let store: Store;
let catalogs: Store['catalogs'];
beforeEach(async () => {
  store = await openSqlite(':memory:');
  catalogs = store.catalogs;
});
afterEach(() => store.close());

async function expectNothingReplaced() {
  expect(await catalogs.claveProdServ('01010101')).toBe('not-loaded');
  expect(await catalogs.codigoPostal('06600')).toBe('not-loaded');
}

const PATH = process.env.PATH;
const hasBzip2 = spawnSync('bzip2', ['--help']).error === undefined;
if (!hasBzip2) console.warn('The bzip2 program is not here: the tests of catalogs.db.bz2 were skipped.');

describe('a published release', () => {
  test('fills both catalogues and tells how many rows', async () => {
    const path = release('catalogs.db', SCHEMA + PRODUCTS + CODES);
    expect(await updateCatalogs(path, catalogs)).toEqual({ clavesProdServ: 4, codigosPostales: 4 });
    expect(await catalogs.claveProdServ('15101514')).toEqual({
      clave: '15101514',
      texto: 'Gasolina regular menor a 91 octanos',
      iva: 'si',
      ieps: 'si',
      complemento: '',
      estimuloFrontera: true,
      validFrom: '2022-01-01',
    });
    expect(await catalogs.claveProdServ('15101506')).toEqual({
      clave: '15101506',
      texto: 'Gasolina',
      iva: 'opcional',
      ieps: 'opcional',
      complemento: 'Complemento',
      estimuloFrontera: false,
      validFrom: '2017-01-01',
      validTo: '2020-01-15',
    });
  });

  test('gives each postal code its clock, its state and its border', async () => {
    await updateCatalogs(release('catalogs.db', SCHEMA + PRODUCTS + CODES), catalogs);
    const codigos = await Promise.all(
      ['06600', '22000', '52000', '77000'].map((codigo) => catalogs.codigoPostal(codigo)),
    );
    expect(codigos).toEqual([
      { codigo: '06600', estado: 'CMX', estimuloFrontera: 0, zone: 'America/Mexico_City', validFrom: '2022-01-01' },
      { codigo: '22000', estado: 'BCN', estimuloFrontera: 1, zone: 'America/Tijuana', validFrom: '2022-01-01' },
      {
        codigo: '52000',
        estado: 'MEX',
        estimuloFrontera: 0,
        zone: 'America/Mexico_City',
        validFrom: '2022-01-01',
        validTo: '2025-06-30',
      },
      { codigo: '77000', estado: 'ROO', estimuloFrontera: 2, zone: 'America/Cancun', validFrom: '2022-01-01' },
    ]);
  });

  test.skipIf(!hasBzip2)('may be compressed, whatever its name says, and leaves nothing behind', async () => {
    const path = release('packed.db', SCHEMA + PRODUCTS + CODES);
    execFileSync('bzip2', ['-f', path]);
    const before = leftovers();
    expect(await updateCatalogs(`${path}.bz2`, catalogs)).toEqual({ clavesProdServ: 4, codigosPostales: 4 });
    expect(leftovers()).toEqual(before);
  });

  test.skipIf(!hasBzip2)('that was cut short replaces nothing', async () => {
    const path = release('short.db', SCHEMA + PRODUCTS + CODES);
    execFileSync('bzip2', ['-f', path]);
    writeFileSync(`${path}.bz2`, readFileSync(`${path}.bz2`).subarray(0, -40));
    await expect(updateCatalogs(`${path}.bz2`, catalogs)).rejects.toThrow(/damaged or cut short/);
    await expectNothingReplaced();
  });

  test('says what to do where there is no bzip2 program', async () => {
    const path = written('packed.db.bz2', 'BZh91AY&SY');
    vi.stubEnv('PATH', directory);
    await expect(updateCatalogs(path, catalogs)).rejects.toThrow(/install it, or unpack/);
    vi.stubEnv('PATH', PATH);
    await expectNothingReplaced();
  });
});

describe('a release on the web', () => {
  const LATEST = 'https://releases.example.com/latest/catalogs.db';
  const bytes = () => readFileSync(release('served.db', SCHEMA + PRODUCTS + CODES));

  test('is fetched over https, through redirects', async () => {
    const web = host(
      { 'https://files.example.com/10.14/catalogs.db': bytes() },
      { [LATEST]: 'https://files.example.com/10.14/catalogs.db' },
    );
    expect(await updateCatalogs(LATEST, catalogs, web)).toEqual({ clavesProdServ: 4, codigosPostales: 4 });
  });

  test.each([
    ['http://releases.example.com/catalogs.db', /only https/],
    ['ftp://releases.example.com/catalogs.db', /only https/],
    ['https://releases.example.com/gone.db', /answered 404/],
    ['https://releases.example.com/downgraded.db', /only https/],
    ['https://releases.example.com/loop.db', /more than 5 times/],
  ])('at %s is refused', async (url, message) => {
    const redirects = {
      'https://releases.example.com/downgraded.db': 'http://files.example.com/catalogs.db',
      'https://releases.example.com/loop.db': 'https://releases.example.com/loop.db',
    };
    const web = host(
      { 'http://files.example.com/catalogs.db': bytes(), 'http://releases.example.com/catalogs.db': bytes() },
      redirects,
    );
    await expect(updateCatalogs(url, catalogs, web)).rejects.toThrow(message);
    await expectNothingReplaced();
  });
});

describe('what is no release replaces nothing', () => {
  test.each([
    ['another database', () => release('other.db', 'CREATE TABLE sales (id text)'), /no such table/],
    [
      'one with other columns',
      () => release('old.db', SCHEMA.replaceAll('complemento', 'complement')),
      /no such column/,
    ],
    ['one without postal codes', () => release('half.db', SCHEMA + PRODUCTS), /empty/],
    ['a file of another kind', () => written('catalogs.xlsx', 'PK\u0003\u0004 …'), /neither/],
    ['no file', () => join(directory, 'nowhere.db'), /cannot be read/],
  ])('%s', async (_what, make, message) => {
    await expect(updateCatalogs(make(), catalogs)).rejects.toThrow(message);
    await expectNothingReplaced();
  });

  test.each([
    ['a clave of seven digits', `('1010151','Cerdos','','','','2022-01-01','','','')`, /c_ClaveProdServ has "1010151"/],
    ['a date in words', `('10101511','Cerdos','','','','1 de enero de 2022','','','')`, /10101511 has the date/],
  ])('%s', async (_what, values, message) => {
    const sql = `${SCHEMA}${CODES} INSERT INTO cfdi_40_productos_servicios VALUES ${values};`;
    await expect(updateCatalogs(release('wrong.db', sql), catalogs)).rejects.toThrow(message);
    await expectNothingReplaced();
  });
});

function written(name: string, text: string): string {
  writeFileSync(join(directory, name), text);
  return join(directory, name);
}

function leftovers(): string[] {
  return readdirSync(tmpdir());
}
