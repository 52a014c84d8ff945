/** Ingests the sales that a merchant's own system submits, many at once. Each line succeeds or is refused separately. */

import { localDate } from '../../catalogs/local-time.ts';
import { parseMicro } from '../../cfdi/money.ts';
import type { Fault } from '../../problems/problem.ts';
import type { PutSale } from '../../sales/sale-store.ts';
import { storable } from '../../text/storable.ts';
import { nextSlice } from '../../threads/slices.ts';
import type { SaleFact } from '../intake/fact.ts';
import type { Intake } from '../intake/intake-context.ts';
import { type MakeOutcome, makeSale, saleId } from '../intake/make-sale.ts';
import { rememberIntake } from '../intake/remembering.ts';
import { submittedFact } from '../intake/submitted-fact.ts';
import type { SkippedReason, SubmittedLine, SubmittedSale } from '../intake/submitted-sale.ts';
import type { SourceAccount } from '../settings.ts';

/** What happened to one line of a submission. `line` is counted from 1, as the file shows it. */
export type IngestOutcome = { readonly line: number; readonly folio?: string } & (
  | { readonly result: PutSale['kind']; readonly id: string }
  | { readonly result: 'skipped'; readonly reason: SkippedReason }
  | { readonly result: 'refused'; readonly faults: readonly Fault[] }
  /** Its facts are stored; the worker makes the sale in a moment. */
  | { readonly result: 'kept' }
);

/** Sales in one transaction, and in one slice of the event loop's time: a customer waits for at most this many writes. */
const BATCH = 50;

/**
 * Stores the lines as facts of version `at` (epoch milliseconds) and makes their sales. If a folio is submitted twice, the later submission
 * wins; within one file, the last line. A sale that cannot be made waits in the source's queue. A receipt that its service invoiced or
 * cancelled closes the sale here.
 */
export async function ingestSales(
  intake: Intake,
  account: SourceAccount,
  lines: readonly SubmittedLine[],
  at: number,
): Promise<readonly IngestOutcome[]> {
  return inTurn(account.id, () => ingestInTurn(rememberIntake(intake), account, lines, at));
}

/** One file at a time for each source: two at once could report the results of each other's lines. */
const turns = new Map<string, Promise<unknown>>();

function inTurn<T>(sourceId: string, take: () => Promise<T>): Promise<T> {
  const mine = (turns.get(sourceId) ?? Promise.resolve()).then(take, take);
  turns.set(sourceId, mine);
  const done = (): void => void (turns.get(sourceId) === mine && turns.delete(sourceId));
  mine.then(done, done);
  return mine;
}

async function ingestInTurn(
  intake: Intake,
  account: SourceAccount,
  lines: readonly SubmittedLine[],
  at: number,
): Promise<readonly IngestOutcome[]> {
  const ours = refuseRepeatedFolios(lines).map((line) => (isOfOtherWorld(account, line) ? skippedTest(line) : line));
  const outcomes: IngestOutcome[] = [];
  for (let from = 0; from < ours.length; from += BATCH) {
    await nextSlice();
    outcomes.push(...(await ingestBatch(intake, account, ours.slice(from, from + BATCH), at + from / BATCH)));
  }
  return outcomes;
}

/** Refuses two paid tickets with one folio: whichever was taken, the other would be lost. */
function refuseRepeatedFolios(lines: readonly SubmittedLine[]): readonly SubmittedLine[] {
  const first = new Map<string, string>();
  const repeated = new Set<string>();
  for (const line of lines) {
    const [key, gist] = line.kind === 'submitted' ? [submittedFact(line.sale, 0)?.saleKey, ticketOf(line.sale)] : [];
    if (key === undefined || gist === undefined) continue;
    if ((first.get(key) ?? gist) !== gist) repeated.add(key);
    first.set(key, gist);
  }
  return lines.map((line) => {
    const key = line.kind === 'submitted' ? submittedFact(line.sale, 0)?.saleKey : undefined;
    if (key === undefined || !repeated.has(key)) return line;
    return { ...placeOf(line), kind: 'faults', faults: [{ code: 'folio-repeated', pointer: '/folio' }] };
  });
}

