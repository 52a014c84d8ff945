/** What survives a reload (this tab) and, only when asked, the receptor that stays on this device. Never a secret of the sale's. */
import type { Said, State } from './machine.ts';
import type { Receptor } from './wire.ts';

/** A half-finished visit: what was typed, the sales it was about, and the link of an invoice or request under way. */
export type Draft = Partial<Pick<Said, 'lookup' | 'receptor' | 'email' | 'remember'>> & {
  readonly tokens?: readonly string[];
  readonly self?: string | undefined;
};

const KEPT = 'autofactura-receptor';

const draftKey = (slug: string) => `autofactura-draft-${slug}`;

/** This tab's draft, with the receptor of this device under it. Empty where storage is forbidden. */
export function recallDraft(slug: string): Draft & { readonly known?: boolean } {
  const kept = read<Receptor>(() => localStorage, KEPT);
  const draft = read<Draft>(() => sessionStorage, draftKey(slug));
  if (draft) return { ...draft, receptor: { ...kept, ...draft.receptor } };
  return kept ? { receptor: kept, remember: true, known: true } : {};
}

/** Keeps what a reload must not lose, and (once its data were accepted) obeys «Recordar mis datos en este dispositivo». */
export function keepDraft(slug: string, state: State): void {
  const { lookup, receptor, email, remember, sales } = state.said;
  if (state.kind === 'loading') return;
  const draft: Draft = {
    lookup,
    receptor,
    email,
    remember,
    tokens: sales.map((sale) => sale.token),
    self: selfOf(state),
  };
  write(() => sessionStorage, draftKey(slug), draft);
  if (state.kind === 'review') write(() => localStorage, KEPT, remember ? receptor : undefined);
}

/** The link that follows what is under way in a state, if anything is. */
export function selfOf(state: State): string | undefined {
  if (state.kind === 'pending') return state.answer.links.self;
  if (state.kind === 'issued') return state.invoice.links.self;
  if (state.kind === 'requested') return state.request.links.self;
  return 'self' in state ? state.self : undefined;
}

/** What a storage has under a name. Storage may be switched off or full: then nothing is kept, and nothing else changes. */
export function read<T>(storage: () => Storage, key: string): T | undefined {
  try {
    return JSON.parse(storage().getItem(key) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
}

/** Puts a value under a name; nothing, when there is none. */
export function write(storage: () => Storage, key: string, value: unknown): void {
  try {
    if (value) storage().setItem(key, JSON.stringify(value));
    else storage().removeItem(key);
  } catch {}
}
