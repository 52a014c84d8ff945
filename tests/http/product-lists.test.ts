/** What a merchant sells and which SAT keys it has: the mappings by page, and what was sold without one. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { read, readProblem, startApi, type TestApi } from '../support/api.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';

let postgres: PostgresServer;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

const DEFAULTS = {
  ...{ claveProdServ: '01010101', claveUnidad: 'H87', formaPago: '01' },
  impuestos: [{ tipo: 'traslado', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.160000' }],
};
const COFFEE = { claveProdServ: '50201706', claveUnidad: 'H87' };
/** Two tickets of a till: coffee and bread, and coffee with a cup that has its own clave. */
const TICKETS = `Ticket,Fecha,Total,SKU,Categoría,Producto,Cantidad,Precio,Clave SAT
801,2026-11-19,180.00,CAFE-250,Bebidas,Café de Chiapas 250 g,1,150.00,
801,2026-11-19,180.00,,Panadería,Concha,2,15.00,
802,2026-11-19,250.00,CAFE-250,Bebidas,Café Chiapas 250 g,1,150.00,
802,2026-11-19,250.00,TAZA,Tienda,Taza jacaranda,1,100.00,52152001
`;

describe.each(['SQLite', 'PostgreSQL'] as const)('on %s', (engine) => {
  let api: TestApi;
  let source: string;
  beforeAll(async () => {
    api = await startApi(engine === 'PostgreSQL' ? { databaseUrl: await postgres.createDatabase() } : {});
    const made = await call('POST', '/sources', { type: 'csv', name: 'Caja 1', defaults: DEFAULTS });
    source = (await read<{ id: string }>(made)).id;
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
  type Unmapped = {
    readonly key: string;
    readonly sales: number;
    readonly waiting: number;
    readonly descripcion: string;
  };
  const unmapped = async () => (await read<{ products: Unmapped[] }>(await call('GET', '/products/unmapped'))).products;
  type Page = {
    readonly products: readonly { readonly key: string; readonly claveProdServ: string }[];
    readonly next?: string;
  };
  const mapped = async (query = '') => read<Page>(await call('GET', `/products/mapped${query}`));
  const keysOf = ({ products }: Page) => products.map(({ key }) => key);

  it('200: lists what sources sold without a mapping, by how often, until it is mapped by its sku or its category', async () => {
    expect(await unmapped()).toEqual([]);
    await call('POST', `/sources/${source}/sales`, TICKETS);
    const about = {
      source: { id: source, name: 'Caja 1' },
      defaults: { claveProdServ: '01010101', claveUnidad: 'H87' },
    };
    expect(await unmapped()).toEqual([
      {
        ...{ key: 'sku:CAFE-250', sku: 'CAFE-250', category: 'Bebidas', ...about, sales: 2, waiting: 0 },
        descripcion: expect.stringMatching(/^Café (de )?Chiapas 250 g$/),
      },
      { key: 'category:Panadería', category: 'Panadería', descripcion: 'Concha', ...about, sales: 1, waiting: 0 },
    ]);
    await call('PUT', '/products', { 'category:Bebidas': COFFEE });
    expect((await unmapped()).map(({ key }) => key)).toEqual(['category:Panadería']);
    await call('PUT', '/products', { 'category:Panadería': { ...COFFEE, claveProdServ: '50181901' } });
    expect(await unmapped()).toEqual([]);
    await call('PUT', '/products', { 'category:Bebidas': null, 'category:Panadería': null });
  });

  it('200: lists first what a sale waits for', async () => {
    const order = { folio: '900', date: '2026-11-19T10:00:00-06:00', total: '58.00', formaPago: '01' };
    const pills = {
      noIdentificacion: 'ASPIRINA',
      descripcion: 'Aspirina',
      cantidad: '1',
      valorUnitario: '58.00',
      impuestos: [],
    };
    await call('POST', `/sources/${source}/sales`, { ...order, conceptos: [pills] });
    const [first] = await unmapped();
    expect(first).toMatchObject({ key: 'sku:ASPIRINA', descripcion: 'Aspirina', waiting: 1 });
  });

  it('200: lists the mappings in pages, and finds them by words of the sku, the category or the key of the SAT', async () => {
    await call('PUT', '/products', {
      ...{ 'sku:TÉ-100': COFFEE, 'sku:CAFE-250': COFFEE, 'sku:CAFE-500': COFFEE },
      'category:Té y tisanas': { ...COFFEE, claveProdServ: '50201713' },
    });
    const first = await mapped('?limit=3');
    expect(keysOf(first)).toEqual(['category:Té y tisanas', 'sku:CAFE-250', 'sku:CAFE-500']);
    expect(first.products[1]).toEqual({ key: 'sku:CAFE-250', ...COFFEE });
    const second = await mapped(`?limit=3&cursor=${encodeURIComponent(first.next ?? '')}`);
    expect(second).toEqual({ products: [{ key: 'sku:TÉ-100', ...COFFEE }] });
    expect(keysOf(await mapped('?search=te'))).toEqual(['category:Té y tisanas', 'sku:TÉ-100']);
    expect(keysOf(await mapped('?search=cafe%20500'))).toEqual(['sku:CAFE-500']);
    expect(keysOf(await mapped('?search=50201713'))).toEqual(['category:Té y tisanas']);
    expect(keysOf(await mapped('?search=jirafa'))).toEqual([]);
    expect(keysOf(await mapped('?key=sku%3ACAFE-250'))).toEqual(['sku:CAFE-250']);
    await readProblem(await call('GET', '/products/mapped?cursor=inv_1'), 400);
  });

  it('400: refuses at its member what no sale could carry, and stores nothing of it', async () => {
    const wrong = await readProblem(
      await call('PUT', '/products', { 'sku:A/1': { ...COFFEE, claveUnidad: 'QQQ' }, 'sku:BIEN': COFFEE }),
      400,
    );
    expect(wrong.errors).toMatchObject([{ pointer: '/sku:A~11/claveUnidad', code: 'clave-unknown' }]);
    expect(keysOf(await mapped('?search=bien'))).toEqual([]);
  });

  it('400: refuses a key of the SAT that is not in its loaded catalogue, or no longer in force', async () => {
    const { catalogs } = api.services.invoicing.store;
    const row = {
      iva: 'si',
      ieps: 'opcional',
      complemento: '',
      estimuloFrontera: false,
      validFrom: '2022-01-01',
    } as const;
    await catalogs.replaceClavesProdServ([
      { ...row, clave: '50201706', texto: 'Café' },
      { ...row, clave: '50201707', texto: 'Café viejo', validTo: '2025-01-01' },
    ]);
    for (const [claveProdServ, code] of [
      ['99999999', 'clave-unknown'],
      ['50201707', 'clave-not-in-force'],
    ]) {
      const problem = await readProblem(await call('PUT', '/products', { 'sku:X': { ...COFFEE, claveProdServ } }), 400);
      expect(problem.errors).toMatchObject([{ pointer: '/sku:X/claveProdServ', code }]);
    }
    expect((await call('PUT', '/products', { 'sku:X': COFFEE })).status).toBe(200);
    await catalogs.replaceClavesProdServ([]);
  });
});
