/** What survives a reload (in this tab) and, only if requested, the receptor stored on this device. */
import type { Planned, State, Visit } from './state.ts';
import type { Receptor, Sale } from './wire.ts';

/** A half-finished visit: what was typed, its sales, and the invoice or request in progress. */
export type Draft = Partial<
  Pick<Visit, 'lookup' | 'way' | 'receptor' | 'email' | 'remember' | 'desglosarIeps' | 'known' | 'corrects'>
> & {
  /** The token or folio that the page passed, if any. */
  readonly of?: string | null;
  readonly tokens?: readonly string[];
  readonly sales?: readonly Sale[] | undefined;
  readonly self?: string | undefined;
  /** The invoice that was requested and has no answer yet; `since` in milliseconds. */
  readonly asked?: { readonly preview: Planned; readonly since: number } | undefined;
};

const KEPT = 'autofactura-receptor';

// After this time a restored tab does not repeat the request, which might surprise its user.
const ASKED_AGAIN_MS = 3_600_000;

const draftKey = (slug: string) => `autofactura-draft-${slug}`;

/**
 * This tab's draft, completed with the receptor of this device. Empty if storage is forbidden. If the page is about (`of`) another
 * sale (its token or folio), only the receptor is left.
 */
export function recallDraft(slug: string, of: string | null): Draft {
  const kept = read<Receptor>(() => localStorage, KEPT);
  const draft = read<Draft>(() => sessionStorage, draftKey(slug));
  const fresh = kept ? { receptor: kept, remember: true, known: true } : {};
  if (!draft) return fresh;
  const { of: page, asked, ...visit } = draft;
  const receptor = { ...kept, ...visit.receptor };
  const isSame = !of || [page, visit.lookup?.folio, ...(visit.tokens ?? [])].includes(of);
  if (!isSame) return { ...fresh, receptor };
  return { ...visit, receptor, asked: asked && Date.now() - asked.since < ASKED_AGAIN_MS ? asked : undefined };
}

/** Stores what a reload must not lose and, once its data were accepted, obeys «Recordar mis datos en este dispositivo». */
export function keepDraft(slug: string, of: string | null, state: State): void {
  const { kind } = state;
  if (kind === 'loading' || kind === 'off') return;
  const { lookup, way, receptor, email, remember, desglosarIeps, sales, corrects, cart } = state.visit;
  const self = selfOf(state);
  const preview = askedIn(state);
  const asked = preview && { preview, since: Date.now() };
  const tokens = 'tokens' in state ? state.tokens : [];
  const draft: Draft = {
    of,
    lookup,
    way,
    receptor,
    email,
    remember,
    desglosarIeps,
    known: kind === 'checking' || kind === 'review',
    // If a followed invoice or request is refused, continue with its sales.
    sales: asked || (self && kind !== 'issued') ? sales : undefined,
    // A guarded sale cannot be opened, so the search is repeated.
    tokens: tokens.length ? tokens : sales[0]?.status === 'guarded' ? [] : (cart ?? sales).map((sale) => sale.token),
    self,
    asked,
    corrects,
  };
  write(() => sessionStorage, draftKey(slug), draft);
  if (kind === 'review' || kind === 'correction') write(() => localStorage, KEPT, remember ? receptor : undefined);
}

// If an answer was lost, there may be an invoice; status 0 is a problem without an answer from the server. Several invoices are reopened together.
function askedIn(state: State): Planned | undefined {
  if (state.kind === 'issued') return state.invoice.plan;
  return state.kind === 'issuing' || (state.kind === 'review' && state.problem?.status === 0)
    ? state.preview
    : undefined;
}

/** The link to what is in progress in a state, if there is any. */
export function selfOf(state: State): string | undefined {
  if (state.kind === 'pending') return state.answer.links.self;
  if (state.kind === 'issued') return state.invoice.links.self;
  if (state.kind === 'requested') return state.request.links.self;
  return 'self' in state ? state.self : state.visit.corrects?.invoice.links.self;
}

/** Reads a value from storage. Storage may be disabled or full: then nothing is stored, and nothing else changes. */
export function read<T>(storage: () => Storage, key: string): T | undefined {
  try {
    return JSON.parse(storage().getItem(key) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
}

/** Stores a value under a name, unless there is none. */
export function write(storage: () => Storage, key: string, value: unknown): void {
  try {
    if (value) storage().setItem(key, JSON.stringify(value));
    else storage().removeItem(key);
  } catch {}
}
