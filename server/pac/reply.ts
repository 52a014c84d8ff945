/** Helpers with which every adapter turns its PAC's answers into replies of the port. */
import { satCodeIn } from '../problems/sat-faults.ts';
import { issuedMismatch } from './issued-document.ts';
import type { AccountTrouble, PacReply } from './pac.ts';
import { timbreMismatch } from './timbre-of.ts';

/** The stamped document, if it is the one that was sent; `repeated` when the PAC had stamped it before. */
export function acceptStamp(xml: string | undefined, sealedXml: string, repeated: boolean): PacReply {
  if (!xml) return repeated ? { kind: 'already-stamped' } : unknown('a yes without its document');
  const mismatch = timbreMismatch(sealedXml, xml);
  return mismatch ? foreign(mismatch) : { kind: 'stamped', xml, repeated };
}

/** The document that an issuer made of our unsealed one, if it says the same. */
export function acceptIssued(xml: string, unsealedXml: string, repeated: boolean): PacReply {
  const mismatch = issuedMismatch(unsealedXml, xml);
  return mismatch ? foreign(mismatch) : { kind: 'stamped', xml, repeated };
}

type Unknown = Extract<PacReply, { kind: 'unknown' }>;

/** Neither a definite yes nor a definite no. */
export function unknown(reason: string): Unknown {
  return { kind: 'unknown', reason };
}

/** Like `unknown`, from a PAC that is healthy but undecided about this document. */
export function undecided(reason: string): Unknown {
  return { kind: 'unknown', reason, about: 'document' };
}

/** A success with a document that is not the one that was sent. */
export function foreign(reason: string): Unknown {
  return { kind: 'unknown', reason: `foreign-timbre: ${reason}`, about: 'foreign-timbre' };
}

/** Turned away before the document was checked. */
export function turnedAway(account: AccountTrouble, reason: string): Extract<PacReply, { kind: 'not-sent' }> {
  return { kind: 'not-sent', reason, account };
}

// The PACs' shared codes that refuse a document (wire-contracts 1.1; 607: cfdi-rules 15.1), and those of the matrix;
// 307 and 707 do not.
const REFUSAL = /^(?:30[1-6]|308|40[1-3]|607|CFDI\d{5,6})$/;

/** Whether a code that all PACs share refuses the document itself. */
export function isRefusal(code: string): boolean {
  return REFUSAL.test(code);
}

/** Like `isRefusal`, or true if the text contains a code of the SAT's matrix: the document was checked. */
export function reportsRefusal(code: string, text: string): boolean {
  return isRefusal(code) || satCodeIn(text) !== undefined;
}

/** A definite refusal. The SAT's code is taken from wherever the PAC wrote it. */
export function rejected(code: string, message: string): Extract<PacReply, { kind: 'rejected' }> {
  const satCode = satCodeIn(`${code} ${message}`);
  return { kind: 'rejected', code, ...(satCode !== undefined && { satCode }), message: message || code };
}
