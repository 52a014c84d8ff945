/** Mails copies of a stamped invoice: a few for the holder of its link, and as many as needed for its merchant. */
import { randomBytes } from 'node:crypto';
import { type Language, Problem } from '../problems/problem.ts';
import type { Invoice } from './invoice.ts';
import type { InvoiceStore } from './invoice-store.ts';

/** The number of addresses to which a customer can have one invoice mailed. */
const MAILS_AN_INVOICE = 3;
/** A second call by a merchant within this time sends no second copy. */
const ONE_COPY_MS = 60_000;

/** What mailing a copy may touch. */
type MailCopyDeps = { readonly store: { readonly invoices: InvoiceStore }; readonly now: () => number };

/** Mails a copy for a customer, once to each address. Throws `mail-limit`. Calls about one invoice must be sequential. */
export async function mailCopyForHolder(
  deps: MailCopyDeps,
  invoice: Invoice,
  { target, language }: { readonly target: string; readonly language: Language },
): Promise<void> {
  const sent = (await deps.store.invoices.outboxOf(invoice.id)).filter(({ kind }) => kind === 'mail');
  const isKnown = sent.some((mail) => mail.target === target);
  if (!isKnown && sent.length >= MAILS_AN_INVOICE) throw new Problem('mail-limit');
  await enqueue(deps, invoice, { target, language, once: `mail:${invoice.id}:${target}` });
}

/** Mails a copy for the merchant, at most once a minute to each address. */
export async function mailCopyForMerchant(deps: MailCopyDeps, invoice: Invoice, target: string): Promise<void> {
  const once = `mail:${invoice.id}:${target}:${Math.floor(deps.now() / ONE_COPY_MS)}`;
  await enqueue(deps, invoice, { target, once, language: invoice.snapshot.language ?? 'es-MX' });
}

async function enqueue(
  { store, now }: MailCopyDeps,
  { id, merchantId, world }: Invoice,
  { target, once, language }: { readonly target: string; readonly once: string; readonly language: Language },
): Promise<void> {
  const at = now();
  await store.invoices.enqueue(
    {
      id: `msg_${randomBytes(12).toString('hex')}`,
      ...{ tenant: { merchantId, world }, kind: 'mail', once, target, subject: id, nextAt: at },
      payload: { template: 'invoice-copy', invoice: id, language },
    },
    at,
  );
}
