import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Comprobante, Concepto } from '../../server/cfdi/comprobante.ts';
import { comprobanteXml } from '../../server/cfdi/comprobante-xml.ts';
import { failureReply, listIn } from '../../server/pac/facturama-answers.ts';
import { facturamaCfdi } from '../../server/pac/facturama-cfdi.ts';
import { type Document, type Lab, openLab, uuidIn } from '../contracts/pac/lab.ts';
import { SUBJECTS } from '../contracts/pac/subjects.ts';
import type { SeenRequest } from '../stand-ins/bench.ts';
import { spawnStandIns } from '../stand-ins/spawn.ts';
import { ticket } from './sandbox/sealed-ticket.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let directory: string;
let standIns: Awaited<ReturnType<typeof spawnStandIns>>;
let lab: Lab;
/** Whatever was asked in this whole file. */
const asked: SeenRequest[] = [];
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'facturama-'));
  standIns = await spawnStandIns(directory);
  const subject = SUBJECTS.find(({ name }) => name === 'facturama');
  if (!subject) throw new Error('no adapter facturama');
  lab = await openLab(subject, `${standIns.url}/facturama`, []);
});
beforeEach(() => lab.reset());
afterEach(async () => {
  asked.push(...(await lab.requests()));
});
afterAll(async () => {
  await standIns.stop();
  rmSync(directory, { recursive: true });
});

async function posts(): Promise<readonly SeenRequest[]> {
  return (await lab.requests()).filter(({ method }) => method === 'POST');
}

function documentOf(changes: Partial<Comprobante>): Document {
  const comprobante = ticket(changes);
  const folio = comprobante.folio ?? '';
  return { xml: comprobanteXml(comprobante), clientRef: `ref${folio}`, folio };
}

function conceptoWith(changes: Partial<Concepto>): Partial<Comprobante> {
  return { conceptos: ticket().conceptos.map((concepto) => ({ ...concepto, ...changes })) };
}

