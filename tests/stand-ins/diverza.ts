/** Diverza as wire-contracts 5 records it: without a `ref-id` every send is another stamp. */
import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { z } from 'zod';
import type { EstatusUuid } from '../../server/pac/sandbox/cancelling.ts';
import { deliver, type PacEnv, type Worded } from '../../server/pac/sandbox/delivery.ts';
import type { Outcome } from '../../server/pac/sandbox/stamping.ts';
import { matchReceptor } from '../../server/pac/sandbox/taxpayers.ts';
import { ACCOUNTS } from './accounts.ts';
import type { ProviderRoutes } from './bench.ts';

const credentials = z.strictObject({ id: z.string(), token: z.string() });
const issuer = z.strictObject({ rfc: z.string() });

const stampSchema = z.strictObject({
  credentials,
  issuer,
  receiver: z.strictObject({ emails: z.array(z.string()) }),
  document: z.strictObject({
    'ref-id': z.string().optional(),
    'certificate-number': z.string().regex(/^\d{20}$/),
    section: z.literal('all'),
    format: z.literal('xml'),
    template: z.literal('letter'),
    type: z.literal('application/vnd.diverza.cfdi_4.0+xml'),
    content: z.string(),
  }),
});
const statusSchema = z.strictObject({ credentials, issuer, identifiers: z.array(z.strictObject({ rfc: z.string() })) });
const cancelSchema = z.looseObject({
  credentials,
  issuer,
  document: z.strictObject({ motive: z.string(), replacement: z.string().optional() }),
});

export const diverzaRoutes: ProviderRoutes = (bench) => {
  const app = new Hono<PacEnv>();
  app.post('/api/v2/documents/stamp', async (c) => {
    if (bench.takes('rate-limited')) return c.json({ message: 'Too Many Requests' }, 429);
    const asked = stampSchema.safeParse(await c.req.json());
    if (!asked.success) return c.json({ message: z.prettifyError(asked.error) }, 400);
    if (!isLetIn(asked.data)) return c.json({ message: 'Unauthorized' }, 401);
    if (bench.takes('issuer-suspended')) return c.json({ message: 'Issuer suspended' }, 403);
    const { document } = asked.data;
    const ref = document['ref-id'];
    const bytes = new Uint8Array(Buffer.from(document.content, 'base64'));
    const identify = () => (ref === undefined ? randomUUID() : `${asked.data.issuer.rfc} ${ref}`);
    return deliver(c, await bench.certify(bytes, ref ?? '', identify), wordOf, bench.sandbox.stopping);
  });
  app.put('/api/v2/documents/:uuid/cancel', async (c) => {
    const asked = cancelSchema.safeParse(await c.req.json());
    if (!asked.success) return c.json({ message: z.prettifyError(asked.error) }, 400);
    if (!isLetIn(asked.data)) return c.json({ message: 'Unauthorized' }, 401);
    if (bench.takes('diverza-cancel-unknown')) return c.json({ message: 'Document not found' }, 404);
    const { issuer: emisor, document } = asked.data;
    const { motive: motivo, replacement: folioSustitucion } = document;
    const uuid = c.req.param('uuid');
    return bench.cancel(
      c,
      { uuid, motivo, rfcEmisor: emisor.rfc, ...(folioSustitucion !== undefined && { folioSustitucion }) },
      wordCancellation,
    );
  });
  app.post('/api/v1/rfc/status', async (c) => {
    const asked = statusSchema.safeParse(await c.req.json());
    if (!asked.success) return c.json({ message: z.prettifyError(asked.error) }, 400);
    if (!isLetIn(asked.data)) return c.json({ message: 'Unauthorized' }, 401);
    const identifiers = asked.data.identifiers.map(({ rfc }) => {
      const { rfc: match } = matchReceptor({ rfc, nombre: '', codigoPostal: '', regimenFiscal: '' });
      return { rfc, active: match === 'match' ? 'Y' : 'N' };
    });
    return c.json({ identifiers });
  });
  return app;
};

function isLetIn({ credentials: { id, token } }: { readonly credentials: z.output<typeof credentials> }): boolean {
  return id === ACCOUNTS.diverza.id && token === ACCOUNTS.diverza.token;
}

/** The first stamp and its repeats read the same. */
function wordOf(outcome: Outcome): Worded {
  switch (outcome.kind) {
    case 'stamped': {
      const { uuid, xml } = outcome.stamp;
      return json(200, { uuid, content: Buffer.from(xml, 'utf8').toString('base64') });
    }
    case 'repeated-empty':
      return json(500, { message: 'Internal Server Error' });
    case 'refused':
      return json(422, { message: outcome.refusal.message });
    case 'turned-away':
      if (outcome.by === 'unauthorized') return json(401, { message: 'Unauthorized' });
      if (outcome.by === 'no-credit') return json(402, { message: 'Payment Required' });
      return json(outcome.by === 'maintenance' ? 503 : 500, { message: 'Service Unavailable' });
  }
}

/** It answers a status; how it words a refusal is not recorded. */
function wordCancellation(estatus: EstatusUuid): Worded {
  if (estatus === '205') return json(404, { message: 'Document not found' });
  return estatus === '201' || estatus === '202' ? json(200, { status: 'canceled' }) : json(422, { message: estatus });
}

function json(status: number, body: object): Worded {
  return { status, contentType: 'application/json', body: JSON.stringify(body) };
}
