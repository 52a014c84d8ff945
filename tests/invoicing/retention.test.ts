import { describe, expect, it } from 'vitest';
import { withholdingOf } from '../../server/cfdi/withholding.ts';
import { carriedFault, missingFault } from '../../server/invoicing/retention.ts';
import type { SaleBody } from '../../server/sales/sale.ts';
import { CAFE_JACARANDA, INGRID_XODAR, LA_MILPA, NEVES, UNIVERSIDAD } from '../support/cfdi-fixtures.ts';
import { FREELANCER, IVA_0, IVA_16, IVA_EXENTO, line, retencion, sold } from '../support/tickets.ts';
import { documentOf } from '../support/withheld.ts';

const RESICO = INGRID_XODAR;
const withRegimen = (regimenFiscal: string) => ({ ...INGRID_XODAR, regimenFiscal });
const NATIONAL = { ...NEVES, rfc: 'XAXX010101000' };
const FOREIGN = { ...NEVES, rfc: 'XEXX010101000' };

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
const selling = (claveProdServ: string, impuestos = [IVA_16]): SaleBody =>
  saleOf({ conceptos: [line('Lo vendido', '116.00', impuestos, { claveProdServ })] });

const IVA_8 = { ...IVA_16, tasaOCuota: '0.080000' };

const GOODS = saleOf({});
const SERVICES = selling('82141502');
const RENT = selling('80131500');
const FREIGHT = selling('78101802');
const SCRAP = selling('11191600');

describe('a company that buys must withhold', () => {
  it.each([
    ['anything from a RESICO', RESICO, GOODS, 'buyer-withholds'],
    ['services from a professional (612)', withRegimen('612'), SERVICES, 'buyer-withholds'],
    ['rent from a landlord (606)', withRegimen('606'), RENT, 'buyer-withholds'],
    ['freight that a company sells', LA_MILPA, FREIGHT, 'freight-withholds'],
    ['freight of a person in any régimen', withRegimen('621'), FREIGHT, 'freight-withholds'],
    ['scrap that a company sells', LA_MILPA, SCRAP, 'scrap-withholds'],
    ['waste paper that a company sells', LA_MILPA, selling('11141600'), 'scrap-withholds'],
  ])('on %s: the merchant confirms it', (_, emisor, sale, code) => {
    expect(missingFault(emisor, UNIVERSIDAD, [sale], 'La Milpa')?.code).toBe(code);
  });

  it('when one sale of several is so, or one line of several that carry their retenciones', () => {
    expect(missingFault(withRegimen('612'), UNIVERSIDAD, [GOODS, SERVICES], 'La Milpa')?.code).toBe('buyer-withholds');
    const mixed = saleOf({ conceptos: [...FREELANCER.conceptos, ...SERVICES.conceptos] });
    expect(missingFault(withRegimen('612'), UNIVERSIDAD, [mixed], 'La Milpa')?.code).toBe('buyer-withholds');
  });

  it.each([
    ['on goods from a professional', withRegimen('612'), UNIVERSIDAD, GOODS],
    ['on what a company sells', LA_MILPA, UNIVERSIDAD, SERVICES],
    ['on passenger transport', LA_MILPA, UNIVERSIDAD, selling('78111802')],
    ['on a parking lot', LA_MILPA, UNIVERSIDAD, selling('78111807')],
    ['on a parcel delivered', LA_MILPA, UNIVERSIDAD, selling('78102203')],
    ['on air freight', LA_MILPA, UNIVERSIDAD, selling('78101502')],
    ['on ore, which is no scrap', LA_MILPA, UNIVERSIDAD, selling('11101709')],
    ['on freight without IVA, such as exported', LA_MILPA, UNIVERSIDAD, selling('78101802', [IVA_0])],
    ['when a person buys freight', LA_MILPA, NEVES, FREIGHT],
    ['when the buyer is a person', RESICO, NEVES, SERVICES],
    ['when the buyer has no RFC', RESICO, NATIONAL, SERVICES],
    ['when the sale carries its retenciones', withRegimen('612'), UNIVERSIDAD, saleOf(FREELANCER)],
  ])('but not %s', (_, emisor, receptor, sale) => {
    expect(missingFault(emisor, receptor, [sale], 'La Milpa')).toBeUndefined();
  });
});

