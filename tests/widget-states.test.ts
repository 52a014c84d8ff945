import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { withStates } from './widget-states.ts';

it('widget/README.md shows the state machine as its table has it: `npx tsx tests/widget-states.ts` draws it', () => {
  const readme = readFileSync('widget/README.md', 'utf8');
  expect(readme).toBe(withStates(readme));
});
