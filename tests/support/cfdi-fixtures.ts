/** Stamped CFDI of the demo's merchants, consistent to the cent, with an invented but well-formed seal and timbre. */
import type {
  CfdiRelacionados,
  Comprobante,
  Concepto,
  Impuestos,
  Retencion,
  Timbre,
  Traslado,
} from '../../server/cfdi/comprobante.ts';
import { comprobanteXml } from '../../server/cfdi/comprobante-xml.ts';
import { formatMicro, type Micro, multiply, roundTo, sum, toMicro, ZERO } from '../../server/cfdi/money.ts';
import { insertTimbre } from '../../server/cfdi/timbre.ts';

/** A tax of a line: IVA (002) at 16 % unless said otherwise; no `tasaOCuota` is Exento. */
export type TaxFixture = { readonly impuesto: string; readonly tipoFactor?: string; readonly tasaOCuota?: string };

/** A line before its sums. `valorUnitario` is net of taxes; no taxes at all is ObjetoImp 01. */
export type LineFixture = Pick<Concepto, 'descripcion' | 'cantidad' | 'valorUnitario'> & {
  readonly traslados?: readonly TaxFixture[];
  readonly retenciones?: readonly TaxFixture[];
  readonly concepto?: Partial<Concepto>;
};

export const IVA_16: TaxFixture = { impuesto: '002', tasaOCuota: '0.160000' };
export const IVA_0: TaxFixture = { impuesto: '002', tasaOCuota: '0.000000' };
export const IVA_EXENTO: TaxFixture = { impuesto: '002', tipoFactor: 'Exento' };

export const CAFE_JACARANDA = { rfc: 'EKU9003173C9', nombre: 'ESCUELA KEMPER URGATE', regimenFiscal: '601' };
export const EL_YUNQUE = { rfc: 'H&E951128469', nombre: 'HERRERIA & ELECTRICOS', regimenFiscal: '601' };
export const LA_MILPA = { rfc: 'OÑO120726RX3', nombre: 'ORGANICOS ÑAVEZ OSORIO', regimenFiscal: '601' };
export const INGRID_XODAR = { rfc: 'XOJI740919U48', nombre: 'INGRID XODAR JIMENEZ', regimenFiscal: '626' };

export const UNIVERSIDAD = {
  rfc: 'URE180429TM6',
  nombre: 'UNIVERSIDAD ROBOTICA ESPAÑOLA',
  codigoPostal: '65000',
  regimenFiscal: '601',
  usoCfdi: 'G03',
};
export const NEVES = {
  rfc: 'RAQÑ7701212M3',
  nombre: 'ÑEVES RAMIREZ QUEZADA',
  codigoPostal: '78905',
  regimenFiscal: '605',
  usoCfdi: 'S01',
};

/** Of a PAC in production; a test one begins with 30001. */
export const PRODUCTION_SAT_CERTIFICATE = '00001000000504465028';
export const TEST_SAT_CERTIFICATE = '30001000000500003456';

const COFFEE: LineFixture = {
  descripcion: 'Café de altura Jacaranda, tueste medio, 340 g',
  cantidad: '2',
  valorUnitario: '189.000000',
  traslados: [IVA_0],
  concepto: { claveProdServ: '50201706', claveUnidad: 'H87', unidad: 'Pieza', noIdentificacion: 'CAF-340' },
};
const MUG: LineFixture = {
  descripcion: 'Taza de cerámica esmaltada',
  cantidad: '1',
  valorUnitario: '128.448276',
  traslados: [IVA_16],
  concepto: { claveProdServ: '52152101', claveUnidad: 'H87', unidad: 'Pieza', noIdentificacion: 'TAZ-01' },
};

/** An ingreso whose sums follow from its lines; `changes` replace whatever they name. */
export function comprobanteOf(lines: readonly LineFixture[], changes: Partial<Comprobante> = {}): Comprobante {
  const conceptos = lines.map(conceptoOf);
  const impuestos = impuestosOf(conceptos);
  const subTotal = total(conceptos.map((c) => c.importe));
  const descuento = total(conceptos.map((c) => c.descuento ?? '0'));
  const trasladados = toMicro(impuestos?.totalImpuestosTrasladados ?? '0');
  const retenidos = toMicro(impuestos?.totalImpuestosRetenidos ?? '0');
  return {
    version: '4.0',
    serie: 'CJ',
    folio: '1042',
    fecha: '2026-11-20T18:32:00',
    sello: base64Of(344, 7),
    formaPago: '04',
    noCertificado: '30001000000500003416',
    certificado: base64Of(600, 3),
    subTotal: formatMicro(subTotal, 2),
    ...(descuento > ZERO && { descuento: formatMicro(descuento, 2) }),
    moneda: 'MXN',
    total: formatMicro(subTotal - descuento + trasladados - retenidos, 2),
    tipoDeComprobante: 'I',
    exportacion: '01',
    metodoPago: 'PUE',
    lugarExpedicion: '06700',
    cfdiRelacionados: [],
    emisor: CAFE_JACARANDA,
    receptor: UNIVERSIDAD,
    conceptos,
    ...(impuestos && { impuestos }),
    ...changes,
  };
}

