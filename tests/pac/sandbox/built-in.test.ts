import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Comprobante } from '../../../server/cfdi/comprobante.ts';
import { readCfdi } from '../../../server/cfdi/comprobante-reader.ts';
import type { Sealer } from '../../../server/csd/csd.ts';
import { satCertificatesIn } from '../../../server/csd/sat-certificates.ts';
import { verifyCfdi } from '../../../server/csd/verify-cfdi.ts';
import { createBuiltInPac } from '../../../server/pac/sandbox/built-in.ts';
import { openLedger } from '../../../server/pac/sandbox/ledger.ts';
import { issueSealer, sealedXml, ticket } from './sealed-ticket.ts';

/** A shop that no list of the SAT's has, and its customer. */
const LUNA = { rfc: 'CLU200115AB1', nombre: 'CAFE LUNA', regimenFiscal: '601' } as const;
const CUSTOMER = {
  ...{ rfc: 'GODE561231GR8', nombre: 'EMMA GOMEZ DIAZ', codigoPostal: '06700', regimenFiscal: '612', usoCfdi: 'G03' },
} as const;

let directory: string;
let sealer: Sealer;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'autofactura-built-in-'));
  sealer = await issueSealer({ rfc: LUNA.rfc, nombre: 'CAFE LUNA SA DE CV' });
});
afterAll(() => rmSync(directory, { recursive: true }));

const pac = () => createBuiltInPac({ directory, now: Date.now });
const xmlOf = (changes: Partial<Comprobante> = {}) =>
  sealedXml(ticket({ emisor: LUNA, receptor: CUSTOMER, ...changes }), sealer);
const send = (xml: string) => pac().stamp({ xml, clientRef: 'ref' }, AbortSignal.timeout(60_000));

describe('the built-in sandbox', () => {
  it('stamps for a shop and a customer that are in no list, with a timbre that verifies', async () => {
    const reply = await send(xmlOf());
    expect(reply).toMatchObject({ kind: 'stamped', repeated: false });
    const xml = reply.kind === 'stamped' ? reply.xml : '';
    const { sello, timbre, faults } = verifyCfdi(xml, { satCertificates: satCertificatesIn(directory) });
    expect({ sello, timbre, faults }).toEqual({ sello: 'ok', timbre: 'ok', faults: [] });
  });

  it('answers the same bytes with the same timbre, even after it is reopened', async () => {
    const xml = xmlOf();
    const [first, again] = [await send(xml), await send(xml)];
    expect(again).toEqual({ ...first, repeated: true });
    const other = await send(xmlOf());
    expect(uuidOf(other)).not.toBe(uuidOf(first));
    const ledger = openLedger(join(directory, 'ledger.db'));
    expect(ledger.byUuid(uuidOf(first))).toMatchObject({ asked: 2 });
    ledger.close();
  });

  it('makes one timbre for the same bytes sent twice at once', async () => {
    const xml = xmlOf();
    const replies = await Promise.all([send(xml), send(xml), send(xml)]);
    expect(new Set(replies.map(uuidOf)).size).toBe(1);
  });

  it('refuses an issuer whose name is not that of its certificate', async () => {
    expect(await send(xmlOf({ emisor: { ...LUNA, nombre: 'CAFE SOL' } }))).toMatchObject({
      ...{ kind: 'rejected', satCode: 'CFDI40139' },
    });
  });

  it('still knows the SAT’s test identities, so that a wrong name can be tried', async () => {
    const universidad = { ...CUSTOMER, rfc: 'URE180429TM6', codigoPostal: '65000', regimenFiscal: '601' };
    expect(await send(xmlOf({ receptor: universidad }))).toMatchObject({ kind: 'rejected', satCode: 'CFDI40145' });
  });

  it('leaves a lost answer in doubt, and returns the stamp when asked again', async () => {
    const xml = xmlOf({ receptor: { ...CUSTOMER, rfc: 'PER010101SI0', regimenFiscal: '601' } });
    expect((await send(xml)).kind).toBe('unknown');
    expect(await send(xml)).toMatchObject({ kind: 'stamped', repeated: true });
  });
});

function uuidOf(reply: { readonly kind: string; readonly xml?: string }): string {
  const read = readCfdi(reply.xml ?? '');
  return (read.kind === 'cfdi' && read.file.timbres[0]?.uuid) || reply.kind;
}
