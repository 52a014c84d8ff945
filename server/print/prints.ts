/**
 * PDFs of stamped invoices. Each is printed once and cached until nobody has requested it for ninety days; after that it is printed again from
 * the same XML, with the current look. A canceled invoice is printed again, with a mark. Concurrent requests share one print, and merchants take
 * turns at the printer.
 */

import { availableParallelism } from 'node:os';
import { localDate } from '../catalogs/local-time.ts';
import type { Invoice } from '../invoicing/invoice.ts';
import type { Merchant } from '../merchants/merchant.ts';
import type { MerchantStore } from '../merchants/merchant-store.ts';
import type { Portal } from '../portals/portal.ts';
import type { PortalStore } from '../portals/portal-store.ts';
import { Problem } from '../problems/problem.ts';
import { FairQueue, type FairQueueOptions, QueueFull } from '../threads/fair-queue.ts';
import type { PosterSheet } from './poster.ts';
import { PrintError, printPdf, printPoster } from './print-pdf.ts';
import type { PrintStore } from './print-store.ts';

/** An invoice that was stamped at some time, cancelled ones included. */
export type Stamped = Invoice & { readonly stamped: NonNullable<Invoice['stamped']> };

/** Returns whether an invoice can be printed, and narrows its type. */
export function isStamped(invoice: Invoice): invoice is Stamped {
  return invoice.stamped !== undefined;
}

/** Prints and caches PDFs, with every merchant served in turn. */
export type Prints = {
  /** Throws `unavailable`, with a time to retry, if too many are waiting for the printer. */
  of(invoice: Stamped): Promise<Uint8Array>;
  /** A sheet of posters, printed anew each time; merchants take turns in the same queue, with the same exception. */
  poster(merchantId: string, sheet: PosterSheet): Promise<Uint8Array>;
};

/** A page takes about 40 ms, so a full queue is served in seconds and no request waits longer than proxies allow. */
const LINE: FairQueueOptions = {
  // As many as there are printing threads, and one that is ready when a thread is.
  width: Math.max(1, Math.min(2, availableParallelism() - 1)) + 1,
  ...{ mostOfOne: 100, mostOfAll: 400, longestWaitMs: 20_000 },
};
const RETRY_AFTER_S = '10';

/** What printing needs. Only tests replace `line` and `print`. */
export type PrintsOptions = {
  readonly store: { readonly merchants: MerchantStore; readonly portals: PortalStore; readonly prints: PrintStore };
  readonly now: () => number;
  readonly line?: FairQueueOptions;
  readonly print?: typeof printPdf;
};

/** Creates the printer of one process; with several, the first PDF stored is used by all. */
export function createPrints({ store, now, line = LINE, print = printPdf }: PrintsOptions): Prints {
  const queue = new FairQueue(line);
  const underWay = new Map<string, Promise<Uint8Array>>();
  const make = async (invoice: Stamped): Promise<Uint8Array> => {
    if (invoice.state === 'canceled') return makeCanceled(invoice);
    const kept = await store.prints.get(invoice.id, now());
    if (kept) return kept;
    const look = await lookOf(store, invoice);
    const pdf = await queue.run(invoice.merchantId, () => print(invoice.stamped.xml, look));
    return store.prints.keep(invoice.id, pdf, now());
  };
  // The first one was handed out while it was valid, and stays; this one shows the new status, and is rarely requested.
  const makeCanceled = async (invoice: Stamped): Promise<Uint8Array> => {
    const canceledOn = localDate(canceledAt(invoice), SAT_ZONE);
    const look = await lookOf(store, invoice);
    return queue.run(invoice.merchantId, () => print(invoice.stamped.xml, { ...look, canceledOn }));
  };
  return {
    of(invoice) {
      const name = `${invoice.id} ${invoice.state}`;
      const known = underWay.get(name);
      if (known) return known;
      const made = make(invoice)
        .catch(sayingWhen)
        .finally(() => underWay.delete(name));
      underWay.set(name, made);
      return made;
    },
    poster: (merchantId, sheet) => queue.run(merchantId, () => printPoster(sheet)).catch(sayingWhen),
  };
}

/** The SAT's days are those of the capital. */
const SAT_ZONE = 'America/Mexico_City';

function canceledAt(invoice: Stamped): number {
  return (invoice.state === 'canceled' && invoice.canceledAt) || invoice.stamped.at;
}

function sayingWhen(error: unknown): never {
  throw isPassing(error) ? new Problem('unavailable', { params: { retryAfter: RETRY_AFTER_S } }) : error;
}

/** A document that cannot be laid out never can be: that is our bug and is logged as an error. */
function isPassing(error: unknown): boolean {
  if (error instanceof PrintError) return error.reason === 'timeout' || error.reason === 'crashed';
  return error instanceof QueueFull;
}

type PrintOptions = NonNullable<Parameters<typeof printPdf>[1]>;

async function lookOf({ merchants, portals }: PrintsOptions['store'], invoice: Stamped): Promise<PrintOptions> {
  const portal = await portals.getPortal(invoice.portalSlug ?? '');
  const merchant = await merchants.getMerchant(invoice.merchantId);
  return portal && merchant ? printLook(portal, merchant, invoice) : {};
}

/** A merchant's colours, logo and names on paper, and what its tickets are called. */
function printLook({ settings }: Portal, { tradeName }: Merchant, { snapshot }: Invoice): PrintOptions {
  const folios = snapshot.sales.map(({ folio }) => folio);
  return { theme: settings.theme, shop: { tradeName, noun: settings.noun, folios } };
}
