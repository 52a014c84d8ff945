import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Comprobante } from '../../server/cfdi/comprobante.ts';
import { buildComprobante, type ComprobanteInput } from '../../server/cfdi/comprobante-builder.ts';
import { checkMatrix } from '../../server/cfdi/matrix.ts';
import type { Sold, SoldImpuesto } from '../../server/cfdi/sold.ts';
import { CAFE_JACARANDA, UNIVERSIDAD } from '../support/cfdi-fixtures.ts';
import { soldArbitrary } from '../support/generated-sales.ts';
import { cuota, IVA_0, IVA_16, ieps, line, RESTAURANT, retencion, sold, TICKETS } from '../support/tickets.ts';

const INPUT = {
  emisor: CAFE_JACARANDA,
  lugarExpedicion: '06700',
  receptor: UNIVERSIDAD,
  fecha: '2026-11-20T18:32:00',
  formaPago: '04',
  itemizeIeps: false,
} as const;

const outcomeOf = (sales: Sold | readonly [Sold, ...Sold[]], more: Partial<ComprobanteInput> = {}) =>
  buildComprobante({ ...INPUT, sold: 'conceptos' in sales ? [sales] : sales, ...more });

function built(sales: Sold | readonly [Sold, ...Sold[]], more: Partial<ComprobanteInput> = {}): Comprobante {
  const outcome = outcomeOf(sales, more);
  if (outcome.kind === 'faults') throw new Error(JSON.stringify(outcome.faults));
  return outcome.comprobante;
}

const matrixFaults = (comprobante: Comprobante) =>
  checkMatrix({ comprobante, timbres: [], complementos: [] }).map(({ satCode, pointer }) => `${satCode} ${pointer}`);

