import '../support/property-seed.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Comprobante, Concepto } from '../../server/cfdi/comprobante.ts';
import { buildComprobante } from '../../server/cfdi/comprobante-builder.ts';
import { comprobanteXml } from '../../server/cfdi/comprobante-xml.ts';
import { OtherWorld } from '../../server/outbound/provider.ts';
import { facturapiInvoice } from '../../server/pac/facturapi-invoice.ts';
import { stampFailure } from '../../server/pac/facturapi-reply.ts';
import { KNOWN_PACS } from '../../server/pac/known-pacs.ts';
import type { Pac } from '../../server/pac/pac.ts';
import { type Document, type Lab, openLab, uuidIn } from '../contracts/pac/lab.ts';
import { SUBJECTS } from '../contracts/pac/subjects.ts';
import { ACCOUNTS } from '../stand-ins/accounts.ts';
import { comprobanteOf, INVOICE_BODY } from '../stand-ins/facturapi-comprobante.ts';
import { spawnStandIns } from '../stand-ins/spawn.ts';
import { comprobanteArbitrary } from '../support/generated-comprobantes.ts';
import { soldArbitrary } from '../support/generated-sales.ts';
import { KEMPER, ticket, UNIVERSIDAD } from './sandbox/sealed-ticket.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let directory: string;
let standIns: Awaited<ReturnType<typeof spawnStandIns>>;
let lab: Lab;
let pac: Pac;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'facturapi-'));
  standIns = await spawnStandIns(directory);
  const subject = SUBJECTS.find(({ name }) => name === 'facturapi');
  if (!subject) throw new Error('no adapter facturapi');
  lab = await openLab(subject, `${standIns.url}/facturapi`, []);
});
afterAll(async () => {
  await standIns?.stop();
  rmSync(directory, { recursive: true });
});
beforeEach(async () => {
  await lab.reset();
  pac = lab.pac();
});

function documentOf(changes: Partial<Comprobante>): Document {
  const { folio } = lab.document();
  return { xml: comprobanteXml(ticket({ folio, ...changes })), clientRef: `ref${folio}`, folio };
}

/** The breakfast of `ticket`, changed. */
function line(changes: Partial<Concepto>): Concepto {
  const [breakfast] = ticket().conceptos;
  if (!breakfast) throw new Error('a ticket without conceptos');
  return { ...breakfast, ...changes };
}

async function countOf(method: string): Promise<number> {
  return (await lab.requests()).filter((asked) => asked.method === method).length;
}

