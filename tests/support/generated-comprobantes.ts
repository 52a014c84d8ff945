/** Any tree a CFDI file can hold, every optional node and attribute there or not, every text as hostile as XML allows. */
import fc from 'fast-check';
import type {
  Comprobante,
  Concepto,
  Impuestos,
  Parte,
  Retencion,
  Timbre,
  Traslado,
} from '../../server/cfdi/comprobante.ts';

const HOSTILE = [
  '&',
  '<',
  '>',
  '"',
  "'",
  '&amp;',
  ']]>',
  '<!--',
  '\t',
  '\n',
  '\r',
  '\r\n',
  ' ',
  '  ',
  '\u00a0',
  '\u2028',
  '\u0085',
  '|',
];
const PLAIN = ['A', 'z', '0', 'Ñ', 'é', '𝄞', '🌮', '日', '%', ';', '#', '=', '/'];

const text = fc.string({ unit: fc.constantFrom(...HOSTILE, ...PLAIN), maxLength: 12 });
const few = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<readonly T[]> => fc.array(of, { maxLength: 3 });

/** A record whose keys named in `optional` may be absent, as an XML attribute is. */
function texts<const Required extends readonly string[], const Optional extends readonly string[]>(
  required: Required,
  optional: Optional,
): fc.Arbitrary<{ readonly [K in Required[number]]: string } & { readonly [K in Optional[number]]?: string }> {
  const model = Object.fromEntries([...required, ...optional].map((key) => [key, text]));
  return fc.record(model, { requiredKeys: [...required] }) as ReturnType<typeof texts<Required, Optional>>;
}

/** Both records as one. */
function joined<A extends object, B extends object>(a: fc.Arbitrary<A>, b: fc.Arbitrary<B>): fc.Arbitrary<A & B> {
  return fc.tuple(a, b).map(([first, second]) => ({ ...first, ...second }));
}

const traslado: fc.Arbitrary<Traslado> = texts(['base', 'impuesto', 'tipoFactor'], ['tasaOCuota', 'importe']);
const retencion: fc.Arbitrary<Retencion> = texts(['base', 'impuesto', 'tipoFactor', 'tasaOCuota', 'importe'], []);
const parte: fc.Arbitrary<Parte> = joined(
  texts(['claveProdServ', 'cantidad', 'descripcion'], ['noIdentificacion', 'unidad', 'valorUnitario', 'importe']),
  fc.record({ informacionAduanera: few(text) }),
);

const concepto: fc.Arbitrary<Concepto> = joined(
  texts(
    ['claveProdServ', 'cantidad', 'claveUnidad', 'descripcion', 'valorUnitario', 'importe', 'objetoImp'],
    ['noIdentificacion', 'unidad', 'descuento'],
  ),
  fc.record(
    {
      traslados: few(traslado),
      retenciones: few(retencion),
      aCuentaTerceros: texts(['rfc', 'nombre', 'regimenFiscal', 'codigoPostal'], []),
      informacionAduanera: few(text),
      cuentaPredial: few(text),
      partes: few(parte),
    },
    { requiredKeys: ['traslados', 'retenciones', 'informacionAduanera', 'cuentaPredial', 'partes'] },
  ),
);

const impuestos: fc.Arbitrary<Impuestos> = joined(
  texts([], ['totalImpuestosRetenidos', 'totalImpuestosTrasladados']),
  fc.record({ retenciones: few(texts(['impuesto', 'importe'], [])), traslados: few(traslado) }),
);

export const comprobanteArbitrary: fc.Arbitrary<Comprobante> = joined(
  texts(
    ['version', 'fecha', 'subTotal', 'moneda', 'total', 'tipoDeComprobante', 'exportacion', 'lugarExpedicion'],
    [
      'serie',
      'folio',
      'sello',
      'formaPago',
      'noCertificado',
      'certificado',
      'condicionesDePago',
      'descuento',
      'tipoCambio',
      'metodoPago',
      'confirmacion',
    ],
  ),
  fc.record(
    {
      informacionGlobal: texts(['periodicidad', 'meses', 'anio'], []),
      cfdiRelacionados: few(fc.record({ tipoRelacion: text, uuids: few(text) })),
      emisor: texts(['rfc', 'nombre', 'regimenFiscal'], ['facAtrAdquirente']),
      receptor: texts(
        ['rfc', 'nombre', 'codigoPostal', 'regimenFiscal', 'usoCfdi'],
        ['residenciaFiscal', 'numRegIdTrib'],
      ),
      conceptos: few(concepto),
      impuestos,
    },
    { requiredKeys: ['cfdiRelacionados', 'emisor', 'receptor', 'conceptos'] },
  ),
);

export const timbreArbitrary: fc.Arbitrary<Timbre> = texts(
  ['version', 'uuid', 'fechaTimbrado', 'rfcProvCertif', 'selloCfd', 'noCertificadoSat', 'selloSat'],
  ['leyenda'],
);
