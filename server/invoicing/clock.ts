/** Handles a wrong clock without involving customers: nothing is sealed, invoices wait, and the merchant and the operator are notified. */

import type { Tenant } from '../merchants/tenant.ts';
import type { NoticeStore } from '../notices/notice-store.ts';
import type { Pac, PacReply, ReportsTime } from '../pac/pac.ts';
import type { Pacs } from '../pac/pacs.ts';
import type { Log } from '../text/log.ts';
import { type ClockGauge, isClockOff, type PacClock } from './clock-gauge.ts';
import type { Invoice } from './invoice.ts';
import type { InvoiceStore } from './invoice-store.ts';
import { type NoticeDeps, noteFecha } from './notices.ts';

/** Retry interval of an invoice that waits for the clock. */
export const CLOCK_AGAIN_MS = 2_000;
/** Minimum interval between questions to a PAC that did not answer. */
const ASK_SILENT_EVERY_MS = 5_000;
const ASK_WITHIN_MS = 3_000;
/** A Fecha refused although the clocks agree is tried again later and later. */
const FECHA_AGAIN_MS = 30_000;
const FECHA_AGAIN_AT_MOST_MS = 180_000;

/** What handling a wrong clock may touch. */
export type ClockDeps = NoticeDeps & {
  readonly store: {
    readonly invoices: InvoiceStore;
    readonly notices: NoticeStore;
  };
  readonly now: () => number;
  readonly clock: ClockGauge;
  readonly log: Log;
};

/**
 * Whether our clock is more than five minutes from this PAC's. Asks the PAC, with a connection test, if it has not answered yet or if the
 * clock was off when it last did, because it may have been corrected. If the PAC does not answer, the clock counts as right.
 */
export async function isClockOffAt(deps: ClockDeps, pac: Pac, tenant: Tenant): Promise<boolean> {
  const ahead = deps.clock.aheadOf(clockOf(pac, tenant));
  if (ahead !== undefined && !isClockOff(ahead)) return false;
  await askTime(deps, pac, tenant);
  return isClockOff(deps.clock.aheadOf(clockOf(pac, tenant)));
}

/**
 * While our clock is off, when to try again what must not even be begun by it: soon, by the clock of the PAC that would stamp it. `undefined`
 * if our clock is right as far as anybody knows.
 */
export async function clockAgainAt(
  deps: ClockDeps & { readonly pacs: Pacs },
  tenant: Tenant,
): Promise<number | undefined> {
  const [first] = await deps.pacs.of(tenant);
  if (!first || !(await isClockOffAt(deps, first, tenant))) return undefined;
  return deps.now() - (deps.clock.aheadOf(clockOf(first, tenant)) ?? 0) + CLOCK_AGAIN_MS;
}

/** Records the time in a PAC's answer. */
export function hearTime({ clock }: ClockDeps, pac: Pac, tenant: Tenant, { reportedAt }: ReportsTime): void {
  if (reportedAt !== undefined) clock.note(clockOf(pac, tenant), reportedAt);
}

const lastNoted = new WeakMap<ClockGauge, Map<string, 'off' | 'right'>>();

/** Keeps the merchant's notice and the alarm in the log current while the clock is off. */
export async function noteTime(deps: ClockDeps, pac: Pac, tenant: Tenant): Promise<void> {
  const { clock, store, now, log } = deps;
  const { id } = pac.capabilities;
  const { merchantId, world } = tenant;
  const ahead = clock.aheadOf(clockOf(pac, tenant));
  if (ahead === undefined) return;
  const noted = lastNoted.get(clock) ?? new Map<string, 'off' | 'right'>();
  lastNoted.set(clock, noted);
  const key = `${id} ${world} ${merchantId}`;
  const notice = { tenant: { merchantId, world }, kind: 'clock-skew', subject: id } as const;
  if (isClockOff(ahead)) {
    const minutes = String(Math.round(Math.abs(ahead) / 60_000));
    const params = { pac: id, minutes, direction: ahead > 0 ? 'ahead' : 'behind' };
    const raised = await store.notices.raise({ ...notice, params, now: now() });
    if (raised === 'new') log('alarm.clock-skew', { pac: id, world, seconds: Math.round(ahead / 1_000) });
    noted.set(key, 'off');
  } else if (noted.get(key) !== 'right') {
    await store.notices.resolve(notice.tenant, notice.kind, id, now());
    noted.set(key, 'right');
  }
}

/** The code that PACs share for a Fecha that is over 72 hours old or in the future (wire-contracts 1.1), or a message that says so. */
export function isFechaRefusal({ code, satCode, message }: Extract<PacReply, { kind: 'rejected' }>): boolean {
  return (code === '401' && satCode === undefined) || /\bfecha\b[^.]{0,60}fuera de(?:l)? rango/i.test(message);
}

/** Handles a refused Fecha, which is our mistake: the invoice will be sealed again, in the next generation. */
export async function sealAgain(
  deps: ClockDeps,
  pac: Pac,
  invoice: Invoice,
  { code, satCode, message }: Extract<PacReply, { kind: 'rejected' }>,
): Promise<Invoice> {
  const now = deps.now();
  const isOff = isClockOff(deps.clock.aheadOf(clockOf(pac, invoice)));
  const longer = Math.min(FECHA_AGAIN_MS * 2 ** Math.max(0, invoice.fence - 1), FECHA_AGAIN_AT_MOST_MS);
  const again = isOff ? CLOCK_AGAIN_MS : longer;
  if (!isOff) await noteFecha(deps, invoice, message);
  const refusal = { fence: invoice.fence, code, ...(satCode !== undefined && { satCode }), nextAt: now + again, now };
  return deps.store.invoices.reclaim(invoice.id, refusal);
}

type Asked = { readonly at: number; readonly answer: Promise<void>; isAnswered: boolean };
const asked = new WeakMap<ClockGauge, Map<string, Asked>>();

/** Asks once for all callers that are waiting; a PAC that did not answer is not asked again for a while. */
async function askTime(deps: ClockDeps, pac: Pac, tenant: Tenant): Promise<void> {
  const own = asked.get(deps.clock) ?? new Map<string, Asked>();
  asked.set(deps.clock, own);
  const key = `${pac.capabilities.id} ${tenant.world} ${tenant.merchantId}`;
  const last = own.get(key);
  if (last && !last.isAnswered) return last.answer;
  const isSilent = deps.clock.aheadOf(clockOf(pac, tenant)) === undefined;
  if (last && isSilent && performance.now() - last.at < ASK_SILENT_EVERY_MS) return;
  const asking: Asked = { at: performance.now(), answer: hearFrom(deps, pac, tenant), isAnswered: false };
  own.set(key, asking);
  await asking.answer.finally(() => {
    asking.isAnswered = true;
  });
}

async function hearFrom(deps: ClockDeps, pac: Pac, tenant: Tenant): Promise<void> {
  try {
    hearTime(deps, pac, tenant, await pac.testConnection(AbortSignal.timeout(ASK_WITHIN_MS)));
  } catch {
    deps.log('clock.not-reported', { pac: pac.capabilities.id, world: tenant.world });
  }
  await noteTime(deps, pac, tenant);
}

function clockOf({ capabilities }: Pac, { world }: Tenant): PacClock {
  return { id: capabilities.id, world };
}
