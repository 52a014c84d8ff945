/**
 * The port to the SAT's status of a CFDI, the only proof that it is cancelled. An acuse only proves that cancellation was requested
 * (wire-contracts 10.4 and 11, read 2026-11).
 */
import type { Comprobante, Timbre } from '../cfdi/comprobante.ts';
import type { Tenant } from '../merchants/tenant.ts';

/** The SAT's answer about one CFDI. Only `found` proves anything; `malformed` is the only one that is not worth asking again. */
export type SatStatus =
  | FoundStatus
  /** N - 602: normal for minutes to hours after a stamp, and not an error then. */
  | { readonly kind: 'not-found' }
  /** N - 601: the data do not form a valid printed expression. Asking again does not help. */
  | { readonly kind: 'malformed' }
  /** No answer, or one with an unknown text: it proves nothing. */
  | { readonly kind: 'unavailable'; readonly reason: string };

/** What the SAT says about a CFDI that it knows. */
export type FoundStatus = {
  readonly kind: 'found';
  readonly estado: 'vigente' | 'cancelado';
  /** Whether it could be cancelled now; absent if the SAT leaves it empty. */
  readonly cancelable?: Cancelable;
  /** How far a request to cancel has come. */
  readonly cancelacion: Cancelacion;
  /** Whether the issuer is on the list of CFF 69-B. */
  readonly emisor69b: 'clear' | 'listed' | 'not-checked';
};

/** `no-cancelable`: related documents are in force. */
export type Cancelable = 'sin-aceptacion' | 'con-aceptacion' | 'no-cancelable';

/** `plazo-vencido`: the receptor kept silent until the deadline, which is consent. */
export type Cancelacion = 'none' | 'en-proceso' | 'sin-aceptacion' | 'con-aceptacion' | 'plazo-vencido' | 'rechazada';

/** The data of a CFDI that its representación impresa shows, by which the SAT is asked. */
export type PrintedCfdi = {
  readonly uuid: string;
  readonly rfcEmisor: string;
  readonly rfcReceptor: string;
  /** As the document writes it. */
  readonly total: string;
  /** The issuer's, whole. */
  readonly sello: string;
};

/** Asks the SAT for the status of a CFDI, directly or through a PAC. */
export interface SatStatusService {
  /** Never throws: what goes wrong is in the status. Honours the signal's deadline. */
  consult(cfdi: PrintedCfdi, signal: AbortSignal): Promise<SatStatus>;
}

/** Finds the service to ask about the documents of a tenant: the SAT, or a stand-in for its test world. */
export type SatStatusOf = (tenant: Tenant) => SatStatusService;

/** The data by which a stamped document is asked for. */
export function printedCfdiOf(comprobante: Comprobante, timbre: Timbre): PrintedCfdi {
  return {
    uuid: timbre.uuid,
    rfcEmisor: comprobante.emisor.rfc,
    rfcReceptor: comprobante.receptor.rfc,
    total: comprobante.total,
    sello: timbre.selloCfd,
  };
}
