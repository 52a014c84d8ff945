/** What an operation was asked about, and what a recorded shape is made of. */
import type { StampRequest } from '../../../server/pac/pac.ts';
import type { PrintedCfdi } from '../../../server/pac/sat-status.ts';
import type { ReadRequest } from './request.ts';

/** Every recorded shape is a function of these and of the account (`ACCOUNTS`). */
export type Scene = {
  /** Sealed by us, or unsealed for whoever seals it. */
  readonly document: StampRequest & { readonly folio: string; readonly fecha: string };
  readonly noCertificado: string;
  /** Of the document, when it was stamped before. */
  readonly uuid: string;
  /** Of its cancellation with motivo 02. */
  readonly signedXml: string;
};

/** The requests of one operation, in their order. */
export type Recorded = (scene: Scene) => readonly ReadRequest[];

export const EMISOR = 'EKU9003173C9';

export const RECEPTOR = {
  rfc: 'H&E951128469',
  nombre: 'HERRERIA & ELECTRICOS',
  codigoPostal: '06002',
  regimenFiscal: '601',
  usoCfdi: 'G03',
} as const;

export const SUSTITUTO = '5C7B0622-01B4-4EB8-96D0-E0DEBD89FF0F';

export const PRINTED: PrintedCfdi = {
  uuid: '66EA0F5A-0B6C-4D6D-A0C4-3C9B2A0D9E11',
  rfcEmisor: EMISOR,
  rfcReceptor: RECEPTOR.rfc,
  total: '116.25',
  sello: `${'A'.repeat(336)}ab/d+23=`,
};

export function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
