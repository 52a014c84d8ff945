/** Spreadsheets as tills write them, and the sales that a café's source makes of them. */
import { expect } from 'vitest';
import { type Fault, faultDetail } from '../../../server/problems/problem.ts';
import { foldSale } from '../../../server/sources/intake/fold.ts';
import type { SubmittedLine } from '../../../server/sources/intake/submitted-sale.ts';
import { readSpreadsheet } from '../../../server/sources/own-system/spreadsheet/spreadsheet.ts';

const MEXICO = (): string => 'America/Mexico_City';
/** Its source's defaults. */
export const CAFE = {
  claveProdServ: '90101501',
  claveUnidad: 'E48',
  unidad: 'Servicio',
  pricesIncludeTax: true,
  impuestos: [{ tipo: 'traslado', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.160000' }],
} as const;
const PRODUCTS = {
  'sku:REF-600': {
    claveProdServ: '50202306',
    claveUnidad: 'H87',
    impuestos: [
      { tipo: 'traslado', impuesto: '003', tipoFactor: 'Tasa', tasaOCuota: '0.080000' },
      { tipo: 'traslado', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.160000' },
    ],
  },
  'category:Medicinas': {
    claveProdServ: '51101500',
    claveUnidad: 'H87',
    impuestos: [{ tipo: 'traslado', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.000000' }],
  },
} as const;

/** A file of these lines. */
export const sheet = (...lines: readonly string[]): string => lines.join('\n');
/** What its lines are read as, by Mexico City's clock unless another zone is given. */
export const read = (text: string, zone = MEXICO): readonly SubmittedLine[] => readSpreadsheet(text, zone);
/** The only sale of a file, as it is submitted. */
export function only(text: string): Readonly<Record<string, unknown>> {
  const [line, ...others] = read(text);
  expect(others).toEqual([]);
  if (line?.kind !== 'submitted') throw new Error(JSON.stringify(line));
  return line.sale;
}
/** Each with its words, in a word. */
const gist = (faults: readonly Fault[]): readonly string[] =>
  faults.map((fault) => {
    expect(faultDetail(fault, 'es-MX')).toMatch(/^[^{}]+\.$/);
    return `${fault.code} ${fault.pointer}`;
  });
/** The sale that the source makes of it, or the faults. */
export function made(text: string) {
  const [line] = read(text);
  if (line?.kind === 'faults') return gist(line.faults);
  const fact = { kind: 'submitted', version: 1, sale: only(text) } as const;
  const folded = foldSale('csv', [fact], { settings: { defaults: CAFE, payments: {} }, products: PRODUCTS });
  if (folded.kind === 'problem') return gist(folded.faults);
  return folded.kind === 'sale' ? { ...folded.wire, flags: folded.flags } : folded.kind;
}
