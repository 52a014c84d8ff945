/**
 * The port to whoever stamps: a PAC that takes XML we sealed ourselves, or an issuer that holds the merchant's CSD, and builds, seals and
 * stamps from our data. One file each implements it; `capabilities` is tested, not believed.
 */

import type { SatStatusService } from './sat-status.ts';

/** How a PAC behaves where PACs differ. Retries and look-ups are decided from this, so a wrong value can lead to a second CFDI. */
export type PacCapabilities = {
  readonly id: string;
  /**
   * `us`: it stamps the bytes we sealed, and those alone. `them`: it is given the document unsealed and makes another of it, with its own
   * rounding and the CSD that the merchant left there; nothing but our look-up then says whether a lost answer was a yes.
   */
  readonly sealedBy: 'us' | 'them';
  /**
   * What sending the same again does there. `new-uuid`: it is looked up before it is sent again, where there is a look-up; without a
   * client reference it is never sent again by machine.
   */
  readonly sameBytes: 'returns-timbre' | '307-only' | 'new-uuid';
  /** Hours a client reference is remembered from its first use; absent when the PAC has none. */
  readonly clientRefHours?: number;
  /** How a stamp can be looked up without sending the document to be stamped. */
  readonly lookup: 'by-xml' | 'by-ref' | 'none';
  /** "Not found" is not believed within this time of a send, in milliseconds. */
  readonly lookupLagMs: number;
  /** Whether a repeat is recognised before any other rule can refuse it: only then is a refusal after a doubtful send definite. */
  readonly rejectsAfter307Check: boolean;
  /** Who signs a cancellation: we, and the key stays here; the PAC, with the CSD the merchant left there; nobody, through this adapter. */
  readonly cancel: 'signed-request' | 'by-account' | 'none';
};

/** What a PAC is asked to stamp. A retry must carry the same XML and the same reference. */
export type StampRequest = {
  /** The document, exactly as persisted: sealed, or without Sello, Certificado and NoCertificado for whoever seals it. */
  readonly xml: string;
  readonly clientRef: string;
};

/** Everything but a definite yes or no is `unknown`; the verbs resend the same bytes until it is settled. */
export type PacReply =
  | { readonly kind: 'stamped'; readonly xml: string; readonly repeated: boolean }
  /** A 307 that does not carry the timbre. */
  | { readonly kind: 'already-stamped' }
  | { readonly kind: 'rejected'; readonly code: string; readonly satCode?: string; readonly message: string }
  /** Definitely not processed: no connection, or turned away at the door; then `account` says what is wrong with ours there. */
  | { readonly kind: 'not-sent'; readonly reason: string; readonly account?: AccountTrouble }
  /**
   * `about` says that the PAC itself is well: it is undecided of this document alone, or it answered with one that is not what was sent,
   * which somebody has to look at.
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

/** An acuse proves that it was asked for, never that it is cancelled: that is the SAT's status alone. */
export type CancelReply =
  /** `acuse` is the SAT's own answer, where the PAC hands it on. */
  | { readonly kind: 'requested'; readonly acuse?: string; readonly repeated: boolean }
  /** The SAT does not know the UUID yet (205): to be asked again in minutes or hours. */
  | { readonly kind: 'not-yet-known' }
  | { readonly kind: 'rejected'; readonly code: string; readonly message: string }
  | { readonly kind: 'not-sent'; readonly reason: string; readonly account?: AccountTrouble }
  | { readonly kind: 'unknown'; readonly reason: string };

/** What a test of an account says; `credit` is the stamps left, where the PAC tells. */
export type ConnectionReply =
  | { readonly kind: 'ok'; readonly credit?: number }
  | { readonly kind: 'refused'; readonly account: AccountTrouble; readonly message: string }
  | { readonly kind: 'unavailable'; readonly reason: string };

/** What the PAC's clock said as it answered, in epoch milliseconds to the second; absent where it says nothing. */
export type TellsTime = { readonly toldAt?: number };

/** One account with one PAC in one world. Implementations do not retry, log or alter the XML. */
export interface Pac {
  readonly capabilities: PacCapabilities;
  /** Never throws: what goes wrong is in the reply. Honours the signal's deadline. */
  stamp(request: StampRequest, signal: AbortSignal): Promise<PacReply & TellsTime>;
  /** Asks for an earlier stamp of this document; present unless `capabilities.lookup` is `none`. */
  lookup?(request: StampRequest, signal: AbortSignal): Promise<LookupReply & TellsTime>;
  /** Present unless `capabilities.cancel` is `none`. Asking twice is harmless. */
  cancel?(request: CancelRequest, signal: AbortSignal): Promise<CancelReply>;
  /** Asks the SAT by way of the PAC; only some can. */
  readonly satStatus?: SatStatusService['consult'];
  /** Tries the account without spending a stamp. */
  testConnection(signal: AbortSignal): Promise<ConnectionReply & TellsTime>;
}
