/** Sales that a merchant's own system tells, many at once: each is kept and made by itself, and its line says what became of it. */
import type { PutSale } from '../../../db/store.ts';
import { localDate } from '../../catalogs/local-time.ts';
import { parseMicro } from '../../cfdi/money.ts';
import type { Fault } from '../../cfdi/problem.ts';
import { storable } from '../../text/storable.ts';
import { nextSlice } from '../../threads/slices.ts';
import type { SaleFact } from '../intake/fact.ts';
import type { Intake } from '../intake/intake.ts';
import { makeSale, type SaleMade, saleId } from '../intake/make-sale.ts';
import { remembering } from '../intake/remembering.ts';
import type { SourceAccount } from '../settings.ts';
import { toldFact } from './submitted-fact.ts';
import type { SkippedReason, ToldLine, ToldSale } from './submitted-sale.ts';

export type ToldOutcome = { readonly line: number; readonly folio?: string } & (
  | { readonly result: PutSale['kind']; readonly id: string }
  | { readonly result: 'skipped'; readonly reason: SkippedReason }
  | { readonly result: 'refused'; readonly faults: readonly Fault[] }
  /** Kept, and made in a moment. */
  | { readonly result: 'kept' }
);

/** Of one transaction, and of one slice of the event loop's time: whoever asks meanwhile waits for no more than this many writes. */
const BATCH = 50;

/**
 * Keeps what was told at `at` (epoch milliseconds, of two tellings of a sale the later stands; of one file the last) and makes the
 * sales. A sale that cannot be made waits in the source's queue besides. A receipt that its service has invoiced or cancelled closes the
 * sale that it was here.
 */
export async function takeTold(
  intake: Intake,
  account: SourceAccount,
  lines: readonly ToldLine[],
  at: number,
): Promise<readonly ToldOutcome[]> {
  return inTurn(account.id, () => takeInTurn(remembering(intake), account, lines, at));
}

/** Two files at once could each bring the same ticket by a number that reads alike. */
const turns = new Map<string, Promise<unknown>>();

function inTurn<T>(sourceId: string, take: () => Promise<T>): Promise<T> {
  const mine = (turns.get(sourceId) ?? Promise.resolve()).then(take, take);
  turns.set(sourceId, mine);
  const done = (): void => void (turns.get(sourceId) === mine && turns.delete(sourceId));
  mine.then(done, done);
  return mine;
}

async function takeInTurn(
  intake: Intake,
  account: SourceAccount,
  lines: readonly ToldLine[],
  at: number,
): Promise<readonly ToldOutcome[]> {
  const ours = withoutRepeated(lines).map((line) => (isOfOtherWorld(account, line) ? skippedTest(line) : line));
  const outcomes: ToldOutcome[] = [];
  for (let from = 0; from < ours.length; from += BATCH) {
    await nextSlice();
    outcomes.push(...(await takeBatch(intake, account, ours.slice(from, from + BATCH), at + from / BATCH)));
  }
  return outcomes;
}

/** Two tickets under one folio: whichever was taken, the other would be lost. That one was paid, or cancelled, is another matter. */
function withoutRepeated(lines: readonly ToldLine[]): readonly ToldLine[] {
  const first = new Map<string, string>();
  const repeated = new Set<string>();
  for (const line of lines) {
    const [key, gist] = line.kind === 'told' ? [toldFact(line.sale, 0)?.saleKey, ticketOf(line.sale)] : [];
    if (key === undefined || gist === undefined) continue;
    if ((first.get(key) ?? gist) !== gist) repeated.add(key);
    first.set(key, gist);
  }
  return lines.map((line) => {
    const key = line.kind === 'told' ? toldFact(line.sale, 0)?.saleKey : undefined;
    if (key === undefined || !repeated.has(key)) return line;
    return { ...placeOf(line), kind: 'faults', faults: [{ code: 'folio-repeated', pointer: '/folio' }] };
  });
}

