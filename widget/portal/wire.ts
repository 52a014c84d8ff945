/** The public API (v1) as the portal uses it. Types only: the server has validated what it sends. */

import type { UsoChoice } from '../../server/catalogs/uso-cfdi.ts';

/** The languages that the widget speaks. */
export type Locale = 'es-MX' | 'en';

/** A field by which a purchase can be looked up. */
export type LookupField = 'folio' | 'email' | 'total' | 'date' | 'cardLast4';

/** What the customer typed to find a sale; a field is absent until something is typed. */
export type Lookup = Readonly<Partial<Record<LookupField, string>>>;

/** A field of the receptor's form. */
export type ReceptorField = 'rfc' | 'nombre' | 'codigoPostal' | 'regimenFiscal' | 'usoCfdi';

/** The five fiscal data of the invoice's receptor. */
export type Receptor = Readonly<Record<ReceptorField, string>>;

/** The public settings of a portal, in the requested language. */
export type PortalSettings = {
  readonly slug: string;
  readonly world: 'test' | 'live';
  readonly merchant: { readonly name: string };
  readonly title: string;
  readonly subtitle: string;
  readonly noun: 'compra' | 'consumo' | 'servicio' | 'estacionamiento';
  readonly submitText: string;
  readonly lookup: {
    /** In one common order of fields; none includes all of another and more. */
    readonly combinations: readonly (readonly LookupField[])[];
    /** The optional fields of each of `combinations`, by position. */
    readonly optional: readonly (readonly LookupField[])[];
    readonly fields: readonly LookupField[];
    readonly hints: Readonly<Partial<Record<LookupField, string>>>;
    /** Where the folio is printed. */
    readonly picture?: { readonly url: string; readonly alt: string };
  };
  readonly theme: { readonly primary: string; readonly accent: string; readonly logo?: string };
  readonly deadline: { readonly text: string };
  readonly locales: readonly Locale[];
  readonly contact: { readonly email?: string; readonly phone?: string };
  readonly privacyUrl?: string;
  readonly noRfc: boolean;
  /** Whether foreigners without an RFC are served. */
  readonly foreigners: boolean;
  /** The usos that the merchant allows, besides S01, and the suggested one. */
  readonly usos?: UsoChoice;
  readonly itemizeIeps: boolean;
  readonly enabled: boolean;
  /** Whether mail can be sent for this portal; without it the widget promises no mail. */
  readonly sendsMail: boolean;
  readonly hostedUrl: string;
};

/** What can be done with a purchase that was found. */
export type SaleStatus =
  | 'open'
  | 'unpaid'
  | 'closed'
  | 'in-global'
  | 'late'
  | 'invoiced'
  | 'in-progress'
  | 'needs-merchant'
  /** Something was found; everything about it is empty until a second proof. */
  | 'guarded';

/** A sale as its holder may see it. Amounts are decimal strings; `date` is ISO 8601 in the branch's zone. */
export type Sale = {
  readonly token: string;
  readonly folio: string;
  readonly date: string;
  readonly total: string;
  readonly moneda: string;
  readonly propina?: string;
  readonly conceptos: readonly {
    readonly descripcion: string;
    readonly cantidad: string;
    readonly unidad?: string;
    readonly importe: string;
  }[];
  /** What a discount or a refund takes from the sum of the lines, and what taxes add to it. */
  readonly descuento?: string;
  readonly impuestos?: string;
  readonly deadline: {
    readonly date: string;
    readonly expired: boolean;
    /** The deadline, to the minute and with the branch's time zone; absent if it has passed. */
    readonly text?: string;
    /** At the end of a year: until when to request an invoice that is to be deducted in it. */
    readonly note?: string;
    /** The deadline as an iCalendar file. */
    readonly calendar?: string;
  };
  readonly status: SaleStatus;
  readonly reason?: string;
  readonly emailHint?: string;
  /** The detail that opens a guarded sale; absent if the merchant has none on file. */
  readonly proof?: 'total' | 'cardLast4' | 'email';
};

/** A proof of work to compute (ALTCHA, version 2), signed by the server. */
export type Challenge = {
  readonly parameters: {
    readonly algorithm: string;
    readonly nonce: string;
    readonly salt: string;
    /** Rounds of each derivation. */
    readonly cost: number;
    /** In bytes. */
    readonly keyLength: number;
    /** The prefix, in hex, that the key derived with the counter must have. */
    readonly keyPrefix: string;
    /** `most`: no counter is higher. */
    readonly data: { readonly most: number };
  };
  readonly signature: string;
};

/** Something wrong with one value; `pointer` is a JSON pointer into the request. */
export type Fault = {
  readonly pointer: string;
  readonly code: string;
  readonly satCode?: string;
  readonly detail: string;
};

/** A correction to offer for one field. */
export type Suggestion = { readonly field: ReceptorField; readonly value: string; readonly detail: string };