/** Two lines that are 23.21 together, and 23.20 when each is rounded before. */
function halves(): Document {
  const iva = { base: '10.004000', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.160000', importe: '1.600640' };
  const half = { valorUnitario: '10.004000', importe: '10.004000', traslados: [iva] };
  const { conceptos = [] } = conceptoWith(half);
  const impuestos = { totalImpuestosTrasladados: '3.20', traslados: [], retenciones: [] };
  return documentOf({ conceptos: [...conceptos, ...conceptos], subTotal: '20.01', total: '23.21', impuestos });
}

describe('a document that Facturama stamped is found, and never posted twice,', () => {
  it('if the answer is lost', async () => {
    const [pac, document] = [lab.pac(), lab.document('SIM-RESPUESTA-PERDIDA')];
    expect((await pac.stamp(document, lab.signal())).kind).toBe('unknown');
    const found = await pac.lookup?.(document, lab.signal());
    expect(found).toMatchObject({ kind: 'stamped', repeated: true });
    expect(uuidIn(found)).toBe((await lab.stampsOf(document))[0]?.uuid);
    expect(await posts()).toHaveLength(1);
  });

  it('if it reports a success but its XML is not available yet', async () => {
    const [pac, document] = [lab.pac(), lab.document()];
    await lab.quirk('facturama-xml-missing', 1);
    expect((await pac.stamp(document, lab.signal())).kind).toBe('unknown');
    expect((await pac.lookup?.(document, lab.signal()))?.kind).toBe('stamped');
    expect([(await posts()).length, (await lab.stampsOf(document)).length]).toEqual([1, 1]);
  });

  it('if its list lags: a look-up reports it as absent and posts nothing (that the verbs do not believe this is in tests/http/json-issuers.test.ts)', async () => {
    const [pac, document] = [lab.pac(), lab.document('SIM-RESPUESTA-PERDIDA')];
    await pac.stamp(document, lab.signal());
    await lab.quirk('facturama-lags');
    expect(await pac.lookup?.(document, lab.signal())).toEqual({ kind: 'absent' });
    expect(await posts()).toHaveLength(1);
  });

  it('if the list is answered with an HTML page, which is unknown, never absent', async () => {
    const [pac, document] = [lab.pac(), lab.document()];
    await lab.quirk('facturama-html', 1);
    expect((await pac.lookup?.(document, lab.signal()))?.kind).toBe('unknown');
    expect(await posts()).toHaveLength(0);
  });

  it('if another document has its reference: that one is not mistaken for it, and it is found after it', async () => {
    const pac = lab.pac();
    const other = lab.document();
    await pac.stamp(other, lab.signal());
    const document = { ...lab.document(), clientRef: other.clientRef };
    expect(await pac.lookup?.(document, lab.signal())).toMatchObject({
      kind: 'unknown',
      reason: expect.stringMatching('foreign-timbre'),
    });
    const stamped = await pac.stamp(document, lab.signal());
    expect(uuidIn(await pac.lookup?.(document, lab.signal()))).toBe(uuidIn(stamped));
  });
});

describe('a document that Facturama issued is accepted only if it says what ours says:', () => {
  it('with amounts equal to the cent, if it adds up as ours does', async () => {
    expect((await lab.pac().stamp(halves(), lab.signal())).kind).toBe('stamped');
  });

  it('a total that is a cent off is unknown, at once and when it is looked up', async () => {
    const [pac, document] = [lab.pac(), halves()];
    await lab.quirk('facturama-rounds', 1);
    const off = { kind: 'unknown', about: 'foreign-timbre', reason: 'foreign-timbre: its total is not what was sent' };
    expect(await pac.stamp(document, lab.signal())).toEqual(off);
    expect(await pac.lookup?.(document, lab.signal())).toEqual(off);
    expect(await posts()).toHaveLength(1);
  });

  it('also with discount, IEPS, a cuota, a withheld tax and another currency', async () => {
    const tax = (impuesto: string, tipoFactor: string, base: string, tasaOCuota: string, importe: string) =>
      ({ base, impuesto, tipoFactor, tasaOCuota, importe }) as const;
    const ieps = tax('003', 'Tasa', '180.000000', '0.080000', '14.400000');
    const cuota = tax('003', 'Cuota', '2.000000', '0.500000', '1.000000');
    const iva = tax('002', 'Tasa', '195.400000', '0.160000', '31.264000');
    const isr = tax('001', 'Tasa', '180.000000', '0.012500', '2.250000');
    const line = { cantidad: '2', importe: '200.000000', descuento: '20.000000' };
    const document = documentOf({
      ...conceptoWith({ ...line, traslados: [ieps, cuota, iva], retenciones: [isr] }),
      ...{ subTotal: '200.00', descuento: '20.00', moneda: 'USD', tipoCambio: '17.5', total: '224.41' },
      impuestos: {
        ...{ totalImpuestosTrasladados: '46.66', totalImpuestosRetenidos: '2.25' },
        ...{ traslados: [], retenciones: [] },
      },
    });
    const reply = await lab.pac().stamp(document, lab.signal());
    expect(reply.kind === 'stamped' ? reply.xml : reply).toContain(' TipoCambio="17.5" Total="224.41"');
  });
});

describe('a request to Facturama', () => {
  it('has the recorded shape, with amounts digit for digit', async () => {
    const document = lab.document();
    await lab.pac().stamp(document, lab.signal());
    const [post] = await posts();
    const fecha = /Fecha="([^"]*)"/.exec(document.xml)?.[1];
    expect(post?.headers).toMatchObject({
      authorization: expect.stringMatching(/^Basic /),
      'content-type': 'application/json',
    });
    expect(`${post?.method} ${post?.path}\n${post?.body}`).toBe(
      'POST /api-lite/3/cfdis\n' +
        `{"NameId":"1","Serie":"CJ","Folio":"${document.folio}","CfdiType":"I","Currency":"MXN",` +
        `"ExpeditionPlace":"06700","Date":"${fecha}","PaymentForm":"04","PaymentMethod":"PUE",` +
        `"OrderNumber":"${document.clientRef}","Exportation":"01",` +
        '"Issuer":{"Rfc":"EKU9003173C9","Name":"ESCUELA KEMPER URGATE","FiscalRegime":"601"},' +
        '"Receiver":{"Rfc":"URE180429TM6","Name":"UNIVERSIDAD ROBOTICA ESPAÑOLA","CfdiUse":"G03",' +
        '"FiscalRegime":"601","TaxZipCode":"65000"},' +
        '"Items":[{"ProductCode":"90101501","IdentificationNumber":"DES-02","Description":"Desayuno completo",' +
        '"UnitCode":"E48","UnitPrice":100.000000,"Quantity":1,"Subtotal":100.000000,"Discount":0,"TaxObject":"02",' +
        '"Taxes":[{"Name":"IVA","Base":100.000000,"Rate":0.160000,"Total":16.000000,' +
        '"IsRetention":false,"IsQuota":false}],"Total":116.000000}]}',
    );
  });

  it('keeps amounts that no float can hold', () => {
    const { xml } = documentOf(conceptoWith({ importe: '90071992547409.123457', traslados: [], objetoImp: '01' }));
    const cfdi = facturamaCfdi({ xml, clientRef: 'ref' });
    expect(cfdi.kind === 'cfdi' && cfdi.body).toContain('"Subtotal":90071992547409.123457,');
    expect(cfdi.kind === 'cfdi' && cfdi.body).toContain('"Total":90071992547409.123457}');
  });

  const exento = { base: '100.000000', impuesto: '002', tipoFactor: 'Exento' };
  const tercero = { rfc: 'JUFA7608212V6', nombre: 'ADRIANA JUAREZ', regimenFiscal: '605', codigoPostal: '29133' };
  const parte = { claveProdServ: '90101501', cantidad: '1', descripcion: 'Café', informacionAduanera: [] };
  it.each<[string, Partial<Comprobante>]>([
    ['TipoDeComprobante E', { tipoDeComprobante: 'E' }],
    ['CfdiRelacionados', { cfdiRelacionados: [{ tipoRelacion: '04', uuids: ['a'] }] }],
    ['InformacionGlobal', { informacionGlobal: { periodicidad: '01', meses: '01', anio: '2026' } }],
    ['CondicionesDePago', { condicionesDePago: 'Contado' }],
    ['ACuentaTerceros', conceptoWith({ aCuentaTerceros: tercero })],
    ['InformacionAduanera', conceptoWith({ informacionAduanera: ['15  48  3009  0001234'] })],
    ['CuentaPredial', conceptoWith({ cuentaPredial: ['1234'] })],
    ['Parte', conceptoWith({ partes: [parte] })],
    ['Exento', conceptoWith({ traslados: [exento] })],
  ])('never omits a %s: it is refused before anything is sent', async (what, changes) => {
    const reply = await lab.pac().stamp(documentOf(changes), lab.signal());
    expect(reply).toMatchObject({
      kind: 'rejected',
      code: 'not-expressible',
      message: `Facturama has no place for ${what}`,
    });
    expect(await lab.requests()).toEqual([]);
  });

  it('is not made for an unreadable document', async () => {
    const request = { xml: '<cfdi:Comprobante', clientRef: 'ref' };
    expect((await lab.pac().stamp(request, lab.signal())).kind).toBe('rejected');
    expect((await lab.pac().lookup?.(request, lab.signal()))?.kind).toBe('unknown');
    expect(await lab.requests()).toEqual([]);
  });
});

