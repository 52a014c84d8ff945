import { describe, expect, it } from 'vitest';
import { mustWithhold } from '../../server/invoicing/retention.ts';
import type { SaleBody } from '../../server/sales/sale.ts';
import { INGRID_XODAR, LA_MILPA, NEVES, UNIVERSIDAD } from '../support/cfdi-fixtures.ts';
import { FREELANCER, IVA_16, line, sold } from '../support/tickets.ts';

const RESICO = INGRID_XODAR;
const withRegimen = (regimenFiscal: string) => ({ ...INGRID_XODAR, regimenFiscal });

function saleOf(body: Partial<SaleBody>): SaleBody {
  const head = {
    folio: 'IX-18',
    date: '2026-11-20T09:12:00-06:00',
    estado: 'pagada',
    formaPago: '03',
    anticipo: false,
  } as const;
  return { ...head, ...sold('116.00', [line('Taza', '116.00')]), ...body };
}
const GOODS = saleOf({});
const SERVICES = saleOf({ conceptos: [line('Diseño', '116.00', [IVA_16], { claveProdServ: '82141502' })] });
const RENT = saleOf({ conceptos: [line('Renta de local', '116.00', [IVA_16], { claveProdServ: '80131500' })] });

describe('a company that buys must withhold', () => {
  it.each([
    ['anything from a RESICO', RESICO, GOODS],
    ['services from a professional (612)', withRegimen('612'), SERVICES],
    ['rent from a landlord (606)', withRegimen('606'), RENT],
  ])('on %s: the merchant confirms it', (_, emisor, sale) => {
    expect(mustWithhold(emisor, UNIVERSIDAD, [sale])).toBe(true);
  });

  it('when one sale of several is so', () => {
    expect(mustWithhold(withRegimen('612'), UNIVERSIDAD, [GOODS, SERVICES])).toBe(true);
  });

  it.each([
    ['on goods from a professional', withRegimen('612'), UNIVERSIDAD, GOODS],
    ['on what a company sells', LA_MILPA, UNIVERSIDAD, SERVICES],
    ['when the buyer is a person', RESICO, NEVES, SERVICES],
    ['when the buyer has no RFC', RESICO, { ...NEVES, rfc: 'XAXX010101000' }, SERVICES],
    ['when the sale carries its retenciones', RESICO, UNIVERSIDAD, saleOf(FREELANCER)],
  ])('but not %s', (_, emisor, receptor, sale) => {
    expect(mustWithhold(emisor, receptor, [sale])).toBe(false);
  });
});
