import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { formatMicro, sum } from '../../server/cfdi/money.ts';
import { figuresOf } from '../../server/invoicing/cuadre-cover.ts';
import { openSatSigner } from '../../server/pac/sandbox/sat-signer.ts';
import { EVERY_KIND, ISSUERS, type Workshop } from '../support/every-kind.ts';
import { seedOr } from '../support/property-seed.ts';
import { testSealer } from '../support/public-sales.ts';

const EACH = Number(process.env.AUTOFACTURA_EACH_KIND ?? 40);

let shop: Workshop;
beforeAll(async () => {
  const [border, rif] = await Promise.all([testSealer(ISSUERS.border), testSealer(ISSUERS.rif)]);
  shop = { sealers: { border, rif }, signer: await openSatSigner() };
});

describe('what a CFDI says of each of its sales', () => {
  it.each([
    'a customer’s invoice',
    'an invoice of several sales',
    'a substitute',
    'a global of a day',
    'a global of two months',
    'a global with IEPS',
    'a global with IVA at 8 %',
    'a global issued again',
  ])(
    'of %s is what that sale was, to the cent, and its parts by rate add up to it',
    (kind) => {
      const { of, make } = EVERY_KIND[kind] ?? {};
      if (!of || !make) throw new Error(`no kind ${kind}`);
      for (const [at, one] of fc.sample(of, { numRuns: EACH, seed: seedOr(20_261_201) }).entries()) {
        const invoice = make(shop, one, at + 1);
        const figures = figuresOf(invoice);
        const totals = invoice.snapshot.sales.map(({ total }) => total);
        expect([at, figures.map(({ total }) => formatMicro(total, 2))]).toEqual([at, totals]);
        for (const { total, rates } of figures)
          expect(sum(Object.values(rates).map(({ base, iva }) => base + iva))).toBe(total);
      }
    },
    300_000,
  );
});
