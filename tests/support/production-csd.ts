/** A CSD that looks like one of the SAT's production authority, which the live world takes: of our own test authority, under another number. */
import type { CsdPair } from '../../server/csd/csd.ts';

/** The mark at the beginning of the 20 digits of a certificate's number, as the serial number spells them in ASCII. */
const [TEST, PRODUCTION] = [Buffer.from('30001'), Buffer.from('00001')] as const;

/** The same pair under a number of production. Nothing here checks who signed a certificate. */
export function asOfProduction(pair: CsdPair): CsdPair {
  const cer = Buffer.from(pair.cer);
  const at = cer.indexOf(TEST);
  if (at < 0) throw new Error('not a test certificate');
  PRODUCTION.copy(cer, at);
  return { ...pair, cer };
}
