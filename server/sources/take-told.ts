/** Sales that a merchant's own system tells, many at once: each is kept and made by itself, and its line says what became of it. */
import type { PutSale } from '../../db/store.ts';
import type { Fault } from '../cfdi/problem.ts';
import type { SaleFact } from './fact.ts';
import { type Intake, makeSale, type SaleMade } from './intake.ts';
import type { SourceAccount } from './settings.ts';
import type { SkippedReason, ToldLine } from './told.ts';
import { toldFact } from './told-fact.ts';

export type ToldOutcome = { readonly line: number; readonly folio?: string } & (
  | { readonly result: PutSale['kind']; readonly id: string }
  | { readonly result: 'skipped'; readonly reason: SkippedReason }
  | { readonly result: 'refused'; readonly faults: readonly Fault[] }
  /** Kept, and made in a moment. */
  | { readonly result: 'kept' }
);

/** Of one transaction: a reader waits for no longer than this many writes. */
const BATCH = 500;

/**
 * Keeps what was told at `at` (epoch milliseconds, of two tellings of a sale the later stands; of one file the last) and makes the
 * sales. A sale that cannot be made waits in the source's queue besides.
 */
export async function takeTold(
  intake: Intake,
  account: SourceAccount,
  lines: readonly ToldLine[],
  at: number,
): Promise<readonly ToldOutcome[]> {
  const ours = lines.map((line) => (isOfOtherWorld(account, line) ? skippedTest(line) : line));
  const outcomes: ToldOutcome[] = [];
  for (let from = 0; from < ours.length; from += BATCH) {
    outcomes.push(...(await takeBatch(intake, account, ours.slice(from, from + BATCH), at + from / BATCH)));
  }
  return outcomes;
}

/** What another service made in its test mode was never sold. */
function isOfOtherWorld({ tenant }: SourceAccount, line: ToldLine): boolean {
  return line.kind === 'told' && line.isTest === true && tenant.world === 'live';
}

function skippedTest({ line, folio }: ToldLine): ToldLine {
  return { line, ...(folio !== undefined && { folio }), kind: 'skipped', reason: 'test' };
}

async function takeBatch(
  intake: Intake,
  account: SourceAccount,
  lines: readonly ToldLine[],
  at: number,
): Promise<readonly ToldOutcome[]> {
  const facts = new Map<string, SaleFact>();
  for (const line of lines) {
    const fact = line.kind === 'told' ? toldFact(line.sale, at) : undefined;
    if (fact) facts.set(fact.saleKey, fact);
  }
  const made = new Map<string, SaleMade>();
  const { unfolded } = await intake.store.sources.receive(account.id, {
    facts: [...facts.values()],
    now: intake.now(),
  });
  for (const sale of unfolded) made.set(sale.saleKey, await makeSale(intake, account, sale));
  const outcomes: ToldOutcome[] = [];
  for (const line of lines) outcomes.push(await outcomeOf(intake, account, line, made));
  return outcomes;
}

async function outcomeOf(
  intake: Intake,
  account: SourceAccount,
  line: ToldLine,
  made: ReadonlyMap<string, SaleMade>,
): Promise<ToldOutcome> {
  const place = { line: line.line, ...(line.folio !== undefined && { folio: line.folio }) };
  if (line.kind === 'faults') return { ...place, result: 'refused', faults: line.faults };
  if (line.kind === 'skipped') return { ...place, result: 'skipped', reason: line.reason };
  const saleKey = toldFact(line.sale, 0)?.saleKey;
  if (saleKey === undefined) return { ...place, result: 'refused', faults: [{ code: 'required', pointer: '/folio' }] };
  // What was told before, or is older than what is known, comes to what it came to then.
  const outcome = made.get(saleKey) ?? (await makeSale(intake, account, { sourceId: account.id, saleKey }));
  if (outcome.kind === 'problem') return { ...place, result: 'refused', faults: outcome.faults };
  if (outcome.kind === 'later') return { ...place, result: 'kept' };
  return { ...place, result: outcome.put.kind, id: outcome.put.sale.id };
}
