/** The types of the state machine: where the customer is, what was entered so far, and what can happen. */
import type {
  Cart,
  CartPlan,
  Challenge,
  CorrectionPlan,
  Fault,
  Followed,
  Lookup,
  LookupField,
  MerchantRequest,
  Pending,
  Preview,
  ProblemBody,
  Receptor,
  Sale,
  SaleStatus,
  Stamped,
  Suggestion,
} from './wire.ts';

/** Why a customer leaves a request for the merchant instead of an invoice. */
export type Ask = 'not-here-yet' | 'late' | 'needs-merchant' | 'retention' | 'portal-off' | 'other';

/** What a pasted block filled in, by field, where it was pasted, and what undoing it restores. */
export type Spread = {
  readonly at: string;
  readonly filled: readonly string[];
  readonly undo: { readonly receptor: Partial<Receptor>; readonly email?: string };
};

/** Why a found sale cannot be invoiced now. */
export type Stop = Exclude<SaleStatus, 'open'>;

/** What would be stamped. `documents`: all CFDIs, if one is not enough. */
export type Planned = Preview & Partial<CartPlan>;

/** What was stamped first. `others`: what else the same sales became; `plan`: what was requested. */
export type Made = Stamped & { readonly others?: Cart['documents']; readonly plan?: Planned };

/** What the customer has entered so far. It survives every step, so going back loses nothing and nothing is asked twice. */
export type Visit = {
  readonly lookup: Lookup;
  /** The way of looking up that was chosen or last used: only its fields are sent. */
  readonly way?: readonly LookupField[] | undefined;
  readonly receptor: Partial<Receptor>;
  /** Absent: the sale's own address; null: none wanted. */
  readonly email?: string | null | undefined;
  readonly desglosarIeps: boolean;
  /** Whether to store the receptor on this device (off by default). */
  readonly remember: boolean;
  /** The sales to invoice, once found. */
  readonly sales: readonly Sale[];
  /** Sales that wait for another one to be invoiced with them. */
  readonly cart?: readonly Sale[] | undefined;
  /** All receptor data came from this device, so that step is skipped. */
  readonly known: boolean;
  /** The invoice whose receptor is being corrected; absent for a first invoice. */
  readonly corrects?: Corrects | undefined;
};

/** An invoice under correction. `isSent`: it was requested, and the answer may have been lost. */
export type Corrects = { readonly invoice: Stamped; readonly isSent?: boolean };

type Faulty = { readonly faults: readonly Fault[]; readonly problem?: ProblemBody | undefined };

/** `done`: the progress of the request's proof of work, from 0 to 1; absent if it takes none, or so far less than a second. */
type Paying = { readonly done?: number };

