/** What asking a source costs its merchant, and how much of that a day may cost. */
import { z } from 'zod';
import type { AccountView } from '../outbound/provider-accounts.ts';

/** Fifty pesos: a hundred questions at the price that Facturama's customers tell of. */
const DEFAULT_DAILY_BUDGET_CENTAVOS = 5_000;

/** The settings of an account with a source; `usualCentavos` is what a question costs unless the merchant's contract says otherwise. */
export function costSettings(usualCentavos: number) {
  return z.strictObject({
    costCentavos: z.int().min(0).max(100_000).default(usualCentavos),
    dailyBudgetCentavos: z.int().min(0).max(100_000_000).default(DEFAULT_DAILY_BUDGET_CENTAVOS),
  });
}

/** What one question to this source costs, in centavos; 0 when the merchant did not say. */
export function questionCentavos({ settings }: AccountView): number {
  return Number(settings.costCentavos ?? 0);
}

/** Spent by questions that cost something; those that cost nothing have no limit of money. */
export function dailyBudgetCentavos({ settings }: AccountView): number {
  return Number(settings.dailyBudgetCentavos ?? DEFAULT_DAILY_BUDGET_CENTAVOS);
}
