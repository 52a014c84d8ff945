/** Prodigia (PADE) as wire-contracts 4 records it: Basic, `contrato`, options, no `Accept`. */
import { Hono } from 'hono';
import { deliver, type PacEnv, type Worded } from '../../server/pac/sandbox/delivery.ts';
import type { Outcome } from '../../server/pac/sandbox/stamping.ts';
import { ACCOUNTS } from './accounts.ts';
import type { ProviderRoutes } from './bench.ts';

export const prodigiaRoutes: ProviderRoutes = (bench) => {
  const app = new Hono<PacEnv>();
  app.post('/servicio/rest/:operation{timbrado40(?:Prueba)?}', async (c) => {
    if (bench.takes('rate-limited')) return c.text('', 429);
    if (c.req.header('accept') !== undefined) return c.text('Internal Server Error', 500);
    if (c.req.header('content-type') !== 'application/xml') return c.text('Unsupported Media Type', 415);
    const { user, password, contrato } = ACCOUNTS.prodigia;
    const basic = `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`;
    const isRight = c.req.header('authorization') === basic && c.req.query('contrato') === contrato;
    // Three wrong passwords lock an account; then the right one is wrong too.
    if (!isRight || bench.takes('prodigia-locked')) return c.text('Unauthorized', 401);
    const options = c.req.queries('opciones') ?? [];
    if (!options.includes('RESPUESTA_JSON'))
      return c.body('<servicioTimbrado/>', 200, { 'Content-Type': 'application/xml' });
    if (bench.takes('issuer-suspended')) return send(answer('9', 'El contrato suspendido no puede timbrar'));
    const givesRepeat = options.includes('REGRESAR_CON_ERROR_307_XML');
    const bytes = new TextEncoder().encode(await c.req.text());
    const word = (outcome: Outcome): Worded => wordOf(outcome, givesRepeat);
    return deliver(c, await bench.certify(bytes, ''), word, bench.sandbox.stopping);
  });
  return app;
};

function wordOf(outcome: Outcome, givesRepeat: boolean): Worded {
  switch (outcome.kind) {
    case 'stamped': {
      const { xml, uuid } = outcome.stamp;
      const found = { UUID: uuid, xmlBase64: Buffer.from(xml, 'utf8').toString('base64') };
      if (!outcome.repeated) return answer('0', 'OK', { timbradoOk: true, ...found });
      return answer('307', 'El CFDI contiene un timbre previo', givesRepeat ? found : {});
    }
    case 'repeated-empty':
      return answer('307', 'El CFDI contiene un timbre previo');
    case 'refused':
      return answer(outcome.refusal.code, outcome.refusal.message);
    case 'turned-away':
      if (outcome.by === 'unauthorized') return { status: 401, contentType: 'text/plain', body: 'Unauthorized' };
      if (outcome.by === 'no-credit') return answer('9', 'El contrato no tiene timbres disponibles');
      return { status: outcome.by === 'maintenance' ? 503 : 500, contentType: 'text/html', body: '<h1>Error</h1>' };
  }
}

function answer(codigo: string, mensaje: string, more: object = {}): Worded {
  const number = /^\d+$/.test(codigo) ? Number(codigo) : codigo;
  const servicioTimbrado = { id: 123, timbradoOk: false, codigo: number, mensaje, version: '1.1', ...more };
  return { status: 200, contentType: 'application/json', body: JSON.stringify({ servicioTimbrado }) };
}

function send({ status, contentType, body }: Worded): Response {
  return new Response(body, { status, headers: { 'Content-Type': contentType } });
}
