/** The table that `npm run torture` ends with. */
import type { CampaignRow } from './campaign.ts';

const COLUMNS: readonly (readonly [string, (row: CampaignRow) => string | number])[] = [
  ['campaign', ({ campaign }) => campaign],
  ['engine', ({ engine }) => engine],
  ['servers', ({ servers }) => servers],
  ['sales', ({ sales }) => sales],
  ['kills', ({ kills }) => kills],
  ['lost', ({ lost }) => lost],
  ['doubled', ({ doubled }) => doubled],
  ['wrong', ({ wrong }) => wrong],
  ['stuck', ({ stuck }) => stuck],
  ['exits by itself', ({ exits }) => exits],
  ['settle p99', ({ settleP99 }) => (settleP99 === undefined ? '' : `${(settleP99 / 1_000).toFixed(1)} s`)],
];

/** As Markdown, with columns as wide as what they hold. */
export function printTable(rows: readonly CampaignRow[]): void {
  const cells = [COLUMNS.map(([name]) => name), ...rows.map((row) => COLUMNS.map(([, of]) => String(of(row))))];
  const widths = COLUMNS.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  const lineOf = (line: readonly string[]) => `| ${line.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = cells;
  console.log([lineOf(head), lineOf(widths.map((width) => '-'.repeat(width))), ...body.map(lineOf)].join('\n'));
}