describe('what the review shows and what is stamped follow one table', () => {
  const CLAVES = ['82141502', '80131500', '78101802', '78111802', '90101501', '90111501', '11191600', '50192100'];
  const EMISORES = [LA_MILPA, RESICO, ...['612', '606', '621', '625'].map(withRegimen)];
  const IVAS = [IVA_16, IVA_8, IVA_0, IVA_EXENTO];
  const cases = EMISORES.flatMap((emisor) =>
    CLAVES.flatMap((clave) =>
      IVAS.map((iva) => [`${clave} from ${emisor.rfc} in ${emisor.regimenFiscal}`, emisor, clave, iva] as const),
    ),
  );

  it.each(cases)(
    '%s, at every IVA: a company is asked to wait exactly where something is withheld, and carrying it is due',
    (_, emisor, clave, iva) => {
      const plain = selling(clave, [iva]);
      const shown = withholdingOf(documentOf(plain, emisor))?.retenciones ?? [];
      expect(missingFault(emisor, UNIVERSIDAD, [plain], 'La Milpa') !== undefined).toBe(shown.length > 0);

      const carrying = selling(clave, [iva, ...shown.map((tax) => retencion(tax.impuesto, tax.tasaOCuota ?? ''))]);
      expect(carriedFault(emisor, UNIVERSIDAD, [carrying], 'La Milpa')).toBeUndefined();
      expect(missingFault(emisor, UNIVERSIDAD, [carrying], 'La Milpa')).toBeUndefined();
      if (!shown.some(({ impuesto }) => impuesto === '001'))
        expect(
          carriedFault(emisor, UNIVERSIDAD, [selling(clave, [iva, retencion('001', '0.100000')])], 'La Milpa')?.code,
        ).toBe('withheld-not-due');
    },
  );

  it('a person’s freight is a business, not a profession: 4 % of IVA, no ISR of 10 %, and 1.25 % in RESICO', () => {
    const of = (emisor: typeof RESICO) =>
      withholdingOf(documentOf(FREIGHT, emisor))?.retenciones.map(
        ({ impuesto, tasaOCuota }) => `${impuesto} ${tasaOCuota}`,
      );
    expect(of(withRegimen('612'))).toEqual(['002 0.040000']);
    expect(of(RESICO)).toEqual(['001 0.012500', '002 0.040000']);
    expect(missingFault(withRegimen('612'), UNIVERSIDAD, [FREIGHT], 'La Milpa')?.code).toBe('freight-withholds');
    const carried = (rate: string) => [
      selling('78101802', [IVA_16, retencion('001', rate), retencion('002', '0.040000')]),
    ];
    expect(carriedFault(withRegimen('612'), UNIVERSIDAD, carried('0.100000'), 'La Milpa')?.code).toBe(
      'withheld-not-due',
    );
    expect(carriedFault(RESICO, UNIVERSIDAD, carried('0.012500'), 'La Milpa')).toBeUndefined();
  });

  it('a person’s restaurant and hotel are businesses: a company’s meal is invoiced at once, in RESICO with 1.25 % alone', () => {
    for (const clave of ['90101501', '90111501', '78111802']) {
      expect(missingFault(withRegimen('612'), UNIVERSIDAD, [selling(clave)], 'La Milpa')).toBeUndefined();
      expect(withholdingOf(documentOf(selling(clave), RESICO))?.retenciones).toMatchObject([{ impuesto: '001' }]);
    }
  });

  it('what a RESICO sells never leaves without its 1.25 %, though the sale carries the IVA of its freight (CFDI140225)', () => {
    const sale = selling('78101802', [IVA_16, retencion('002', '0.040000')]);
    expect(missingFault(RESICO, UNIVERSIDAD, [sale], 'La Milpa')?.code).toBe('buyer-withholds');
  });
});

describe('a sale that carries retenciones is stamped', () => {
  const isr = (rate: string) => [IVA_16, retencion('001', rate)];
  const iva = (rate: string) => [IVA_16, retencion('002', rate)];

  it.each([
    ['the fees of a professional (612)', withRegimen('612'), saleOf(FREELANCER)],
    ['the rent of a landlord (606)', withRegimen('606'), selling('80131500', isr('0.100000'))],
    ['1.25 % of a RESICO, on goods too', RESICO, selling('50192100', isr('0.012500'))],
    ['two thirds of the IVA as it is also written', withRegimen('612'), selling('82141502', iva('0.106700'))],
    ['4 % of a company’s freight', LA_MILPA, selling('78101802', iva('0.040000'))],
    ['all of the IVA of a company’s scrap', LA_MILPA, selling('11191600', iva('0.160000'))],
  ])('for a company: %s', (_, emisor, sale) => {
    expect(carriedFault(emisor, UNIVERSIDAD, [sale], 'La Milpa')).toBeUndefined();
    for (const receptor of [NEVES, NATIONAL, FOREIGN])
      expect(carriedFault(emisor, receptor, [GOODS, sale], 'La Milpa')?.code, receptor.rfc).toBe(
        'withheld-for-companies',
      );
  });

  it.each([
    ['ISR of what a company sells', CAFE_JACARANDA, selling('82141502', isr('0.100000'))],
    ['IVA of a company’s services', CAFE_JACARANDA, selling('82141502', iva('0.106667'))],
    ['IVA of goods', withRegimen('612'), selling('50192100', iva('0.106667'))],
    ['ISR of goods outside RESICO', withRegimen('612'), selling('50192100', isr('0.100000'))],
    ['1.25 % outside RESICO', withRegimen('612'), selling('82141502', isr('0.012500'))],
    ['10 % in RESICO', RESICO, selling('82141502', isr('0.100000'))],
    ['another part of a designer’s fees than the law’s', withRegimen('612'), selling('82141502', isr('0.200000'))],
    ['another part of their IVA', withRegimen('612'), selling('82141502', iva('0.160000'))],
    ['two thirds of a freight’s IVA', LA_MILPA, selling('78101802', iva('0.106667'))],
    ['a part of a scrap’s IVA', LA_MILPA, selling('11191600', iva('0.106667'))],
  ])('but not %s: it is left to the merchant', (_, emisor, sale) => {
    expect(carriedFault(emisor, UNIVERSIDAD, [sale], 'La Milpa')?.code).toBe('withheld-not-due');
  });

  it('and one without any needs no approval', () => {
    expect(carriedFault(LA_MILPA, NEVES, [GOODS, FREIGHT], 'La Milpa')).toBeUndefined();
  });
});
