import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import { createIssueLine } from '../../server/http/api/issue-line.ts';
import { createApp } from '../../server/http/app.ts';
import { createReadiness } from '../../server/http/readiness.ts';
import { readInvoice, readProblem, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const ONE_AT_A_TIME = { width: 1, mostOfOne: 1, mostOfAll: 2, longestWaitMs: 30_000 };

/** The same app, whose line has room for one invoice and one more that waits. */
function shortLined() {
  const services = { ...api.services, issueLine: createIssueLine(ONE_AT_A_TIME) };
  const { store, clock, now } = services.invoicing;
  const readiness = createReadiness({ dataDir: api.directory, masterKeyFile: undefined, clock, now }, store);
  return createApp(services, { readiness, widgetDir: 'dist/widget' });
}

test('503 with Retry-After: says that the queue of invoices is full, and the same request made later is answered once', async () => {
  const app = shortLined();
  const sales = await Promise.all(Array.from({ length: 6 }, () => api.buy()));
  const ask = (sale: string): Promise<Response> =>
    Promise.resolve(
      app.request(`/v1/portals/${DEMO_PORTAL}/invoices`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': `phone-of-the-customer-${sale}` },
        body: JSON.stringify({ sales: [sale], receptor: UNIVERSIDAD }),
      }),
    );
  const answers = await Promise.all(sales.map(async (sale) => ({ sale, answer: await ask(sale) })));
  const refused = answers.filter(({ answer }) => answer.status === 503);
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.length).toBeLessThan(sales.length);

  for (const { sale, answer } of refused) {
    expect(answer.headers.get('retry-after')).toBe('10');
    const problem = await readProblem(answer, 503);
    expect([problem.code, problem.fixedAt, problem.title]).toEqual(['busy', 'later', 'Hay mucha gente facturando']);
    const { id } = await readInvoice(await ask(sale), 201);
    expect((await readInvoice(await ask(sale), 200)).id).toBe(id);
  }
  const stamped = await api.stamps();
  expect(new Set(stamped.map(({ folio }) => folio)).size).toBe(sales.length);
}, 60_000);
