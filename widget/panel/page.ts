/** What a page of the panel is, and what the panel passes to it. */
import type { Call } from './api.ts';
import type { ChecklistStep, MerchantRef, Session, World } from './wire.ts';

/** What a page gets from the panel around it. */
export type Panel = {
  readonly call: Call;
  readonly session: Session;
  readonly world: World;
  /** Absent until the person has a merchant. */
  readonly merchant: MerchantRef | undefined;
  /** The steps of the setup; absent until they are known. */
  readonly steps: () => readonly ChecklistStep[] | undefined;
  /** The steps cannot be read: the signed-in person may not read them, or the server cannot be reached. */
  readonly isStepless: () => boolean;
  /** Aborts when the page is left. */
  readonly signal: AbortSignal;
  /** The query of the page's address. */
  readonly query: URLSearchParams;
  /** Opens another page of the panel. */
  readonly go: (path: string) => void;
  /** Replaces the query of the page's address, without another entry in the history. */
  readonly note: (query: Readonly<Record<string, string | undefined>>) => void;
  /** Resolves once the page shows the change. */
  readonly redraw: () => Promise<unknown>;
  /** Announces a text to screen readers. */
  readonly say: (text: string) => void;
  /** Call after something was saved: reloads the checklist and the number of waiting requests. Resolves once they are loaded. */
  readonly changed: () => Promise<void>;
  /** Switches to this merchant, which the session may not have included before. */
  readonly enter: (merchantId: string) => Promise<void>;
};

/** Whether somebody may read the settings of the business; all roles except cashiers may. */
export function readsSettings(merchant: MerchantRef | undefined): boolean {
  return merchant?.role !== 'cashier';
}

/** Whether somebody may change the settings of the business: an owner or an administrator. */
export function leads(merchant: MerchantRef | undefined): boolean {
  return merchant?.role === 'owner' || merchant?.role === 'admin';
}

/** The variable parts of a path, by name. */
export type Params = Readonly<Record<string, string>>;

/** A page of the panel: its texts and its content. */
export type Page = {
  /** The heading, and the title of the document. */
  readonly title: () => string;
  /** One sentence under the heading: what the page is for. */
  readonly lead?: () => unknown;
  /** Lists and previews need more room than a form. */
  readonly width?: 'wide' | 'full';
  readonly render: () => unknown;
};

/** Opens a page for the parameters of its path. */
export type OpenPage = (panel: Panel, params: Params) => Page;
