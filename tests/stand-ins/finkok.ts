/** Finkok as wire-contracts 2 and 10.3 record it. It is strict about envelopes and answers in its own order of elements. */
import { type Context, Hono } from 'hono';
import { readCfdi } from '../../server/cfdi/comprobante-reader.ts';
import type { XmlElement } from '../../server/cfdi/xml-tree.ts';
import { childText, elementsNamed, parseXmlAnswer } from '../../server/outbound/xml-answer.ts';
import { deliver, type PacEnv, type Worded } from '../../server/pac/sandbox/delivery.ts';
import type { Incidencia } from '../../server/pac/sandbox/refusals.ts';
import type { Outcome } from '../../server/pac/sandbox/stamping.ts';
import { ACCOUNTS } from './accounts.ts';
import type { Bench, ProviderRoutes } from './bench.ts';
import { satFields } from './sat.ts';
import { askedIn } from './signed-cancelacion.ts';

const VIEWS = 'apps.services.soap.core.views';

export const finkokRoutes: ProviderRoutes = (bench) => {
  const app = new Hono<PacEnv>();
  app.post('/servicios/soap/stamp', async (c) => {
    if (bench.takes('rate-limited')) return c.text('Too Many Requests', 429);
    const call = readCall(await c.req.text(), c.req.header('soapaction'), 'stamp');
    if (typeof call === 'string') return fault(call);
    if (call.name === 'stamp') return stamp(c, bench, call);
    if (call.name === 'stamped') return stamped(bench, call);
    if (call.name === 'query_pending') return queryPending(call);
    return fault(`no operation ${call.name}`);
  });
  app.post('/servicios/soap/cancel', async (c) => {
    const call = readCall(await c.req.text(), c.req.header('soapaction'), 'cancel');
    if (typeof call === 'string') return fault(call);
    if (call.name === 'get_sat_status') return satStatus(bench, call);
    return call.name === 'cancel_signature' ? cancel(c, bench, call) : fault(`no operation ${call.name}`);
  });
  return app;
};

type Call = { readonly name: string; readonly fields: XmlElement; readonly isLetIn: boolean };

/** The operation, or what is wrong with the envelope. */
function readCall(text: string, action: string | undefined, service: string): Call | string {
  const envelope = parseXmlAnswer(text);
  if (envelope?.uri !== 'http://schemas.xmlsoap.org/soap/envelope/') return 'not an envelope of SOAP 1.1';
  const [body] = elementsNamed(envelope, 'Body');
  const operation = body?.children[0];
  if (operation?.uri !== `http://facturacion.finkok.com/${service}`) return 'not an operation of this service';
  if (action !== `"${operation.local}"`) return `SOAPAction is ${action}`;
  const { username, password } = ACCOUNTS.finkok;
  const isLetIn = childText(operation, 'username') === username && childText(operation, 'password') === password;
  return { name: operation.local, fields: operation, isLetIn };
}

async function stamp(c: Context<PacEnv>, bench: Bench, { fields, isLetIn }: Call): Promise<Response> {
  const word = (outcome: Outcome): Worded => wordOf('stamp', outcome, bench.takes('finkok-duplicate-incidences'));
  if (!isLetIn) return send(refusedWith('stamp', [{ code: '300', message: 'Usuario o contraseña inválidos' }]));
  if (bench.takes('issuer-suspended'))
    return send(refusedWith('stamp', [{ code: '701', message: 'Emisor suspendido' }]));
  if (bench.takes('finkok-unregistered'))
    return send(refusedWith('stamp', [{ code: '702', message: 'No registrado' }]));
  if (bench.takes('finkok-sat-down')) return send(refusedWith('stamp', [{ code: '708', message: 'Sin conexión' }]));
  return deliver(c, await bench.certify(decoded(fields), ''), word, bench.sandbox.stopping);
}

