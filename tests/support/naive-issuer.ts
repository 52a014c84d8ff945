/** What exactly-once is measured against: an issuer that builds, seals and sends, and remembers only then. Its retry seals anew. */

import type { Sealer } from '../../server/csd/csd.ts';
import { openCsd } from '../../server/csd/open-csd.ts';
import { createTestAuthority } from '../../server/csd/test-certificates.ts';
import type { IngresoSnapshot } from '../../server/invoicing/claim.ts';
import { acceptTimbre, buildDocument, sealDocument } from '../../server/invoicing/document.ts';
import type { Pac } from '../../server/pac/pac.ts';
import { parseSale } from '../../server/sales/sale-wire.ts';
import { UNIVERSIDAD } from './customer.ts';
import type { Testimony } from './judge.ts';
import { breakfastOf } from './shop.ts';

const EMISOR = { rfc: 'EKU9003173C9', nombre: 'ESCUELA KEMPER URGATE', regimenFiscal: '601' };
const SERIE = 'N';
const TRIES = 3;
const DEADLINE_MS = 1_500;
const DAY_MS = 86_400_000;

export type NaiveIssuer = {
  /**
   * Issues one breakfast and answers what its customer has in the end. When it `dies`, it does so after its first call, before it
   * could write anything down; whatever is no yes it tries again, a second later by its clock.
   */
  issue(sale: {
    readonly folio: number;
    readonly marker: string | undefined;
    readonly dies: boolean;
  }): Promise<Testimony>;
};

/** An issuer of test invoices at this PAC. */
export async function createNaiveIssuer(pac: Pac): Promise<NaiveIssuer> {
  const sealer = await testSealer();
  return {
    async issue({ folio, marker, dies }) {
      const total = (500 + folio / 100).toFixed(2);
      const snapshot = snapshotOf(breakfastOf({ folio: `N-${folio}`, total, marker }));
      const nothing = {
        total,
        receptor: UNIVERSIDAD.rfc,
        uuid: undefined,
        serie: undefined,
        folio: undefined,
        xml: '',
      };
      for (let attempt = 0; attempt < TRIES; attempt += 1) {
        const at = Date.now() + attempt * 1_000;
        const built = buildDocument(snapshot, SERIE, folio, at);
        if (built.kind === 'faults') throw new Error(JSON.stringify(built.faults));
        const sealed = sealDocument(built.comprobante, sealer, at);
        const reply = await pac.stamp({ xml: sealed.xml, clientRef: '' }, AbortSignal.timeout(DEADLINE_MS));
        const isForgotten = dies && attempt === 0;
        if (reply.kind !== 'stamped' || isForgotten) continue;
        const timbre = acceptTimbre(sealed, reply.xml);
        if (timbre.kind === 'ours')
          return { ...nothing, uuid: timbre.uuid, serie: SERIE, folio: String(folio), xml: timbre.xml };
      }
      return nothing;
    },
  };
}

async function testSealer(): Promise<Sealer> {
  const authority = await createTestAuthority(Date.now() - 30 * DAY_MS);
  const subject = { kind: 'csd', ...EMISOR, password: '12345678a' } as const;
  const opened = openCsd(await authority.issue(subject, Date.now() - DAY_MS));
  if (opened.kind !== 'opened') throw new Error(opened.faults.join());
  return opened.sealer;
}

function snapshotOf(wire: object): IngresoSnapshot {
  const parsed = parseSale(wire);
  if (parsed.kind === 'faults') throw new Error(JSON.stringify(parsed.faults));
  return {
    kind: 'ingreso',
    emisor: EMISOR,
    lugarExpedicion: '06700',
    receptor: UNIVERSIDAD,
    sales: [parsed.body],
    itemizeIeps: false,
    emails: [],
  };
}