/** The XML as a PAC gives it back; in production unless `timbre` names a test certificate. */
export function stampedXml(comprobante: Comprobante, timbre: Partial<Timbre> = {}): string {
  return insertTimbre(comprobanteXml(comprobante), { ...timbreOf(comprobante), ...timbre });
}

/** CJ-1042: two bags of coffee (IVA 0 %) and a mug (16 %), 527.00. */
export function stampedTicket(changes: Partial<Comprobante> = {}, timbre: Partial<Timbre> = {}): string {
  return stampedXml(ticket(changes), timbre);
}

/** CJ-1042 sealed and not stamped, as a preview shows it. */
export function ticket(changes: Partial<Comprobante> = {}): Comprobante {
  return comprobanteOf([COFFEE, MUG], changes);
}

/** CJ-1057: lines with Ñ, & and quotes. */
export function stampedLong(lines = 42): string {
  const names = [
    'Piñón tostado "de la sierra"',
    'Galletas Ñandú & Cía.',
    "Té d'Orient, 20 sobres",
    'Miel de azahar <cruda>',
  ];
  const line = (i: number): LineFixture => ({
    descripcion: `${names[i % names.length] ?? ''} n.º ${i + 1}`,
    cantidad: String(1 + (i % 3)),
    valorUnitario: '43.103448',
    traslados: [IVA_16],
    concepto: { claveProdServ: '50192300', claveUnidad: 'H87', noIdentificacion: `SKU-${1000 + i}` },
  });
  return stampedXml(
    comprobanteOf(
      Array.from({ length: lines }, (_, i) => line(i)),
      { folio: '1057' },
    ),
  );
}

/** CJ-1049: a 10 % coupon on every line, and shipping. */
export function stampedWithDiscount(): string {
  return stampedXml(
    comprobanteOf(
      [
        { ...COFFEE, concepto: { ...COFFEE.concepto, descuento: '37.800000' } },
        { ...MUG, concepto: { ...MUG.concepto, descuento: '12.844828' } },
        {
          descripcion: 'Envío a domicilio',
          cantidad: '1',
          valorUnitario: '85.344828',
          traslados: [IVA_16],
          concepto: { claveProdServ: '78102203', claveUnidad: 'E48' },
        },
      ],
      { folio: '1049' },
    ),
  );
}

/** The designer's fees to a persona moral: ISR 1.25 % and two thirds of the IVA withheld. */
export function stampedWithRetenciones(): string {
  return stampedXml(
    comprobanteOf(
      [
        {
          descripcion: 'Diseño de identidad gráfica',
          cantidad: '1',
          valorUnitario: '10000.000000',
          traslados: [IVA_16],
          retenciones: [
            { impuesto: '001', tasaOCuota: '0.012500' },
            { impuesto: '002', tasaOCuota: '0.106667' },
          ],
          concepto: { claveProdServ: '82141502', claveUnidad: 'E48' },
        },
      ],
      { serie: 'IX', folio: '18', emisor: INGRID_XODAR, lugarExpedicion: '76343', formaPago: '03' },
    ),
  );
}

/** CJ-1060: 40.00 USD. */
export function stampedUsd(): string {
  const line = {
    descripcion: 'Curso de barismo en línea',
    cantidad: '1',
    valorUnitario: '34.482759',
    traslados: [IVA_16],
  };
  return stampedXml(comprobanteOf([line], { folio: '1060', moneda: 'USD', tipoCambio: '18.4213' }));
}

/** A credit note against one invoice. */
export function stampedEgreso(
  cfdiRelacionados: readonly CfdiRelacionados[] = [
    { tipoRelacion: '01', uuids: ['5C7B0622-01B4-4EB8-96D0-E0DEBD89FF0F'] },
  ],
): string {
  return stampedTicket({
    folio: '1053',
    serie: 'NC',
    tipoDeComprobante: 'E',
    receptor: { ...UNIVERSIDAD, usoCfdi: 'G02' },
    cfdiRelacionados,
  });
}