const IVA = { impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.160000' };

/** Two lines of 10.004310 are 20.01 with 3.20 of IVA; rounded one by one they are 20.00. */
function pennyDocument(): Document {
  const iva = { ...IVA, base: '10.004310', importe: '1.600690' };
  const price = { valorUnitario: '10.004310', importe: '10.004310', traslados: [iva] };
  const group = { ...IVA, base: '20.01', importe: '3.20' };
  return documentOf({
    conceptos: [line(price), line(price)],
    ...{ subTotal: '20.01', total: '23.21' },
    impuestos: { totalImpuestosTrasladados: '3.20', retenciones: [], traslados: [group] },
  });
}

describe('a document sent to Facturapi', () => {
  it('that is pending there is in doubt until the third look-up finds it valid, and is sent once', async () => {
    const document = lab.document();
    await lab.quirk('facturapi-pending', 3);
    expect(await pac.stamp(document, lab.signal())).toEqual({
      kind: 'unknown',
      about: 'document',
      reason: 'pending there',
    });
    const looks = [1, 2, 3].map(() => () => pac.lookup?.(document, lab.signal()));
    const kinds: (string | undefined)[] = [];
    for (const look of looks) kinds.push((await look())?.kind);
    expect(kinds).toEqual(['unknown', 'unknown', 'stamped']);
    expect(await countOf('POST')).toBe(1);
    expect(await lab.stampsOf(document)).toHaveLength(1);
  });

  it('that fails there after all is refused, and nothing is stamped', async () => {
    const document = lab.document();
    await lab.quirk('facturapi-failed', 1);
    expect((await pac.stamp(document, lab.signal())).kind).toBe('unknown');
    expect(await pac.lookup?.(document, lab.signal())).toMatchObject({ kind: 'rejected', code: 'invoice-failed' });
    expect(await lab.stampsOf(document)).toEqual([]);
  });

  it('whose key is in use is found by its reference, with its first stamp', async () => {
    const document = lab.document();
    const first = uuidIn(await pac.stamp(document, lab.signal()));
    expect(await pac.stamp(document, lab.signal())).toEqual({ kind: 'already-stamped' });
    const found = await pac.lookup?.(document, lab.signal());
    expect(found).toMatchObject({ kind: 'stamped', repeated: true });
    expect([uuidIn(found), (await lab.stampsOf(document)).length]).toEqual([first, 1]);
  });

  it('whose XML is not available is in doubt, is not sent again, and is found', async () => {
    const document = lab.document();
    await lab.quirk('facturapi-xml-missing', 1);
    expect(await pac.stamp(document, lab.signal())).toEqual({ kind: 'unknown', reason: 'its XML: HTTP 404' });
    expect(await countOf('POST')).toBe(1);
    expect(uuidIn(await pac.lookup?.(document, lab.signal()))).toBe((await lab.stampsOf(document))[0]?.uuid);
  });

  it('with a total that is a cent off is in doubt, both when it is stamped and when it is looked up', async () => {
    const exact = pennyDocument();
    expect((await pac.stamp(exact, lab.signal())).kind).toBe('stamped');
    const rounded = pennyDocument();
    await lab.quirk('facturapi-rounds', 1);
    const doubt = {
      kind: 'unknown',
      about: 'foreign-timbre',
      reason: 'foreign-timbre: its total is not what was sent',
    };
    expect(await pac.stamp(rounded, lab.signal())).toEqual(doubt);
    expect(await pac.lookup?.(rounded, lab.signal())).toEqual(doubt);
    expect((await lab.stampsOf(rounded)).length).toBe(1);
  });

  it('is never reported as absent by a list that is not filtered by its reference', async () => {
    await pac.stamp(lab.document(), lab.signal());
    await lab.quirk('facturapi-unfiltered', 1);
    expect((await pac.lookup?.(lab.document(), lab.signal()))?.kind).toBe('unknown');
  });

  it('that was cancelled there is left to its merchant', async () => {
    const document = lab.document();
    const uuid = uuidIn(await pac.stamp(document, lab.signal())) ?? '';
    const { clientRef } = document;
    await pac.cancel?.({ uuid, clientRef, rfcEmisor: KEMPER.rfc, motivo: '02', signedXml: '' }, lab.signal());
    expect(await pac.lookup?.(document, lab.signal())).toEqual({
      kind: 'unknown',
      about: 'document',
      reason: 'canceled there',
    });
  });
});

describe('a request to Facturapi', () => {
  it('has the recorded shape, every amount digit for digit, and no e-mail', async () => {
    const iva = { ...IVA, base: '19.896552', importe: '3.183448' };
    const isr = { base: '90.000000', impuesto: '001', tipoFactor: 'Tasa', tasaOCuota: '0.012500', importe: '1.125000' };
    const exento = { base: '90.000000', impuesto: '002', tipoFactor: 'Exento' };
    const nails = { cantidad: '0.335', claveUnidad: 'KGM', unidad: 'Kilo', descripcion: 'Clavo «2½»' };
    const document = documentOf({
      ...{ subTotal: '119.90', descuento: '10.00', total: '111.95', lugarExpedicion: '22000' },
      fecha: '2026-11-20T18:32:00',
      conceptos: [
        line({ ...nails, valorUnitario: '59.392693', importe: '19.896552', traslados: [iva] }),
        line({ descuento: '10.000000', traslados: [exento], retenciones: [isr] }),
      ],
    });
    await pac.stamp(document, lab.signal());
    const [asked] = await lab.requests();
    expect(asked).toMatchObject({ method: 'POST', path: '/v2/invoices' });
    expect(asked?.headers).toMatchObject({
      authorization: `Bearer ${ACCOUNTS.facturapi.key}`,
      'content-type': 'application/json',
    });
    expect(asked?.body).toBe(
      '{"type":"I",' +
        '"customer":{"legal_name":"UNIVERSIDAD ROBOTICA ESPAÑOLA","tax_id":"URE180429TM6","tax_system":"601",' +
        '"address":{"zip":"65000"}},' +
        '"items":[{"quantity":0.335,"product":{"description":"Clavo «2½»","product_key":"90101501",' +
        '"price":59.392693,"tax_included":false,"taxability":"02",' +
        '"taxes":[{"type":"IVA","rate":0.160000,"factor":"Tasa","withholding":false}],' +
        '"unit_key":"KGM","unit_name":"Kilo","sku":"DES-02"}},' +
        '{"quantity":1,"discount":10.000000,"product":{"description":"Desayuno completo","product_key":"90101501",' +
        '"price":100.000000,"tax_included":false,"taxability":"02",' +
        '"taxes":[{"type":"IVA","rate":0,"factor":"Exento","withholding":false},' +
        '{"type":"ISR","rate":0.012500,"factor":"Tasa","withholding":true}],"unit_key":"E48","sku":"DES-02"}}],' +
        '"use":"G03","payment_form":"04","payment_method":"PUE","currency":"MXN","series":"CJ",' +
        `"folio_number":${document.folio},"date":"2026-11-21T02:32:00.000Z","address":{"zip":"22000"},` +
        `"external_id":"${document.clientRef}","idempotency_key":"${document.clientRef}"}`,
    );
    expect(asked?.body).not.toMatch(/email|@/);
  });

  it('has the exchange rate of a document in dollars', () => {
    const { xml } = documentOf({ moneda: 'USD', tipoCambio: '18.4213' });
    const invoice = facturapiInvoice({ xml, clientRef: 'ref1' });
    expect(invoice.kind === 'invoice' && invoice.body).toContain('"currency":"USD","exchange":18.4213,');
  });

  const terceros = { rfc: 'URE180429TM6', nombre: 'U', regimenFiscal: '601', codigoPostal: '65000' };
  const parte = { claveProdServ: '90101501', cantidad: '1', descripcion: 'Pan', informacionAduanera: [] };
  const cfdiRelacionados = [{ tipoRelacion: '04', uuids: ['6f6c5a2e-3f62-4b2a-9a10-1f0d4c4b0a11'] }];
  const cases: readonly (readonly [string, () => Partial<Comprobante>])[] = [
    ['a folio that is no number', () => ({ folio: 'A-7' })],
    ['a folio with a leading zero', () => ({ folio: '007' })],
    ['an egreso', () => ({ tipoDeComprobante: 'E' })],
    ['related documents', () => ({ cfdiRelacionados })],
    ['a global invoice', () => ({ informacionGlobal: { periodicidad: '01', meses: '11', anio: '2026' } })],
    ['an export', () => ({ exportacion: '02' })],
    ['an amount on account of another', () => ({ conceptos: [line({ aCuentaTerceros: terceros })] })],
    ['a part', () => ({ conceptos: [line({ partes: [parte] })] })],
    ['a pedimento', () => ({ conceptos: [line({ informacionAduanera: ['15  48  3009  0001234'] })] })],
    ['a predial', () => ({ conceptos: [line({ cuentaPredial: ['15956011002'] })] })],
    ['an amount that is no decimal', () => ({ conceptos: [line({ cantidad: '1e3' })] })],
    ['a total that its prices do not give', () => ({ total: '116.01' })],
  ];
  it.each(cases)('is refused and never sent for %s', async (_, changes) => {
    const reply = await pac.stamp(documentOf(changes()), lab.signal());
    expect(reply).toMatchObject({ kind: 'rejected', code: 'not-expressible', message: expect.stringMatching(/./) });
    expect(await lab.requests()).toEqual([]);
  });

  it('gives the total that was paid, by Facturapi’s arithmetic; of fifty sales, less than one cannot be sent', () => {
    let refused = 0;
    const place = { emisor: KEMPER, lugarExpedicion: '06700', fecha: '2026-11-20T18:32:00', formaPago: '04' };
    fc.assert(
      fc.property(soldArbitrary, fc.boolean(), (sold, itemizeIeps) => {
        const input = { ...place, sold: [sold] as const, receptor: UNIVERSIDAD, serie: 'CJ', folio: '7', itemizeIeps };
        const built = buildComprobante(input);
        fc.pre(built.kind === 'comprobante');
        const { comprobante } = built;
        const invoice = facturapiInvoice({ xml: comprobanteXml(comprobante), clientRef: 'ref7' });
        if (invoice.kind === 'not-expressible') refused += 1;
        else expect(comprobanteOf(INVOICE_BODY.parse(JSON.parse(invoice.body)), 6).total).toBe(comprobante.total);
      }),
      { numRuns: 200 },
    );
    expect(refused).toBeLessThan(4);
  });

  it('is made or refused for any possible document, and nothing is thrown', () => {
    fc.assert(
      fc.property(comprobanteArbitrary, (comprobante) => {
        const { kind } = facturapiInvoice({ xml: comprobanteXml(comprobante), clientRef: 'ref7' });
        expect(['invoice', 'not-expressible']).toContain(kind);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a failure reported by Facturapi', () => {
  const failureBody = (code: string, ...errors: readonly (readonly [source: string, code: string])[]): string =>
    JSON.stringify({
      ...{ ok: false, code, message: `raíz ${code}` },
      errors: errors.map(([source, each]) => ({ source, code: each, message: `dice ${each}` })),
    });
  const validation = 'invoice_stamping_validation_error';

  it.each([
    ['legal_name_mismatch', failureBody('invalid_request', ['facturapi', 'legal_name_mismatch'])],
    [
      'CFDI40148',
      failureBody(validation, ['facturapi', 'tax_address_zip_mismatch'], ['pac', '402'], ['sat', 'CFDI40148']),
    ],
    ['402', failureBody(validation, ['facturapi', 'tax_address_zip_mismatch'], ['pac', '402'])],
    ['PADE-9', failureBody(validation, ['pac', 'PADE-9'])],
    [validation, failureBody(validation)],
    ['tax_id_not_found', failureBody('tax_id_not_found')],
  ])('is a refusal with its most specific code, %s', (code, text) => {
    expect(stampFailure(400, text)).toMatchObject({ kind: 'rejected', code });
  });

  it.each([
    [400, failureBody('stamping_in_progress')],
    [503, failureBody('invoice_stamping_service_unavailable', ['pac', 'CFDI40148'])],
    [500, failureBody('invoice_stamping_failed', ['sat', '402'])],
    [400, failureBody('internal_error', ['pac', 'PADE-9'])],
    [400, '<html>'],
    [502, ''],
  ])('is neither a success nor a refusal with HTTP %i and %s', (status, text) => {
    expect(stampFailure(status, text).kind).toBe('unknown');
  });

  it('that says the PAC had stamped it before is not a refusal', () => {
    expect(stampFailure(400, failureBody(validation, ['pac', '307']))).toEqual({ kind: 'already-stamped' });
  });
});

describe('a cancellation at Facturapi', () => {
  const cancellation = (uuid: string, { clientRef }: Document) =>
    ({ uuid, clientRef, rfcEmisor: KEMPER.rfc, motivo: '01', signedXml: '' }) as const;
  const folioSustitucion = '6f6c5a2e-3f62-4b2a-9a10-1f0d4c4b0a11';

  it('is requested by the folio fiscal, once, with its motivo and the substitute', async () => {
    const document = lab.document();
    const request = {
      ...cancellation(uuidIn(await pac.stamp(document, lab.signal())) ?? '', document),
      folioSustitucion,
    };
    expect(await pac.cancel?.(request, lab.signal())).toEqual({ kind: 'requested', repeated: false });
    expect(await pac.cancel?.(request, lab.signal())).toEqual({ kind: 'requested', repeated: true });
    const asked = (await lab.requests()).filter(({ method }) => method === 'DELETE');
    expect(asked.map(({ path }) => path)).toEqual([
      expect.stringMatching(`^/v2/invoices/[0-9a-f]{24}\\?motive=01&substitution=${folioSustitucion}$`),
    ]);
  });

  it('of another folio fiscal with the same reference cancels nothing', async () => {
    const document = lab.document();
    await pac.stamp(document, lab.signal());
    expect(await pac.cancel?.(cancellation(folioSustitucion, document), lab.signal())).toEqual({
      kind: 'not-yet-known',
    });
    expect(await countOf('DELETE')).toBe(0);
  });
});

describe('an account with Facturapi', () => {
  it('of the other world is refused before it is used', () => {
    const live = { key: 'sk_live_LlaveDeFacturapi' };
    const make = () => KNOWN_PACS.facturapi?.create(live, { world: 'test', timeoutMs: 1 });
    expect(make).toThrow(OtherWorld);
  });
});
