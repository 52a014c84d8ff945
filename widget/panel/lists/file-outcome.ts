/** What became of each sale of an uploaded file: how many are saved, which were there already, and what to correct in the others. */
import { msg, str } from '@lit/localize';
import { html, nothing } from 'lit';
import { notice } from '../../ui/notice.ts';
import { news, nextStep } from '../next-step.ts';
import type { Panel } from '../page.ts';
import type { Fault } from '../wire.ts';
import { COLUMNS, columnWords } from './columns.ts';

/** What the server did with the sale that begins on a line. */
export type Line = {
  readonly line: number;
  readonly folio?: string;
  readonly result: string;
  readonly errors?: readonly Fault[];
};

/** How many sales are saved, known, invoiced or refused, in a sentence each. */
export function countWords(lines: readonly Line[]): string {
  const count = (...results: readonly string[]) => lines.filter(({ result }) => results.includes(result)).length;
  const [known, locked, refused] = [count('unchanged'), count('locked'), count('refused')];
  const stored = lines.length - known - locked - refused;
  return [
    ...(stored || (!known && !locked) ? [msg(str`Ventas guardadas: ${stored}.`, { id: 'file-stored' })] : []),
    ...(known ? [msg(str`Ya estaban: ${known}.`, { id: 'file-known' })] : []),
    ...(locked ? [msg(str`Ya facturadas o con devolución, siguen igual: ${locked}.`, { id: 'file-locked' })] : []),
    ...(refused ? [msg(str`Renglones por corregir: ${refused}.`, { id: 'file-refused' })] : []),
  ].join(' ');
}

/** The counts, and a table of the rows to correct. */
export function outcome(panel: Panel, lines: readonly Line[]) {
  const refused = lines.filter(({ result }) => result === 'refused');
  if (!refused.length) return nextStep(panel, countWords(lines));
  return html`${news(notice('warn', html`<p>${countWords(lines)}</p>`))}
  <div class="table"><table>
    <thead><tr><th scope="col">${msg('Renglón', { id: 'file-line' })}</th><th scope="col">${msg('Qué corregir', { id: 'file-fix' })}</th></tr></thead>
    <tbody>
      ${refused.map(
        ({ line, folio, errors = [] }) => html`<tr><th scope="row">${line}<span class="below">${folio ?? ''}</span></th>
          <td>${errors.map((fault) => html`<p>${columnOf(fault)} ${fault.detail}</p>`)}</td></tr>`,
      )}
    </tbody>
  </table></div>`;
}

/** The column at which a sale's fault is: `/total`, or `/conceptos/0/valorUnitario` of one of its lines. */
function columnOf({ pointer }: Fault): unknown {
  const column = COLUMNS.find((each) => pointer.endsWith(`/${each}`));
  return column ? html`<strong>${columnWords(column)}:</strong>` : nothing;
}