/** The server's answer about the receptor's data, before anything is issued. */
export type Check = {
  readonly faults: readonly (Fault & { readonly field: ReceptorField })[];
  readonly suggestions: readonly Suggestion[];
  readonly receptor: Receptor;
  /** Present if the register was not asked, and would be for a proof of work. */
  readonly challenge?: Challenge;
};

/** What would be stamped: every figure comes from the server. */
export type Preview = {
  readonly emisor: { readonly rfc: string; readonly nombre: string; readonly regimenFiscal: string };
  readonly receptor: Receptor;
  readonly conceptos: readonly {
    readonly descripcion: string;
    readonly cantidad: string;
    readonly unidad?: string;
    readonly valorUnitario: string;
    readonly importe: string;
    readonly descuento?: string;
  }[];
  readonly subTotal: string;
  readonly descuento?: string;
  readonly impuestos: readonly {
    readonly tipo: 'traslado' | 'retencion';
    readonly importe?: string;
    readonly label: string;
  }[];
  readonly total: string;
  readonly moneda: string;
  readonly formaPago: { readonly clave: string; readonly texto: string };
  readonly notes: readonly string[];
  /** Whether there is an IEPS that could be itemised; absent means yes. */
  readonly itemizable?: boolean;
  /** If nothing would be stamped: why, and what can be requested from the merchant instead. */
  readonly request?: {
    readonly reason: 'retention' | 'portal-off';
    readonly detail: string;
    readonly withholding?: {
      readonly paid: string;
      readonly retenciones: readonly { readonly label: string; readonly importe: string }[];
      readonly total: string;
    };
  };
};

/** The CFDIs that several sales become, each with the tokens of its sales. */
export type CartPlan = {
  readonly documents: readonly { readonly sales: readonly string[]; readonly preview: Preview }[];
};

/** The outcome of each: an invoice, or the reason why there is none. */
export type Cart = {
  readonly documents: readonly {
    readonly sales: readonly string[];
    readonly invoice?: Followed;
    readonly problem?: ProblemBody;
  }[];
};

/** What a correction of an invoice would change, what would happen then, and the document that would be stamped. */
export type CorrectionPlan = {
  /** The data of the invoice now. */
  readonly receptor: Receptor;
  readonly changes: readonly { readonly field: ReceptorField; readonly from: string; readonly to: string }[];
  /** `request`: the merchant has to decide. Absent if only the data were requested. */
  readonly how?: 'now' | 'request';
  readonly detail?: string;
  readonly document?: Preview;
};

/** The result of a correction: the new invoice, or the request that the merchant answers. */
export type Correction = { readonly invoice?: Stamped | Pending; readonly request?: MerchantRequest };

/** A stamped invoice and where to download it. */
export type Stamped = {
  readonly id: string;
  readonly status: 'stamped';
  /** The token that proves that its holder may see it. */
  readonly accessToken?: string;
  /** The invoice that it replaced, and what happens to that one, as a sentence. */
  readonly replaces?: { readonly detail: string };
  readonly moneda?: string;
  readonly uuid: string;
  readonly serie?: string;
  readonly folio?: string;
  readonly total?: string;
  readonly mailedTo?: MailedTo;
  readonly links: {
    readonly self: string;
    readonly xml: string;
    readonly pdf: string;
    readonly zip: string;
    readonly verify?: string;
  };
};

/** An invoice that is not stamped yet: poll `links.self`. */
export type Pending = {
  readonly id: string;
  readonly status: 'pending';
  readonly mailedTo?: MailedTo;
  readonly links: { readonly self: string };
};

/** Masked addresses that copies go to, `a•••@example.com`; returned only to the caller who requested the invoice. */
export type MailedTo = readonly string[];

/** A request that the merchant answers: what could not be stamped now. */
export type MerchantRequest = {
  readonly id: string;
  readonly status: 'open' | 'accepted' | 'declined' | 'expired';
  /** Its state, as a sentence. */
  readonly detail?: string;
  /** Why it was declined, in the merchant's words. */
  readonly answer?: string;
  /** Until when it waits for its sale; absent when it waits for the merchant. */
  readonly expiresAt?: string;
  /** The result. */
  readonly invoice?: Stamped | Pending | { readonly status: 'rejected' | 'needs-merchant' };
  readonly links: { readonly self: string };
};

/** What a followed link returns. */
export type Followed =
  | Stamped
  | Pending
  | MerchantRequest
  | {
      readonly id: string;
      readonly status: 'canceled' | 'rejected' | 'needs-merchant';
      readonly links: { readonly self: string };
      readonly problem?: ProblemBody;
    };

/** An error as the API returns it (RFC 9457). `retryAfter` is in seconds. */
export type ProblemBody = {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly code: string;
  readonly fixedAt: 'lookup' | 'receptor' | 'review' | 'merchant' | 'later';
  readonly errors?: readonly Fault[];
  readonly suggestions?: readonly Suggestion[];
  readonly request?: { readonly id: string; readonly links: { readonly self: string } };
  readonly retryAfter?: number;
  readonly challenge?: Challenge;
};
