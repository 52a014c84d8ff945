/** The outcomes of a file's lines, as CSV for the person who left the file. */
import { faultDetail } from '../../../problems/problem.ts';
import { cellOf } from '../../../text/csv-cell.ts';
import type { IngestOutcome } from '../ingest-sales.ts';

const RESULTS: Readonly<Record<IngestOutcome['result'], string>> = {
  created: 'recibida',
  updated: 'actualizada',
  unchanged: 'sin cambios',
  locked: 'ya facturada',
  refused: 'rechazada',
  skipped: 'omitida',
  kept: 'en proceso',
};

/** The names of pointers for people; lines and their taxes are named in the sentence itself. */
const COLUMNS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{ '/folio': 'Folio', '/date': 'Fecha', '/total': 'Total', '/propina': 'Propina', '/formaPago': 'Forma de pago' },
    ...{ '/email': 'Correo', '/cardLast4': 'Terminación', '/branch': 'Sucursal', '/estado': 'Estado', '/iva': 'IVA' },
    ...{ '/valorUnitario': 'Precio', '/cantidad': 'Cantidad', '/descuento': 'Descuento', '/moneda': 'Moneda' },
  }),
);

/** Formats the outcomes as CSV, with the byte order mark by which Excel recognizes UTF-8. */
export function resultOf(outcomes: readonly IngestOutcome[]): string {
  const rows = outcomes.map((outcome) => {
    const { line, folio = '', result } = outcome;
    return [String(line), folio, RESULTS[result], outcome.result === 'refused' ? whyOf(outcome.faults) : ''];
  });
  const lines = [['línea', 'folio', 'resultado', 'detalle'], ...rows];
  return `\ufeff${lines.map((cells) => `${cells.map(cellOf).join(',')}\r\n`).join('')}`;
}

function whyOf(faults: Extract<IngestOutcome, { result: 'refused' }>['faults']): string {
  return faults
    .map((fault) => {
      const column = COLUMNS.get(fault.pointer);
      return `${column === undefined ? '' : `${column}: `}${faultDetail(fault, 'es-MX')}`;
    })
    .join(' ');
}
