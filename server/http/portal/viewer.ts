/** Who sees an invoice or a request, and what the links in their view open: everything for its customer, a look for anybody else. */
import type { Reader } from '../../problems/problem.ts';
import type { Services } from '../api/services.ts';

/** Whose words a view is in. With `looksUntil` its links only read, and expire then (epoch milliseconds); without it they are the customer's. */
export type Viewer = { readonly reader: Reader; readonly looksUntil?: number };

/** The customer, whose links open the invoice for good. */
export const CUSTOMER: Viewer = { reader: 'customer' };

/** A merchant who does something for the customer and may hand on the customer's own links. */
export const FOR_CUSTOMER: Viewer = { reader: 'merchant' };

const HOUR_MS = 3_600_000;
/** A working day: long enough for a page that stays open, and useless to a member who left with it. */
const LOOK_HOURS = 12;

/** A merchant who reads. Links last twelve to thirteen hours and are the same all hour, so that a repeated answer is too. */
export function lookingMerchant({ invoicing }: Services): Viewer {
  return { reader: 'merchant', looksUntil: (Math.floor(invoicing.now() / HOUR_MS) + LOOK_HOURS + 1) * HOUR_MS };
}

/** The token in the viewer's links to an invoice or a request. */
export function tokenFor({ tokens }: Pick<Services, 'tokens'>, id: string, { looksUntil }: Viewer): string {
  return looksUntil === undefined ? tokens.accessToken(id) : tokens.lookToken(id, looksUntil);
}

/** Who shows this token for what has this id; `undefined` if it does not open that. A look never gets longer by being used. */
export function viewerOf({ tokens, invoicing }: Services, id: string, token: string): Viewer | undefined {
  if (tokens.opens(id, token)) return CUSTOMER;
  const looksUntil = tokens.readLookToken(id, token, invoicing.now());
  return looksUntil === undefined ? undefined : { reader: 'merchant', looksUntil };
}