/** What distinguishes two paid tickets with one folio: the local day, not the time, and the total. */
function ticketOf({ estado = 'pagada', date, total }: SubmittedSale): string | undefined {
  if (estado !== 'pagada') return undefined;
  const at = typeof date === 'string' ? Date.parse(date) : Number.NaN;
  const amount = typeof total === 'string' ? parseMicro(total) : undefined;
  return [Number.isNaN(at) ? date : localDate(at, 'America/Mexico_City'), amount ?? total].join(' ');
}

/** A receipt from another service's test mode was never a sale. */
function isOfOtherWorld({ tenant }: SourceAccount, line: SubmittedLine): boolean {
  return line.kind === 'submitted' && line.isTest === true && tenant.world === 'live';
}

function skippedTest(line: SubmittedLine): SubmittedLine {
  return { ...placeOf(line), kind: 'skipped', reason: 'test' };
}

function placeOf({ line, folio }: SubmittedLine): { readonly line: number; readonly folio?: string } {
  return { line, ...(folio !== undefined && { folio }) };
}

async function ingestBatch(
  intake: Intake,
  account: SourceAccount,
  lines: readonly SubmittedLine[],
  at: number,
): Promise<readonly IngestOutcome[]> {
  const facts = new Map<string, SaleFact>();
  for (const line of lines) {
    const fact = await factOf(intake, account, line, at);
    // A cancellation counts wherever it is in the file.
    if (fact && !isCanceled(facts.get(fact.saleKey))) facts.set(fact.saleKey, fact);
  }
  const received = { facts: [...facts.values()], now: intake.now() };
  const { unfolded } = await intake.store.sources.receive(account.id, received);
  const made = new Map<string, MakeOutcome>();
  for (const sale of unfolded) {
    made.set(sale.saleKey, await makeSale(intake, account, sale));
    await nextSlice();
  }
  const outcomes: IngestOutcome[] = [];
  for (const line of lines) outcomes.push(await outcomeOf(intake, account, line, made));
  return outcomes;
}

function isCanceled(submitted: SaleFact | undefined): boolean {
  return submitted?.fact.kind === 'submitted' && submitted.fact.sale.estado === 'cancelada';
}

async function factOf(
  { store }: Intake,
  account: SourceAccount,
  line: SubmittedLine,
  at: number,
): Promise<SaleFact | undefined> {
  if (line.kind === 'submitted') return submittedFact(line.sale, at);
  if (line.kind === 'faults' || line.folio === undefined || line.reason === 'test') return undefined;
  const closing = submittedFact({ folio: line.folio, estado: 'cancelada' }, at);
  const known = closing && (await store.sales.get(account.tenant, saleId(account, closing.saleKey)));
  return known && closing;
}

async function outcomeOf(
  intake: Intake,
  account: SourceAccount,
  line: SubmittedLine,
  made: ReadonlyMap<string, MakeOutcome>,
): Promise<IngestOutcome> {
  const place = placeOf(line);
  if (line.kind === 'faults') return { ...place, result: 'refused', faults: line.faults };
  if (line.kind === 'skipped') return { ...place, result: 'skipped', reason: line.reason };
  const saleKey = submittedFact(line.sale, 0)?.saleKey;
  if (saleKey === undefined) return { ...place, result: 'refused', faults: [{ code: 'required', pointer: '/folio' }] };
  const outcome = made.get(saleKey) ?? (await outcomeOfOlder(intake, account, saleKey, line.sale));
  if (outcome.kind === 'problem') return { ...place, result: 'refused', faults: outcome.faults };
  if (outcome.kind === 'later') return { ...place, result: 'kept' };
  return { ...place, result: outcome.put.kind, id: outcome.put.sale.id };
}

/** An older or equal submission changes nothing: it has the outcome of the first time if its content is the same, and is refused otherwise. */
async function outcomeOfOlder(
  intake: Intake,
  account: SourceAccount,
  saleKey: string,
  sale: SubmittedSale,
): Promise<MakeOutcome> {
  const known = await intake.store.sources.factsOf(account.id, saleKey);
  const isSame = known?.facts.some(
    (fact) => fact.kind === 'submitted' && JSON.stringify(fact.sale) === JSON.stringify(storable(sale)),
  );
  if (isSame) return makeSale(intake, account, { sourceId: account.id, saleKey });
  return { kind: 'problem', faults: [{ code: 'newer-known', pointer: '/folio' }] };
}
