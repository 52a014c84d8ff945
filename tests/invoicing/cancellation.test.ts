import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CANCELLATION_MOVES, CANCELLATION_STATES, isOver, stateAfter } from '../../server/invoicing/cancellation.ts';

/** The table of the README, as the code has it. */
function table(): string {
  const rows = CANCELLATION_MOVES.map(
    ({ from, on, to, means }) => `| \`${from}\` | \`${on}\` | \`${to}\` | ${means} |`,
  );
  return ['| from | what happens | to | which means |', '|---|---|---|---|', ...rows].join('\n');
}

describe('a cancellation', () => {
  it('moves as the README says', () => {
    const readme = readFileSync(new URL('../../server/invoicing/README.md', import.meta.url), 'utf8');
    expect(readme).toContain(table());
  });

  it('goes to at most one state for each fact', () => {
    const keys = CANCELLATION_MOVES.map(({ from, on }) => `${from} ${on}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('is canceled only by the SAT’s own status', () => {
    const ways = CANCELLATION_MOVES.filter(({ to }) => to === 'canceled').map(({ on }) => on);
    expect(new Set(ways)).toEqual(new Set(['sat-canceled']));
  });

  it('can end from wherever it is open, and never moves once it is over', () => {
    for (const state of CANCELLATION_STATES)
      if (isOver(state)) expect(CANCELLATION_MOVES.filter(({ from }) => from === state)).toEqual([]);
      else expect(stateAfter(state, 'sat-canceled')).toBe('canceled');
  });

  it('is requested again only from states in which the SAT may not have it', () => {
    const callable = CANCELLATION_STATES.filter((state) => stateAfter(state, 'call') !== undefined);
    expect(callable).toEqual(['requested', 'sent', 'in-doubt']);
  });
});
