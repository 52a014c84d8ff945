/**
 * The elements and attributes of cfdv40.xsd (2024-06), their order and how often they may occur. It reports what the seal does not cover because
 * the cadena omits it: an extra attribute, a second Emisor, another order.
 */
import type { Fault } from '../problems/problem.ts';
import type { XmlElement } from './xml-tree.ts';

/**
 * `pointer` is the segment that the child adds to its parent's pointer, followed by an index if it can repeat; if empty, only the index is
 * added.
 */
type Child = {
  readonly local: string;
  readonly occurs: 'one' | 'optional' | 'some' | 'any';
  readonly pointer: string;
  readonly shape: Shape;
};
type Shape = {
  readonly attributes: ReadonlySet<string>;
  readonly children: readonly Child[];
  /** Complemento and Addenda may contain anything. */
  readonly open?: true;
};

function shape(attributes: string, ...children: readonly Child[]): Shape {
  return { attributes: new Set(attributes.split(' ')), children };
}

function child(local: string, occurs: Child['occurs'], of: Shape, pointer = toPointer(local)): Child {
  return { local, occurs, pointer, shape: of };
}

function toPointer(local: string): string {
  return `/${local.charAt(0).toLowerCase()}${local.slice(1)}`;
}

const OPEN: Shape = { ...shape(''), open: true };
const TAX = shape('Base Impuesto TipoFactor TasaOCuota Importe');
const ADUANA = child('InformacionAduanera', 'any', shape('NumeroPedimento'));

const CONCEPTO_IMPUESTOS = shape(
  '',
  child('Traslados', 'optional', shape('', child('Traslado', 'some', TAX, ''))),
  child('Retenciones', 'optional', shape('', child('Retencion', 'some', TAX, ''))),
);
const IMPUESTOS = shape(
  'TotalImpuestosRetenidos TotalImpuestosTrasladados',
  child('Retenciones', 'optional', shape('', child('Retencion', 'some', shape('Impuesto Importe'), ''))),
  child('Traslados', 'optional', shape('', child('Traslado', 'some', TAX, ''))),
);
const PARTE = shape('ClaveProdServ NoIdentificacion Cantidad Unidad Descripcion ValorUnitario Importe', ADUANA);
const TERCERO = shape(
  'RfcACuentaTerceros NombreACuentaTerceros RegimenFiscalACuentaTerceros DomicilioFiscalACuentaTerceros',
);
const CONCEPTO = shape(
  'ClaveProdServ NoIdentificacion Cantidad ClaveUnidad Unidad Descripcion ValorUnitario Importe Descuento ObjetoImp',
  child('Impuestos', 'optional', CONCEPTO_IMPUESTOS),
  child('ACuentaTerceros', 'optional', TERCERO),
  ADUANA,
  child('CuentaPredial', 'any', shape('Numero')),
  child('ComplementoConcepto', 'optional', OPEN),
  child('Parte', 'any', PARTE, '/partes'),
);
const COMPROBANTE = shape(
  'Version Serie Folio Fecha Sello FormaPago NoCertificado Certificado CondicionesDePago SubTotal Descuento Moneda TipoCambio ' +
    'Total TipoDeComprobante Exportacion MetodoPago LugarExpedicion Confirmacion',
  child('InformacionGlobal', 'optional', shape('Periodicidad Meses Año')),
  child('CfdiRelacionados', 'any', shape('TipoRelacion', child('CfdiRelacionado', 'some', shape('UUID'), '/uuids'))),
  child('Emisor', 'one', shape('Rfc Nombre RegimenFiscal FacAtrAdquirente')),
  child(
    'Receptor',
    'one',
    shape('Rfc Nombre DomicilioFiscalReceptor ResidenciaFiscal NumRegIdTrib RegimenFiscalReceptor UsoCFDI'),
  ),
  child('Conceptos', 'one', shape('', child('Concepto', 'some', CONCEPTO, ''))),
  child('Impuestos', 'optional', IMPUESTOS),
  child('Complemento', 'optional', OPEN),
  child('Addenda', 'optional', OPEN),
);

/**
 * What the XSD refuses in the tree of a cfdi:Comprobante: `xsd` at the element that is wrong, and an Impuestos node without taxes in
 * a concepto (CFDI40173, 2024-12), which only the tree can show.
 */
export function checkStructure(root: XmlElement): readonly Fault[] {
  const faults: Fault[] = [];
  checkElement(root, COMPROBANTE, '', faults);
  return faults;
}

function xsd(pointer: string, found: string): Fault {
  return { code: 'xsd', satCode: '301', pointer, params: { found } };
}

// Attributes of XML Schema itself (xsi:schemaLocation, xmlns:…) belong to no element's definition.
const MACHINERY = /^(xmlns|xsi:|xml:)/;

function checkElement(
  element: XmlElement,
  { attributes, children, open }: Shape,
  pointer: string,
  faults: Fault[],
): void {
  for (const name of element.attributes.keys()) {
    if (!attributes.has(name) && !MACHINERY.test(name)) faults.push(xsd(pointer, `@${name}`));
  }
  if (open) return;
  if (attributes === CONCEPTO_IMPUESTOS.attributes && element.children.length === 0) {
    faults.push({ code: 'CFDI40173', satCode: 'CFDI40173', pointer });
  }
  let next = 0;
  for (const expected of children) {
    const from = next;
    while (isChild(element, next, expected)) next++;
    checkOccurrences(expected, element.children.slice(from, next), pointer, faults);
  }
  const stray = element.children[next];
  if (stray) faults.push(xsd(pointer, stray.name));
}

function isChild(element: XmlElement, index: number, { local }: Child): boolean {
  const candidate = element.children[index];
  return candidate !== undefined && candidate.local === local && candidate.uri === element.uri;
}

function checkOccurrences(expected: Child, found: readonly XmlElement[], pointer: string, faults: Fault[]): void {
  const { occurs, local } = expected;
  const repeats = occurs === 'some' || occurs === 'any';
  if (found.length === 0 && (occurs === 'one' || occurs === 'some')) faults.push(xsd(pointer, `${local} × 0`));
  if (found.length > 1 && !repeats) faults.push(xsd(pointer, `${local} × ${found.length}`));
  found.forEach((element, index) => {
    checkElement(element, expected.shape, `${pointer}${expected.pointer}${repeats ? `/${index}` : ''}`, faults);
  });
}
