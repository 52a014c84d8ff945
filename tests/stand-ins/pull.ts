/**
 * A merchant's own system that is asked for sales (server/sources/README.md, "pull"): a clinic's appointments, CITA-200 to 299. `pull-down`: 503 and a page;
 * `pull-silent`: it never answers; `pull-html`: 200 and a page; `pull-puzzled`: 400; `pull-redirects`: it is somewhere else; `pull-many`: more than anybody asked
 * for; `pull-other-sale`: a sale of somebody else; `pull-canceled`: what it sold was cancelled since; `pull-numbers`: binary amounts.
 */
import { createHmac } from 'node:crypto';
import { Hono } from 'hono';
import type { PacEnv } from '../../server/pac/sandbox/delivery.ts';
import type { ProviderRoutes } from './bench.ts';
import { SOURCE_ACCOUNTS } from './source-accounts.ts';

const APPOINTMENT = {
  folio: 'CITA-200',
  date: '2026-11-19T10:30:00-06:00',
  total: '850.00',
  formaPago: '28',
  email: 'ana@example.com',
  conceptos: [
    {
      claveProdServ: '85121600',
      descripcion: 'Consulta de dermatología',
      claveUnidad: 'E48',
      cantidad: '1',
      valorUnitario: '850.00',
      impuestos: [{ tipo: 'traslado', impuesto: '002', tipoFactor: 'Exento' }],
    },
  ],
};

export const pullRoutes: ProviderRoutes = (bench) => {
  const app = new Hono<PacEnv>();
  app.post('/sales', async (c) => {
    const body = await c.req.text();
    const [id, at] = [c.req.header('webhook-id'), c.req.header('webhook-timestamp')];
    if (c.req.header('webhook-signature') !== signatureOf(`${id}.${at}.${body}`)) return c.text('bad signature', 401);
    if (bench.takes('pull-silent')) return new Promise<Response>(() => {});
    if (bench.takes('pull-down')) return c.html('<h1>502 Bad Gateway</h1>', 503);
    if (bench.takes('pull-puzzled')) return c.json({ error: 'folio inválido' }, 400);
    if (bench.takes('pull-html')) return c.html('<h1>Inicia sesión</h1>');
    if (bench.takes('pull-redirects')) return c.redirect('/pull/elsewhere', 307);
    const { type, data } = JSON.parse(body) as { type: string; data: { folio?: string; total?: string } };
    if (type !== 'sale.lookup') return c.text('what?', 400);
    if (bench.takes('pull-many')) return c.json({ sales: Array.from({ length: 21 }, () => APPOINTMENT) });
    if (bench.takes('pull-other-sale')) return c.json({ sales: [APPOINTMENT] });
    const folio = data.folio?.toUpperCase() ?? '';
    if (!/^CITA-2\d\d$/.test(folio)) return c.json({ error: 'no existe' }, 404);
    if (bench.takes('pull-numbers')) return c.json({ sales: [{ ...APPOINTMENT, folio, total: 850 }] });
    const estado = bench.takes('pull-canceled') ? 'cancelada' : 'pagada';
    return c.json({ sales: [{ ...APPOINTMENT, folio, estado }] });
  });
  return app;
};

function signatureOf(signed: string): string {
  const key = Buffer.from(SOURCE_ACCOUNTS.pull.secret.slice('whsec_'.length), 'base64');
  return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
}