function stamped(bench: Bench, { fields, isLetIn }: Call): Response {
  if (!isLetIn) return send(refusedWith('stamped', [{ code: '300', message: 'Usuario o contraseña inválidos' }]));
  const absent = [{ code: '603', message: 'El CFDI no contiene un timbre previo' }];
  if (bench.takes('finkok-lags')) return send(refusedWith('stamped', absent));
  const read = readCfdi(new TextDecoder().decode(decoded(fields)));
  const sello = read.kind === 'cfdi' ? read.file.comprobante.sello : '';
  const { ledger } = bench.sandbox;
  const found = ledger.stamps().map(({ uuid }) => ledger.byUuid(uuid));
  const stamp = found.find((each) => sello && each?.xml.includes(`SelloCFD="${sello}"`));
  return send(
    stamp ? wordOf('stamped', { kind: 'stamped', stamp, repeated: true }, false) : refusedWith('stamped', absent),
  );
}

function queryPending({ fields, isLetIn }: Call): Response {
  const uuid = childText(fields, 'uuid');
  const error = isLetIn ? `UUID ${uuid} No Encontrado` : '300 - Usuario o contraseña inválidos';
  const date = '2026-11-20 12:00:00.000000';
  return send(
    result(
      'query_pending',
      `<s0:status/><s0:uuid>${uuid}</s0:uuid><s0:error>${error}</s0:error><s0:date>${date}</s0:date>`,
    ),
  );
}

async function cancel(c: Context<PacEnv>, bench: Bench, { fields, isLetIn }: Call): Promise<Response> {
  if (!isLetIn)
    return send(result('cancel_signature', '<s0:CodEstatus>300 - Usuario o contraseña inválidos</s0:CodEstatus>'));
  const asked = askedIn(new TextDecoder().decode(decoded(fields)));
  if (!asked) return send(result('cancel_signature', '<s0:CodEstatus>305 - Estructura no válida</s0:CodEstatus>'));
  if (bench.takes('finkok-empty-folios')) return send(result('cancel_signature', '<s0:Folios/>'));
  const quirk = CANCEL_QUIRKS.find(([name]) => bench.takes(name));
  if (quirk) return send(folioAnswer(asked.uuid, quirk[1]));
  return bench.cancel(c, asked, (estatus) => worded(folioAnswer(asked.uuid, estatus)));
}

const CANCEL_QUIRKS = [
  ['finkok-cancel-unknown', '205'],
  ['finkok-no-cancelable', 'no_cancelable'],
  ['finkok-cancel-708', '708'],
] as const;

function folioAnswer(uuid: string, status: string): string {
  const wording = `<s0:Folios><s0:Folio><s0:UUID>${uuid}</s0:UUID><s0:EstatusUUID>${status}</s0:EstatusUUID><s0:EstatusCancelacion>Petición de cancelación realizada exitosamente</s0:EstatusCancelacion></s0:Folio></s0:Folios>`;
  const acuse = escaped(
    `<CancelaCFDResult><Folios><UUID>${uuid}</UUID><EstatusUUID>${status}</EstatusUUID></Folios></CancelaCFDResult>`,
  );
  return result('cancel_signature', `${wording}<s0:Acuse>${acuse}</s0:Acuse>`);
}

/** As the SAT's own service in sat.ts, by this bench's quirks and without 69-B. */
function satStatus(bench: Bench, { fields, isLetIn }: Call): Response {
  if (!isLetIn)
    return send(result('get_sat_status', '<s0:error>300 - Usuario o contraseña inválidos</s0:error><s0:sat/>'));
  const asked = fields.children.map(({ local }) => local).join();
  if (asked !== 'username,password,taxpayer_id,rtaxpayer_id,uuid,total') return fault(`get_sat_status of ${asked}`);
  const [codigo, esCancelable, estado, estatus] = satFields(bench, childText(fields, 'uuid'));
  const sat = `<s0:CodigoEstatus>${codigo}</s0:CodigoEstatus><s0:EsCancelable>${esCancelable}</s0:EsCancelable><s0:Estado>${estado}</s0:Estado><s0:EstatusCancelacion>${estatus}</s0:EstatusCancelacion>`;
  return send(result('get_sat_status', `<s0:error/><s0:sat>${sat}</s0:sat>`));
}

