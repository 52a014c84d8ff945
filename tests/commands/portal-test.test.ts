import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { runCli } from '../support/cli.ts';

vi.setConfig({ testTimeout: 120_000 });

let api: TestApi;
let http: Server;
let url: string;
beforeAll(async () => {
  api = await startApi({ now: Date.now() });
  await new Promise<void>((resolve) => {
    http = serve({ fetch: api.app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
      url = `http://127.0.0.1:${port}`;
      resolve();
    }) as Server;
  });
});
afterAll(async () => {
  await new Promise((resolve) => http.close(resolve));
  await api.stop();
});

const cli = (args: readonly string[], server = url) =>
  runCli(['portal', 'test', ...args], {
    ...{ AUTOFACTURA_DATA: api.directory, DATABASE_URL: undefined, AUTOFACTURA_PUBLIC_URL: server },
  });
const keysLeft = async () =>
  (await api.services.invoicing.store.merchants.listApiKeys({ merchantId: 'mer_jacaranda', world: 'test' })).filter(
    ({ name, revokedAt }) => name === 'portal test' && revokedAt === undefined,
  );

it('exits with 0 and JSON if every step worked, and its key opens nothing afterwards', async () => {
  const { code, stdout } = await cli([DEMO_PORTAL, '--json']);
  expect([code, JSON.parse(stdout)]).toMatchObject([0, { ok: true, invoice: { uuid: expect.any(String) } }]);
  expect(await keysLeft()).toEqual([]);
});

it('exits with 1 if a step failed, and says what to do on a separate line', async () => {
  const { code, stdout } = await cli(['la-milpa']);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^csd: Your digital seal certificate .* is missing\. Upload your test CSD/m);
});

it('exits with 1 if no server answers, and leaves no key behind', async () => {
  const { code, stderr } = await cli([DEMO_PORTAL], 'http://127.0.0.1:9');
  expect([code, stderr]).toEqual([1, expect.stringContaining('Start it with "autofactura serve"')]);
  expect(await keysLeft()).toEqual([]);
});

it('exits with 1 for an address without a portal', async () => {
  const { code, stderr } = await cli(['nada']);
  expect([code, stderr]).toEqual([1, expect.stringContaining('«nada»')]);
});