describe('a paid ticket', () => {
  it('becomes an ingreso in one exhibition, unsealed, without absent attributes', () => {
    expect(built(RESTAURANT, { serie: 'LM', folio: '1043' })).toEqual({
      version: '4.0',
      serie: 'LM',
      folio: '1043',
      fecha: '2026-11-20T18:32:00',
      formaPago: '04',
      subTotal: '300.00',
      moneda: 'MXN',
      total: '348.00',
      tipoDeComprobante: 'I',
      exportacion: '01',
      metodoPago: 'PUE',
      lugarExpedicion: '06700',
      cfdiRelacionados: [],
      emisor: CAFE_JACARANDA,
      receptor: UNIVERSIDAD,
      conceptos: [
        {
          claveProdServ: '50192100',
          cantidad: '2',
          claveUnidad: 'H87',
          descripcion: 'Desayuno completo',
          valorUnitario: '150.000000',
          importe: '300.000000',
          objetoImp: '02',
          traslados: [
            { base: '300.000000', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.160000', importe: '48.000000' },
          ],
          retenciones: [],
          informacionAduanera: [],
          cuentaPredial: [],
          partes: [],
        },
      ],
      impuestos: {
        totalImpuestosTrasladados: '48.00',
        retenciones: [],
        traslados: [{ base: '300.00', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.160000', importe: '48.00' }],
      },
    });
  });

  it.each(Object.entries(TICKETS))('of %s has the total that was paid and breaks no rule', (_, sale) => {
    for (const itemizeIeps of [false, true]) {
      const comprobante = built(sale, { itemizeIeps });
      expect([comprobante.total, matrixFaults(comprobante)]).toEqual([sale.total, []]);
    }
  });

  it('has that total with IEPS folded in and itemised, whatever was sold', () => {
    fc.assert(
      fc.property(soldArbitrary, (sale) =>
        [false, true].every((itemizeIeps) => built(sale, { itemizeIeps }).total === sale.total),
      ),
      { numRuns: 20 },
    );
  });

  it('keeps the code, unit and quantity of each line', () => {
    const kilo = { noIdentificacion: 'JAM-01', claveUnidad: 'KGM', unidad: 'Kilo', cantidad: '0.3350' };
    const [concepto] = built(sold('33.47', [line('Jamón', '99.90', [IVA_0], kilo)])).conceptos;
    expect(concepto).toMatchObject({ ...kilo, cantidad: '0.335', importe: '33.470000', valorUnitario: '99.910448' });
  });
});

describe('ObjetoImp is what the concepto ends up itemising', () => {
  const ISR = retencion('001', '0.012500');
  const IEPS = ieps('0.080000');

  it.each<[string, readonly SoldImpuesto[], boolean, string, string, string]>([
    ['01', [], false, '100.00', '01', ''],
    ['03', [], false, '100.00', '03', ''],
    ['04', [], false, '100.00', '04', ''],
    ['05', [], false, '100.00', '05', ''],
    ['06', [], false, '100.00', '06', ''],
    ['06', [ISR], false, '98.75', '06', '001'],
    ['02', [IVA_16], false, '116.00', '02', '002'],
    ['02', [IEPS, IVA_16], false, '125.28', '02', '002'],
    ['02', [IEPS, IVA_16], true, '125.28', '02', '003 002'],
    ['02', [IEPS], false, '108.00', '08', ''],
    ['02', [IEPS], true, '108.00', '02', '003'],
    ['02', [IEPS, ISR], false, '106.75', '02', '001'],
    ['07', [IEPS], true, '108.00', '07', '003'],
    ['07', [IEPS, ISR], true, '106.75', '07', '003 001'],
    ['07', [IEPS], false, '108.00', '08', ''],
    ['08', [IEPS], false, '108.00', '08', ''],
    ['08', [IEPS], true, '108.00', '07', '003'],
    ['08', [cuota('3.081800')], false, '103.08', '08', ''],
    ['08', [], false, '100.00', '08', ''],
  ])('%s of a net 100.00 with %j, itemised %s: %s, %s', (objetoImp, impuestos, itemizeIeps, total, outcome, kept) => {
    const botana = line('Botana', '100.00', impuestos, { objetoImp });
    const comprobante = built(sold(total, [botana], { pricesIncludeTax: false }), { itemizeIeps });
    const [concepto] = comprobante.conceptos;
    const itemised = [...(concepto?.traslados ?? []), ...(concepto?.retenciones ?? [])].map(({ impuesto }) => impuesto);
    expect([concepto?.objetoImp, itemised.join(' ')]).toEqual([outcome, kept]);
    expect(matrixFaults(comprobante)).toEqual([]);
  });
});

describe('several sales', () => {
  it('become one document, with their lines in order and their totals added', () => {
    const comprobante = built([
      RESTAURANT,
      sold('527.00', [line('Café', '189.00', [IVA_0], { cantidad: '2' }), line('Taza', '149.00')]),
    ]);
    expect(comprobante.conceptos.map(({ descripcion }) => descripcion)).toEqual(['Desayuno completo', 'Café', 'Taza']);
    expect([comprobante.total, matrixFaults(comprobante)]).toEqual(['875.00', []]);
  });

  it('are refused together, with the faults of each', () => {
    const outcome = outcomeOf([sold('1.00', [line('A', '9.00')]), sold('0.01', [line('Muestra', '0')])]);
    expect(outcome.kind === 'faults' && outcome.faults.map(({ code }) => code)).toEqual([
      'sale-inconsistent',
      'nothing-to-invoice',
    ]);
  });
});

describe('other currencies', () => {
  it('have a TipoCambio, which pesos never have', () => {
    const dollars = built(sold('40.00', [line('Curso', '40.00')], { moneda: 'USD' }), { tipoCambio: '18.4213' });
    expect([dollars.moneda, dollars.tipoCambio, dollars.total]).toEqual(['USD', '18.4213', '40.00']);
    expect(built(RESTAURANT, { tipoCambio: '1' })).not.toHaveProperty('tipoCambio');
  });

  it('are written with their own decimals', () => {
    const yens = built(sold('1500', [line('Curso', '1500')], { moneda: 'JPY' }), { tipoCambio: '0.12' });
    expect([yens.subTotal, yens.total, matrixFaults(yens)]).toEqual(['1293', '1500', []]);
  });
});

it('a price below a millionth is refused: the SAT wants ValorUnitario above zero (CFDI40166)', () => {
  const leaf = line('Hoja de tabaco', '0.000001', [ieps('1.600000'), IVA_16], { cantidad: '1000000' });
  expect(outcomeOf(sold('1.00', [leaf]), { itemizeIeps: true })).toEqual({
    kind: 'faults',
    faults: [{ code: 'price-too-small', pointer: '/conceptos' }],
  });
});