/** By which a paid ticket is told from another: its day, whatever the time of a line, and its total. */
function ticketOf({ estado = 'pagada', date, total }: ToldSale): string | undefined {
  if (estado !== 'pagada') return undefined;
  const at = typeof date === 'string' ? Date.parse(date) : Number.NaN;
  const amount = typeof total === 'string' ? parseMicro(total) : undefined;
  return [Number.isNaN(at) ? date : localDate(at, 'America/Mexico_City'), amount ?? total].join(' ');
}

/** What another service made in its test mode was never sold. */
function isOfOtherWorld({ tenant }: SourceAccount, line: ToldLine): boolean {
  return line.kind === 'told' && line.isTest === true && tenant.world === 'live';
}

function skippedTest(line: ToldLine): ToldLine {
  return { ...placeOf(line), kind: 'skipped', reason: 'test' };
}

function placeOf({ line, folio }: ToldLine): { readonly line: number; readonly folio?: string } {
  return { line, ...(folio !== undefined && { folio }) };
}

async function takeBatch(
  intake: Intake,
  account: SourceAccount,
  lines: readonly ToldLine[],
  at: number,
): Promise<readonly ToldOutcome[]> {
  const facts = new Map<string, SaleFact>();
  for (const line of lines) {
    const fact = await factOf(intake, account, line, at);
    // A cancellation stands, wherever in the file it is.
    if (fact && !isCanceled(facts.get(fact.saleKey))) facts.set(fact.saleKey, fact);
  }
  const told = { facts: [...facts.values()], now: intake.now() };
  const { unfolded } = await intake.store.sources.receive(account.id, told);
  const made = new Map<string, SaleMade>();
  for (const sale of unfolded) {
    made.set(sale.saleKey, await makeSale(intake, account, sale));
    await nextSlice();
  }
  const outcomes: ToldOutcome[] = [];
  for (const line of lines) outcomes.push(await outcomeOf(intake, account, line, made));
  return outcomes;
}

function isCanceled(told: SaleFact | undefined): boolean {
  return told?.fact.kind === 'told' && told.fact.sale.estado === 'cancelada';
}

async function factOf(
  { store }: Intake,
  account: SourceAccount,
  line: ToldLine,
  at: number,
): Promise<SaleFact | undefined> {
  if (line.kind === 'told') return toldFact(line.sale, at);
  if (line.kind === 'faults' || line.folio === undefined || line.reason === 'test') return undefined;
  const closing = toldFact({ folio: line.folio, estado: 'cancelada' }, at);
  const known = closing && (await store.sales.get(account.tenant, saleId(account, closing.saleKey)));
  return known && closing;
}

async function outcomeOf(
  intake: Intake,
  account: SourceAccount,
  line: ToldLine,
  made: ReadonlyMap<string, SaleMade>,
): Promise<ToldOutcome> {
  const place = placeOf(line);
  if (line.kind === 'faults') return { ...place, result: 'refused', faults: line.faults };
  if (line.kind === 'skipped') return { ...place, result: 'skipped', reason: line.reason };
  const saleKey = toldFact(line.sale, 0)?.saleKey;
  if (saleKey === undefined) return { ...place, result: 'refused', faults: [{ code: 'required', pointer: '/folio' }] };
  const outcome = made.get(saleKey) ?? (await toldBefore(intake, account, saleKey, line.sale));
  if (outcome.kind === 'problem') return { ...place, result: 'refused', faults: outcome.faults };
  if (outcome.kind === 'later') return { ...place, result: 'kept' };
  return { ...place, result: outcome.put.kind, id: outcome.put.sale.id };
}

/** What is not newer than what is known comes to what it came to then, if it says the same. */
async function toldBefore(intake: Intake, account: SourceAccount, saleKey: string, sale: ToldSale): Promise<SaleMade> {
  const known = await intake.store.sources.factsOf(account.id, saleKey);
  const isSame = known?.facts.some(
    (fact) => fact.kind === 'told' && JSON.stringify(fact.sale) === JSON.stringify(storable(sale)),
  );
  if (isSame) return makeSale(intake, account, { sourceId: account.id, saleKey });
  return { kind: 'problem', faults: [{ code: 'newer-known', pointer: '/folio' }] };
}
