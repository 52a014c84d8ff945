/** The form that cfdv40.xsd and tdCFDI.xsd (2024-06) require of each attribute that no rule of the matrix covers. */
import { normalizeSpace } from './cadena.ts';
import type {
  ACuentaTerceros,
  Comprobante,
  ComprobanteReceptor,
  Concepto,
  Emisor,
  Impuestos,
  Parte,
  Traslado,
} from './comprobante.ts';
import { parseRfc } from './rfc.ts';
import { isUuid } from './timbre.ts';
import { readDecimal } from './written-decimal.ts';

type IsWellFormed = (text: string) => boolean;
type Form<Element> = { readonly [Key in keyof Element]?: IsWellFormed };

const matches =
  (pattern: RegExp): IsWellFormed =>
  (text) =>
    pattern.test(text);
// Lengths count code points after whitespace is collapsed.
const text = (most: number): IsWellFormed => {
  const pattern = new RegExp(`^[^|]{1,${most}}$`, 'u');
  return (value) => pattern.test(normalizeSpace(value));
};
const amount = matches(/^\d{1,18}(\.\d{1,6})?$/);
const positive: IsWellFormed = (value) => (readDecimal(value)?.value ?? 0n) > 0n;
const rfc: IsWellFormed = (value) => parseRfc(value) === value;
const codigoPostal = matches(/^\d{5}$/);
const nombre = text(300);

const COMPROBANTE: Form<Comprobante> = {
  version: matches(/^4\.0$/),
  serie: text(25),
  folio: text(40),
  noCertificado: matches(/^\d{20}$/),
  condicionesDePago: text(1000),
  subTotal: amount,
  descuento: amount,
  total: amount,
  confirmacion: matches(/^[\da-zA-Z]{5}$/),
};
const CONCEPTO: Form<Concepto> = {
  noIdentificacion: text(100),
  cantidad: positive,
  unidad: text(20),
  descripcion: text(1000),
  valorUnitario: amount,
  importe: amount,
  descuento: amount,
};
const PARTE: Form<Parte> = {
  noIdentificacion: text(100),
  cantidad: positive,
  unidad: text(20),
  descripcion: text(1000),
  valorUnitario: amount,
  importe: amount,
};
const IMPUESTOS: Form<Impuestos> = { totalImpuestosRetenidos: amount, totalImpuestosTrasladados: amount };
const TAX: Form<{ readonly importe?: string }> = { importe: amount };
const DOCUMENT_TRASLADO: Form<Traslado> = { base: amount, importe: amount };
const EMISOR: Form<Emisor> = { rfc, nombre, facAtrAdquirente: matches(/^\d{10}$/) };
const RECEPTOR: Form<ComprobanteReceptor> = { rfc, nombre, codigoPostal, numRegIdTrib: matches(/^.{1,40}$/su) };
const TERCERO: Form<ACuentaTerceros> = { rfc, nombre, codigoPostal };
const isPredial = matches(/^[\da-zA-Z]{1,150}$/);

/** Pointers to every attribute whose form the XSD refuses; a file without a required attribute is not a CFDI and never gets here. */
export function checkForm(c: Comprobante): readonly string[] {
  const wrong: string[] = [];
  checkElement(c, COMPROBANTE, '', wrong);
  if (c.informacionGlobal && Number(c.informacionGlobal.anio) < 2019) wrong.push('/informacionGlobal/anio');
  c.cfdiRelacionados.forEach(({ uuids }, index) => {
    const pointer = `/cfdiRelacionados/${index}/uuids`;
    if (uuids.length === 0) wrong.push(pointer);
    checkTexts(uuids, isUuid, pointer, wrong);
  });
  checkElement(c.emisor, EMISOR, '/emisor', wrong);
  checkElement(c.receptor, RECEPTOR, '/receptor', wrong);
  if (c.conceptos.length === 0) wrong.push('/conceptos');
  c.conceptos.forEach((concepto, index) => {
    checkConcepto(concepto, `/conceptos/${index}`, wrong);
  });
  if (c.impuestos) {
    checkElement(c.impuestos, IMPUESTOS, '/impuestos', wrong);
    checkEach(c.impuestos.retenciones, TAX, '/impuestos/retenciones', wrong);
    checkEach(c.impuestos.traslados, DOCUMENT_TRASLADO, '/impuestos/traslados', wrong);
  }
  return wrong;
}

function checkConcepto(concepto: Concepto, pointer: string, wrong: string[]): void {
  checkElement(concepto, CONCEPTO, pointer, wrong);
  checkEach(concepto.traslados, TAX, `${pointer}/impuestos/traslados`, wrong);
  checkEach(concepto.retenciones, TAX, `${pointer}/impuestos/retenciones`, wrong);
  if (concepto.aCuentaTerceros) checkElement(concepto.aCuentaTerceros, TERCERO, `${pointer}/aCuentaTerceros`, wrong);
  checkTexts(concepto.cuentaPredial, isPredial, `${pointer}/cuentaPredial`, wrong);
  checkEach(concepto.partes, PARTE, `${pointer}/partes`, wrong);
}

function checkTexts(texts: readonly string[], isWell: IsWellFormed, pointer: string, wrong: string[]): void {
  texts.forEach((value, index) => {
    if (!isWell(value)) wrong.push(`${pointer}/${index}`);
  });
}

function checkEach<Element extends object>(
  elements: readonly Element[],
  form: Form<Element>,
  pointer: string,
  wrong: string[],
): void {
  elements.forEach((element, index) => {
    checkElement(element, form, `${pointer}/${index}`, wrong);
  });
}

function checkElement<Element extends object>(
  element: Element,
  form: Form<Element>,
  pointer: string,
  wrong: string[],
): void {
  for (const key in form) {
    const value = element[key];
    if (typeof value === 'string' && form[key]?.(value) === false) wrong.push(`${pointer}/${key}`);
  }
}
