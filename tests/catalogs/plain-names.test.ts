import { brotliCompressSync } from 'node:zlib';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';
import * as en from '../../server/catalogs/plain-names-en.ts';
import * as es from '../../server/catalogs/plain-names-es.ts';
import { regimenesFiscales } from '../../server/catalogs/regimen-fiscal.ts';
import { usosCfdi } from '../../server/catalogs/uso-cfdi.ts';

describe.each([
  ['es-MX', es],
  ['en', en],
])('plain names in %s', (_language, names) => {
  test('exist for every régimen, with its clave', () => {
    expect(Object.keys(names.REGIMEN_NAMES)).toEqual(regimenesFiscales().map(({ clave }) => clave));
    for (const [clave, name] of Object.entries(names.REGIMEN_NAMES)) expect(name).toContain(`(${clave})`);
  });

  test('exist for every uso of an ingreso, as a phrase without a period', () => {
    const offered = usosCfdi().filter(({ clave }) => !clave.startsWith('C'));
    expect(Object.keys(names.USO_NAMES)).toEqual(offered.map(({ clave }) => clave));
    for (const name of Object.values(names.USO_NAMES)) expect(name).toMatch(/^\p{Lu}.*[^.]$/u);
  });
});

test('régimen and uso cost the browser little, and their official texts cost it nothing', async () => {
  const contents = `
    import { regimenesFor } from './server/catalogs/regimen-fiscal.ts';
    import { defaultUso, usosFor } from './server/catalogs/uso-cfdi.ts';
    import { REGIMEN_NAMES, USO_NAMES } from './server/catalogs/plain-names-es.ts';
    globalThis.x = [regimenesFor, usosFor, defaultUso, REGIMEN_NAMES, USO_NAMES];`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: new URL('../..', import.meta.url).pathname, loader: 'ts' },
    bundle: true,
    minify: true,
    format: 'esm',
    write: false,
    charset: 'utf8',
  });
  const code = outputFiles[0]?.contents ?? new Uint8Array();
  expect(new TextDecoder().decode(code)).not.toContain('Régimen Simplificado de Confianza');
  expect(brotliCompressSync(code).length).toBeLessThan(1200);
});
