/** Draws the widget's state machine as the table in widget/README.md: `npx tsx tests/widget-states.ts` rewrites it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { TRANSITIONS } from '../widget/portal/machine.ts';

const README = 'widget/README.md';
const [START, END] = ['<!-- states -->', '<!-- /states -->'];

type Row = Readonly<Record<string, { readonly to: readonly string[] }>>;

/** Returns the machine as a Markdown table: one line per state, each event with the states it may lead to. */
export function drawStates(): string {
  const rows = Object.entries(TRANSITIONS as Readonly<Record<string, Row>>).map(([state, row]) => {
    const cells = Object.entries(row).flatMap(([event, { to }]) =>
      event === 'revisit' ? [] : `**${event}** → ${to.map((kind) => (kind === state ? '·' : kind)).join(', ')}`,
    );
    return `| \`${state}\` | ${cells.join('<br>')} |`;
  });
  return ['| state | event → states it may lead to (`·`: the same one) |', '|---|---|', ...rows].join('\n');
}

/** Returns the README with the table drawn anew. */
export function withStates(readme: string): string {
  const [before, rest = ''] = readme.split(START);
  const [, after] = rest.split(END);
  return `${before}${START}\n${drawStates()}\n${END}${after}`;
}

if (process.argv[1]?.endsWith('widget-states.ts')) writeFileSync(README, withStates(readFileSync(README, 'utf8')));
