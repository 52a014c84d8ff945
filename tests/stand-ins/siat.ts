/** The SAT's validator of QRs: GET with D1, D2 and D3, and a page. `siat-slow`: it never answers; `siat-other`: somebody else's page. */
import { Hono } from 'hono';
import type { PacEnv } from '../../server/pac/sandbox/delivery.ts';
import type { ProviderRoutes } from './bench.ts';
import { FISICA, MORAL, NADIE, VARIOS } from './constancia-pages.ts';

const PAGES: Readonly<Record<string, string>> = {
  '14010011223_PEGM850312PC8': FISICA,
  '14010011224_PEGM850312PC8': VARIOS,
  '14010011225_H&E951128469': MORAL,
};

export const siatRoutes: ProviderRoutes = (bench) => {
  const app = new Hono<PacEnv>();
  app.get('/app/qr/faces/pages/mobile/validadorqr.jsf', (c) => {
    if (bench.takes('siat-slow')) return new Promise<Response>(() => {});
    if (c.req.query('D1') !== '10' || c.req.query('D2') !== '1') return c.html(NADIE);
    if (bench.takes('siat-other')) return c.html(MORAL);
    return c.html(PAGES[c.req.query('D3') ?? ''] ?? NADIE);
  });
  return app;
};
