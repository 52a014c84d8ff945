import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cadenaOriginal } from '../../server/cfdi/cadena.ts';
import { readCfdi } from '../../server/cfdi/comprobante-reader.ts';
import { checkMatrix } from '../../server/cfdi/matrix.ts';
import { verifyCfdi } from '../../server/csd/verify-cfdi.ts';
import { openSatSigner } from '../../server/pac/sandbox/sat-signer.ts';
import { EVERY_KIND, ISSUERS, type Workshop } from '../support/every-kind.ts';
import { seedOr } from '../support/property-seed.ts';
import { testSealer } from '../support/public-sales.ts';
import { satOracle } from '../support/sat-oracle.ts';

/** Of each kind; `AUTOFACTURA_EACH_KIND=300` asks for the long run. */
const EACH = Number(process.env.AUTOFACTURA_EACH_KIND ?? 3);
const AT_ONCE = 3;

const oracle = satOracle();
let shop: Workshop;
let directory: string;
beforeAll(async () => {
  const [border, rif, signer] = await Promise.all([
    testSealer(ISSUERS.border),
    testSealer(ISSUERS.rif),
    openSatSigner(),
  ]);
  shop = { sealers: { border, rif }, signer };
  directory = mkdtempSync(join(tmpdir(), 'autofactura-every-kind-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe(`${EACH} of every kind of CFDI, over generated sales and stamped`, () => {
  describe.each(Object.entries(EVERY_KIND))('%s', (name, { of, make }) => {
    const xmls: string[] = [];
    test('breaks no rule of the matrix, and verifies with our own `verify`', () => {
      for (const [at, one] of fc.sample(of, { numRuns: EACH, seed: seedOr(20_261_130) }).entries()) {
        const { stamped } = make(shop, one, at + 1);
        const read = readCfdi(stamped.xml);
        if (read.kind !== 'cfdi') throw new Error(read.detail);
        expect(checkMatrix(read.file), `${name} ${at}`).toEqual([]);
        expect(verifyCfdi(stamped.xml), `${name} ${at}`).toMatchObject({
          ...{ sello: 'ok', noCertificado: 'ok', totals: 'ok', faults: [] },
        });
        xmls.push(stamped.xml);
      }
    }, 1_200_000);

    test.skipIf(!oracle)(
      'passes the SAT’s XSD with its timbre, openssl’s verification, and has the official XSLT’s cadena',
      async () => {
        const left = [...xmls.entries()];
        const judge = async (): Promise<void> => {
          for (let next = left.pop(); next; next = left.pop()) await expectAccepted(name, ...next);
        };
        await Promise.all(Array.from({ length: AT_ONCE }, judge));
      },
      1_200_000,
    );
  });
});

async function expectAccepted(name: string, at: number, xml: string): Promise<void> {
  const file = join(directory, `${name.replace(/\W+/g, '-')}-${at}.xml`);
  writeFileSync(file, xml);
  const verdict = await oracle?.verify(file);
  expect(verdict, verdict?.line).toMatchObject({ xsd: true, sello: true, serial: true });
  expect(verdict?.line).toContain('SelloCFD=ok');
  const read = readCfdi(xml);
  expect(read.kind === 'cfdi' && cadenaOriginal(read.file.comprobante)).toBe(verdict?.cadena);
}
