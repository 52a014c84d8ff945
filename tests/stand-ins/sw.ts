/** SW sapien as wire-contracts 3 records it: tokens, `customid`, the shapes of its 307, cancellation of a request we signed. */
import { Hono } from 'hono';
import { deliver, type PacEnv, type Worded } from '../../server/pac/sandbox/delivery.ts';
import type { StampWithXml } from '../../server/pac/sandbox/ledger.ts';
import type { Outcome } from '../../server/pac/sandbox/stamping.ts';
import { matchReceptor } from '../../server/pac/sandbox/taxpayers.ts';
import { ACCOUNTS } from './accounts.ts';
import type { Bench, ProviderRoutes } from './bench.ts';
import { askedIn } from './signed-cancelacion.ts';

const MAX_CUSTOM_ID = 100;

export const swRoutes: ProviderRoutes = (bench) => {
  const app = new Hono<PacEnv>();
  const tokens = new Set<string>();
  const isLetIn = (authorization: string | undefined): boolean => {
    if (bench.takes('sw-token-expired')) tokens.clear();
    return tokens.has((authorization ?? '').replace(/^Bearer /, ''));
  };

  app.post('/v2/security/authenticate', async (c) => {
    const { user, password } = (await c.req.json()) as { user?: string; password?: string };
    if (user !== ACCOUNTS.sw.user || password !== ACCOUNTS.sw.password)
      return c.json({ message: 'AU2000 - El usuario y/o contraseña son inválidos', status: 'error' }, 400);
    const token = `token-${tokens.size + 1}-de-dos-horas`;
    tokens.add(token);
    const expires = Math.floor(Date.now() / 1000) + 7_200;
    return c.json({ data: { token, expires_in: expires, token_type: 'bearer' }, status: 'success' });
  });

  app.post('/v4/cfdi33/stamp/v4', async (c) => {
    if (bench.takes('rate-limited')) return c.text('', 429);
    if (!isLetIn(c.req.header('authorization'))) return send(error(401, 'AU1001 - El token no es válido'));
    if (bench.takes('issuer-suspended')) return send(error(400, 'AU2002 - Usuario inactivo'));
    if (bench.takes('sw-body-less')) return c.body(null, 502);
    const customId = c.req.header('customid') ?? '';
    if (customId.length > MAX_CUSTOM_ID)
      return send(error(400, 'El CustomId no es válido o es mayor a 100 caracteres.'));
    const xml = await partNamedXml(c.req.header('content-type'), await c.req.text());
    if (!xml) return send(error(400, 'Xml CFDI33 no proporcionado o viene vacio.'));
    const bytes = new TextEncoder().encode(xml);
    const other = bench.takes('sw-customid-forgotten') ? undefined : otherUnder(bench, customId, xml);
    if (other) return send(duplicate(other));
    return deliver(
      c,
      await bench.certify(bytes, customId),
      (outcome) => wordOf(bench, outcome),
      bench.sandbox.stopping,
    );
  });

  app.post('/cfdi33/cancel/xml', async (c) => {
    if (!isLetIn(c.req.header('authorization'))) return send(error(401, 'AU1001 - El token no es válido'));
    const asked = askedIn((await partNamedXml(c.req.header('content-type'), await c.req.text())) ?? '');
    if (!asked) return send(error(400, 'CA1000 - El xml proporcionado está mal formado o es inválido.'));
    if (bench.takes('sw-cancel-unknown')) return send(canceled(asked.uuid, '205'));
    if (bench.takes('sw-cancel-sat-down'))
      return send(error(400, 'CA2000 - El servicio del SAT presenta intermitencia.'));
    return bench.cancel(c, asked, (estatus) => canceled(asked.uuid, estatus));
  });

  app.get('/management/v2/api/users/balance', (c) => {
    if (!isLetIn(c.req.header('authorization'))) return send(error(401, 'AU1001 - El token no es válido'));
    const stampsBalance = bench.takes('sw-low-balance') ? 12 : 4_711;
    return c.json({ data: { stampsBalance }, status: 'success' });
  });

  app.get('/lrfc/:rfc', (c) => {
    if (bench.takes('registry-silent')) return new Promise<Response>(() => {});
    if (bench.takes('sw-lrfc-down')) return send(json(503, { Message: 'Service Unavailable' }));
    if (!isLetIn(c.req.header('authorization'))) return send(error(401, 'AU1001 - El token no es válido'));
    const rfc = c.req.param('rfc');
    const { rfc: match } = matchReceptor({ rfc, nombre: '', codigoPostal: '', regimenFiscal: '' });
    return match === 'match'
      ? c.json({ data: { contribuyenteRFC: rfc, sncf: false, subcontratacion: false }, status: 'success' })
      : send(error(400, 'CS1002 - El RFC no se encuentra en la lista de RFC inscritos no cancelados.'));
  });
  return app;
};

