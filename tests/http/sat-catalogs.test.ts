import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { read, readProblem, startApi, type TestApi } from '../support/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const ask = (path: string) =>
  api.request(`/v1/sat-catalogs/${path}`, { headers: { authorization: `Bearer ${api.key}` } });

type Found = { readonly isLoaded: boolean; readonly claves: readonly { clave: string; texto: string }[] };
const search = async (catalog: string, words: string) =>
  read<Found>(await ask(`${catalog}?search=${encodeURIComponent(words)}`));

describe('GET /v1/sat-catalogs/{catalog}', () => {
  it('200: says that c_ClaveProdServ is not loaded, instead of that nothing is like that', async () => {
    expect(await search('c_ClaveProdServ', 'pan')).toEqual({ isLoaded: false, claves: [] });
  });

  it('200: finds keys of products by words, without accents or plurals, if they are in force', async () => {
    const row = {
      iva: 'si',
      ieps: 'opcional',
      complemento: '',
      estimuloFrontera: true,
      validFrom: '2022-01-01',
    } as const;
    await api.services.invoicing.store.catalogs.replaceClavesProdServ([
      { ...row, clave: '50181901', texto: 'Pan fresco', similares: 'Bolillo, Panadería' },
      { ...row, clave: '50181902', texto: 'Pan congelado', validTo: '2025-12-31' },
    ]);
    const bread = { isLoaded: true, claves: [{ clave: '50181901', texto: 'Pan fresco' }] };
    expect(await search('c_ClaveProdServ', 'Panaderías')).toEqual(bread);
    expect(await search('c_ClaveProdServ', 'un pan de los frescos')).toEqual(bread);
    expect(await search('c_ClaveProdServ', 'jirafas')).toEqual({ isLoaded: true, claves: [] });
    expect(await search('c_ClaveProdServ', '%')).toEqual({ isLoaded: true, claves: [] });
  });

  it('200: finds units by words', async () => {
    const { claves } = await search('c_ClaveUnidad', 'Unidad de servicio');
    expect(claves[0]).toEqual({ clave: 'E48', texto: 'Unidad de servicio' });
  });

  it('400 for another catalogue, and 400 without words', async () => {
    await readProblem(await ask('c_Pais?search=mexico'), 400);
    await readProblem(await ask('c_ClaveUnidad?search=%20'), 400);
  });
});
