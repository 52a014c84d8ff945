/**
 * The lab on a PAC's own sandbox, where no fault can be set and no ledger read: what needs one is left out, saying so. What was
 * stamped is known by the folios that came back, and by the PAC's look-up when it has one.
 */
import { randomInt } from 'node:crypto';
import { comprobanteXml } from '../../../server/cfdi/comprobante-xml.ts';
import type { Sealer } from '../../../server/csd/csd.ts';
import type { Pac } from '../../../server/pac/pac.ts';
import { sealedXml, ticket } from '../../pac/sandbox/sealed-ticket.ts';
import { type Document, type Lab, type Stamped, type Subject, signedCancellation, uuidIn } from './lab.ts';

/** Thrown by what only a stand-in can do. */
export class LeftOut extends Error {}

export type RealSandbox = {
  readonly subject: Subject;
  readonly create: (options: { readonly url?: string; readonly timeoutMs: number }) => Pac;
  /** Of a CSD that the sandbox knows. */
  readonly sealer: Sealer;
};

const TIMEOUT_MS = 30_000;

export function openRealLab({ subject, create, sealer }: RealSandbox): Lab {
  const seen = new Map<string, { readonly folio: string; readonly xml: string }>();
  const leftOut = (what: string) => (): never => {
    throw new LeftOut(`needs ${what}`);
  };
  const watched = (pac: Pac): Pac => ({
    ...pac,
    async stamp(request, signal) {
      const reply = await pac.stamp(request, signal);
      const uuid = uuidIn(reply);
      const folio = / Folio="([^"]+)"/.exec(request.xml)?.[1] ?? '';
      if (uuid && reply.kind === 'stamped') seen.set(uuid, { folio, xml: reply.xml });
      return reply;
    },
  });
  return {
    subject,
    url: '',
    pac({ timeoutMs = TIMEOUT_MS, account = 'good', url } = {}) {
      // Some lock an account after three wrong passwords: nobody's is tried.
      if (account === 'bad') throw new LeftOut('needs a wrong password');
      return watched(create({ timeoutMs, ...(url !== undefined && { url }) }));
    },
    document(marker, descripcion) {
      if (marker !== undefined) throw new LeftOut('needs a fault');
      const plain = ticket();
      const conceptos = plain.conceptos.map((concepto) => ({ ...concepto, ...(descripcion && { descripcion }) }));
      const folio = String(randomInt(1e9, 2e14));
      const { rfc } = sealer.certificate;
      const emisor = { ...plain.emisor, rfc };
      const comprobante = { ...plain, folio, conceptos, emisor };
      const { sealedBy } = create({ timeoutMs: 1 }).capabilities;
      const xml = sealedBy === 'us' ? sealedXml(comprobante, sealer) : comprobanteXml(comprobante);
      return { xml, clientRef: `ref${folio}`, folio };
    },
    cancellation: async (uuid, { clientRef }, folioSustitucion) =>
      signedCancellation(sealer, { uuid, clientRef, folioSustitucion }),
    cancellationsOf: leftOut('the SAT’s ledger'),
    signal: () => AbortSignal.timeout(2 * TIMEOUT_MS),
    fault: leftOut('a fault'),
    quirk: leftOut('a quirk'),
    async stampsOf({ folio }: Document): Promise<readonly Stamped[]> {
      const own = [...seen].filter(([, stamp]) => stamp.folio === folio);
      return own.map(([uuid]) => ({ uuid, folio, asked: 1, sha256: '' }));
    },
    stampedXml: async (uuid) => seen.get(uuid)?.xml ?? '',
    stampsElsewhere: leftOut('another PAC’s ledger'),
    requests: leftOut('the requests as they came'),
    reset: async () => undefined,
  };
}
