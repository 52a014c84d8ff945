import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { EVENT_TYPES } from '../../server/outbox/event.ts';

it('every event that can be subscribed to is in the table of the README, and no other', () => {
  const readme = readFileSync('server/delivery/README.md', 'utf8');
  const [, rows = ''] = readme.split('|---|---|\n| `sale.created`');
  const table = `| \`sale.created\`${rows.slice(0, rows.indexOf('\n\n'))}`;
  const named = [...table.matchAll(/^\| ([^|]*) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([\w.-]+)`/g)].map(([, type]) => type),
  );
  expect(named.toSorted()).toEqual([...EVENT_TYPES].toSorted());
});