function wordOf(operation: string, outcome: Outcome, isDuplicated: boolean): Worded {
  if (outcome.kind === 'stamped')
    return stampedResult(operation, outcome.stamp.xml, outcome.stamp.uuid, outcome.repeated);
  if (outcome.kind === 'repeated-empty')
    return refusedWith(operation, [{ code: '307', message: 'El CFDI contiene un timbre previo' }]);
  if (outcome.kind === 'refused') {
    const { incidencias } = outcome.refusal;
    return refusedWith(operation, isDuplicated ? [...incidencias, ...incidencias] : incidencias);
  }
  if (outcome.by === 'unauthorized')
    return refusedWith(operation, [{ code: '501', message: 'Autenticación no válida' }]);
  if (outcome.by === 'no-credit') return refusedWith(operation, [{ code: '718', message: 'Timbres agotados' }]);
  if (outcome.by === 'maintenance') return { status: 503, contentType: 'text/html', body: '<h1>Mantenimiento</h1>' };
  return faultWorded('Server raised fault');
}

function stampedResult(operation: string, xml: string, uuid: string, isRepeat: boolean): Worded {
  const status = isRepeat ? 'Comprobante timbrado previamente' : 'Comprobante timbrado satisfactoriamente';
  const warning = isRepeat ? incidences([{ code: '307', message: 'El CFDI contiene un timbre previo' }]) : '';
  return worded(
    result(
      operation,
      `<s0:xml>${escaped(xml)}</s0:xml><s0:UUID>${uuid}</s0:UUID><s0:Fecha>2026-11-20T12:00:00</s0:Fecha><s0:CodEstatus>${status}</s0:CodEstatus><s0:SatSeal/><s0:Incidencias>${warning}</s0:Incidencias><s0:NoCertificadoSAT/>`,
    ),
  );
}

function refusedWith(operation: string, found: readonly Incidencia[]): Worded {
  return worded(result(operation, `<s0:xml/><s0:Incidencias>${incidences(found)}</s0:Incidencias>`));
}

function incidences(found: readonly Incidencia[]): string {
  const one = ({ code, message }: Incidencia): string =>
    `<s0:Incidencia><s0:IdIncidencia>1</s0:IdIncidencia><s0:Uuid/><s0:CodigoError>${code}</s0:CodigoError><s0:MensajeIncidencia>${escaped(message)}</s0:MensajeIncidencia><s0:ExtraInfo/></s0:Incidencia>`;
  return found.map(one).join('');
}

function result(operation: string, fields: string): string {
  return `<?xml version='1.0' encoding='UTF-8'?><senv:Envelope xmlns:senv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:tns="http://facturacion.finkok.com/stamp" xmlns:s0="${VIEWS}"><senv:Body><tns:${operation}Response><tns:${operation}Result>${fields}</tns:${operation}Result></tns:${operation}Response></senv:Body></senv:Envelope>`;
}

function worded(body: string): Worded {
  return { status: 200, contentType: 'text/xml; charset=utf-8', body };
}

function send(answer: Worded | string): Response {
  const { status, contentType, body } = typeof answer === 'string' ? worded(answer) : answer;
  return new Response(body, { status, headers: { 'Content-Type': contentType } });
}

function faultWorded(reason: string): Worded {
  const body = `<senv:Envelope xmlns:senv="http://schemas.xmlsoap.org/soap/envelope/"><senv:Body><senv:Fault><faultcode>senv:Server</faultcode><faultstring>${escaped(reason)}</faultstring></senv:Fault></senv:Body></senv:Envelope>`;
  return { status: 500, contentType: 'text/xml; charset=utf-8', body };
}

function fault(reason: string): Response {
  return send(faultWorded(reason));
}

function decoded(fields: XmlElement): Uint8Array {
  return new Uint8Array(Buffer.from(childText(fields, 'xml'), 'base64'));
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
