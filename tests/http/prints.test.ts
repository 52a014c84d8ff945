import { createHash } from 'node:crypto';
import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import type { InvoiceView } from '../../server/http/portal/public-views.ts';
import { PrintError, printPdf } from '../../server/print/print-pdf.ts';
import { createPrints, isStamped } from '../../server/print/prints.ts';
import { keysOf } from '../../server/sales/lookup.ts';
import { parseSale } from '../../server/sales/sale-wire.ts';
import { claimOf, sealedDocument } from '../contracts/store/cast.ts';
import { breakfast, PUBLIC_URL, readInvoice, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';

let api: TestApi;
let http: Server;
let url: string;
let issued: InvoiceView;
beforeAll(async () => {
  api = await startApi();
  const sale = await api.buy();
  const answer = await api.post(`/v1/portals/${DEMO_PORTAL}/invoices`, { sales: [sale], receptor: UNIVERSIDAD });
  issued = await readInvoice(answer, 201);
  await new Promise<void>((resolve) => {
    http = serve({ fetch: api.app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
      url = `http://127.0.0.1:${port}`;
      resolve();
    }) as Server;
    // While invoices are prepared nothing is asked, and a client would take up a connection just as it is closed.
    http.keepAliveTimeout = 120_000;
  });
});
afterAll(async () => {
  await new Promise((resolve) => http.close(resolve));
  await api.stop();
});

type Got = { readonly status: number; readonly retryAfter: string | null; readonly sha256: string };

async function get(path: string): Promise<Got> {
  const answer = await fetch(`${url}${path.replace(PUBLIC_URL, '')}`);
  const sha256 = createHash('sha256')
    .update(new Uint8Array(await answer.arrayBuffer()))
    .digest('hex');
  return { status: answer.status, retryAfter: answer.headers.get('retry-after'), sha256 };
}

const merchants = { mer_jacaranda: DEMO_PORTAL, mer_yunque: 'el-yunque' } as const;

/** So many stamped invoices of a merchant, as far as the store goes, and the paths of their PDFs. */
async function stampMany(merchantId: keyof typeof merchants, count: number): Promise<readonly string[]> {
  const { store, now } = api.services.invoicing;
  const tenant = { merchantId, world: 'test' } as const;
  const xml = await (await api.request(issued.links.xml ?? '')).text();
  const at = now();
  const paths: string[] = [];
  for (let index = 0; index < count; index++) {
    const folio = `T-${index}`;
    const parsed = parseSale({ ...breakfast(folio, at), branch: undefined });
    if (parsed.kind === 'faults') throw new Error(JSON.stringify(parsed.faults));
    const id = `inv_${merchantId}_${index}`;
    const body = { id: `sale_${id}`, source: 'api', body: parsed.body, keys: keysOf(parsed.body), at };
    await store.sales.put(tenant, [body]);
    const claim = claimOf(id, [body.id], { portalSlug: merchants[merchantId], serie: 'T', now: at });
    await store.invoices.claim(tenant, claim);
    await store.invoices.seal(id, sealedDocument(folio, at));
    await store.invoices.intent(id, { pacId: 'sandbox', leaseUntil: at, now: at, atMost: 999 });
    const uuid = `5A1B6D2E-0F3C-4B7A-${merchantId === 'mer_yunque' ? '9' : '8'}000-${String(index).padStart(12, '0')}`;
    await store.invoices.record(id, { uuid, xml, at }, [], []);
    paths.push(`/v1/invoices/${id}/pdf?token=${api.services.tokens.accessToken(id)}`);
  }
  return paths;
}

test('200: a PDF stays the one that was printed first, even under a new logo and colour, alone and in the ZIP', async () => {
  const first = await get(issued.links.pdf ?? '');
  await api.change(DEMO_PORTAL, { theme: { primary: '#aa0000', accent: '#00aa00' } });

  expect(await get(issued.links.pdf ?? '')).toEqual(first);
  const zip = unzipSync(new Uint8Array(await (await api.request(issued.links.zip ?? '')).arrayBuffer()));
  const zipped = Object.entries(zip).find(([name]) => name.endsWith('.pdf'))?.[1] ?? '';
  expect(createHash('sha256').update(zipped).digest('hex')).toBe(first.sha256);
  const kept = await api.services.invoicing.store.prints.get(issued.id, Date.now());
  expect(
    createHash('sha256')
      .update(kept ?? '')
      .digest('hex'),
  ).toBe(first.sha256);
});

test('200: a PDF requested a hundred times at once is printed once', async () => {
  const { store, now } = api.services.invoicing;
  const [path = ''] = await stampMany('mer_yunque', 1);
  const invoice = await store.invoices.get(path.split('/')[3] ?? '');
  if (!invoice || !isStamped(invoice)) throw new Error('not stamped');
  let printed = 0;
  const prints = createPrints({
    ...{ store, now },
    print: (...document) => {
      printed += 1;
      return printPdf(...document);
    },
  });
  const all = await Promise.all(Array.from({ length: 100 }, () => prints.of(invoice)));

  expect(printed).toBe(1);
  expect(new Set(all.map((pdf) => Buffer.from(pdf).toString('base64'))).size).toBe(1);
});

test('200 or 503 with Retry-After, never 500: 400 PDFs at once, and another merchant’s few are all among the first', async () => {
  const many = await stampMany('mer_jacaranda', 134);
  const few = (await stampMany('mer_yunque', 6)).slice(1);
  const done: string[] = [];
  const asked = (paths: readonly string[], whose: string) =>
    paths.map(async (path) => {
      const got = await get(path);
      if (got.status === 200) done.push(whose);
      return got;
    });
  const [ofMany, ofFew] = await Promise.all([
    Promise.all(asked([...many, ...many, ...many], 'many')),
    Promise.all(asked(few, 'few')),
  ]);

  expect(new Set(ofMany.map(({ status }) => status))).toEqual(new Set([200, 503]));
  expect(ofMany.filter(({ status, retryAfter }) => status === 503 && !Number(retryAfter))).toEqual([]);
  expect(ofFew.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  // They take turns, though the others were all there before.
  expect(done.lastIndexOf('few')).toBeLessThan(done.length / 2);
}, 120_000);

test.each(['timeout', 'crashed'] as const)(
  '503: a print that ended in %s can be requested again later',
  async (reason) => {
    const { store, now } = api.services.invoicing;
    const invoice = await store.invoices.get('inv_mer_jacaranda_133');
    if (!invoice || !isStamped(invoice)) throw new Error('not stamped');
    const broken = { ...invoice, id: 'inv_never_printed' };
    const prints = createPrints({ ...{ store, now }, print: async () => Promise.reject(new PrintError(reason, '')) });

    await expect(prints.of(broken)).rejects.toMatchObject({ code: 'unavailable', params: { retryAfter: '10' } });
  },
);
