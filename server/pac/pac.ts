/** The port to a PAC that stamps XML we sealed ourselves. One file per PAC implements it; `capabilities` is tested, not believed. */

export type PacCapabilities = {
  readonly id: string;
  /** What sending the same bytes again does there. `new-uuid` without a client reference is never resent by machine. */
  readonly sameBytes: 'returns-timbre' | '307-only' | 'new-uuid';
  /** Hours a client reference is remembered from its first use; absent when the PAC has none. */
  readonly clientRefHours?: number;
  /** How a stamp can be looked up without sending the document to be stamped. */
  readonly lookup: 'by-xml' | 'by-ref' | 'none';
  /** "Not found" is not believed within this time of a send, in milliseconds. */
  readonly lookupLagMs: number;
  /** Whether a repeat is recognised before any other rule can refuse it: only then is a refusal after a doubtful send definite. */
  readonly rejectsAfter307Check: boolean;
};

export type StampRequest = {
  /** The sealed document, exactly as persisted. */
  readonly xml: string;
  readonly clientRef: string;
};

/** Everything but a definite yes or no is `unknown`; the verbs resend the same bytes until it is settled. */
export type PacReply =
  | { readonly kind: 'stamped'; readonly xml: string; readonly repeated: boolean }
  /** A 307 that does not carry the timbre. */
  | { readonly kind: 'already-stamped' }
  | { readonly kind: 'rejected'; readonly code: string; readonly satCode?: string; readonly message: string }
  /** Definitely not sent: name not resolved, connection refused, refused before processing. */
  | { readonly kind: 'not-sent'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string };

export type LookupReply = PacReply | { readonly kind: 'absent' };

export interface Pac {
  readonly capabilities: PacCapabilities;
  /** Never throws: what goes wrong is in the reply. Honours the signal's deadline. */
  stamp(request: StampRequest, signal: AbortSignal): Promise<PacReply>;
  /** Asks for an earlier stamp of this document; present unless `capabilities.lookup` is `none`. */
  lookup?(request: StampRequest, signal: AbortSignal): Promise<LookupReply>;
}
