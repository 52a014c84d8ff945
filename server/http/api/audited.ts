/** Does something that changes a merchant's books between an intent and its entry in their audit log. */
import { randomBytes } from 'node:crypto';
import type { AuditIntent } from '../../accounts/audit.ts';
import { Problem } from '../../problems/problem.ts';
import type { Services } from './services.ts';

/** Who does what at which merchant, and from where. */
export type Audited = Omit<AuditIntent, 'id' | 'at'>;

/** What the entry says of the outcome; `made` is the target unless the deed names one. */
export type AuditedOutcome = { readonly status: number; readonly made?: string | undefined };

const LONGEST_TARGET = 120;

/**
 * Stores an intent before `work` runs and an entry once its outcome is known. If the intent cannot be stored, nothing is done; an interrupted
 * action gets an entry that says so. What is refused, or has no outcome by `outcomeOf`, changes nothing and leaves no entry.
 */
export async function audited<T>(
  services: Services,
  deed: Audited,
  work: () => Promise<T>,
  outcomeOf: (done: T) => Promise<AuditedOutcome | undefined>,
): Promise<T> {
  const { audit } = services.invoicing.store;
  const { target } = deed;
  const intent: AuditIntent = {
    ...{ ...deed, id: `int_${randomBytes(12).toString('hex')}`, at: services.invoicing.now() },
    ...(target !== undefined && { target: target.slice(0, LONGEST_TARGET) }),
  };
  await audit.begin(intent);
  try {
    const done = await work();
    const outcome = await outcomeOf(done);
    if (outcome) await finish(services, intent, outcome);
    else await audit.drop(intent.id);
    return done;
  } catch (error) {
    const status = error instanceof Problem ? error.status : 500;
    if (status < 500) await audit.drop(intent.id).catch(() => {});
    else await finish(services, intent, { status });
    throw error;
  }
}

/** Completes the intent. The caller gets the answer in any case: if the entry cannot be written now, the intent becomes one later. */
async function finish({ invoicing, seal }: Services, intent: AuditIntent, { status, made }: AuditedOutcome) {
  const target = intent.target ?? made?.slice(0, LONGEST_TARGET);
  const { audit } = invoicing.store;
  await audit
    .enterInterrupted(intent.merchantId, invoicing.now(), seal)
    .then(() => audit.finish(intent, { status, ...(target !== undefined && { target }) }, seal))
    .catch(() => invoicing.log('audit.not-finished', { ...intent, status }));
}
