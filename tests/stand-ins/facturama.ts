/**
 * Facturama as wire-contracts 12.1 records it. `facturama-strings`: its booleans are strings; `facturama-html`: a page,
 * with a 200; `rate-limited`: 429; `registry-silent`: it never answers. Its documents are in `facturama-cfdis.ts`.
 */
import { Hono } from 'hono';
import { z } from 'zod';
import type { PacEnv } from '../../server/pac/sandbox/delivery.ts';
import { matchReceptor } from '../../server/pac/sandbox/taxpayers.ts';
import { ACCOUNTS } from './accounts.ts';
import type { ProviderRoutes } from './bench.ts';
import { facturamaCfdis } from './facturama-cfdis.ts';

const validateSchema = z.strictObject({
  Rfc: z.string(),
  Name: z.string(),
  ZipCode: z.string().regex(/^\d{5}$/),
  FiscalRegime: z.string().regex(/^\d{3}$/),
});

export const facturamaRoutes: ProviderRoutes = (bench) => {
  const app = new Hono<PacEnv>();
  app.post('/customers/validate', async (c) => {
    if (bench.takes('registry-silent')) return new Promise<Response>(() => {});
    if (bench.takes('rate-limited')) return c.json({ Message: 'Too Many Requests' }, 429);
    if (bench.takes('facturama-html')) return c.html('<!doctype html><title>Facturama</title><h1>Mantenimiento</h1>');
    if (!isLetIn(c.req.header('authorization'))) return c.json({ Message: 'Authorization has been denied.' }, 401);
    const asked = validateSchema.safeParse(await c.req.json());
    if (!asked.success) return c.json({ Message: 'La solicitud no es válida.', ModelState: {} }, 400);
    const { Rfc: rfc, Name: nombre, ZipCode: codigoPostal, FiscalRegime: regimenFiscal } = asked.data;
    const match = matchReceptor({ rfc, nombre, codigoPostal, regimenFiscal });
    const exists = match.rfc === 'match';
    const verdict = (is: boolean) => (bench.takes('facturama-strings') ? (is ? 'True' : 'False') : is);
    return c.json({
      ExistRfc: verdict(exists),
      MatchName: verdict(exists && match.nombre !== 'mismatch'),
      MatchZipCode: verdict(exists && match.codigoPostal !== 'mismatch'),
      MatchFiscalRegime: verdict(exists && match.regimenFiscal !== 'mismatch'),
    });
  });
  app.route('/', facturamaCfdis(bench, isLetIn));
  return app;
};

/** HTTP Basic. */
function isLetIn(authorization: string | undefined): boolean {
  const { user, password } = ACCOUNTS.facturama;
  return authorization === `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}