describe('a refusal by Facturama', () => {
  it('that names a field is reported with that field', async () => {
    await lab.quirk('facturama-model-state', 1);
    const reply = await lab.pac().stamp(lab.document(), lab.signal());
    const message = 'Receiver.Name: El nombre es requerido.';
    expect(reply).toEqual({ kind: 'rejected', code: 'model-state', message });
  });

  const state = (...texts: readonly string[]) => JSON.stringify({ Message: 'No válida.', ModelState: { cfdi: texts } });
  it.each([
    [
      'the SAT’s code inside its text',
      400,
      state('Error: CFDI40148 - El CP'),
      { kind: 'rejected', satCode: 'CFDI40148' },
    ],
    [
      'the SAT’s code in its Message',
      400,
      '{"Message":"CFDI40145: nombre"}',
      { kind: 'rejected', satCode: 'CFDI40145' },
    ],
    ['a shared number', 400, state('402 - El RFC no está en la LCO'), { kind: 'rejected', code: '402' }],
    ['a number that is none of them', 400, state('Calle 402'), { kind: 'unknown' }],
    ['that its PAC was lost', 400, state('Se perdió la comunicación con el PAC'), { kind: 'unknown' }],
    ['an error that it does not explain', 400, state('Error interno del servicio de timbrado'), { kind: 'unknown' }],
    ['a stamp that is there already, somewhere', 400, state('Error 307: timbre previo'), { kind: 'unknown' }],
    [
      'a field that was sent',
      400,
      JSON.stringify({ ModelState: { 'cfdiToCreate.Issuer.Rfc': ['No se encontró el CSD'] } }),
      { kind: 'rejected', code: 'model-state' },
    ],
    ['that it is stamped already', 400, state('307 - El CFDI contiene un timbre previo'), { kind: 'unknown' }],
    ['that who stamps did not answer', 400, state('Tiempo de espera agotado'), { kind: 'unknown' }],
    ['nothing but a Message', 400, '{"Message":"Error."}', { kind: 'unknown' }],
    ['no JSON', 400, '<h1>Bad Request</h1>', { kind: 'unknown' }],
    ['no folios', 400, '{"Message":"No cuenta con folios."}', { kind: 'not-sent', account: 'credit' }],
    ['no folios, with 403', 403, '{"Message":"Sin folios disponibles"}', { kind: 'not-sent', account: 'credit' }],
    ['403', 403, '', { kind: 'not-sent', account: 'suspended' }],
    ['a failure', 500, state('CFDI40145'), { kind: 'unknown' }],
    ['a yes without its Id', 200, '{}', { kind: 'unknown' }],
  ])('with %s means what it says and no more', (_, status, text, reply) => {
    expect(failureReply({ kind: 'answered', status, headers: {}, text })).toMatchObject(reply);
  });

  it.each(['{"Data":[]}', '[{"Folio":"1"}]', 'null'])('with %s is not a list', (text) => {
    expect(listIn({ kind: 'answered', status: 200, headers: {}, text })).toBeUndefined();
  });
});

