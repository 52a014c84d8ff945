import { readFileSync } from 'node:fs';
import { type OutputAsset, type OutputChunk, type OutputOptions, rollup } from 'rollup';
import { beforeAll, describe, expect, it } from 'vitest';
import config, { weightsOf } from '../rollup.config.ts';

describe('the widget’s build', () => {
  let files: readonly (OutputChunk | OutputAsset)[] = [];
  beforeAll(async () => {
    const bundle = await rollup(config);
    files = (await bundle.generate(config.output as OutputOptions)).output;
  });

  it('weighs exactly what the ledger says: who changes a byte edits widget/size-ledger.json', () => {
    expect(weightsOf(files)).toEqual(JSON.parse(readFileSync('widget/size-ledger.json', 'utf8')));
  });

  it('loads first in one TCP window: Lit and the first screen in Spanish in 14,000 bytes', () => {
    expect(weightsOf(files)['autofactura-portal']?.brotli).toBeLessThanOrEqual(14_000);
  });

  it('is one entry and four parts fetched on demand, and has nothing of zod or of Node in it', () => {
    const modules = files.flatMap((file) => (file.type === 'chunk' ? Object.keys(file.modules) : []));
    expect(files.map((file) => file.name).sort()).toEqual([
      'autofactura-portal',
      'main-path',
      'proving',
      'side-screens',
      'speak-english',
    ]);
    expect(modules.filter((id) => /\/zod\/|^node:/.test(id))).toEqual([]);
  });

  it('keeps every line break that a string of ours has: what is pasted is read line by line', () => {
    const chunks = files.flatMap((file) => (file.type === 'chunk' ? file : []));
    const own = chunks.flatMap(({ modules }) => Object.keys(modules)).filter((id) => id.includes('/widget/portal/'));
    const written = own.flatMap((id) => readFileSync(id, 'utf8').match(/'\\n'/g) ?? []).length;
    const built = chunks.flatMap(({ code }) => code.match(/`\n`|"\\n"/g) ?? []).length;
    expect(written).toBeGreaterThan(3);
    expect(built).toBe(written);
  });

  it('needs no eval and carries no inline style, so a strict CSP holds', () => {
    const code = files.flatMap((file) => (file.type === 'chunk' ? file.code : [])).join('\n');
    expect(code).not.toMatch(/\beval\(|new Function\(| style="| on(click|submit|change|input)="/);
  });
});
