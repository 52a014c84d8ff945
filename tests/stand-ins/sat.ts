/**
 * The SAT's public status service as wire-contracts 11 records it, strict about what it is asked. What any
 * stand-in has stamped is as its ledger says, once a request to cancel it has arrived (`sat-lags`: it has not yet); anything else that is
 * well-formed is Vigente. Quirks say otherwise: for all CFDI (`sat-en-proceso`), or for one (`sat-en-proceso {UUID}`).
 */
import { Hono } from 'hono';
import { childText, elementsNamed, parseXmlAnswer } from '../../server/outbound/xml-answer.ts';
import { satTexts } from '../../server/pac/sandbox/cancelling.ts';
import type { PacEnv } from '../../server/pac/sandbox/delivery.ts';
import { nowOf } from '../../server/pac/sandbox/stamping.ts';
import type { Bench, ProviderRoutes } from './bench.ts';

const ACTION = 'http://tempuri.org/IConsultaCFDIService/Consulta';
const FIELDS = 'http://schemas.datacontract.org/2004/07/Sat.Cfdi.Negocio.ConsultaCfdi.Servicio';
const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';

/** With `fe`, in this order, the total without idle zeros: stricter than the SAT, so that our form never drifts. */
const EXPRESSION =
  /^\?re=(?:[A-ZÑ\d]|&amp;){12,13}&rr=(?:[A-ZÑ\d]|&amp;){12,13}&tt=\d+\.(?:\d|\d{1,5}[1-9])&id=([\dA-Fa-f]{8}(?:-[\dA-Fa-f]{4}){3}-[\dA-Fa-f]{12})&fe=[A-Za-z\d+/=]{8}$/;

/** CodigoEstatus, EsCancelable, Estado, EstatusCancelacion, ValidacionEFOS. */
export type SatFields = readonly [string, string, string, string, string];

const OBTENIDO = 'S - Comprobante obtenido satisfactoriamente.';
const SIN = 'Cancelable sin aceptación';
const CON = 'Cancelable con aceptación';
const NO = 'No cancelable';

const VIGENTE: SatFields = [OBTENIDO, SIN, 'Vigente', '', '200'];
const NO_VALIDA: SatFields = ['N - 601: La expresión impresa proporcionada no es válida.', '', 'No Encontrado', '', ''];

const STATES: Readonly<Record<string, SatFields>> = {
  'sat-malformed': NO_VALIDA,
  'sat-not-yet': ['N - 602: Comprobante no encontrado.', '', 'No Encontrado', '', ''],
  'sat-en-proceso': [OBTENIDO, CON, 'Vigente', 'En proceso', '200'],
  'sat-rechazada': [OBTENIDO, CON, 'Vigente', 'Solicitud rechazada', '200'],
  'sat-no-cancelable': [OBTENIDO, NO, 'Vigente', '', '200'],
  'sat-con-aceptacion': [OBTENIDO, NO, 'Cancelado', 'Cancelado con aceptación', '200'],
  'sat-sin-aceptacion': [OBTENIDO, NO, 'Cancelado', 'Cancelado sin aceptación', '200'],
  'sat-plazo-vencido': [OBTENIDO, NO, 'Cancelado', 'Plazo vencido', '200'],
  'sat-new-words': [OBTENIDO, CON, 'Vigente', 'En revisión de la autoridad', '200'],
  'sat-69b': [OBTENIDO, SIN, 'Vigente', '', '100'],
};

/** `sat-no-body`, `sat-html` and `sat-slow` (it never answers) are faults of the service, whatever is asked. */
export const satRoutes: ProviderRoutes = (bench) => {
  const app = new Hono<PacEnv>();
  app.post('/ConsultaCFDIService.svc', async (c) => {
    if (c.req.header('content-type') !== 'text/xml; charset=utf-8') return c.body(null, 415);
    const expression = c.req.header('soapaction') === ACTION ? expressionIn(await c.req.text()) : undefined;
    if (expression === undefined) return c.body(fault(), 500, { 'Content-Type': 'text/xml; charset=utf-8' });
    if (bench.takes('sat-slow')) return new Promise<Response>(() => {});
    if (bench.takes('sat-no-body')) return c.body('', 200);
    if (bench.takes('sat-html')) return c.html('<h1>Servicio no disponible</h1>');
    const uuid = EXPRESSION.exec(expression)?.[1];
    const fields = uuid === undefined ? NO_VALIDA : satFields(bench, uuid);
    return c.body(answer(fields), 200, { 'Content-Type': 'text/xml; charset=utf-8' });
  });
  return app;
};

/** What the SAT has on this CFDI by the quirks of a bench, that of a PAC which asks the SAT included. */
export function satFields(bench: Bench, uuid: string): SatFields {
  const of = ` ${uuid.toUpperCase()}`;
  const state = Object.keys(STATES).find((name) => bench.takes(`${name}${of}`) || bench.takes(name));
  const quirk = state === undefined ? undefined : STATES[state];
  if (quirk) return quirk;
  if (bench.takes('sat-lags') || !bench.stamps.byUuid(uuid)) return VIGENTE;
  return [...satTexts(bench.stamps, uuid, nowOf(bench.sandbox.ledger)), '200'];
}

/** The expression of a well-formed request, `undefined` for any other. */
function expressionIn(text: string): string | undefined {
  const envelope = parseXmlAnswer(text);
  if (envelope?.uri !== SOAP || envelope.local !== 'Envelope') return undefined;
  const [body] = elementsNamed(envelope, 'Body');
  const consulta = body?.children[0];
  if (consulta?.uri !== 'http://tempuri.org/' || consulta.local !== 'Consulta') return undefined;
  if (consulta.children[0]?.uri !== consulta.uri) return undefined;
  return childText(consulta, 'expresionImpresa');
}

function answer([codigo, esCancelable, estado, estatus, efos]: SatFields): string {
  return `<s:Envelope xmlns:s="${SOAP}"><s:Body><ConsultaResponse xmlns="http://tempuri.org/"><ConsultaResult xmlns:a="${FIELDS}" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><a:CodigoEstatus>${codigo}</a:CodigoEstatus><a:EsCancelable>${esCancelable}</a:EsCancelable><a:Estado>${estado}</a:Estado><a:EstatusCancelacion>${estatus}</a:EstatusCancelacion><a:ValidacionEFOS>${efos}</a:ValidacionEFOS></ConsultaResult></ConsultaResponse></s:Body></s:Envelope>`;
}

function fault(): string {
  return `<s:Envelope xmlns:s="${SOAP}"><s:Body><s:Fault><faultcode>a:ActionNotSupported</faultcode><faultstring>The message cannot be processed at the receiver</faultstring></s:Fault></s:Body></s:Envelope>`;
}
