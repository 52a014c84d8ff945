/**
 * Facturapi's customers as wire-contracts 12.2 records them; it has no others than those it was sent.
 * `facturapi-rate-limited`: 429; `facturapi-first-fault-only`: one error of a list; `facturapi-existing`: the merchant
 * had this customer before; `facturapi-delete-fails`: 500; `facturapi-delete-silent` and `registry-silent`: it never answers.
 */
import { Hono } from 'hono';
import { z } from 'zod';
import type { PacEnv } from '../../server/pac/sandbox/delivery.ts';
import { matchReceptor } from '../../server/pac/sandbox/taxpayers.ts';
import { ACCOUNTS } from './accounts.ts';
import type { ProviderRoutes } from './bench.ts';
import { addInvoices } from './facturapi-invoices.ts';

const customerSchema = z.strictObject({
  legal_name: z.string().min(1),
  tax_id: z.string().min(12).max(13),
  tax_system: z.string().regex(/^\d{3}$/),
  address: z.strictObject({ zip: z.string().regex(/^\d{5}$/) }),
});
type Customer = z.output<typeof customerSchema>;

export const facturapiRoutes: ProviderRoutes = (bench) => {
  const app = new Hono<PacEnv>();
  const customers = new Map<string, Customer>();
  let created = 0;
  const keep = (customer: Customer): string => {
    created += 1;
    const id = `cus_${String(created).padStart(20, '0')}`;
    customers.set(id, customer);
    return id;
  };

  app.use('/v2/*', async (c, next) => {
    if (c.req.header('authorization') === `Bearer ${ACCOUNTS.facturapi.key}`) return next();
    return c.json(failure(401, 'unauthorized', 'API key inválida.'), 401);
  });
  addInvoices(app, bench);
  app.post('/v2/customers', async (c) => {
    if (bench.takes('registry-silent')) return new Promise<Response>(() => {});
    if (bench.takes('facturapi-rate-limited'))
      return c.json(failure(429, 'rate_limit_exceeded', 'Demasiadas solicitudes.'), 429, { 'Retry-After': '2' });
    const asked = customerSchema.safeParse(await c.req.json());
    if (!asked.success) return c.json(failure(400, 'invalid_body', z.prettifyError(asked.error)), 400);
    const faults = faultsOf(asked.data);
    const reported = bench.takes('facturapi-first-fault-only') ? faults.slice(0, 1) : faults;
    if (reported.length > 0)
      return c.json(failure(400, 'tax_info_invalid', 'Datos fiscales inválidos.', reported), 400);
    if (bench.takes('facturapi-existing')) keep(asked.data);
    const same = JSON.stringify(asked.data);
    const existing = [...customers].find(([, customer]) => JSON.stringify(customer) === same);
    const id = existing?.[0] ?? keep(asked.data);
    return c.json({ id, ...asked.data, sat_validated_at: '2026-11-20T18:00:00.000Z' }, existing ? 200 : 201);
  });
  app.get('/v2/customers', (c) => {
    const data = [...customers].map(([id, customer]) => ({ id, ...customer }));
    return c.json({ page: 1, total_pages: 1, total_results: data.length, data });
  });
  app.delete('/v2/customers/:id', async (c) => {
    if (bench.takes('facturapi-delete-silent')) return new Promise<Response>(() => {});
    if (bench.takes('facturapi-delete-fails')) return c.json(failure(500, 'internal_error', 'Error interno.'), 500);
    const id = c.req.param('id');
    const customer = customers.get(id);
    if (!customers.delete(id)) return c.json(failure(404, 'customer_not_found', 'No existe el cliente.'), 404);
    return c.json({ id, ...customer });
  });
  return app;
};

type Fault = { readonly source: 'facturapi'; readonly code: string; readonly path: string; readonly message: string };

function faultsOf({ tax_id: rfc, legal_name: nombre, tax_system: regimenFiscal, address }: Customer): readonly Fault[] {
  const match = matchReceptor({ rfc, nombre, codigoPostal: address.zip, regimenFiscal });
  const fault = (is: string, code: string, path: string): readonly Fault[] =>
    is === 'mismatch' ? [{ source: 'facturapi', code, path, message: `${path} no coincide con el SAT.` }] : [];
  return [
    ...fault(match.rfc, 'tax_id_not_found', 'tax_id'),
    ...fault(match.nombre, 'legal_name_mismatch', 'legal_name'),
    ...fault(match.codigoPostal, 'tax_address_zip_mismatch', 'address.zip'),
    ...fault(match.regimenFiscal, 'tax_system_not_allowed_for_tax_id', 'tax_system'),
  ];
}

function failure(status: number, code: string, message: string, errors: readonly Fault[] = []): object {
  return { ok: false, status, code, message, errors };
}
