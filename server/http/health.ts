/** Health endpoints for machines: whether the process runs, and whether it is ready to work. Neither reveals anything about anybody. */
import { type Api, createApi } from './api/api.ts';
import type { Readiness } from './readiness.ts';

/**
 * `/health` and `/health/live` answer 200 while the process runs. `/health/ready` answers 503 with the reasons while the server cannot work, and
 * lists warnings that do not keep it from working.
 */
export function healthRoutes(readiness: Readiness): Api {
  const routes = createApi();
  for (const path of ['/health', '/health/live']) routes.get(path, (c) => c.json({ status: 'ok' }));
  routes.get('/health/ready', async (c) => {
    const faults = await readiness.faults();
    c.header('cache-control', 'no-store');
    if (faults.length > 0) return c.json({ status: 'not-ready', faults }, 503);
    const warnings = await readiness.warnings();
    return c.json({ status: 'ok', ...(warnings.length > 0 && { warnings }) });
  });
  return routes;
}
