/** Queries merchants' own URLs while a customer waits: it caches answers, limits the wait, and backs off while a URL is down. */
import { createHash } from 'node:crypto';
import type { Tenant } from '../../../merchants/tenant.ts';
import type { Sale } from '../../../sales/sale.ts';
import type { SourceAccounts } from '../../accounts.ts';
import { receiveFacts } from '../../intake/intake.ts';
import type { Intake } from '../../intake/intake-context.ts';
import type { SourceAccount } from '../../settings.ts';
import type { SaleQuestion } from '../../source.ts';

/** The result of asking; `unavailable` if a system that may know the sale did not answer. */
export type Asked = 'nobody' | 'answered' | 'unavailable';

/** Asks the merchants' systems for sales that a customer looks for. */
export type Asking = {
  /** Asks the systems that may know more: all of them if nothing was `found`, otherwise those that an open sale came from. */
  ask(tenant: Tenant, question: SaleQuestion, found: readonly Sale[]): Promise<Asked>;
};

/** How long an answer is cached, including that there is no such sale. */
const FRESH_MS = 60_000;
const MOST_KEPT = 10_000;
/** The maximum of concurrent queries to one source, so that a merchant's URL cannot be made a target. */
const MOST_AT_ONCE = 8;
const FAILURES = 3;
const REST_MS = 30_000;

/** The state of a source. `isNoted` means that its merchant was notified that it does not answer, or that its state is not known yet. */
type Standing = { atOnce: number; failures: number; wrong: number; restUntil: number; isNoted: boolean };

/** Creates the client. Each process keeps its own state. */
export function createAsking(intake: Intake, accounts: SourceAccounts): Asking {
  const answers = new Map<string, { readonly until: number; readonly answer: Promise<boolean> }>();
  const standings = new Map<string, Standing>();

  async function askNoting(account: SourceAccount, question: SaleQuestion, standing: Standing): Promise<boolean> {
    standing.atOnce += 1;
    try {
      const answer = await askOne(intake, accounts, account, question);
      standing.failures = answer === 'silent' ? standing.failures + 1 : 0;
      if (standing.failures >= FAILURES) standing.restUntil = intake.now() + REST_MS;
      standing.wrong = answer === 'wrong' ? standing.wrong + 1 : 0;
      const isAmiss = standing.failures >= FAILURES || standing.wrong >= FAILURES;
      if (isAmiss || answer === 'answered') await note(intake, account, standing, isAmiss);
      return answer === 'answered';
    } catch (error) {
      intake.log('source.not-asked', { source: account.id, error: error instanceof Error ? error.name : 'unknown' });
      return false;
    } finally {
      standing.atOnce -= 1;
    }
  }

  function remembered(account: SourceAccount, question: SaleQuestion): Promise<boolean> {
    const now = intake.now();
    const standing = standings.get(account.id) ?? { atOnce: 0, failures: 0, wrong: 0, restUntil: 0, isNoted: true };
    standings.set(account.id, standing);
    const key = `${account.id} ${digestOf(question)}`;
    const known = answers.get(key);
    if (known && known.until > now) return known.answer;
    if (standing.restUntil > now || standing.atOnce >= MOST_AT_ONCE) return Promise.resolve(false);
    const answer = askNoting(account, question, standing).then((isAnswered) => {
      if (!isAnswered) answers.delete(key);
      return isAnswered;
    });
    answers.delete(key);
    answers.set(key, { until: now + FRESH_MS, answer });
    // A Map iterates from the oldest entry.
    const [oldest = key] = answers.keys();
    if (answers.size > MOST_KEPT) answers.delete(oldest);
    return answer;
  }

  return {
    async ask(tenant, question, found) {
      const open = new Set(found.filter(({ invoiceId }) => invoiceId === undefined).map(({ source }) => source));
      // Most sales are pushed, and then nothing is asked: the list is not even read.
      if (found.length > 0 && ![...open].some(isSourceId)) return 'nobody';
      const all = (await intake.store.sources.list(tenant)).filter(({ type }) => type === 'pull');
      const asked = found.length === 0 ? all : all.filter(({ id }) => open.has(id));
      if (asked.length === 0) return 'nobody';
      const answered = await Promise.all(asked.map((account) => remembered(account, question)));
      return answered.every(Boolean) ? 'answered' : 'unavailable';
    },
  };
}

/** Asks one source. `wrong` means that it answered with an error; that is no reason to back off, since the question may have been odd. */
async function askOne(
  intake: Intake,
  accounts: SourceAccounts,
  account: SourceAccount,
  question: SaleQuestion,
): Promise<'answered' | 'silent' | 'wrong'> {
  const source = await accounts.open(account);
  const read = await source?.find?.(question, intake.now());
  if (read?.kind === 'facts') {
    await receiveFacts(intake, account, { facts: read.facts });
    return 'answered';
  }
  intake.log('source.not-asked', { source: account.id, error: read?.reason ?? 'no answer' });
  return read?.kind === 'unreadable' ? 'wrong' : 'silent';
}

/** Keeps the merchant's notice of a source that does not answer current. */
async function note(
  intake: Intake,
  { tenant, id, name }: SourceAccount,
  standing: Standing,
  isAmiss: boolean,
): Promise<void> {
  const { notices } = intake.store;
  if (!isAmiss && !standing.isNoted) return;
  standing.isNoted = isAmiss;
  const notice = { tenant, kind: 'source-not-answering', subject: id } as const;
  if (isAmiss) await notices.raise({ ...notice, params: { name }, now: intake.now() });
  else await notices.resolve(tenant, notice.kind, id, intake.now());
}

function isSourceId(source: string): boolean {
  return source.startsWith('src_');
}

/** What customers type is never stored as it is, so questions are identified by a digest. */
function digestOf(question: SaleQuestion): string {
  const { folio, email, total, date, cardLast4 } = question;
  return createHash('sha256')
    .update(JSON.stringify([folio, email, total, date, cardLast4]))
    .digest('base64');
}
