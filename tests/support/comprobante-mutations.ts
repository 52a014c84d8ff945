/** Right documents of every kind, and ways to break one thing in them while all else still adds up. */
import { expect } from 'vitest';
import type { CfdiFile, Comprobante, Concepto, Impuestos, Parte, Traslado } from '../../server/cfdi/comprobante.ts';
import { checkMatrix } from '../../server/cfdi/matrix.ts';
import { formatMicro, toMicro } from '../../server/cfdi/money.ts';
import { comprobanteOf, IVA_16, IVA_EXENTO, type LineFixture, UNIVERSIDAD } from './cfdi-fixtures.ts';

const DINNER: LineFixture = {
  descripcion: 'Cena de temporada',
  cantidad: '2',
  valorUnitario: '250.00',
  traslados: [IVA_16],
  concepto: { claveProdServ: '90101501' },
};

/** One plain line whose concepto says what `concepto` changes; the sums follow from it. */
export function sold(concepto: Partial<Concepto>, changes: Partial<Comprobante> = {}): Comprobante {
  return comprobanteOf([DINNER, { ...DINNER, concepto: { ...DINNER.concepto, ...concepto } }], changes);
}

export const DINNERS = sold({});

/** A concepto without taxes, so that its amounts can be anything. */
export const UNTAXED: Partial<Concepto> = { objetoImp: '01', traslados: [] };

export const DISCOUNTED = sold({ descuento: '50.00' });

export const EXENTO = comprobanteOf([
  {
    descripcion: 'Libro "Cuentos de la sierra"',
    cantidad: '3',
    valorUnitario: '120.00',
    traslados: [IVA_EXENTO],
    concepto: { claveProdServ: '55101500', claveUnidad: 'H87' },
  },
]);

export const HONORARIOS = comprobanteOf(
  [
    {
      descripcion: 'Diseño de identidad gráfica',
      cantidad: '1',
      valorUnitario: '10000.00',
      traslados: [IVA_16],
      retenciones: [
        { impuesto: '001', tasaOCuota: '0.012500' },
        { impuesto: '002', tasaOCuota: '0.106667' },
      ],
      concepto: { claveProdServ: '82141502' },
    },
  ],
  { emisor: { rfc: 'XOJI740919U48', nombre: 'INGRID XODAR JIMENEZ', regimenFiscal: '626' }, lugarExpedicion: '76343' },
);

