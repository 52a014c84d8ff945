/**
 * Reads the page that the SAT shows for the QR of a Constancia (PrimeFaces, structure of 2026-11: wire-contracts 13). Only the four data of
 * a receptor are read: no CURP, birth date or address.
 */
import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import { parseRfc } from '../cfdi/rfc.ts';
import { regimenOfText } from './regimen-of-text.ts';

/** A receptor's data as the SAT's page shows them. */
export type Constancia = {
  readonly rfc: string;
  /** As a CFDI wants it: capitals, single spaces, a company's without its régimen de capital. */
  readonly nombre: string;
  readonly codigoPostal: string;
  /** Claves of c_RegimenFiscal, as listed; one whose words are in no catalogue is left out. */
  readonly regimenes: readonly string[];
  /** `ACTIVO`, or why not; `''` when the page does not say. */
  readonly situacion: string;
};

/** What the page says. `not-found` is the SAT's own answer for a QR that matches no taxpayer. */
export type ConstanciaPage =
  | { readonly kind: 'found'; readonly constancia: Constancia }
  | { readonly kind: 'not-found' }
  /** Not the known page: `missing` names what it lacks. */
  | { readonly kind: 'unreadable'; readonly missing: readonly string[] };

/** The SAT's page has some 30 KB; anything much larger or deeper is another page, and not worth the time to parse. */
const MAX_LENGTH = 256 * 1024;

/** Never throws, whatever the page. */
export function readConstanciaPage(html: string): ConstanciaPage {
  if (html.length > MAX_LENGTH) return UNREADABLE;
  try {
    return readPage(html);
  } catch (error) {
    // Tags nested by the thousand.
    if (error instanceof RangeError) return UNREADABLE;
    throw error;
  }
}

const UNREADABLE: ConstanciaPage = { kind: 'unreadable', missing: ['rfc', 'nombre', 'codigoPostal'] };

function readPage(html: string): ConstanciaPage {
  const document = parse(html.replace(/^\uFEFF?\s*<\?xml[^>]*\?>/, ''));
  const text = textOf(document);
  const rows = rowsOf(document);
  const fieldOf = (...labels: readonly string[]): string =>
    rows.find(({ label, value }) => labels.includes(label) && value !== '')?.value ?? '';
  const rfc = parseRfc(/El RFC:\s*([A-ZÑ&\d]{12,13})\b/i.exec(text)?.[1] ?? fieldOf('rfc')) ?? '';
  const nombre = nombreOf(fieldOf);
  const codigoPostal = /^\d{5}$/.exec(fieldOf('cp', 'codigo postal'))?.[0] ?? '';
  const missing = Object.entries({ rfc, nombre, codigoPostal }).flatMap(([name, value]) => (value ? [] : [name]));
  if (missing.length > 0) {
    const isEmpty =
      /no se encontr/i.test(text) || (rows.length === 0 && /validador|C[eé]dula de Identificaci/i.test(text));
    return isEmpty ? { kind: 'not-found' } : { kind: 'unreadable', missing };
  }
  const regimenes = rows.flatMap(({ label, value }) => (label === 'regimen' ? (regimenOfText(value) ?? []) : []));
  const situacion = fieldOf('situacion del contribuyente').toUpperCase();
  return { kind: 'found', constancia: { rfc, nombre, codigoPostal, regimenes: [...new Set(regimenes)], situacion } };
}

/** A company's denominación without its régimen de capital, which is a row of its own; a person's names in the SAT's order. */
function nombreOf(fieldOf: (...labels: readonly string[]) => string): string {
  const names = [fieldOf('nombre'), fieldOf('apellido paterno', 'primer apellido')];
  const person = [...names, fieldOf('apellido materno', 'segundo apellido')].filter(Boolean).join(' ');
  const company = fieldOf('denominacion o razon social', 'denominacion/razon social');
  return (company || person).toUpperCase().normalize('NFC').replace(/\s+/g, ' ').trim();
}

type Row = { readonly label: string; readonly value: string };
type PageNode = DefaultTreeAdapterTypes.Node;

/** Every cell that ends in a colon, with the cell after it. */
function rowsOf(document: PageNode): readonly Row[] {
  const cells = cellsOf(document).map((cell) => textOf(cell).replace(/\s+/g, ' ').trim());
  return cells.flatMap((cell, index) => {
    const next = cells[index + 1] ?? '';
    return cell.endsWith(':') ? [{ label: labelOf(cell), value: next.endsWith(':') ? '' : next }] : [];
  });
}

/** Cells without cells in them, in document order: PrimeFaces nests tables. */
function cellsOf(node: PageNode): readonly PageNode[] {
  const below = childrenOf(node).flatMap(cellsOf);
  return below.length === 0 && node.nodeName === 'td' ? [node] : below;
}

function childrenOf(node: PageNode): readonly PageNode[] {
  return 'childNodes' in node ? node.childNodes : [];
}

function textOf(node: PageNode): string {
  if ('value' in node && node.nodeName === '#text') return node.value;
  return node.nodeName === 'script' || node.nodeName === 'style' ? '' : childrenOf(node).map(textOf).join('');
}

/** Lower case, without accents and the colon. */
function labelOf(cell: string): string {
  return cell.replace(/\s*:$/, '').normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();
}