/** A month's tickets nobody asked an invoice for. */
export function stampedGlobal(): string {
  const sold: LineFixture = {
    descripcion: 'Venta',
    cantidad: '1',
    valorUnitario: '300.000000',
    traslados: [IVA_16],
    concepto: { claveProdServ: '01010101', claveUnidad: 'ACT', noIdentificacion: 'CJ-1055' },
  };
  return stampedXml(
    comprobanteOf([sold], {
      serie: 'CJG',
      folio: '10',
      informacionGlobal: { periodicidad: '04', meses: '10', anio: '2026' },
      receptor: {
        rfc: 'XAXX010101000',
        nombre: 'PUBLICO EN GENERAL',
        codigoPostal: '06700',
        regimenFiscal: '616',
        usoCfdi: 'S01',
      },
    }),
  );
}

/** A timbre for that document: `SelloCFD` is its seal, the UUID follows from its folio. */
export function timbreOf(comprobante: Comprobante): Timbre {
  const tail = (comprobante.folio ?? '0').replace(/\W/g, '').slice(-12).padStart(12, '0');
  return {
    version: '1.1',
    uuid: `A1B2C3D4-5E6F-4A7B-8C9D-${tail}`,
    fechaTimbrado: '2026-11-20T18:33:07',
    rfcProvCertif: 'SPR190613I52',
    selloCfd: comprobante.sello ?? '',
    noCertificadoSat: PRODUCTION_SAT_CERTIFICATE,
    selloSat: base64Of(344, 11),
  };
}

function conceptoOf(line: LineFixture): Concepto {
  const importe = multiply(toMicro(line.cantidad), toMicro(line.valorUnitario));
  const base = importe - toMicro(line.concepto?.descuento ?? '0');
  const traslados = (line.traslados ?? []).map((tax) => trasladoOf(tax, base));
  const retenciones = (line.retenciones ?? []).map((tax): Retencion => {
    const tasaOCuota = tax.tasaOCuota ?? '0.000000';
    return { ...trasladoOf(tax, base), tasaOCuota, importe: formatMicro(multiply(base, toMicro(tasaOCuota))) };
  });
  return {
    claveProdServ: '86101713',
    cantidad: line.cantidad,
    claveUnidad: 'E48',
    descripcion: line.descripcion,
    valorUnitario: line.valorUnitario,
    importe: formatMicro(importe),
    objetoImp: traslados.length + retenciones.length ? '02' : '01',
    traslados,
    retenciones,
    informacionAduanera: [],
    cuentaPredial: [],
    partes: [],
    ...line.concepto,
  };
}

function trasladoOf({ impuesto, tipoFactor = 'Tasa', tasaOCuota }: TaxFixture, base: Micro): Traslado {
  return {
    base: formatMicro(base),
    impuesto,
    tipoFactor,
    ...(tasaOCuota && { tasaOCuota, importe: formatMicro(multiply(base, toMicro(tasaOCuota))) }),
  };
}

function impuestosOf(conceptos: readonly Concepto[]): Impuestos | undefined {
  const traslados = groups(
    conceptos.flatMap((c) => c.traslados),
    (t) => `${t.impuesto} ${t.tipoFactor} ${t.tasaOCuota}`,
  ).map(
    ([first, all]): Traslado => ({
      base: formatMicro(total(all.map((t) => t.base)), 2),
      impuesto: first.impuesto,
      tipoFactor: first.tipoFactor,
      ...(first.tasaOCuota && {
        tasaOCuota: first.tasaOCuota,
        importe: formatMicro(total(all.map((t) => t.importe ?? '0')), 2),
      }),
    }),
  );
  const retenciones = groups(
    conceptos.flatMap((c) => c.retenciones),
    (r) => r.impuesto,
  ).map(([first, all]) => ({ impuesto: first.impuesto, importe: formatMicro(total(all.map((r) => r.importe)), 2) }));
  if (traslados.length + retenciones.length === 0) return undefined;
  const charged = traslados.flatMap((t) => t.importe ?? []);
  return {
    ...(retenciones.length && { totalImpuestosRetenidos: formatMicro(total(retenciones.map((r) => r.importe)), 2) }),
    ...(charged.length && { totalImpuestosTrasladados: formatMicro(total(charged), 2) }),
    retenciones,
    traslados,
  };
}

function groups<T>(items: readonly T[], key: (item: T) => string): readonly (readonly [T, readonly T[]])[] {
  const found = new Map<string, [T, T[]]>();
  for (const item of items) {
    const group = found.get(key(item));
    if (group) group[1].push(item);
    else found.set(key(item), [item, [item]]);
  }
  return [...found.values()];
}

function total(amounts: readonly string[]): Micro {
  return roundTo(sum(amounts.map(toMicro)), 2);
}

function base64Of(length: number, seed: number): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  let state = seed;
  let text = '';
  while (text.length < length - 2) {
    state = (state * 48_271) % 2_147_483_647;
    text += alphabet.charAt((state >> 8) % 64);
  }
  return `${text}==`;
}
