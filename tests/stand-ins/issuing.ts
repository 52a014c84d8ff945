/** What the stand-ins of JSON issuers share: they seal what they built with the CSD that the merchant left there, and stamp it. */
import { randomUUID } from 'node:crypto';
import type { Comprobante } from '../../server/cfdi/comprobante.ts';
import type { Sealer } from '../../server/csd/csd.ts';
import type { StampWithXml } from '../../server/pac/sandbox/ledger.ts';
import type { Answer } from '../../server/pac/sandbox/stamping.ts';
import { issueSealer, sealedXml } from '../pac/sandbox/sealed-ticket.ts';
import type { Bench } from './bench.ts';

let sealer: Promise<Sealer> | undefined;

/**
 * Seals and stamps; `reference` is kept with the stamp. Two documents under one `key` are the same to it; without a key every
 * document is another.
 */
export async function issue(
  bench: Bench,
  unsealed: Comprobante,
  { reference, key = randomUUID() }: { readonly reference: string; readonly key?: string },
): Promise<Answer | 'drop'> {
  sealer ??= issueSealer();
  const bytes = new TextEncoder().encode(sealedXml(unsealed, await sealer));
  return bench.certify(bytes, reference, () => key);
}

/** What was stamped under a reference, the first first. */
export function issuedUnder({ sandbox: { ledger } }: Bench, reference: string): readonly StampWithXml[] {
  const found = ledger.stamps().filter(({ clientRef }) => clientRef === reference);
  return found.flatMap(({ uuid }) => ledger.byUuid(uuid) ?? []);
}
