/**
 * Facturama's multi-issuer documents as wire-contracts 6.2 to 6.5 record them: every POST is another stamp. Quirks:
 * `facturama-lags`, the list does not show what is stamped; `facturama-cancel-unknown`, the same, for a cancellation;
 * `facturama-html`, a page for a list, with a 200; `facturama-xml-missing`, the XML is not there yet;
 * `facturama-rounds`, lines are rounded to cents before they are added up; `facturama-model-state`, a field is refused;
 * `facturama-cancel-without-effect`, 200, and it stays active; `facturama-cancel-empty`, 200 and nothing else.
 */
import { createHash } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { readCfdi } from '../../server/cfdi/comprobante-reader.ts';
import { satTexts } from '../../server/pac/sandbox/cancelling.ts';
import { deliver, drop, type PacEnv, type Worded } from '../../server/pac/sandbox/delivery.ts';
import type { StampWithXml } from '../../server/pac/sandbox/ledger.ts';
import { nowOf, type Outcome } from '../../server/pac/sandbox/stamping.ts';
import { ticket } from '../pac/sandbox/sealed-ticket.ts';
import type { Bench } from './bench.ts';
import { cfdiSchema, comprobanteOf, wrongTotal } from './facturama-comprobante.ts';
import { issue, issuedUnder } from './issuing.ts';

/** The routes, for whoever `isLetIn` lets in; below them nothing else is answered without an account. */
export function facturamaCfdis(bench: Bench, isLetIn: (authorization: string | undefined) => boolean): Hono<PacEnv> {
  // Keys take longer to make than a caller waits: they are made before the first one comes, and nothing is stamped.
  void issue({ ...bench, certify: async () => 'drop' }, ticket(), { reference: '' });
  const app = new Hono<PacEnv>();
  /** What each POST answered with, which may be other than what it stamped. */
  const answered = new Map<string, StampWithXml>();
  const byId = (id: string): StampWithXml | undefined => {
    const stamped = bench.sandbox.ledger.stamps().find(({ uuid }) => idOf(uuid) === id);
    return answered.get(id) ?? (stamped && bench.sandbox.ledger.byUuid(stamped.uuid));
  };
  app.use(async (c, next) => {
    if (!isLetIn(c.req.header('authorization'))) return c.json({ Message: 'Authorization has been denied.' }, 401);
    return next();
  });
  app.post('/api-lite/3/cfdis', (c) => post(c, bench, answered));
  app.get('/cfdi', (c) => {
    const { type, OrderNumber, rfcIssuer } = c.req.query();
    if (type !== 'issuedLite' || OrderNumber === undefined) return invalid(c, { type: ['No es válido.'] });
    if (bench.takes('facturama-html')) return c.html('<!doctype html><title>Facturama</title><h1>Mantenimiento</h1>');
    if (bench.takes('facturama-lags') || bench.takes('facturama-cancel-unknown')) return c.json([]);
    const found = issuedUnder(bench, OrderNumber).filter(
      ({ emisor }) => rfcIssuer === undefined || emisor === rfcIssuer,
    );
    return c.json(found.map(listed));
  });
  app.get('/api/Cfdi/xml/issuedLite/:id', (c) => {
    const stamp = byId(c.req.param('id'));
    if (!stamp || bench.takes('facturama-xml-missing')) return c.json({ Message: 'No se encontró el archivo.' }, 404);
    const Content = Buffer.from(stamp.xml, 'utf8').toString('base64');
    return c.json({ ContentEncoding: 'base64', ContentType: 'xml', ContentLength: stamp.xml.length, Content });
  });
  app.delete('/api-lite/cfdis/:id', (c) => {
    const stamp = byId(c.req.param('id'));
    const { motive, uuidReplacement } = c.req.query();
    if (!stamp) return c.json({ Message: 'No se encontró el CFDI.' }, 404);
    if (!/^0[1-4]$/.test(motive ?? '') || (motive === '01') !== (uuidReplacement !== undefined))
      return invalid(c, { motive: ['El motivo no es válido.'] });
    if (bench.takes('facturama-cancel-empty')) return c.body(null, 200);
    if (bench.takes('facturama-cancel-without-effect')) return c.json(canceled(stamp, 'active'));
    const asked = { uuid: stamp.uuid, rfcEmisor: stamp.emisor, motivo: motive ?? '' };
    return bench.cancel(c, { ...asked, ...(uuidReplacement && { folioSustitucion: uuidReplacement }) }, () =>
      json(200, canceled(stamp, statusThere(bench, stamp.uuid))),
    );
  });
  return app;
}

