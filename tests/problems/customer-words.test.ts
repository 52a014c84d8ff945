import { expect, it } from 'vitest';
import { FAULTS } from '../../server/problems/fault-texts.ts';
import { PROBLEMS } from '../../server/problems/problem-table.ts';
import { SALE_FAULTS } from '../../server/problems/sale-fault-texts.ts';

// A refusal is one sentence for every trade: a car park's customer reads it as well as a shop's.
const OF_A_TRADE =
  /\bcompras?\b|\btickets?\b|\bconsumos?\b|\bboletos?\b|\b[mt]u servicio\b|\bpurchases?\b|\bmeals?\b|\bparking\b/i;

it.each(Object.entries(PROBLEMS))('%s is worded for every trade, in both languages', (_code, { title, detail }) => {
  for (const words of [title, detail]) expect(Object.values(words).join(' ')).not.toMatch(OF_A_TRADE);
});

// Whoever reads what the merchant does next is its customer.
const SAID_TO_CUSTOMERS = Object.entries({ ...FAULTS, ...SALE_FAULTS }).filter(([, { en }]) =>
  en.includes('{merchant}'),
);

it.each(SAID_TO_CUSTOMERS)('the reason %s is worded for every trade, in both languages', (_code, words) => {
  expect(Object.values(words).join(' ')).not.toMatch(OF_A_TRADE);
});
