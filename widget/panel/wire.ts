/** What the panel reads and writes of the API (v1). Types only: the server has checked what it sends. */

import type { UsoChoice } from '../../server/catalogs/uso-cfdi.ts';

/** The test world, or the live one. */
export type World = 'test' | 'live';
/** The languages of the panel. */
export type Locale = 'es-MX' | 'en';

/** A merchant that somebody may work for, and their role there. */
export type MerchantRef = { readonly id: string; readonly tradeName: string; readonly role: string };

/** Who is signed in, and the merchants they may work for. */
export type Session = {
  readonly user: { readonly name: string; readonly email: string; readonly hasPasskey: boolean };
  readonly merchants: readonly MerchantRef[];
};

/** What is wrong with one field, as a JSON Pointer, a code and a sentence. */
export type Fault = { readonly pointer: string; readonly code: string; readonly detail: string };

/** A refusal as RFC 9457 states it. `status` is 0 where no server answered. */
export type ProblemBody = {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly code: string;
  readonly errors?: readonly Fault[];
  readonly retryAfter?: number;
};

/** The steps of the checklist. */
export type StepName = 'issuer' | 'csd' | 'pac' | 'branch' | 'sales' | 'portal' | 'test' | 'live' | 'promote';

/** A step of the checklist, and whether it is done. */
export type ChecklistStep = {
  readonly step: StepName;
  readonly done: boolean;
  /** The codes of what is still missing. */
  readonly missing: readonly string[];
  /** The same in sentences. */
  readonly details: readonly string[];
};

/** The merchant's fiscal data and settings. */
export type Merchant = {
  readonly id: string;
  readonly tradeName: string;
  readonly rfc: string;
  readonly nombre: string;
  readonly regimenFiscal: string;
  /** The CSD that seals in each world. */
  readonly seals?: readonly Seal[];
};

/** The CSD that a world seals with. */
export type Seal = {
  readonly world: World;
  readonly rfc: string;
  readonly noCertificado: string;
  readonly validTo: string;
};

/** A branch, with the postal code that its invoices are issued at. */
export type Branch = {
  readonly code: string;
  readonly name: string;
  readonly codigoPostal: string;
  /** The border region of its postal code, where IVA may be 8 %. */
  readonly frontera?: 'none' | 'north' | 'south';
};

/** A portal in the list of a merchant's portals. */
export type PortalRef = {
  readonly slug: string;
  readonly url: string;
  readonly title: string;
  readonly world: World;
  readonly enabled: boolean;
};

/** How a listener is contacted. */
export type ListenerKind = 'mail' | 'slack' | 'teams' | 'webhook';

/** A person on the team, or a system, that is notified of what happens. */
export type Listener = {
  readonly id: string;
  readonly kind: ListenerKind;
  readonly name: string;
  readonly events: readonly string[];
  readonly state: 'enabled' | 'disabled';
  /** The secret of a new webhook. */
  readonly secret?: string;
};

/** An alert that was sent to a listener, and its outcome. */
export type SentAlert = {
  readonly type: string;
  readonly state: 'pending' | 'sent' | 'failed' | 'dropped' | 'bounced' | 'complained';
  readonly createdAt: string;
  readonly reason?: string;
};

/** Who sends the merchant's mail: their own account, the server's carrier, or nobody. */
export type MailCarrier = {
  readonly by: 'merchant' | 'server' | 'nobody';
  /** `resend` or `smtp`. */
  readonly carrier?: string;
  readonly from?: string;
  /** Whether the account has the secret of Resend's webhook. */
  readonly hearsBounces?: boolean;
  /** The address of that webhook. */
  readonly eventsUrl: string;
};

/** A portal's own domain. `checks` has the findings of the last check. */
export type Domain = {
  readonly id: string;
  readonly host: string;
  readonly url: string;
  readonly portal: string;
  readonly state: 'pending' | 'verified' | 'active' | 'failing';
  readonly checks?: {
    readonly txt: 'ok' | 'missing' | 'other' | 'taken' | 'unknown';
    readonly points: 'ok' | 'nowhere' | 'elsewhere' | 'unknown';
    readonly answers: 'ok' | 'no-answer' | 'certificate' | 'other-server' | 'private-address' | 'untried';
  };
  readonly records: readonly { readonly type: 'CNAME' | 'TXT'; readonly name: string; readonly value: string }[];
  readonly checkedAt?: string;
};

