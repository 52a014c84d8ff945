/** The store whose stamps are written to the journal too: before a document is sent, before its stamp is recorded, and once its sales are free again. */
import type { CancellationStore } from '../invoicing/cancellation-store.ts';
import type { Invoice, StampedDocument } from '../invoicing/invoice.ts';
import type { InvoiceStore } from '../invoicing/invoice-store.ts';
import type { RestoreStore } from '../invoicing/restore-store.ts';
import type { Log } from '../text/log.ts';
import { type EntryHead, type JournalEntry, toLine } from './entry.ts';
import type { StampJournal } from './stamp-journal.ts';

/** The ports whose phases are written to the journal. */
export type JournaledStore = {
  readonly invoices: InvoiceStore;
  readonly cancellations: CancellationStore;
  readonly restoring: RestoreStore;
};

/** Until a document is tried again whose line could not be written. */
const AGAIN_MS = 5_000;

/** The same store, over the journal. */
export function journaled<S extends JournaledStore>(store: S, journal: StampJournal, log: Log): S {
  const { invoices, cancellations } = store;
  const writer = createWriter(store, journal, log);
  const own: Pick<InvoiceStore, 'intent' | 'record' | 'reject' | 'release'> = {
    async intent(id, wanted) {
      const intended = await invoices.intent(id, wanted);
      if (intended.kind !== 'sending') return intended;
      try {
        await writer.sent(intended.invoice);
        return intended;
      } catch (error) {
        // Nothing was sent: whoever is next need not wait for the lease to expire, but a full disk may stay full for long.
        const { fence } = intended.invoice;
        const unsent = {
          fence,
          reason: 'the journal cannot be written',
          nextAt: wanted.now + AGAIN_MS,
          now: wanted.now,
          sent: false,
        };
        await invoices.doubt(id, unsent).catch(() => {});
        throw error;
      }
    },
    async record(id, stamped, deliveries, events) {
      await writer.stamped(id, stamped);
      const recorded = await invoices.record(id, stamped, deliveries, events);
      writer.forget(id);
      return recorded;
    },
    reject: async (id, refusal, events) => writer.settled(await invoices.reject(id, refusal, events)),
    release: async (id, release, events) => writer.settled(await invoices.release(id, release, events)),
  };
  const cancel: CancellationStore['cancel'] = async (...args) => {
    const cancellation = await cancellations.cancel(...args);
    const invoice = await invoices.get(cancellation.invoiceId);
    if (invoice?.state === 'canceled') await writer.over(invoice, { kind: 'canceled', cancellation });
    return cancellation;
  };
  return { ...store, invoices: { ...invoices, ...own }, cancellations: { ...cancellations, cancel } };
}

type Numbered = Pick<Invoice, 'id' | 'merchantId' | 'world' | 'fence' | 'serie' | 'folio'>;

function createWriter({ invoices, restoring }: JournaledStore, journal: StampJournal, log: Log) {
  /** What this process wrote about documents that are not settled, by the invoice's id: a document that is sent again is not written again. */
  const written = new Map<string, { readonly sha256: string; readonly invoice: Numbered; readonly uuid?: string }>();

  const append = (invoice: Numbered, entry: JournalEntry) => journal.append(toLine(headOf(invoice, entry), entry));

  async function sent(invoice: Invoice): Promise<void> {
    const sha256 = invoice.sealed?.sha256 ?? '';
    const { id, merchantId, world, fence, serie, folio } = invoice;
    if (written.get(id)?.sha256 === sha256) return;
    await append(invoice, { kind: 'sent', invoice, sales: await restoring.salesOf(invoice) });
    written.set(id, { sha256, invoice: { id, merchantId, world, fence, serie, folio } });
  }

  /** Another server may have sent it: its line is in another journal, and each stands by itself. */
  async function sentOf(id: string) {
    if (!written.has(id)) {
      const invoice = await invoices.get(id);
      if (invoice && !invoice.stamped) await sent(invoice);
    }
    return written.get(id);
  }

  /** Only a safeguard for what was free anyway: without the line, the document would be asked for once more, or its sales stay locked. */
  async function over(invoice: Invoice, entry: JournalEntry): Promise<void> {
    written.delete(invoice.id);
    await append(invoice, entry).catch(() => log('stamp-journal.failed', { invoice: invoice.id, kind: entry.kind }));
  }

  return {
    sent,
    over,
    forget: (id: string) => void written.delete(id),
    /** Written once, however often recording it has to be tried. */
    async stamped(id: string, stamped: StampedDocument): Promise<void> {
      const known = await sentOf(id);
      if (!known || known.uuid === stamped.uuid) return;
      await append(known.invoice, { kind: 'stamped', stamped });
      written.set(id, { ...known, uuid: stamped.uuid });
    },
    async settled(invoice: Invoice): Promise<Invoice> {
      if (invoice.state === 'rejected' && invoice.fence > 0)
        await over(invoice, { kind: 'rejected', reason: invoice.refusal.code });
      return invoice;
    },
  };
}

function headOf({ id: invoiceId, merchantId, world, fence, serie, folio }: Numbered, entry: JournalEntry): EntryHead {
  return {
    ...{ kind: entry.kind, invoiceId, merchantId, world, fence, serie, folio, at: Date.now() },
    ...(entry.kind === 'stamped' && { uuid: entry.stamped.uuid }),
  };
}
