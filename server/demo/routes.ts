/** What the demo serves besides the product: the shop's pages, the cast, a ticket with its QR, a clock that can be moved. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import QRCode from 'qrcode';
import { z } from 'zod';
import { formatMicro, multiply, toMicro } from '../cfdi/money.ts';
import type { ApiVariables } from '../http/api/api.ts';
import { admitBody } from '../http/api/body.ts';
import type { Services } from '../http/api/services.ts';
import { findPortal, tenantOf } from '../http/portal/portal-context.ts';
import { Problem } from '../problems/problem.ts';
import { folioKey } from '../sales/lookup.ts';
import type { Sale } from '../sales/sale.ts';
import type { Clock } from './clock.ts';
import { demoOrderRoutes } from './order.ts';
import { DEMO_PORTAL } from './seed.ts';
import { DEMO_CAST, DEMO_RECEPTORES } from './seed-cast.ts';

/** Routes under `/demo`. Only the demo mounts them, and they need no authentication. */
export function demoRoutes(services: Services, clock: Clock) {
  const demo = new Hono<ApiVariables>();
  demo.get('/', (c) => c.redirect('/demo/'));
  demo.get('/demo', (c) => c.redirect('/demo/'));
  demo.get('/demo/cast.json', async (c) =>
    c.json({
      url: services.publicUrl,
      portal: DEMO_PORTAL,
      now: new Date(clock.now()).toISOString(),
      sales: await castSales(services),
      receptores: DEMO_RECEPTORES,
    }),
  );
  demo.get('/demo/ticket.json', async (c) => {
    const sale = await saleOf(services, 'la-milpa', 'LM-88');
    const { folio, date, total, conceptos, propina } = sale.body;
    const lines = conceptos.map(({ descripcion, cantidad, valorUnitario }) => ({
      descripcion,
      cantidad,
      importe: formatMicro(multiply(toMicro(cantidad), toMicro(valorUnitario)), 2),
    }));
    return c.json({ url: ticketUrl(services, 'la-milpa', sale), folio, date, total, lines, propina });
  });
  demo.get('/demo/ticket.svg', async (c) => {
    const url = ticketUrl(services, 'la-milpa', await saleOf(services, 'la-milpa', 'LM-88'));
    return c.body(await QRCode.toString(url, { type: 'svg', margin: 2 }), 200, { 'content-type': 'image/svg+xml' });
  });
  demo.post('/demo/clock', admitBody({ maxBytes: 1024, nul: 'refused' }), async (c) => {
    const body = z.object({ days: z.int().min(0).max(400) }).safeParse(await c.req.json().catch(() => undefined));
    if (!body.success) throw new Problem('malformed-request');
    return c.json({ now: new Date(await clock.move(body.data.days)).toISOString() });
  });
  const pages = fileURLToPath(new URL('../../demo', import.meta.url));
  demo.get('/demo/react/:file{.+\\.tsx}', (c) =>
    c.body(readFileSync(`${pages}/react/Factura.tsx`, 'utf8'), 200, { 'content-type': 'text/plain; charset=utf-8' }),
  );
  demo.route('/', demoOrderRoutes(services, `${pages}/index.html`));
  demo.use('/demo/*', serveStatic({ root: pages, rewriteRequestPath: (path) => path.replace(/^\/demo/, '') }));
  return demo;
}

async function castSales(services: Services) {
  return Promise.all(
    DEMO_CAST.map(async ({ portal, folio, shows }) => {
      const { body } = await saleOf(services, portal, folio);
      return {
        portal,
        folio,
        shows,
        total: body.total,
        date: body.date,
        ...(body.email !== undefined && { email: body.email }),
      };
    }),
  );
}

async function saleOf(services: Services, slug: string, folio: string): Promise<Sale> {
  const portal = await findPortal(services, slug);
  const [sale] = await services.invoicing.store.sales.search(tenantOf(portal), { folioKey: folioKey(folio) });
  if (!sale) throw new Problem('unknown-resource');
  return sale;
}

function ticketUrl({ tokens, links }: Services, slug: string, sale: Sale): string {
  return links.page(
    { slug },
    { token: tokens.saleToken({ kind: 'ticket', slug, saleId: sale.id }, 0), channel: 'ticket' },
  );
}