async function post(c: Context<PacEnv>, bench: Bench, answered: Map<string, StampWithXml>): Promise<Response> {
  if (bench.takes('rate-limited')) return c.json({ Message: 'Too Many Requests' }, 429);
  if (bench.takes('issuer-suspended')) return c.json({ Message: 'La cuenta está suspendida.' }, 403);
  if (bench.takes('facturama-model-state')) return invalid(c, { 'Receiver.Name': ['El nombre es requerido.'] });
  const asked = cfdiSchema.safeParse(await c.req.json());
  if (!asked.success) return invalid(c, { cfdiToCreate: [z.prettifyError(asked.error)] });
  const wrong = wrongTotal(asked.data);
  if (wrong !== undefined) return invalid(c, { [wrong]: ['El total no corresponde.'] });
  const comprobante = comprobanteOf(asked.data, bench.takes('facturama-rounds'));
  const answer = await issue(bench, comprobante, { reference: asked.data.OrderNumber });
  if (answer === 'drop') return drop(c);
  if (answer.outcome.kind === 'stamped') answered.set(idOf(answer.outcome.stamp.uuid), answer.outcome.stamp);
  return deliver(c, answer, wordOf, bench.sandbox.stopping);
}

function invalid(c: Context<PacEnv>, ModelState: Readonly<Record<string, readonly string[]>>): Response {
  return c.json({ Message: 'La solicitud no es válida.', ModelState }, 400);
}

/** 23 characters that say nothing. */
function idOf(uuid: string): string {
  return `${createHash('sha256').update(uuid.toLowerCase()).digest('base64url').slice(0, 22)}2`;
}

function listed(stamp: StampWithXml) {
  const { uuid, serie, folio, emisor, receptor, total, stampedAt, clientRef } = stamp;
  return {
    ...{
      Id: idOf(uuid),
      CfdiType: 'I',
      Type: 'issuedLite',
      Folio: folio,
      Serie: serie,
      Rfc: receptor,
      RfcIssuer: emisor,
    },
    ...{ Date: stampedAt, Total: Number(total), Uuid: uuid, OrderNumber: clientRef, IsActive: true, Status: 'active' },
  };
}

type Status = 'active' | 'canceled' | 'pending' | 'rejected';

/** What its SAT says, in Facturama's words; `active` for what the SAT did not take. */
function statusThere({ sandbox: { ledger } }: Bench, uuid: string): Status {
  const [, , estado, estatus] = satTexts(ledger, uuid, nowOf(ledger));
  if (estado === 'Cancelado') return 'canceled';
  if (estatus === 'Solicitud rechazada') return 'rejected';
  return estatus === 'En proceso' ? 'pending' : 'active';
}

function canceled({ uuid, stampedAt }: StampWithXml, Status: Status) {
  const acuse = `<Acuse xmlns="http://cancelacfd.sat.gob.mx"><Folios><UUID>${uuid}</UUID></Folios></Acuse>`;
  return {
    ...{ Status, Message: 'Solicitud procesada.', Uuid: uuid, RequestDate: stampedAt, CancelationDate: stampedAt },
    ...{ IsCancelable: 'Cancelable sin aceptación', ExpirationDate: null },
    AcuseXmlBase64:
      Status === 'canceled' || Status === 'pending' ? Buffer.from(acuse, 'utf8').toString('base64') : null,
  };
}

function wordOf(outcome: Outcome): Worded {
  switch (outcome.kind) {
    case 'stamped':
      return json(201, issued(outcome.stamp));
    case 'repeated-empty':
      return json(500, { Message: 'An error has occurred.' });
    case 'refused': {
      const cfdi = outcome.refusal.incidencias.map(({ message }) => message);
      return json(400, { Message: 'La solicitud no es válida.', ModelState: { cfdi } });
    }
    case 'turned-away':
      if (outcome.by === 'unauthorized') return json(401, { Message: 'Authorization has been denied.' });
      if (outcome.by === 'no-credit') return json(400, { Message: 'No cuenta con folios disponibles.' });
      return json(outcome.by === 'maintenance' ? 503 : 500, { Message: 'An error has occurred.' });
  }
}

function issued({ uuid, xml, serie, folio, total }: StampWithXml): object {
  const read = readCfdi(xml);
  const timbre = read.kind === 'cfdi' ? read.file.timbres[0] : undefined;
  const TaxStamp = {
    ...{ Uuid: uuid, Date: timbre?.fechaTimbrado, SatCertNumber: timbre?.noCertificadoSat },
    ...{ SatSign: timbre?.selloSat, CfdiSign: timbre?.selloCfd },
  };
  return { Id: idOf(uuid), Serie: serie, Folio: folio, Total: Number(total), Complement: { TaxStamp } };
}

function json(status: number, body: object): Worded {
  return { status, contentType: 'application/json', body: JSON.stringify(body) };
}
