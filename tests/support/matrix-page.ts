/** The page that says how each code of the SAT's matrix and of the PACs is met: what `server/cfdi/MATRIX.md` holds. */
import { type Coverage, MATRIX_COVERAGE, type Way } from '../../server/cfdi/matrix-coverage.ts';
import { PAC_FAULTS } from '../../server/problems/pac-faults.ts';
import type { SatFault } from '../../server/problems/sat-fault.ts';
import { SAT_FAULTS } from '../../server/problems/sat-faults.ts';

const HOW: Readonly<Record<Coverage, string>> = {
  checked: 'a rule refuses it before a stamp is spent (`checkMatrix`, `checkReceptor`)',
  'by-construction': 'the document is built so that it cannot be',
  mapped: 'only a PAC can know: its refusal has words, and somebody to put it right',
  'cannot-occur': 'our documents have nothing it speaks of',
};

const OWNERS: readonly (readonly [prefix: string, title: string])[] = [
  ['', 'Codes that all PACs share'],
  ['finkok', 'Finkok'],
  ['sw', 'SW sapien'],
  ['prodigia', 'Prodigia (PADE)'],
  ['diverza', 'Diverza'],
  ['facturapi', 'Facturapi'],
  ['facturama', 'Facturama'],
  ['cancel', 'Answers to a cancellation'],
];

/** The whole page, as it is written to disk. */
export function matrixPage(): string {
  return [
    '# The SAT’s matrix, code by code',
    'Written by `npm run coverage:matrix` from the tables of this folder; not edited by hand.',
    'Edition: matriz de errores CFDI 4.0 of 2024-12-13. The edition of 2026-03-25 was not available.',
    summary(),
    table(['Code', 'What it says', 'How', 'Where, or why', 'Who puts it right'], MATRIX_COVERAGE.map(matrixRow)),
    '# What PACs refuse with besides',
    'The SAT’s code is looked for first, wherever a PAC wrote it; then the PAC’s own; then the shared ones.',
    'A code in none of these tables is shown to the operator as it came.',
    ...OWNERS.flatMap(([prefix, title]) => [`## ${title}`, pacTable(prefix)]),
  ]
    .join('\n\n')
    .concat('\n');
}

function summary(): string {
  const count = (how: Coverage): number =>
    MATRIX_COVERAGE.filter(({ ways }) => ways.some((way) => way.how === how)).length;
  const all = MATRIX_COVERAGE.length;
  const neverSent = MATRIX_COVERAGE.filter(({ ways }) => ways.every(({ how }) => how !== 'mapped')).length;
  const rows = Object.entries(HOW).map(([how, meaning]) => [how, String(count(how as Coverage)), meaning]);
  return [
    `${all} codes; ${neverSent} of them are met before anything is sent, the other ${all - neverSent} a PAC may answer.`,
    'A code may be met in more than one way.',
    table(['How', 'Codes', 'Meaning'], rows),
  ].join('\n\n');
}

function matrixRow({ code, ways }: { readonly code: string; readonly ways: readonly Way[] }): readonly string[] {
  const fault = SAT_FAULTS[code];
  return [
    code,
    fault?.detail.en ?? '',
    ways.map(({ how }) => how).join(', '),
    ways.map(({ text }) => text).join('; '),
    whoFixes(fault),
  ];
}

function pacTable(prefix: string): string {
  const own = Object.entries(PAC_FAULTS).filter(([key]) => key.includes(':') === (prefix !== ''));
  const rows = own
    .filter(([key]) => prefix === '' || key.startsWith(`${prefix}:`))
    .map(([key, fault]) => [key.slice(key.indexOf(':') + 1), fault.detail.en, whoFixes(fault)]);
  return table(['Code', 'What it means', 'Who puts it right'], rows);
}

function whoFixes(fault: SatFault | undefined): string {
  if (!fault) return '';
  return fault.field ? `${fault.fixes}, at \`${fault.field}\`` : fault.fixes;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
