/** What a query to a source costs its merchant, and the limit of that cost per day. */
import { z } from 'zod';
import type { AccountView } from '../outbound/provider-accounts.ts';

/** Fifty pesos: a hundred queries at the price that Facturama's customers report. */
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

/** Counts only queries that cost something; free ones have no limit of money. */
export function dailyBudgetCentavos({ settings }: AccountView): number {
  return Number(settings.dailyBudgetCentavos ?? DEFAULT_DAILY_BUDGET_CENTAVOS);
}