/** The screen that the customer is on. Each step has only what its screen shows. */
export type Step =
  | {
      readonly kind: 'loading';
      readonly tokens: readonly string[];
      readonly self?: string | undefined;
      readonly asked?: Planned | undefined;
    }
  | ({ readonly kind: 'lookup'; readonly missing?: boolean } & Faulty)
  | { readonly kind: 'searching' }
  | ({ readonly kind: 'proving'; readonly challenge: Challenge } & Paying)
  | { readonly kind: 'opening'; readonly tokens: readonly string[] }
  | ({ readonly kind: 'several'; readonly found: readonly Sale[] } & Faulty)
  | { readonly kind: 'stopped'; readonly why: Stop; readonly reason?: string | undefined }
  | ({
      readonly kind: 'receptor';
      readonly ask?: Ask | undefined;
      readonly suggestions: readonly Suggestion[];
      readonly spread?: Spread | undefined;
    } & Faulty)
  /** `quiet`: not on behalf of the receptor's form, so another screen is waiting for it. */
  | ({ readonly kind: 'checking'; readonly quiet: boolean } & Paying)
  | ({ readonly kind: 'review'; readonly preview: Planned; readonly suggestions: readonly Suggestion[] } & Faulty)
  | ({
      readonly kind: 'issuing';
      readonly preview: Planned;
      readonly suggestions?: readonly Suggestion[];
      readonly slow: boolean;
    } & Paying)
  | { readonly kind: 'pending'; readonly answer: Pending; readonly slow: boolean }
  | ({
      readonly kind: 'issued';
      readonly invoice: Made;
      readonly mail?: 'sending' | 'sent' | undefined;
      /** Why it cannot be corrected, once that was tried. */
      readonly fixed?: ProblemBody | undefined;
    } & Faulty)
  /** Reads the data that an invoice has now. */
  | { readonly kind: 'correcting'; readonly invoice: Stamped }
  /** What a correction changes, issues and cancels, before it is requested. */
  | ({ readonly kind: 'correction'; readonly plan: CorrectionPlan } & Faulty)
  | ({ readonly kind: 'replacing'; readonly plan: CorrectionPlan; readonly slow: boolean } & Paying)
  | ({ readonly kind: 'proof' } & Faulty)
  | ({ readonly kind: 'recovering' } & Paying)
  /** `preview`: requested from the review, to which it returns. */
  | ({
      readonly kind: 'requesting';
      readonly ask: Ask;
      readonly preview?: Planned;
      readonly suggestions?: readonly Suggestion[];
    } & Paying)
  /** `note`: why the invoice became a request. */
  | { readonly kind: 'requested'; readonly request: MerchantRequest; readonly note?: string }
  | { readonly kind: 'following'; readonly self: string }
  | {
      readonly kind: 'lost';
      readonly problem: ProblemBody;
      readonly tokens: readonly string[];
      readonly self?: string | undefined;
    }
  | { readonly kind: 'off'; readonly problem?: ProblemBody | undefined };

/** The machine's whole state: the step, and what the customer has entered. */
export type State = Step & { readonly visit: Visit };
/** The name of a step. */
export type Kind = Step['kind'];

/** Everything that can happen: an action of the customer, an answer of the server, or a timer. */
export type PortalEvent =
  | { readonly kind: 'loaded'; readonly enabled: boolean }
  | {
      readonly kind: 'edit';
      readonly lookup?: Lookup;
      readonly receptor?: Partial<Receptor>;
      readonly email?: string | null;
      readonly remember?: boolean;
      /** A block was pasted; null when that is undone. */
      readonly spread?: Spread | null;
    }
  | { readonly kind: 'faulty'; readonly faults: readonly Fault[] }
  /** Another way of looking up; `field` is the first one that was not shown before. */
  | { readonly kind: 'way'; readonly way: readonly LookupField[]; readonly field?: LookupField | undefined }
  | {
      readonly kind:
        | 'describe'
        | 'issue'
        | 'slow'
        | 'mail'
        | 'mailed'
        | 'prove'
        | 'again'
        | 'restart'
        | 'online'
        | 'correct'
        /** Another sale is added to the same invoice. */
        | 'more';
    }
  | { readonly kind: 'worked'; readonly done: number }
  | { readonly kind: 'search'; readonly way: readonly LookupField[] }
  | { readonly kind: 'found' | 'choose'; readonly sales: readonly Sale[] }
  | {
      readonly kind: 'checked';
      readonly faults: readonly Fault[];
      readonly suggestions: readonly Suggestion[];
      readonly preview?: Planned | undefined;
    }
  | { readonly kind: 'itemize'; readonly desglosarIeps: boolean }
  /** The data of an invoice that may be corrected. */
  | { readonly kind: 'correctable'; readonly receptor: Receptor }
  | { readonly kind: 'planned'; readonly plan: CorrectionPlan }
  | { readonly kind: 'answered'; readonly answer: Followed }
  | { readonly kind: 'ask'; readonly ask: Ask }
  /** The status of a request changed while its screen was open. */
  | { readonly kind: 'watched'; readonly request: MerchantRequest }
  | { readonly kind: 'refused'; readonly problem: ProblemBody }
  | { readonly kind: 'back'; readonly to: 'lookup' | 'receptor' }
  /** The browser's Back or Forward (revisit.ts says where to). */
  | { readonly kind: 'revisit'; readonly to: State };
