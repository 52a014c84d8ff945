/** Asking merchants' own URLs while a customer waits: seldom twice the same, never for long, and not at all while one is down. */
import { createHash } from 'node:crypto';
import type { Tenant } from '../../../merchants/tenant.ts';
import type { Sale } from '../../../sales/sale.ts';
import type { SourceAccounts } from '../../accounts.ts';
import { type Intake, receiveFacts } from '../../intake/intake.ts';
import type { SourceAccount } from '../../settings.ts';
import type { SaleQuestion } from '../../source.ts';

/** What asking came to: `unavailable` when somebody who may know did not answer. */
export type Asked = 'nobody' | 'answered' | 'unavailable';

/** Asks the merchants' systems for sales that a customer looks for. */
export type Asking = {
  /** Asks what may know more than is known: everybody when nothing was `found`, else those whom an open sale came from. */
  ask(tenant: Tenant, question: SaleQuestion, found: readonly Sale[]): Promise<Asked>;
};

/** For so long an answer stands, also that there is no such sale. */
const FRESH_MS = 60_000;
const MOST_KEPT = 10_000;
/** Of one source at once: a merchant's URL is not to be a target. */
const MOST_AT_ONCE = 8;
const FAILURES = 3;
const REST_MS = 30_000;

/** `isNoted`: its merchant was told that it does not answer, or nobody knows yet. */
type Standing = { atOnce: number; failures: number; wrong: number; restUntil: number; isNoted: boolean };

/** Each process remembers for itself. */
export function createAsking(intake: Intake, accounts: SourceAccounts): Asking {
  const answers = new Map<string, { readonly until: number; readonly answer: Promise<boolean> }>();
  const standings = new Map<string, Standing>();

  /** `wrong`: it answered, with something else. That is no reason to leave it be: somebody may only have asked something odd. */
  async function askOne(account: SourceAccount, question: SaleQuestion): Promise<'answered' | 'silent' | 'wrong'> {
    const source = await accounts.open(account);
    const read = await source?.find?.(question, intake.now());
    if (read?.kind === 'facts') {
      await receiveFacts(intake, account, { facts: read.facts });
      return 'answered';
    }
    intake.log('source.not-asked', { source: account.id, error: read?.reason ?? 'no answer' });
    return read?.kind === 'unreadable' ? 'wrong' : 'silent';
  }

  async function askNoting(account: SourceAccount, question: SaleQuestion, standing: Standing): Promise<boolean> {
    standing.atOnce += 1;
    try {
      const answer = await askOne(account, question);
      standing.failures = answer === 'silent' ? standing.failures + 1 : 0;
      if (standing.failures >= FAILURES) standing.restUntil = intake.now() + REST_MS;
      standing.wrong = answer === 'wrong' ? standing.wrong + 1 : 0;
      const isAmiss = standing.failures >= FAILURES || standing.wrong >= FAILURES;
      if (isAmiss || answer === 'answered') await note(account, standing, isAmiss);
      return answer === 'answered';
    } catch (error) {
      intake.log('source.not-asked', { source: account.id, error: error instanceof Error ? error.name : 'unknown' });
      return false;
    } finally {
      standing.atOnce -= 1;
    }
  }

  async function note({ tenant, id, name }: SourceAccount, standing: Standing, isAmiss: boolean): Promise<void> {
    const { notices } = intake.store;
    if (!isAmiss && !standing.isNoted) return;
    standing.isNoted = isAmiss;
    const notice = { tenant, kind: 'source-not-answering', subject: id } as const;
    if (isAmiss) await notices.raise({ ...notice, params: { name }, now: intake.now() });
    else await notices.resolve(tenant, notice.kind, id, intake.now());
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
    // The oldest comes first in a Map.
    const [oldest = key] = answers.keys();
    if (answers.size > MOST_KEPT) answers.delete(oldest);
    return answer;
  }

  return {
    async ask(tenant, question, found) {
      const open = new Set(found.filter(({ invoiceId }) => invoiceId === undefined).map(({ source }) => source));
      // Most sales are pushed, and then nobody is asked: the list is not even looked at.
      if (found.length > 0 && ![...open].some(isSourceId)) return 'nobody';
      const all = (await intake.store.sources.list(tenant)).filter(({ type }) => type === 'pull');
      const asked = found.length === 0 ? all : all.filter(({ id }) => open.has(id));
      if (asked.length === 0) return 'nobody';
      const answered = await Promise.all(asked.map((account) => remembered(account, question)));
      return answered.every(Boolean) ? 'answered' : 'unavailable';
    },
  };
}

function isSourceId(source: string): boolean {
  return source.startsWith('src_');
}

/** What customers type is kept nowhere as it is. */
function digestOf(question: SaleQuestion): string {
  const { folio, email, total, date, cardLast4 } = question;
  return createHash('sha256')
    .update(JSON.stringify([folio, email, total, date, cardLast4]))
    .digest('base64');
}
