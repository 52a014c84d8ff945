/** `npm run bench [-- --json] [-- --rounds N]`: the figures that the goals are judged by, side by side in one run. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startFigures } from './cold-start.ts';
import { documentFigures, printFigures } from './documents.ts';
import { globalFigures } from './global-month.ts';
import { loadFigures } from './load.ts';
import type { Figure } from './measure.ts';
import { serverFigures } from './server.ts';

const { values } = parseArgs({ options: { json: { type: 'boolean' }, rounds: { type: 'string', default: '7' } } });
const rounds = Number(values.rounds);

const figures: readonly Figure[] = [
  ...(await documentFigures(rounds)),
  ...(await printFigures(rounds)),
  ...(await serverFigures(rounds)),
  ...(await loadFigures()),
  ...(await globalFigures()),
  ...startFigures(rounds),
  ...bundleFigures(),
];
if (values.json) console.log(JSON.stringify({ node: process.version, rounds, figures }, null, 2));
else for (const figure of figures) console.log(row(figure));
// Worker threads and pools are done; nothing is left to wait for.
process.exit(0);

function bundleFigures(): readonly Figure[] {
  const sizes = JSON.parse(readFileSync('dist/widget/sizes.json', 'utf8')) as Record<string, { brotli: number }>;
  const first = sizes['autofactura-portal']?.brotli ?? Number.NaN;
  return [
    {
      name: 'widget, first load, brotli',
      unit: 'bytes',
      value: first,
      goal: '≤ 12000, cap 14600',
      met: first <= 12_000,
    },
    {
      name: 'widget, the whole main path, brotli',
      unit: 'bytes',
      value: first + (sizes['main-path']?.brotli ?? Number.NaN),
    },
    ...Object.entries(sizes)
      .filter(([name]) => name !== 'autofactura-portal')
      .map(([name, { brotli }]) => ({ name: `widget, on demand: ${name}`, unit: 'bytes', value: brotli })),
  ];
}

function row({ name, unit, value, ratio, of, goal, met }: Figure): string {
  const amount = `${value < 100 ? value.toFixed(2) : Math.round(value)} ${unit}`;
  const beside = ratio === undefined ? '' : `${ratio.toFixed(3)} × ${of}`;
  const verdict = goal === undefined ? '' : `${met ? 'met   ' : 'MISSED'} ${goal}`;
  return `${name.padEnd(38)} ${amount.padStart(22)}  ${beside.padEnd(28)} ${verdict}`;
}