/** A field that a customer can search by. */
export type LookupField = 'folio' | 'email' | 'total' | 'date' | 'cardLast4';
/** What a portal calls a purchase, which depends on the trade. */
export type Noun = 'compra' | 'consumo' | 'servicio' | 'estacionamiento';

/** A portal's settings as `PATCH /v1/portals/{slug}/settings` accepts them; what the panel does not edit stays as it is. */
export type PortalSettings = {
  readonly title: string;
  readonly subtitle: string;
  readonly noun: Noun;
  readonly submitText: string;
  readonly lookup: readonly (readonly LookupField[])[];
  /** The optional fields of each of `lookup`, by position. */
  readonly optionalLookup?: readonly (readonly LookupField[])[];
  readonly acknowledgedLookup?: readonly (readonly LookupField[])[];
  readonly hints: Readonly<Partial<Record<LookupField, string>>>;
  readonly english?: {
    readonly title: string;
    readonly subtitle: string;
    readonly submitText: string;
    readonly hints: Readonly<Partial<Record<LookupField, string>>>;
  } | null;
  readonly folioPicture?: {
    readonly image: string;
    readonly alt: string;
    readonly english?: { readonly alt: string };
  } | null;
  readonly usos?: UsoChoice | null;
  /** The last day on which IVA may be 8 % at branches in the border region. */
  readonly ivaFrontera?: { readonly until: string } | null;
  readonly allowNoRfc: boolean;
  /** Like `allowNoRfc` when absent. */
  readonly allowForeign?: boolean;
  readonly theme: { readonly primary: string; readonly accent: string; readonly logo?: string };
  readonly deadline:
    | { readonly kind: 'month-end'; readonly monthsAfter: number }
    | { readonly kind: 'days'; readonly days: number }
    | { readonly kind: 'year-end' }
    | { readonly kind: 'until-global'; readonly periodicidad: string };
  readonly contact: { readonly email?: string; readonly phone?: string };
  readonly privacyUrl?: string;
  readonly mail?: {
    readonly subject?: string;
    readonly message?: string;
    readonly english?: { readonly subject?: string; readonly message?: string };
  };
  readonly reminder?: { readonly daysBefore: number } | null;
  readonly enabled: boolean;
};

/** A sale as the list shows it. */
export type ListedSale = {
  readonly id: string;
  readonly folio: string;
  readonly date: string;
  readonly total: string;
  readonly moneda: string;
  readonly branch?: string;
  readonly estado: 'pagada' | 'pendiente' | 'cancelada';
  readonly status: 'open' | 'invoiced';
};

/** An invoice as lists show it. */
export type ListedInvoice = {
  readonly id: string;
  readonly status: string;
  readonly uuid?: string;
  readonly serie?: string;
  readonly folio?: string;
  readonly total?: string;
  readonly moneda?: string;
  readonly receptor: { readonly rfc: string; readonly nombre: string };
  readonly createdAt: string;
  readonly stampedAt?: string;
  readonly links: { readonly xml?: string; readonly pdf?: string };
};

/** Something that the merchant should know or do. `informs`: it stays until somebody takes it off the list. */
export type Notice = {
  readonly kind: string;
  readonly subject: string;
  readonly detail: string;
  readonly link?: string;
  readonly since: string;
  readonly informs: boolean;
};

/** A CSD that the server has read: its owner and how long it is valid. */
export type Csd = {
  readonly rfc: string;
  readonly nombre: string;
  readonly noCertificado: string;
  readonly validFrom: string;
  readonly validTo: string;
  readonly environment: 'production' | 'test';
};

/** An account with a PAC, and its place in the order in which they are tried. */
export type PacAccount = { readonly pac: string; readonly name: string; readonly position: number };
/** The result of testing an account with a PAC or a mail carrier. */
export type Connection = {
  readonly status: 'ok' | 'refused' | 'unavailable';
  readonly credit?: number;
  readonly reason?: string;
};