describe('a cancellation at Facturama', () => {
  async function cancelled(
    quirk?: string,
    more: { motivo: '01' | '02'; folioSustitucion?: string } = { motivo: '02' },
  ) {
    const [pac, document] = [lab.pac(), lab.document()];
    const uuid = (uuidIn(await pac.stamp(document, lab.signal())) ?? '').toUpperCase();
    if (quirk !== undefined) await lab.quirk(quirk, 1);
    const request = { uuid, clientRef: document.clientRef, rfcEmisor: 'EKU9003173C9', signedXml: '', ...more };
    return pac.cancel?.(request, lab.signal());
  }

  it.each(['facturama-cancel-without-effect', 'facturama-cancel-empty', 'facturama-html'])(
    'that answers 200 with %s is unknown, never taken for asked',
    async (quirk) => {
      expect((await cancelled(quirk))?.kind).toBe('unknown');
    },
  );

  it('that is accepted returns the acuse, and is requested by id with its motivo and substitute', async () => {
    const folioSustitucion = '5C7B0622-01B4-4EB8-96D0-E0DEBD89FF0F';
    const reply = await cancelled(undefined, { motivo: '01', folioSustitucion });
    expect(reply).toMatchObject({ kind: 'requested', acuse: expect.stringMatching(/^<Acuse /) });
    const sent = (await lab.requests()).find(({ method }) => method === 'DELETE');
    expect(sent?.path).toMatch(/^\/api-lite\/cfdis\/[\w-]{23}\?motive=01&uuidReplacement=5C7B0622-/);
  });
});

it('Facturama is only asked to issue, list, fetch and cancel, never for merchants’ keys', () => {
  const shapes = asked.map(
    ({ method, path }) => `${method} ${path.replace(/\?.*$/, '').replace(/[\w-]{23}$/, '{id}')}`,
  );
  expect([...new Set(shapes)].sort()).toEqual([
    'DELETE /api-lite/cfdis/{id}',
    'GET /api/Cfdi/xml/issuedLite/{id}',
    'GET /cfdi',
    'POST /api-lite/3/cfdis',
  ]);
});
