/**
 * `autofactura invoice look-up|adopt|release INVOICE`: the ways out of an invoice that only a person can decide, as `/v1/invoices/{id}/look-up`,
 * `/adopt` and `/release` have them.
 */
import { readFileSync } from 'node:fs';
import type { Invoice } from '../invoicing/invoice.ts';
import { adoptTimbre, lookUpUndecided, releaseUndecided, type UndecidedDeps } from '../invoicing/undecided.ts';
import { UsageError } from './command.ts';

/** What the command line passes besides the invoice. */
type Given = { readonly file: string | undefined; readonly evidence: string | undefined; readonly by: string };

/** The outcome, for `--json` and as a line. */
export type Decided = { readonly view: Readonly<Record<string, string>>; readonly line: string };

const LEAST_EVIDENCE = 10;

/** Runs one of them. */
export async function decide(
  invoicing: UndecidedDeps,
  action: 'look-up' | 'adopt' | 'release',
  invoice: Invoice,
  { file, evidence = '', by }: Given,
): Promise<Decided> {
  const { id } = invoice;
  if (action === 'look-up') {
    const found = await lookUpUndecided(invoicing, invoice);
    const reason = found.kind === 'undecided' ? { reason: found.reason } : {};
    return { view: { id, found: found.kind, ...reason }, line: `${id}  ${found.kind}` };
  }
  if (action === 'adopt') {
    if (file === undefined) throw new UsageError('Which stamped XML?');
    const { state, stamped } = await adoptTimbre(invoicing, invoice, readFileSync(file, 'utf8'));
    return { view: { id, status: state, uuid: stamped?.uuid ?? '' }, line: `${id}  ${state}  ${stamped?.uuid ?? ''}` };
  }
  if (evidence.trim().length < LEAST_EVIDENCE) throw new UsageError('How do you know? Say it with --evidence.');
  const { state } = await releaseUndecided(invoicing, invoice, `${evidence.trim()} (${by})`);
  return { view: { id, status: state }, line: `${id}  ${state}` };
}
