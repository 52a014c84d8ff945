/**
 * The port to PACs that stamp: one that takes XML sealed by us, or an issuer that holds the merchant's CSD and builds, seals and stamps
 * from our data. Each is implemented in one file; conformance tests verify its `capabilities`.
 */

import type { SatStatusService } from './sat-status.ts';

/**
 * How a PAC behaves in the respects in which PACs differ. Retries and look-ups are decided from this, so a wrong value can lead to a second
 * CFDI.
 */
export type PacCapabilities = {
  readonly id: string;
  /**
   * `us`: it stamps exactly the bytes we sealed. `them`: it takes the unsealed document and builds its own, with its own rounding and the
   * CSD that the merchant left there; after a lost answer, only a look-up tells whether it was stamped.
   */
  readonly sealedBy: 'us' | 'them';
  /**
   * What sending the same document again does. With `new-uuid` it is looked up before it is sent again, if there is a look-up; without a
   * client reference it is never resent automatically.
   */
  readonly sameBytes: 'returns-timbre' | '307-only' | 'new-uuid';
  /** Hours a client reference is remembered from its first use; absent when the PAC has none. */
  readonly clientRefHours?: number;
  /** How a stamp can be looked up without sending the document to be stamped. */
  readonly lookup: 'by-xml' | 'by-ref' | 'none';
  /** For how long after a send "not found" is not trusted, in milliseconds. */
  readonly lookupLagMs: number;
  /** Whether repeats are recognised before any other rule can refuse them. Only then is a refusal definite after a send in doubt. */
  readonly rejectsAfter307Check: boolean;
  /** Who signs a cancellation: we do, so the key stays here; the PAC, with the CSD left there; or this adapter cannot cancel. */
  readonly cancel: 'signed-request' | 'by-account' | 'none';
};

/** What a PAC is asked to stamp. A retry must carry the same XML and the same reference. */
export type StampRequest = {
  /** The document, exactly as persisted: sealed, or without Sello, Certificado and NoCertificado for an issuer that seals it. */
  readonly xml: string;
  readonly clientRef: string;
};

/** Anything but a definite success or refusal is `unknown`; callers resend the same bytes until it is settled. */
export type PacReply =
  | { readonly kind: 'stamped'; readonly xml: string; readonly repeated: boolean }
  /** A 307 that does not carry the timbre. */
  | { readonly kind: 'already-stamped' }
  | { readonly kind: 'rejected'; readonly code: string; readonly satCode?: string; readonly message: string }
  /** Definitely not processed: no connection, or the account was turned away, in which case `account` says why. */
  | { readonly kind: 'not-sent'; readonly reason: string; readonly account?: AccountTrouble }
  /**
   * `about` says that the PAC itself is healthy: it is undecided about this document only, or it returned a different document, which a
   * person has to look at.
   */
  | { readonly kind: 'unknown'; readonly reason: string; readonly about?: 'document' | 'foreign-timbre' };

/** Why a PAC turns an account away before it looks at a document. All but `rate-limit` need a person. */
export type AccountTrouble = 'credentials' | 'credit' | 'suspended' | 'manifest' | 'rate-limit';

/** The outcome of a look-up: that of the earlier stamp, or `absent` when the PAC knows of none. */
export type LookupReply = PacReply | { readonly kind: 'absent' };

/** What a PAC is asked to cancel, with both forms that adapters may need: the data, and the request we signed. */
export type CancelRequest = {
  readonly uuid: string;
  /** The reference it was stamped under. */
  readonly clientRef: string;
  readonly rfcEmisor: string;
  readonly motivo: '01' | '02' | '03' | '04';
  /** Only, and always, with motivo 01. */
  readonly folioSustitucion?: string;
  /** The `Cancelacion` we signed; empty for a PAC that signs by account. */
  readonly signedXml: string;
};

/** An acuse proves that cancellation was requested, never that it happened: only the SAT's status does. */
export type CancelReply =
  /** `acuse` is the SAT's own answer, if the PAC passes it on. */
  | { readonly kind: 'requested'; readonly acuse?: string; readonly repeated: boolean }
  /** The SAT does not know the UUID yet (205): retry in minutes or hours. */
  | { readonly kind: 'not-yet-known' }
  | { readonly kind: 'rejected'; readonly code: string; readonly message: string }
  | { readonly kind: 'not-sent'; readonly reason: string; readonly account?: AccountTrouble }
  | { readonly kind: 'unknown'; readonly reason: string };

/** The result of testing an account; `credit` is the number of stamps left, if the PAC reports it. */
export type ConnectionReply =
  | { readonly kind: 'ok'; readonly credit?: number }
  | { readonly kind: 'refused'; readonly account: AccountTrouble; readonly message: string }
  | { readonly kind: 'unavailable'; readonly reason: string };

/** The time on the PAC's clock when it answered, in epoch milliseconds with a precision of a second, if it said. */
export type ReportsTime = { readonly reportedAt?: number };

/** One account with one PAC in one world. Implementations do not retry, log or alter the XML. */
export interface Pac {
  readonly capabilities: PacCapabilities;
  /** Never throws: what goes wrong is in the reply. Honours the signal's deadline. */
  stamp(request: StampRequest, signal: AbortSignal): Promise<PacReply & ReportsTime>;
  /** Asks for an earlier stamp of this document; present unless `capabilities.lookup` is `none`. */
  lookup?(request: StampRequest, signal: AbortSignal): Promise<LookupReply & ReportsTime>;
  /** Present unless `capabilities.cancel` is `none`. Asking twice is harmless. */
  cancel?(request: CancelRequest, signal: AbortSignal): Promise<CancelReply>;
  /** Asks the SAT by way of the PAC; only some can. */
  readonly satStatus?: SatStatusService['consult'];
  /** Tries the account without spending a stamp. */
  testConnection(signal: AbortSignal): Promise<ConnectionReply & ReportsTime>;
}