/** The file of the part `xml`, as the SDKs send it. */
async function partNamedXml(contentType: string | undefined, body: string): Promise<string | undefined> {
  try {
    const form = await new Response(body, { headers: { 'content-type': contentType ?? '' } }).formData();
    const part = form.get('xml');
    return part instanceof File && part.name === 'xml' && part.type === 'text/xml' ? part.text() : undefined;
  } catch {
    return undefined;
  }
}

/** The stamp that another document has under this reference. */
function otherUnder({ sandbox: { ledger } }: Bench, customId: string, xml: string): StampWithXml | undefined {
  const known = ledger.stamps().find(({ clientRef }) => customId !== '' && clientRef === customId);
  const stamp = known && ledger.byUuid(known.uuid);
  return stamp?.xml.startsWith(xml.slice(0, xml.lastIndexOf('</cfdi:Comprobante>'))) ? undefined : stamp;
}

function canceled(uuid: string, status: string): Worded {
  const folio = uuid.toUpperCase();
  const acuse = `<Acuse Fecha="2026-11-20T12:00:00"><Folios><UUID>${folio}</UUID><EstatusUUID>${status}</EstatusUUID></Folios></Acuse>`;
  return json(200, { data: { acuse, uuid: { [folio]: status } }, status: 'success' });
}

const REPEATED = '307. El comprobante contiene un timbre previo.';

function wordOf(bench: Bench, outcome: Outcome): Worded {
  switch (outcome.kind) {
    case 'stamped':
      return outcome.repeated
        ? repeated(bench, outcome.stamp)
        : json(200, { data: v4(outcome.stamp), status: 'success' });
    case 'repeated-empty':
      return error(400, REPEATED);
    case 'refused':
      return error(400, refusalText(outcome.refusal.message), outcome.refusal.incidencias[0]?.pointer);
    case 'turned-away':
      if (outcome.by === 'unauthorized') return error(401, 'AU2000 - El usuario y/o contraseña son inválidos');
      if (outcome.by === 'no-credit') return error(400, 'AU2001 - La cuenta no cuenta con timbres disponibles.');
      return json(outcome.by === 'maintenance' ? 503 : 500, { Message: 'An error has occurred.' });
  }
}

/** «CFDI40145 - …» as it is, «401 - …» as SW writes the old numbers: «401. …». */
function refusalText(message: string): string {
  return message.replace(/^(\d{3}) - /, '$1. ');
}

/** The first stamp in one of the shapes of wire-contracts 3.3. */
function repeated(bench: Bench, stamp: StampWithXml): Worded {
  if (bench.takes('sw-307-tfd-only')) return error(400, REPEATED, null, { tfd: tfdOf(stamp) });
  if (bench.takes('sw-307-in-detail')) return error(400, REPEATED, stamp.xml);
  return error(400, REPEATED, null, v4(stamp));
}

function duplicate(stamp: StampWithXml): Worded {
  const message = 'CFDI3307 - Timbre duplicado. El customId proporcionado está duplicado.';
  return error(400, message, null, { tfd: tfdOf(stamp) });
}

function v4({ uuid, xml }: StampWithXml): object {
  return {
    cadenaOriginalSAT: '',
    uuid: uuid.toLowerCase(),
    fechaTimbrado: '2026-11-20T12:00:00',
    qrCode: '',
    cfdi: xml,
  };
}

function tfdOf({ xml }: StampWithXml): string {
  return /<tfd:TimbreFiscalDigital\b[^>]*\/>/.exec(xml)?.[0] ?? '';
}

function error(
  status: number,
  message: string,
  messageDetail: string | null = null,
  data: object | null = null,
): Worded {
  return json(status, { message, messageDetail, data, status: 'error' });
}

function json(status: number, body: object): Worded {
  return { status, contentType: 'application/json', body: JSON.stringify(body) };
}

function send({ status, contentType, body }: Worded): Response {
  return new Response(body, { status, headers: { 'Content-Type': contentType } });
}
