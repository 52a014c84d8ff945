import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { run } from '../../server/commands/build.ts';
import { verifyCfdi } from '../../server/csd/verify-cfdi.ts';
import { openWorkshop } from '../support/csd-files.ts';
import { asGolden, goldenCases } from '../support/golden.ts';
import { satOracle } from '../support/sat-oracle.ts';

const workshop = openWorkshop();
const cases = goldenCases();
const oracle = satOracle();
afterAll(() => {
  vi.unstubAllEnvs();
  workshop.remove();
});

describe('`build` makes of each ticket the document that was accepted', () => {
  beforeAll(async () => {
    const emisores = new Map(cases.map(({ content }) => [content.emisor.rfc, content.emisor]));
    for (const emisor of emisores.values()) {
      const { cer, key, password } = await workshop.csd(emisor);
      vi.stubEnv('AUTOFACTURA_CSD_PASSWORD', password);
      const files = cases.filter(({ content }) => content.emisor.rfc === emisor.rfc).map(({ file }) => file);
      // A golden's Fecha is one day's, whatever day it is now.
      const options = ['--allow-unstampable', '--cer', cer, '--key', key, '--out', workshop.file('out')];
      expect(await run([...files, ...options])).toBe(0);
    }
  });

  it.each(cases)('$content.id, of $content.sale.total, byte for byte', async ({ content, golden }) => {
    const file = workshop.file(`out/${content.id}.xml`);
    const xml = readFileSync(file, 'utf8');
    expect(verifyCfdi(xml)).toMatchObject({ sello: 'ok', noCertificado: 'ok', totals: 'ok', faults: [] });
    expect(xml).toContain(` Total="${content.sale.total}"`);
    // First the SAT's own schema, stylesheet and openssl: only what they accept may become a golden.
    const verdict = await oracle?.verify(file);
    if (verdict) expect(verdict, verdict.line).toMatchObject({ xsd: true, sello: true, serial: true });
    await expect(asGolden(xml)).toMatchFileSnapshot(golden);
  });
});
