/** The few ways in which every adapter turns what its PAC said into a reply of the port. */
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

/** What an issuer made of our unsealed document, if it says the same. */
export function acceptIssued(xml: string, unsealedXml: string, repeated: boolean): PacReply {
  const mismatch = issuedMismatch(unsealedXml, xml);
  return mismatch ? foreign(mismatch) : { kind: 'stamped', xml, repeated };
}

type Unknown = Extract<PacReply, { kind: 'unknown' }>;

/** Neither a definite yes nor a definite no. */
export function unknown(reason: string): Unknown {
  return { kind: 'unknown', reason };
}

/** The same from a PAC that answers, and has nothing to say of this document yet: it is well. */
export function undecided(reason: string): Unknown {
  return { kind: 'unknown', reason, about: 'document' };
}

/** A yes with a document that is not what was sent. */
export function foreign(reason: string): Unknown {
  return { kind: 'unknown', reason: `foreign-timbre: ${reason}`, about: 'foreign-timbre' };
}

/** Turned away before the document was looked at. */
export function turnedAway(account: AccountTrouble, reason: string): Extract<PacReply, { kind: 'not-sent' }> {
  return { kind: 'not-sent', reason, account };
}

// The PACs' shared numbers that are a refusal of the document (wire-contracts 1.1; 607: cfdi-rules 15.1), and the matrix; 307 and 707
// are none.
const REFUSAL = /^(?:30[1-6]|308|40[1-3]|607|CFDI\d{5,6})$/;

/** Whether a code all PACs share refuses the document itself. */
export function isRefusal(code: string): boolean {
  return REFUSAL.test(code);
}

/** The same, or a text that carries a code of the SAT's matrix, whatever the PAC wraps it in: somebody looked at the document. */
export function tellsRefusal(code: string, text: string): boolean {
  return isRefusal(code) || satCodeIn(text) !== undefined;
}

/** A definite no. The SAT's code is taken from wherever the PAC wrote it. */
export function rejected(code: string, message: string): Extract<PacReply, { kind: 'rejected' }> {
  const satCode = satCodeIn(`${code} ${message}`);
  return { kind: 'rejected', code, ...(satCode !== undefined && { satCode }), message: message || code };
}
