/** A merchant's public face: what it asks for, how it looks, what it says, and its deadline. */

import type { Periodicidad } from '../catalogs/global-period.ts';
import type { UsoChoice } from '../catalogs/uso-cfdi.ts';
import type { World } from '../merchants/tenant.ts';
import type { Language } from '../problems/problem.ts';
import type { Trade } from './trade-words.ts';

/** A field by which a customer finds a sale. */
export type LookupField = 'folio' | 'email' | 'total' | 'date' | 'cardLast4';

/** A portal of a merchant in one world. Its slug is its public address and is unique over both worlds. */
export type Portal = {
  readonly slug: string;
  readonly merchantId: string;
  readonly world: World;
  readonly settings: PortalSettings;
  /** Its own domain, while it is active. */
  readonly host?: string;
  /** The slugs that it had before and that still lead to it; absent if there are none. */
  readonly formerSlugs?: readonly string[];
};

/** Everything a merchant can configure of a portal. Texts are in Spanish, except those in `english`. */
export type PortalSettings = {
  readonly title: string;
  /** One sentence under the title. */
  readonly subtitle: string;
  /** The noun of the trade: compra, consumo, servicio, estacionamiento. */
  readonly noun: Trade;
  readonly submitText: string;
  /** Each combination is enough to find a sale; at least one is without an e-mail. */
  readonly lookup: readonly (readonly LookupField[])[];
  /** The optional fields of each way of `lookup`, by its position; none if absent. What is given has to match. */
  readonly optionalLookup?: readonly (readonly LookupField[])[] | undefined;
  /** Weak combinations (`lookup-strength.ts`) that the merchant acknowledged; a second proof guards them. */
  readonly acknowledgedLookup?: readonly (readonly LookupField[])[] | undefined;
  /** Where each lookup field is printed, in the merchant's words. */
  readonly hints: Readonly<Partial<Record<LookupField, string>>>;
  /** The merchant's own texts in English: with them the portal is also available in English, without them only in es-MX. */
  readonly english?: OwnTexts | null | undefined;
  readonly theme: Theme;
  readonly deadline: DeadlinePolicy;
  /** What differs for one branch, by its code. */
  readonly branches?: Readonly<Record<string, BranchSettings>> | undefined;
  /** Policies that this portal had before, newest first: sales keep the deadline that was promised. Never sent or shown. */
  readonly formerDeadlines?: readonly DeadlinePolicy[] | undefined;
  readonly contact: { readonly email?: string; readonly phone?: string };
  readonly privacyUrl?: string;
  /** Exact origins that may embed the portal; `*` for any. */
  readonly allowedOrigins: readonly string[];
  /** For the sales of every branch without a serie of its own. Each serie has its own numbering. */
  readonly serie: string;
  /** Whether people without an RFC are served as XAXX010101000. In test they always are. */
  readonly allowNoRfc: boolean;
  /** Whether foreigners are served as XEXX010101000; like `allowNoRfc` when absent. In test they always are. */
  readonly allowForeign?: boolean | undefined;
  /** The usos that customers can choose, besides S01, and the suggested one. */
  readonly usos?: UsoChoice | null | undefined;
  /** A picture of where the folio is printed, shown to customers who ask where to find it. */
  readonly folioPicture?: FolioPicture | null | undefined;
  /** Whether customers who are IEPS taxpayers may have it itemised; folded into the price otherwise. */
  readonly itemizeIeps: boolean;
  /**
   * Whether the merchant charges IVA at 8 %, and the last day on which its border stimulus allows it. It filed the notice with the SAT,
   * which only the merchant can know. Off if absent or `null`.
   */
  readonly ivaFrontera?: { readonly until: string } | null | undefined;
  /** Whether the SAT's page of a customer's own Constancia is read at their request. Only `true` means yes. */
  readonly readConstancia?: boolean | undefined;
  /** The merchant's own words in the mail that brings an invoice; the default ones when absent. */
  readonly mail?: (MailTexts & { readonly english?: MailTexts | undefined }) | undefined;
  /** Customers with an e-mail address are reminded once, this many days before their deadline; absent means no reminders. */
  readonly reminder?: { readonly daysBefore: number } | null | undefined;
  /** Whether a nota de crédito waits for the merchant's approval. Only `true` means yes. */
  readonly approveRefunds?: boolean | undefined;
  /** Whether customers may correct their invoices after its month too, and if the receptor has to accept the cancellation. Only `true` means yes. */
  readonly correctAnyTime?: boolean | undefined;
  /** What is done for a customer who asks after the global: an egreso against it, the global again or, also when absent, a request to the merchant. */
  readonly afterGlobal?: 'egreso' | 'reissue' | 'manual' | undefined;
  /** For how many days a request waits for a sale that has not arrived; 30 when absent. Then it expires. */
  readonly requestDays?: number | undefined;
  readonly enabled: boolean;
};

/** The serie for the sales of that branch: its own if the portal gives it one. */
export function serieOf({ serie, branches }: Pick<PortalSettings, 'serie' | 'branches'>, branch: string): string {
  return branches?.[branch]?.serie ?? serie;
}

/** What a portal says in the merchant's own words. */
export type OwnTexts = Pick<PortalSettings, 'title' | 'subtitle' | 'submitText' | 'hints'>;

/** The merchant's own words in a mail. */
export type MailTexts = { readonly subject?: string | undefined; readonly message?: string | undefined };

/** The merchant's own texts in the mail to somebody who reads that language; the default ones if there are none. */
export function mailTextsOf({ mail }: Pick<PortalSettings, 'mail'>, language: Language): MailTexts | undefined {
  return language === 'en' ? mail?.english : mail;
}

/** The languages of a portal, the merchant's first: English only if they wrote their own texts in it. */
export function localesOf({ english }: PortalSettings): readonly Language[] {
  return english ? ['es-MX', 'en'] : ['es-MX'];
}

/** The language to answer in when `wanted` is preferred. */
export function languageSpoken(settings: PortalSettings, wanted: Language): Language {
  return localesOf(settings).includes(wanted) ? wanted : 'es-MX';
}

/** The merchant's own texts in one of the portal's languages. */
export function ownTexts(settings: PortalSettings, language: Language): OwnTexts {
  return language === 'en' && settings.english ? settings.english : settings;
}

/** CSS colours as `#rrggbb`; a logo as a `data:` URL of a PNG or JPEG. */
export type Theme = { readonly primary: string; readonly accent: string; readonly logo?: string };

/** `image` is a `data:` URL of a PNG, JPEG or WebP; `alt` describes it for those who do not see it, `english.alt` in English. */
export type FolioPicture = {
  readonly image: string;
  readonly alt: string;
  readonly english?: { readonly alt: string } | undefined;
};

/** What a branch does differently from its portal. */
export type BranchSettings = { readonly deadline?: DeadlinePolicy | undefined; readonly serie?: string | undefined };

/**
 * The merchant's own deadline, never called law: the last day of the sale's month plus `monthsAfter`, `days` after the sale, 31 December
 * of its year, or the last day that the global invoice of the sale covers.
 */
export type DeadlinePolicy =
  | { readonly kind: 'month-end'; readonly monthsAfter: number }
  | { readonly kind: 'days'; readonly days: number }
  | { readonly kind: 'year-end' }
  | { readonly kind: 'until-global'; readonly periodicidad: Periodicidad };
