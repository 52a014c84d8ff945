/** A factura global of 300 tickets, made and believed beside the event loop. */
import { beforeAll, expect, test } from 'vitest';
import { publicoEnGeneral } from '../../server/cfdi/publico-en-general.ts';
import { insertTimbre } from '../../server/cfdi/timbre.ts';
import type { Sealer } from '../../server/csd/csd.ts';
import { openCsd } from '../../server/csd/open-csd.ts';
import { createTestAuthority } from '../../server/csd/test-certificates.ts';
import type { GlobalSnapshot } from '../../server/invoicing/claim.ts';
import { acceptTimbre, buildDocument, sealDocument } from '../../server/invoicing/document.ts';
import {
  acceptTimbreAside,
  buildDocumentAside,
  globalFaultsAside,
  sealDocumentAside,
} from '../../server/invoicing/document-aside.ts';
import { globalFaults } from '../../server/invoicing/global-faults.ts';
import { saleBody } from '../contracts/store/cast.ts';
import { turnsDuring } from '../support/turns.ts';

const AT = Date.parse('2026-11-21T10:00:00-06:00');
const EMISOR = { rfc: 'EKU9003173C9', nombre: 'ESCUELA KEMPER URGATE', regimenFiscal: '601' };
const TICKETS = Array.from({ length: 300 }, (_, index) => ({ ...saleBody(`CJ-${2_000 + index}`), branch: 'roma' }));

function globalOf(sales: GlobalSnapshot['sales']): GlobalSnapshot {
  return {
    kind: 'global',
    emisor: EMISOR,
    lugarExpedicion: '06700',
    receptor: publicoEnGeneral('06700', 'S01'),
    sales,
    emails: [],
    periodicidad: '01',
    period: { from: '2026-11-20', to: '2026-11-20' },
  };
}

let sealer: Sealer;
beforeAll(async () => {
  const authority = await createTestAuthority(AT);
  const opened = openCsd(await authority.issue({ kind: 'csd', ...EMISOR, password: 'aguacate' }, AT));
  if (opened.kind !== 'opened') throw new Error(opened.faults.join());
  sealer = opened.sealer;
});

test('it is the same document, to the byte, and the event loop comes round all the while', async () => {
  const snapshot = globalOf(TICKETS);
  const here = buildDocument(snapshot, 'G', 7, AT);
  if (here.kind !== 'comprobante') throw new Error('the tickets cannot be invoiced');
  const sealed = sealDocument(here.comprobante, sealer, AT);
  const stamped = insertTimbre(sealed.xml, {
    version: '1.1',
    uuid: '5A1B6D2E-0F3C-4B7A-9E21-8C4D5E6F7A8B',
    fechaTimbrado: '2026-11-21T10:00:05',
    rfcProvCertif: 'SPR190613I52',
    selloCfd: sealed.sello,
    noCertificadoSat: '30001000000500003456',
    selloSat: 'c2VsbG8=',
  });
  // The first piece of work starts the thread.
  expect(await globalFaultsAside(snapshot, 'G', AT)).toEqual(globalFaults(snapshot, 'G', AT));
  const turns = await turnsDuring(async () => {
    expect(await buildDocumentAside(snapshot, 'G', 7, AT)).toEqual(here);
  });
  expect(await sealDocumentAside(here.comprobante, sealer, AT)).toEqual(sealed);
  const more = await turnsDuring(async () => {
    expect(await acceptTimbreAside(sealed, stamped)).toEqual(acceptTimbre(sealed, stamped));
  });

  expect(acceptTimbre(sealed, stamped).kind).toBe('ours');
  // On the loop, it would come round once or twice.
  expect(Math.min(turns, more)).toBeGreaterThan(20);
}, 60_000);

test('one whose tickets cannot be invoiced has the same faults, and a timbre of another document is not believed', async () => {
  const broken = globalOf(TICKETS.map((ticket, index) => (index === 250 ? { ...ticket, total: '1.00' } : ticket)));
  expect(await buildDocumentAside(broken, 'G', 7, AT)).toEqual(buildDocument(broken, 'G', 7, AT));
  const [one, other] = ['G', 'H'].map((serie) => buildDocument(globalOf(TICKETS), serie, 7, AT));
  if (one?.kind !== 'comprobante' || other?.kind !== 'comprobante') throw new Error('the tickets cannot be invoiced');
  const [ours, theirs] = [one, other].map(({ comprobante }) => sealDocument(comprobante, sealer, AT));
  if (!ours || !theirs) throw new Error('nothing was sealed');
  expect(await acceptTimbreAside(ours, theirs.xml)).toEqual(acceptTimbre(ours, theirs.xml));
}, 60_000);
