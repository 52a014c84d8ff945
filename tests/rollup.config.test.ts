import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { type OutputAsset, type OutputChunk, type OutputOptions, type RollupOptions, rollup } from 'rollup';
import { beforeAll, describe, expect, it } from 'vitest';
import { panel, portal, preview, weightsOf } from '../rollup.config.ts';
import { buildElsewhere } from './support/build-elsewhere.ts';

type Files = readonly (OutputChunk | OutputAsset)[];

const ledger = JSON.parse(readFileSync('widget/size-ledger.json', 'utf8')) as Readonly<Record<string, object>>;

async function built(config: RollupOptions): Promise<Files> {
  const bundle = await rollup(config);
  return (await bundle.generate(config.output as OutputOptions)).output;
}

/** What a browser fetches before anything is on the screen: the entry and what it imports at once. */
function firstLoad(files: Files): number {
  const weights = weightsOf(files);
  const entry = files.find((file) => file.type === 'chunk' && file.isEntry);
  const imports = entry?.type === 'chunk' ? [entry.fileName, ...entry.imports] : [];
  return files
    .filter(({ fileName }) => imports.includes(fileName))
    .reduce((sum, { name = '' }) => sum + (weights[name]?.brotli ?? 0), 0);
}

const builds: Record<'portal' | 'panel' | 'preview', Files> = { portal: [], panel: [], preview: [] };
beforeAll(async () => {
  [builds.portal, builds.panel, builds.preview] = await Promise.all([built(portal), built(panel), built(preview)]);
});

describe('the panel’s build', () => {
  let files: Files = [];
  let frame: Files = [];
  beforeAll(() => {
    ({ panel: files, preview: frame } = builds);
  });

  it('weighs exactly what the ledger says', () => {
    expect(weightsOf(files)).toEqual(ledger.panel);
    expect(weightsOf(frame)).toEqual(ledger.preview);
  });

  it('opens any page within 90 KB: its first load and the part that contains the page', () => {
    const parts = Object.entries(weightsOf(files)).filter(([name]) => name.endsWith('-pages'));
    const largest = Math.max(...parts.map(([, { brotli }]) => brotli));
    expect(parts.length).toBeGreaterThan(2);
    expect(firstLoad(files) + largest).toBeLessThan(90_000);
  });

  it('needs no eval and no inline style, so it works under a strict CSP', () => {
    const code = [...files, ...frame].flatMap((file) => (file.type === 'chunk' ? file.code : [])).join('\n');
    expect(code).not.toMatch(/\beval\(|new Function\(| style="| on(click|submit|change|input)="/);
  });
});

describe('the widget’s build', () => {
  let files: Files = [];
  beforeAll(() => {
    files = builds.portal;
  });

  it('weighs exactly what the ledger says: whoever changes a byte edits widget/size-ledger.json', () => {
    expect(weightsOf(files)).toEqual(ledger.portal);
  });

  it('loads first in one TCP window: Lit and the first screen in Spanish in 14,000 bytes', () => {
    expect(weightsOf(files)['autofactura-portal']?.brotli).toBeLessThanOrEqual(14_000);
  });

  it('is one entry and six parts fetched on demand, and contains nothing of zod or Node', () => {
    const modules = files.flatMap((file) => (file.type === 'chunk' ? Object.keys(file.modules) : []));
    expect(files.map((file) => file.name).sort()).toEqual([
      'autofactura-portal',
      'cart',
      'correcting',
      'main-path',
      'proving',
      'side-screens',
      'speak-english',
    ]);
    expect(modules.filter((id) => /\/zod\/|^node:/.test(id))).toEqual([]);
  });

  it('keeps every line break in our strings, because pasted text is read line by line', () => {
    const chunks = files.flatMap((file) => (file.type === 'chunk' ? file : []));
    const own = chunks.flatMap(({ modules }) => Object.keys(modules)).filter((id) => id.includes('/widget/portal/'));
    const written = own.flatMap((id) => readFileSync(id, 'utf8').match(/'\\n'/g) ?? []).length;
    const built = chunks.flatMap(({ code }) => code.match(/`\n`|"\\n"/g) ?? []).length;
    expect(written).toBeGreaterThan(3);
    expect(built).toBe(written);
  });

  it('needs no eval and no inline style, so it works under a strict CSP', () => {
    const code = files.flatMap((file) => (file.type === 'chunk' ? file.code : [])).join('\n');
    expect(code).not.toMatch(/\beval\(|new Function\(| style="| on(click|submit|change|input)="/);
  });
});

describe('a build in another folder, a year later', () => {
  it('gives the same files with the same SHA-384, and beside each script its own brotli', async () => {
    const chunks = Object.values(builds).flatMap((files) =>
      files.flatMap((file) => (file.type === 'chunk' ? file : [])),
    );
    const packages = chunks.flatMap(({ moduleIds }) => moduleIds.map((id) => /\/node_modules\/([^/]+)/.exec(id)?.[1]));
    const elsewhere = await buildElsewhere(new Set(packages.filter((name) => name !== undefined)));

    const scripts = [...elsewhere].filter(([name]) => name.endsWith('.js'));
    const here = chunks.map(({ fileName, code }) => [fileName, sha384(code)]);
    expect(Object.fromEntries(scripts.map(([name, bytes]) => [name, sha384(bytes)]))).toEqual(Object.fromEntries(here));
    for (const [name, bytes] of scripts)
      expect(brotliDecompressSync(elsewhere.get(`${name}.br`) ?? '').equals(bytes)).toBe(true);
    for (const [sizes, ledgered] of [
      ['sizes', 'portal'],
      ['panel-sizes', 'panel'],
      ['preview-sizes', 'preview'],
    ] as const)
      expect(JSON.parse(String(elsewhere.get(`${sizes}.json`)))).toEqual(ledger[ledgered]);
  });
});

function sha384(content: string | Uint8Array): string {
  return createHash('sha384').update(content).digest('base64');
}