/** IEPS by cuota and by rate under IVA, as a cantina sells. */
export const CANTINA = comprobanteOf([
  {
    descripcion: 'Refresco de toronja 355 ml',
    cantidad: '24',
    valorUnitario: '12.50',
    concepto: {
      claveProdServ: '50202306',
      claveUnidad: 'H87',
      objetoImp: '02',
      traslados: [
        { base: '8.520000', impuesto: '003', tipoFactor: 'Cuota', tasaOCuota: '3.081800', importe: '26.256936' },
        { base: '326.256936', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.160000', importe: '52.201110' },
      ],
    },
  },
  {
    descripcion: 'Chocolate de mesa Ñandú',
    cantidad: '5',
    valorUnitario: '40.00',
    concepto: {
      claveProdServ: '50161813',
      claveUnidad: 'H87',
      objetoImp: '07',
      traslados: [{ base: '200.00', impuesto: '003', tipoFactor: 'Tasa', tasaOCuota: '0.080000', importe: '16.00' }],
    },
  },
]);

export const PUBLICO = {
  rfc: 'XAXX010101000',
  nombre: 'PUBLICO EN GENERAL',
  codigoPostal: '06700',
  regimenFiscal: '616',
  usoCfdi: 'S01',
};

export const GLOBAL = sold(
  {},
  { informacionGlobal: { periodicidad: '04', meses: '10', anio: '2026' }, receptor: PUBLICO },
);

export const BIMESTRAL = {
  ...GLOBAL,
  emisor: { rfc: 'WATM640917J45', nombre: 'MARIA WATEMBER TORRES', regimenFiscal: '621' },
  informacionGlobal: { periodicidad: '05', meses: '17', anio: '2026' },
};

export const FOREIGNER = sold({}, { receptor: { ...PUBLICO, rfc: 'XEXX010101000', nombre: 'JANE DOE' } });

export const DOLLARS = sold({}, { moneda: 'USD', tipoCambio: '18.4213' });

export const EGRESO = sold(
  {},
  {
    tipoDeComprobante: 'E',
    receptor: { ...UNIVERSIDAD, usoCfdi: 'G02' },
    cfdiRelacionados: [{ tipoRelacion: '01', uuids: ['5C7B0622-01B4-4EB8-96D0-E0DEBD89FF0F'] }],
  },
);

const NOTHING: Partial<Comprobante> = { subTotal: '0', total: '0', moneda: 'XXX' };

export const PAGO = without(
  sold(
    {},
    {
      ...NOTHING,
      tipoDeComprobante: 'P',
      receptor: { ...UNIVERSIDAD, usoCfdi: 'CP01' },
      conceptos: [plain({ claveProdServ: '84111506', claveUnidad: 'ACT', descripcion: 'Pago' })],
    },
  ),
  'formaPago',
  'metodoPago',
  'impuestos',
);

export const TRASLADO = without(
  sold(
    {},
    {
      ...NOTHING,
      tipoDeComprobante: 'T',
      receptor: { ...UNIVERSIDAD, usoCfdi: 'S01' },
      conceptos: [
        plain({
          claveProdServ: '50201706',
          claveUnidad: 'H87',
          cantidad: '12',
          valorUnitario: '189',
          importe: '2268',
        }),
      ],
    },
  ),
  'formaPago',
  'metodoPago',
  'impuestos',
);

export const NOMINA = without(
  sold(
    {},
    {
      tipoDeComprobante: 'N',
      subTotal: '8000.00',
      descuento: '950.25',
      total: '7049.75',
      receptor: {
        ...UNIVERSIDAD,
        rfc: 'RAQÑ7701212M3',
        nombre: 'ÑEVES RAMIREZ QUEZADA',
        regimenFiscal: '605',
        usoCfdi: 'CN01',
      },
      conceptos: [
        plain({
          claveProdServ: '84111505',
          claveUnidad: 'ACT',
          descripcion: 'Pago de nómina',
          valorUnitario: '8000.00',
          importe: '8000.00',
          descuento: '950.25',
        }),
      ],
    },
  ),
  'formaPago',
  'impuestos',
);

/** Sold on commission, imported, in parts. */
export const PARTE: Parte = {
  claveProdServ: '52152101',
  cantidad: '2',
  descripcion: 'Taza de repuesto',
  valorUnitario: '10.00',
  importe: '20.00',
  informacionAduanera: ['15  48  3009  0001234'],
};
export const TERCERO = {
  rfc: 'COSC8001137NA',
  nombre: 'XOCHILT CASAS CHAVEZ',
  regimenFiscal: '612',
  codigoPostal: '36257',
};
export const COMMISSION = sold({
  informacionAduanera: ['15  48  3009  0001234'],
  cuentaPredial: ['15956011002'],
  partes: [PARTE],
  aCuentaTerceros: TERCERO,
});

export const RIGHT_DOCUMENTS: Readonly<Record<string, Comprobante>> = {
  'two dinners': DINNERS,
  'a discount on one line': DISCOUNTED,
  'an exempt book': EXENTO,
  'fees with retenciones': HONORARIOS,
  'IEPS by cuota and rate, with and without IVA': CANTINA,
  'a global invoice': GLOBAL,
  'a two-month global of the 621': BIMESTRAL,
  'a foreigner': FOREIGNER,
  'US dollars': DOLLARS,
  'a credit note': EGRESO,
  'a payment': PAGO,
  'goods in transit': TRASLADO,
  'a payroll': NOMINA,
  'goods sold for another, imported, with parts': COMMISSION,
};

/** A file that holds the document, with complements by name. */
export function fileOf(comprobante: Comprobante, complementos: readonly string[] = []): CfdiFile {
  return { comprobante, timbres: [], complementos };
}

export function without<T extends object, Key extends keyof T>(document: T, ...keys: readonly Key[]): Omit<T, Key> {
  return Object.fromEntries(Object.entries(document).filter(([key]) => !keys.includes(key as Key))) as Omit<T, Key>;
}

/** A name in the SAT's own complement of exports. */
export const CCE = ['cce20:ComercioExterior'];
export const EXPORT = { ...FOREIGNER, exportacion: '02' };
export const IVA = { base: '500.00', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.160000', importe: '80.00' };
export const ISR = { base: '500.00', impuesto: '001', tipoFactor: 'Tasa', tasaOCuota: '0.012500', importe: '6.25' };

export function broken(document: Comprobante, changes: Partial<Comprobante>): CfdiFile {
  return fileOf({ ...document, ...changes });
}

export function receptor(changes: Partial<Comprobante['receptor']>, document: Comprobante = DINNERS): CfdiFile {
  return broken(document, { receptor: { ...document.receptor, ...changes } });
}

/** Two dinners, the second one's concepto changed; the sums follow. */
export function concepto(changes: Partial<Concepto>): CfdiFile {
  return fileOf(sold(changes));
}

export function parte(changes: Partial<typeof PARTE>): CfdiFile {
  return concepto({ partes: [{ ...PARTE, ...changes }] });
}

export function tercero(changes: Partial<typeof TERCERO>): CfdiFile {
  return concepto({ aCuentaTerceros: { ...TERCERO, ...changes } });
}

/** What is broken → the codes that name it, the pointer of the first, the file. Most are one code; a few cannot be had apart. */
export type Row = readonly [what: string, codes: string, pointer: string, file: CfdiFile];

export function expectNamed([, codes, pointer, file]: Row): void {
  const faults = checkMatrix(file);
  expect(faults.map(({ satCode }) => satCode.replace('CFDI', '')).join(' ')).toBe(codes);
  expect(faults[0]?.pointer).toBe(pointer);
}

/** The document with other Impuestos; what it sums to elsewhere stays. */
export function taxed(document: Comprobante, change: (impuestos: Impuestos) => Impuestos): Comprobante {
  if (!document.impuestos) throw new Error('a document without Impuestos');
  return { ...document, impuestos: change(document.impuestos) };
}

/** The Impuestos with their first traslado changed. */
export function firstTraslado(impuestos: Impuestos, change: (traslado: Traslado) => Partial<Traslado>): Impuestos {
  return { ...impuestos, traslados: impuestos.traslados.map((t, i) => (i === 0 ? { ...t, ...change(t) } : t)) };
}

/** An amount moved by another, two decimals. */
export function plus(amount: string | undefined, more: string): string {
  return formatMicro(toMicro(amount ?? '0') + toMicro(more), 2);
}

/** An amount that says one zero more than it may. */
export function padded(amount: string | undefined): string {
  return `${amount}0`;
}

function plain(changes: Partial<Concepto>): Concepto {
  return {
    claveProdServ: '90101501',
    cantidad: '1',
    claveUnidad: 'E48',
    descripcion: 'Café de altura en tránsito',
    valorUnitario: '0',
    importe: '0',
    objetoImp: '01',
    traslados: [],
    retenciones: [],
    informacionAduanera: [],
    cuentaPredial: [],
    partes: [],
    ...changes,
  };
}
