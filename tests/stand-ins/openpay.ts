/**
 * Openpay's charges (wire-contracts 14.6), amounts with their cents as it writes them. `openpay-down`: 500;
 * `openpay-other`: it answers with another charge; `openpay-of-customer`: the charge is found below its customer alone;
 * `openpay-refunded`, `openpay-pending`, `openpay-cancelled`, `openpay-chargeback`,
 * `openpay-disputed`: what became of it;
 * `openpay-three-decimals`: an amount that is none.
 */
import { Hono } from 'hono';
import type { PacEnv } from '../../server/pac/sandbox/delivery.ts';
import { fixture, type Json } from '../sources/fixtures/fixture.ts';
import type { ProviderRoutes } from './bench.ts';
import { SOURCE_ACCOUNTS } from './source-accounts.ts';

const REFUND = {
  id: 'trrefund0002ab9zt',
  status: 'completed',
  amount: 1600.5,
  operation_date: '2026-11-21T12:00:00-06:00',
};
const BECAME: Readonly<Record<string, Json>> = {
  'openpay-other': { id: 'trotracosa0003' },
  'openpay-refunded': { refund: REFUND },
  'openpay-pending': {
    status: 'in_progress',
    method: 'store',
    card: null,
    operation_date: '2026-11-20T11:58:00-06:00',
  },
  'openpay-cancelled': { status: 'cancelled', operation_date: '2026-11-20T13:00:00-06:00' },
  'openpay-chargeback': { status: 'chargeback_accepted' },
  'openpay-disputed': { status: 'chargeback_pending' },
  'openpay-three-decimals': { amount: 11600.005 },
};

export const openpayRoutes: ProviderRoutes = (bench) => {
  const app = new Hono<PacEnv>();
  const { merchantId, privateKey } = SOURCE_ACCOUNTS.openpay;
  const basic = `Basic ${Buffer.from(`${privateKey}:`).toString('base64')}`;
  const written = (value: unknown): Response => {
    const text = JSON.stringify(value).replaceAll(/"amount":(\d+)(?=[,}])/g, '"amount":$1.00');
    return new Response(text, { headers: { 'Content-Type': 'application/json' } });
  };
  const known = (): Json => {
    const became = Object.keys(BECAME).filter((quirk) => bench.takes(quirk));
    return fixture('openpay-charge', Object.assign({}, ...became.map((quirk) => BECAME[quirk])) as Json);
  };
  const absent = { category: 'request', error_code: 1005, http_code: 404 };
  app.use(`/v1/${merchantId}/*`, async (c, next) => {
    if (bench.takes('openpay-down')) return c.json({ category: 'internal', error_code: 1000 }, 500);
    if (c.req.header('authorization') === basic) return next();
    return c.json({ category: 'request', error_code: 1002 }, 401);
  });
  app.get(`/v1/${merchantId}/charges`, (c) => {
    const { offset = '0', limit = '10', 'creation[gte]': since = '' } = c.req.query();
    const all = Array.from({ length: 101 }, (_, at) =>
      fixture('openpay-charge', { id: `trlist${at}`, order_id: `L-${at}` }),
    );
    const found = all.filter(({ creation_date }) => String(creation_date).slice(0, 10) >= since);
    return written(found.slice(Number(offset), Number(offset) + Number(limit)));
  });
  app.get(`/v1/${merchantId}/charges/:id`, (c) => {
    const isKnown = c.req.param('id') === fixture('openpay-charge').id && !bench.takes('openpay-of-customer');
    return isKnown ? written(known()) : c.json(absent, 404);
  });
  app.get(`/v1/${merchantId}/customers/acliente0001/charges/:id`, (c) =>
    c.req.param('id') === fixture('openpay-charge').id ? written(known()) : c.json(absent, 404),
  );
  return app;
};
