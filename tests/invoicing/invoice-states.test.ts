import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { GLOBAL_RUN_STATES } from '../../server/invoicing/global-run.ts';
import type { Invoice, InvoiceState } from '../../server/invoicing/invoice.ts';
import * as phases from '../../server/invoicing/phases.ts';
import { REFUND_STATES } from '../../server/invoicing/refund.ts';

const README = readFileSync(new URL('../../server/invoicing/README.md', import.meta.url), 'utf8');
const NOW = Date.UTC(2026, 10, 20, 18);
const HOUR_MS = 3_600_000;

const STATES = [
  ...(['claimed', 'sealed', 'sending', 'in-doubt', 'reconcile', 'stamped', 'rejected', 'canceled'] as const),
] satisfies readonly InvoiceState[];
/** Fails to compile when a state is missing above. */
const _every: Exclude<InvoiceState, (typeof STATES)[number]> extends never ? true : never = true;

/** An invoice of any kind in that state, as far as the phases look at it. */
function invoiceIn(state: InvoiceState): Invoice {
  const sealed = { xml: '<x/>', sha256: 'a', sello: 's', noCertificado: '1', fecha: 'f', sealedAt: NOW - 2 * HOUR_MS };
  return {
    ...{ id: 'inv_1', state, generation: 0, fence: 1, nextAt: NOW, createdAt: NOW },
    sends: state === 'claimed' || state === 'sealed' ? 0 : 1,
    ...(state !== 'claimed' && { sealed, pacId: 'pac' }),
    ...((state === 'stamped' || state === 'canceled') && { stamped: { uuid: 'U1', xml: '<x/>', at: NOW } }),
    ...(state === 'rejected' && { refusal: { code: 'c', message: '' } }),
    ...(state === 'in-doubt' && { inDoubtSince: NOW - 1 }),
  } as unknown as Invoice;
}

type Changed = { readonly change?: { readonly state?: InvoiceState } } | string | undefined;
const answer = { fence: 1, now: NOW, nextAt: NOW, reason: 'r' };
const refused = { ...answer, code: 'c', message: '' };
const sealed = { xml: '<x/>', sha256: 'b', sello: 's', noCertificado: '1', fecha: 'f', sealedAt: NOW };
const call = { pacId: 'pac', leaseUntil: NOW + 1, now: NOW, atMost: 9 };

const PHASES: Readonly<Record<string, (invoice: Invoice) => Changed>> = {
  seal: (invoice) => phases.seal(invoice, sealed),
  intent: (invoice) => (invoice.sealed ? phases.intent(invoice, call, { out: 0, leaseOwner: null }) : undefined),
  'doubt, sent': (invoice) => phases.doubt(invoice, { ...answer, sent: true }),
  'doubt, not sent': (invoice) => phases.doubt(invoice, { ...answer, sent: false }),
  record: (invoice) => (invoice.sealed ? phases.record(invoice, { uuid: 'U2', xml: '<x/>', at: NOW }) : undefined),
  reject: (invoice) => phases.reject(invoice, refused),
  reclaim: (invoice) => phases.reclaim(invoice, refused),
  reconcile: (invoice) => phases.reconcile(invoice, 'r', NOW),
  release: (invoice) => phases.release(invoice, { evidence: 'e', now: NOW }),
};

function nextOf(state: InvoiceState, phase: (invoice: Invoice) => Changed): string {
  const step = phase(invoiceIn(state));
  const next = typeof step === 'object' ? step.change?.state : undefined;
  return next === undefined ? '' : `\`${next}\``;
}

/** The table of the README, as the rules of the phases have it. */
function table(): string {
  const head = ['from', ...Object.keys(PHASES)];
  const rows = STATES.map((state) => [`\`${state}\``, ...Object.values(PHASES).map((phase) => nextOf(state, phase))]);
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

describe('an invoice of any kind', () => {
  it('moves as the README says', () => {
    expect(README).toContain(table());
  });

  it('that is stamped or canceled is moved by no phase', () => {
    for (const state of ['stamped', 'canceled'] as const)
      for (const phase of Object.values(PHASES)) expect(nextOf(state, phase)).toBe('');
  });

  it('whose send was doubtful is never refused by an answer', () => {
    expect(nextOf('in-doubt', (invoice) => phases.reject(invoice, refused))).toBe('');
  });
});

it('the README names each state of refunds and of runs of facturas globales', () => {
  for (const state of [...REFUND_STATES, ...GLOBAL_RUN_STATES]) expect(README).toContain(`| \`${state}\` |`);
});
