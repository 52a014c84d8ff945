import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import { breakfast, readProblem, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';
import { longestPauseDuring, turnsDuring } from '../support/turns.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const HEADER = 'folio,date,total,formaPago,claveProdServ,claveUnidad,cantidad,valorUnitario,descripcion';

function send(body: string, type: string): Promise<Response> {
  return api.request('/v1/sales/bulk', {
    method: 'POST',
    headers: { authorization: `Bearer ${api.key}`, 'content-type': type },
    body,
  });
}

test('200: a search that comes after twenty customers requested their invoices is answered before the second of those', async () => {
  const sales = await Promise.all(Array.from({ length: 20 }, () => api.buy()));
  const answered: number[] = [];
  const issuing = sales.map(async (sale) => {
    const answer = await api.post(`/v1/portals/${DEMO_PORTAL}/invoices`, { sales: [sale], receptor: UNIVERSIDAD });
    answered.push(answer.status);
  });
  await new Promise((resolve) => setImmediate(resolve));
  const found = await api.search({ folio: 'B-1', total: '348.00' });

  expect([found.length, answered.length <= 1]).toEqual([1, true]);
  await Promise.all(issuing);
  // On a machine that is busy with other things a stamp takes longer than a customer is kept waiting.
  expect(answered.filter((status) => status !== 201 && status !== 202)).toEqual([]);
}, 60_000);

test('404: a hundred previews that arrive together are each processed in a turn of their own', async () => {
  const body = { sales: ['no such token'], receptor: UNIVERSIDAD };
  const turns = await turnsDuring(async () => {
    const ask = () => api.post(`/v1/portals/${DEMO_PORTAL}/invoices/preview`, body);
    const answers = await Promise.all(Array.from({ length: 100 }, ask));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([404]));
  });

  expect(turns).toBeGreaterThanOrEqual(100);
}, 60_000);

test('200: 2,000 sales in one call are stored in slices of ten, and the server answers others between them', async () => {
  const body = Array.from({ length: 2_000 }, (_, index) => JSON.stringify(breakfast(`M-${index}`, api.now())));
  const turns = await turnsDuring(async () => {
    const answer = await send(body.join('\n'), 'application/x-ndjson');
    expect(answer.status).toBe(200);
    expect((await answer.text()).match(/"result":"created"/g)).toHaveLength(2_000);
  });

  expect(turns).toBeGreaterThanOrEqual(2_000 / 10);
}, 60_000);

const MEGABYTES = 14;
test.each([
  ['of nothing but commas', 200, 'rows-lost', `${'a,'.repeat((MEGABYTES * 1024 * 1024) / 2)}`],
  ['of one name', 400, 'required', `folio${'x'.repeat(MEGABYTES * 1024 * 1024)}`],
  ['of one cell of quotes', 200, 'row-malformed', `${HEADER}\n"${'a""'.repeat((MEGABYTES * 1024 * 1024) / 3)}"`],
])(
  '400, or 200 with its line refused: a CSV of 14 MB in one line, %s, is read off the event loop',
  async (_, status, code, body) => {
    const turns = await turnsDuring(async () => {
      const answer = await send(body, 'text/csv');
      const text = await answer.text();
      expect(answer.status, text.slice(0, 300)).toBe(status);
      expect(text).toContain(`"code":"${code}"`);
    });

    // On the loop, it would come round a handful of times.
    expect(turns).toBeGreaterThan(100);
  },
  60_000,
);

test('413: a million empty sales are counted off the event loop, and not answered one by one', async () => {
  const turns = await turnsDuring(async () => {
    await readProblem(await send('{}\n'.repeat(1_000_000), 'application/x-ndjson'), 413);
  });

  expect(turns).toBeGreaterThan(100);
}, 60_000);

const PRODUCTS = 'sku,category,claveProdServ,claveUnidad,unidad,objetoImp,iva,ieps\n';
const listed = <Each>(count: number, each: (index: number) => Each) => Array.from({ length: count }, (_, i) => each(i));
const COFFEES = PRODUCTS + listed(20_000, (index) => `CAFE-${index},,50201706,H87,,,0.16,`).join('\n');
const TEA = { claveProdServ: '50201706', claveUnidad: 'H87' };
const TEAS = JSON.stringify(Object.fromEntries(listed(6_000, (index) => [`sku:TE-${index}`, TEA])));
test.each([
  [200, '20,000 product mappings', 'text/csv', COFFEES, { stored: 20_000, refusedLines: 0 }],
  [200, '30,000 lines without a clave', 'text/csv', PRODUCTS + 'a\n'.repeat(30_000), { refusedLines: 30_000 }],
  [413, 'half a million of them', 'text/csv', PRODUCTS + 'a\n'.repeat(500_000), { code: 'payload-too-large' }],
  [200, '6,000 product mappings in JSON', 'application/json', TEAS, { stored: 6_000, refusedLines: 0 }],
])(
  '%i: %s are read off the event loop or in slices, and their answer is short',
  async (status, _, type, body, outcome) => {
    const headers = { authorization: `Bearer ${api.key}`, 'content-type': type };
    const paused = await longestPauseDuring(async () => {
      const answer = await api.request('/v1/products', { method: 'PUT', headers, body });
      const text = await answer.text();
      expect([answer.status, JSON.parse(text)]).toEqual([status, expect.objectContaining(outcome)]);
      expect(text.length).toBeLessThan(500_000);
    });

    // In one piece it would be seconds.
    expect(paused).toBeLessThan(1_000);
  },
  120_000,
);

/** Sends a line of so many megabytes to the address, from a process of its own, and answers the status. */
async function upload(url: string, megabytes: number): Promise<number> {
  const headers = { authorization: `Bearer ${api.key}`, 'content-type': 'text/csv' };
  const program = `fetch(${JSON.stringify(url)}, { method: 'POST', headers: ${JSON.stringify(headers)}, body: 'a,'.repeat(${megabytes} * 2 ** 19) }).then(({ status }) => process.exit(status - 200))`;
  const [code] = await once(spawn(process.execPath, ['-e', program]), 'exit');
  return 200 + Number(code);
}

test('200: of a file of 14 MB that comes by a socket, less than 4 MB are in the heap of the event loop at any time', async () => {
  const server = createAdaptorServer({ fetch: api.app.fetch }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/sales/bulk`;
  // The first one starts the thread.
  await upload(url, 1);
  const before = process.memoryUsage().external;
  let most = before;
  let isOver = false;
  const look = (): void => {
    most = Math.max(most, process.memoryUsage().external);
    if (!isOver) setImmediate(look);
  };
  look();
  expect(await upload(url, MEGABYTES)).toBe(200);
  isOver = true;
  server.close();
  expect((most - before) / 2 ** 20).toBeLessThan(4);
}, 60_000);
