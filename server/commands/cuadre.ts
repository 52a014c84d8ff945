/** `autofactura cuadre --from 2026-11-01 --to 2026-11-30`: what was sold against what the CFDIs cover, by day and branch. */
import { csvOf, dayView } from '../http/merchant/cuadre-view.ts';
import { cuadreLines } from '../invoicing/cuadre.ts';
import { daysOf } from '../invoicing/cuadre-days.ts';
import { type Command, UsageError } from './command.ts';
import { readArgs } from './merchant-in.ts';
import { dayTyped } from './read-typed.ts';
import { withServices } from './with-services.ts';

/** Exits with 1 if a day does not balance. */
export const run: Command = async (typed) => {
  const args = readArgs(typed, ['branch', 'from', 'to'], ['csv']);
  const from = dayTyped(args.text('from'));
  const to = dayTyped(args.text('to') ?? from);
  const branch = args.text('branch');
  if (from === undefined || to === undefined) throw new UsageError('Of which days? --from 2026-11-01 --to 2026-11-30.');
  return withServices(args, async ({ services: { invoicing }, tenant }) => {
    const days = await daysOf(cuadreLines(invoicing, tenant, { from, to, ...(branch !== undefined && { branch }) }));
    if (args.has('csv')) process.stdout.write(csvOf(days));
    else for (const day of days.map(dayView)) args.print(day, lineOf(day));
    return days.every(({ difference }) => difference === 0n) ? 0 : 1;
  });
};

function lineOf({ date, branch, moneda, ...day }: ReturnType<typeof dayView>): string {
  const { sales, nominatives, globals, egresos, pending, difference } = day;
  const covered = `nominatives ${nominatives} + globals ${globals} − egresos ${egresos} + pending ${pending}`;
  return `${date}  ${branch}  ${moneda}  sales ${sales} = ${covered}  difference ${difference}`;
}
