/**
 * How hard a combination of search fields is to guess, in bits, for two kinds of attacker: an acquaintance of the customer, and a stranger to
 * whom one purchase is as good as another.
 */
import type { LookupField, PortalSettings } from './portal.ts';

/** One combination of search fields: all of them have to match. */
export type Way = readonly LookupField[];

/** What a merchant's own sales say about how easily they are guessed. */
export type SoldFacts = {
  /** Bits of a folio beyond being one of the sales: 0 if folios are numbered sequentially. */
  readonly folioBits: number;
  /** Bits of the best first guess at a total, which is the most common one. */
  readonly totalBits: number;
  readonly salesAWeek: number;
};

/** Bits against each of the two attackers. */
export type Strength = { readonly acquaintance: number; readonly stranger: number };

/**
 * Assumed if there are too few sales to measure:
 * - folios are sequential, as tills and shops print them;
 * - the most common ticket is one in 128: a price list of some hundred amounts, of which a few sell most;
 * - 1,000 sales a week, some 150 a day.
 */
export const USUAL_FACTS: SoldFacts = { folioBits: 0, totalBits: 7, salesAWeek: 1_000 };

/** No hit is to be expected in a hundred days of guessing, with some margin for what a sample of sales does not show. */
export const HITS_A_DAY = 0.006;
/** Failed look-ups that honest customers need in a day: of one e-mail, and of the whole portal of a chain. */
export const TRIES_AT_ONE_CUSTOMER = 5;
/** Failed look-ups a day that honest customers of one whole portal may need; a stranger can use all of them. */
export const TRIES_AT_ONE_PORTAL = 6_000;
/** The bits required against each of the two attackers. */
export const WEAKEST: Strength = {
  acquaintance: Math.log2(TRIES_AT_ONE_CUSTOMER / HITS_A_DAY),
  stranger: Math.log2(TRIES_AT_ONE_PORTAL / HITS_A_DAY),
};

/** Four digits of a card: banks assign them evenly, and a customer's friends have not seen them. */
const CARD_BITS = Math.log2(10_000);
/** An attacker who does not know the customers guesses among the addresses of a million people. */
const EMAIL_BITS = 20;
/** An acquaintance knows the week; a search includes the day before and after (`isNearDay`), so one guess covers three of its days. */
const DAYS_KNOWN = 7;
const DAYS_A_GUESS = 3;
/** The least that a shop has on file: the sales of a month or two. */
export const SALES_ON_FILE = 10_000;

/** The strength of fields that all have to match. A field named twice counts once. */
export function strengthOf(way: Way, facts: SoldFacts): Strength {
  const has = (field: LookupField): boolean => way.includes(field);
  const secret = (has('total') ? facts.totalBits : 0) + (has('cardLast4') ? CARD_BITS : 0);
  return { acquaintance: secret + knownPerson(has, facts), stranger: Math.max(0, secret + anyPurchase(has, facts)) };
}

type Has = (field: LookupField) => boolean;

// The e-mail is known. The folio is one of that week's, however folios are numbered, and implies the day.
function knownPerson(has: Has, { folioBits, salesAWeek }: SoldFacts): number {
  if (has('folio')) return Math.log2(Math.max(1, salesAWeek)) + folioBits;
  return has('date') ? Math.log2(DAYS_KNOWN / DAYS_A_GUESS) : 0;
}

// Every sequential folio is somebody's, and its day follows from it. If no field names one purchase, a guess is compared with all.
function anyPurchase(has: Has, { folioBits, salesAWeek }: SoldFacts): number {
  const named = (has('folio') ? folioBits : 0) + (has('email') ? EMAIL_BITS : 0);
  if (has('folio') || has('email')) return named;
  return -Math.log2(has('date') ? Math.max(1, (salesAWeek * DAYS_A_GUESS) / DAYS_KNOWN) : SALES_ON_FILE);
}

/** How many bits are missing against the stronger attacker; 0 if it is strong enough. */
export function bitsMissing({ acquaintance, stranger }: Strength): number {
  return Math.max(0, WEAKEST.acquaintance - acquaintance, WEAKEST.stranger - stranger);
}

/** Returns whether somebody could be expected to guess a sale by these fields within the daily limits of failed searches. */
export function isWeak(way: Way, facts: SoldFacts): boolean {
  return bitsMissing(strengthOf(way, facts)) > 0;
}

/** The attacker against whom a way is weakest; `undefined` if it is strong enough. */
export function weakestSide(strength: Strength): keyof Strength | undefined {
  if (bitsMissing(strength) === 0) return undefined;
  const isKnown = WEAKEST.acquaintance - strength.acquaintance >= WEAKEST.stranger - strength.stranger;
  return isKnown ? 'acquaintance' : 'stranger';
}

/** The fewest fields that would make a weak way strong enough, preferring those that customers have at hand; none if nothing would. */
export function remedyOf(way: Way, facts: SoldFacts): Way {
  const others = FIELDS.filter((field) => !way.includes(field));
  const pairs = others.flatMap((one, at) => others.slice(at + 1).map((other): Way => [one, other]));
  const choices: readonly Way[] = [...others.map((one): Way => [one]), ...pairs];
  return choices.find((more) => !isWeak([...way, ...more], facts)) ?? [];
}

const FIELDS: readonly LookupField[] = ['total', 'folio', 'cardLast4', 'email', 'date'];

/** The weak ways of a portal that its merchant has not acknowledged. */
export function unacknowledged(
  { lookup, acknowledgedLookup = [] }: Pick<PortalSettings, 'lookup' | 'acknowledgedLookup'>,
  facts: SoldFacts,
): readonly Way[] {
  return lookup.filter((way) => isWeak(way, facts) && !acknowledgedLookup.some((known) => isSame(known, way)));
}

/** Whether two ways ask for the same fields, in any order. */
export function isSame(one: Way, other: Way): boolean {
  return one.every((field) => other.includes(field)) && other.every((field) => one.includes(field));
}

/** Failed look-ups of a day: with the given e-mail, at the portal, and as many as the portal's own customers mistype. */
export type FailuresToday = { readonly atCustomer: number; readonly atPortal: number; readonly usual: number };

/**
 * Whether a purchase that was found by these fields is shown only after a second proof: always if a few guesses find a known person's;
 * or once failures with this e-mail, or at this portal, are so many that guessing may have found it, not counting what the portal's own
 * customers usually mistype. Whoever gives everything that a ticket says, to a shop that has nothing else on file (`isWholeTicket`), is
 * asked for no more until somebody is guessing: there would be nothing to ask for, and a small shop with few prices would stop every customer.
 */
export function needsSecondProof(
  { acquaintance, stranger }: Strength,
  failures: FailuresToday,
  isWholeTicket: boolean,
): boolean {
  if (isWholeTicket && failures.atPortal < failures.usual && failures.atCustomer < TRIES_AT_ONE_CUSTOMER) return false;
  // Including the look-up that found it.
  const triesAtCustomer = Math.max(TRIES_AT_ONE_CUSTOMER, failures.atCustomer + 1);
  if (triesAtCustomer * 2 ** -acquaintance > HITS_A_DAY) return true;
  return failures.atPortal >= failures.usual && (failures.atPortal + 1) * 2 ** -stranger > HITS_A_DAY;
}
