/** Comprobantes, each with one thing broken in the Impuestos of the document. */
import {
  broken,
  CANTINA,
  DINNERS,
  EXENTO,
  fileOf,
  firstTraslado,
  HONORARIOS,
  IVA,
  padded,
  plus,
  type Row,
  TRASLADO,
  taxed,
  without,
} from '../comprobante-mutations.ts';

export const IMPUESTOS_ROWS: readonly Row[] = [
  [
    'goods in transit with Impuestos',
    '40201',
    '/impuestos',
    broken(TRASLADO, { impuestos: { retenciones: [], traslados: [] } }),
  ],
  [
    'TotalImpuestosRetenidos with three decimals',
    '40202',
    '/impuestos/totalImpuestosRetenidos',
    fileOf(taxed(HONORARIOS, (i) => ({ ...i, totalImpuestosRetenidos: padded(i.totalImpuestosRetenidos) }))),
  ],
  [
    'TotalImpuestosRetenidos a cent off',
    '40203',
    '/impuestos/totalImpuestosRetenidos',
    fileOf({
      ...taxed(HONORARIOS, (i) => ({ ...i, totalImpuestosRetenidos: plus(i.totalImpuestosRetenidos, '0.01') })),
      total: plus(HONORARIOS.total, '-0.01'),
    }),
  ],
  [
    'TotalImpuestosTrasladados with three decimals',
    '40204',
    '/impuestos/totalImpuestosTrasladados',
    fileOf(taxed(DINNERS, (i) => ({ ...i, totalImpuestosTrasladados: padded(i.totalImpuestosTrasladados) }))),
  ],
  [
    'TotalImpuestosTrasladados a cent off',
    '40205',
    '/impuestos/totalImpuestosTrasladados',
    fileOf({
      ...taxed(DINNERS, (i) => ({ ...i, totalImpuestosTrasladados: plus(i.totalImpuestosTrasladados, '0.01') })),
      total: plus(DINNERS.total, '0.01'),
    }),
  ],
  [
    'TotalImpuestosRetenidos left out',
    '40206',
    '/impuestos/totalImpuestosRetenidos',
    fileOf({
      ...taxed(HONORARIOS, (i) => without(i, 'totalImpuestosRetenidos')),
      total: plus(HONORARIOS.total, HONORARIOS.impuestos?.totalImpuestosRetenidos ?? ''),
    }),
  ],
  [
    'two retenciones of one tax',
    '40208 40208',
    '/impuestos/retenciones/0/impuesto',
    fileOf(
      taxed(HONORARIOS, (i) => ({
        ...i,
        retenciones: [
          { impuesto: '001', importe: '100.00' },
          { impuesto: '001', importe: '25.00' },
          ...i.retenciones.slice(1),
        ],
      })),
    ),
  ],
  [
    'a retención with three decimals',
    '40210',
    '/impuestos/retenciones/0/importe',
    fileOf(
      taxed(HONORARIOS, (i) => ({
        ...i,
        retenciones: i.retenciones.map((r, n) => (n === 0 ? { ...r, importe: padded(r.importe) } : r)),
      })),
    ),
  ],
  [
    'a retención a cent off',
    '40211',
    '/impuestos/retenciones/0/importe',
    fileOf({
      ...taxed(HONORARIOS, (i) => ({
        ...i,
        totalImpuestosRetenidos: plus(i.totalImpuestosRetenidos, '0.01'),
        retenciones: i.retenciones.map((r, n) => (n === 0 ? { ...r, importe: plus(r.importe, '0.01') } : r)),
      })),
      total: plus(HONORARIOS.total, '-0.01'),
    }),
  ],
  [
    'a retención left out',
    '40211',
    '/impuestos/retenciones',
    fileOf({
      ...taxed(HONORARIOS, (i) => ({
        ...i,
        totalImpuestosRetenidos: '125.00',
        retenciones: i.retenciones.slice(0, 1),
      })),
      total: plus('11600.00', '-125.00'),
    }),
  ],
  [
    'TotalImpuestosTrasladados left out',
    '40212',
    '/impuestos/totalImpuestosTrasladados',
    fileOf({ ...taxed(DINNERS, (i) => without(i, 'totalImpuestosTrasladados')), total: DINNERS.subTotal }),
  ],
  [
    'Impuestos left out',
    '40212',
    '/impuestos/totalImpuestosTrasladados',
    fileOf({ ...without(DINNERS, 'impuestos'), total: DINNERS.subTotal }),
  ],
  [
    'an exempt sale with a total of taxes',
    '40213',
    '/impuestos/totalImpuestosTrasladados',
    fileOf(taxed(EXENTO, (i) => ({ ...i, totalImpuestosTrasladados: '0.00' }))),
  ],
  [
    'an exempt traslado of the document with Importe',
    '40213',
    '/impuestos/traslados/0/importe',
    fileOf(taxed(EXENTO, (i) => firstTraslado(i, () => ({ importe: '0.00' })))),
  ],
  [
    'a Base with three decimals',
    '40214',
    '/impuestos/traslados/0/base',
    fileOf(taxed(DINNERS, (i) => firstTraslado(i, ({ base }) => ({ base: padded(base) })))),
  ],
  [
    'a Base a cent off',
    '40215',
    '/impuestos/traslados/0/base',
    fileOf(taxed(DINNERS, (i) => firstTraslado(i, ({ base }) => ({ base: plus(base, '0.01') })))),
  ],
  [
    'a traslado left out',
    '40215',
    '/impuestos/traslados',
    fileOf({
      ...taxed(CANTINA, (i) => ({
        ...i,
        totalImpuestosTrasladados: plus(i.totalImpuestosTrasladados, '-16.00'),
        traslados: i.traslados.slice(0, 2),
      })),
      total: plus(CANTINA.total, '-16.00'),
    }),
  ],
  [
    'an exempt Base a cent off',
    '40216',
    '/impuestos/traslados/0/base',
    fileOf(taxed(EXENTO, (i) => firstTraslado(i, ({ base }) => ({ base: plus(base, '0.01') })))),
  ],
  [
    'one tax in two traslados',
    '40218 40218',
    '/impuestos/traslados/0',
    fileOf(taxed(DINNERS, (i) => ({ ...i, traslados: [{ ...IVA }, { ...IVA }] }))),
  ],
  [
    'a traslado with three decimals',
    '40220',
    '/impuestos/traslados/0/importe',
    fileOf(taxed(DINNERS, (i) => firstTraslado(i, ({ importe }) => ({ importe: padded(importe) })))),
  ],
  [
    'a traslado a cent off',
    '40221',
    '/impuestos/traslados/0/importe',
    fileOf({
      ...taxed(DINNERS, (i) =>
        firstTraslado({ ...i, totalImpuestosTrasladados: '160.01' }, () => ({ importe: '160.01' })),
      ),
      total: plus(DINNERS.total, '0.01'),
    }),
  ],
];
