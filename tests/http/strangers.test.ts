import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import { NO_PROOF, PROOF_HEADER } from '../../server/limits/proof-of-work.ts';
import {
  ALBA,
  breakfast,
  read,
  readInvoice,
  readProblem,
  startApi,
  type TestApi,
  UNIVERSIDAD,
} from '../support/api.ts';
import { startPostgres } from '../support/postgres.ts';

const INVOICES = `/v1/portals/${DEMO_PORTAL}/invoices`;
const REQUESTS = `/v1/portals/${DEMO_PORTAL}/requests`;
const ONE_STRANGER = { 'x-forwarded-for': '203.0.113.66' };
const OWNER_KEY = { 'idempotency-key': '0f7c1e5a-4a39-4b8e-9f43-owners-phone' };

describe.each(['SQLite', 'PostgreSQL'] as const)('a stranger, on %s', (engine) => {
  let api: TestApi;
  let postgres: Awaited<ReturnType<typeof startPostgres>> | undefined;
  beforeAll(async () => {
    postgres = engine === 'PostgreSQL' ? await startPostgres() : undefined;
    api = await startApi(postgres ? { databaseUrl: await postgres.createDatabase() } : {});
  });
  afterAll(async () => {
    await api?.stop();
    await postgres?.stop();
  });

  const saleIdOf = (token: string): string => {
    const outcome = api.services.tokens.readSaleToken(token, api.now());
    if (outcome.kind !== 'token') throw new Error('a token');
    return outcome.token.saleId;
  };
  /** Another token of the same sale, as another search or its printed QR gives one. */
  const anotherToken = (token: string, kind: 'known' | 'found' | 'ticket'): string =>
    api.services.tokens.saleToken({ kind, slug: DEMO_PORTAL, saleId: saleIdOf(token) }, api.now());
  const recover = (sale: string, codigoPostal: string, headers = {}): Promise<Response> =>
    api.post(`${INVOICES}/recover`, { sale, rfc: UNIVERSIDAD.rfc, codigoPostal }, headers);
  const invoiced = async (receptor = UNIVERSIDAD) => {
    const sale = await api.buy();
    return { sale, invoice: await readInvoice(await api.post(INVOICES, { sales: [sale], receptor }, OWNER_KEY), 201) };
  };

  test('409: gets the same bytes every time from an invoiced sale, for 120 receptors and then the right one', async () => {
    const { sale, invoice } = await invoiced();
    const strangers = anotherToken(sale, 'found');
    const texts = new Set<string>();
    for (const path of [INVOICES, `${INVOICES}/preview`]) {
      for (let guess = 0; guess <= 120; guess++) {
        const receptor = guess === 120 ? UNIVERSIDAD : { ...UNIVERSIDAD, codigoPostal: String(10_000 + guess) };
        const answer = await api.post(path, { sales: [strangers], receptor });
        expect(answer.status).toBe(409);
        texts.add(await answer.text());
      }
    }
    expect(texts.size).toBe(1);
    expect([...texts][0]).not.toContain(invoice.accessToken);
  });

  test('409: cannot open an invoice to XAXX010101000 by its name, or by its QR', async () => {
    const receptor = { ...UNIVERSIDAD, rfc: 'XAXX010101000', nombre: 'Juan Pérez' };
    const { sale } = await invoiced(receptor);

    for (const kind of ['found', 'ticket'] as const) {
      const answer = await api.post(INVOICES, { sales: [anotherToken(sale, kind)], receptor });
      expect((await readProblem(answer, 409)).code).toBe('already-invoiced');
    }
  });

  test('200: is told apart from whoever asked first, who is answered again by the key, even from a printed QR, and by the tokens of the same search', async () => {
    const ticket = anotherToken(await api.buy(), 'ticket');
    const body = { sales: [ticket], receptor: UNIVERSIDAD };
    const invoice = await readInvoice(await api.post(INVOICES, body, OWNER_KEY), 201);
    expect(await readInvoice(await api.post(INVOICES, body, OWNER_KEY), 200)).toMatchObject({ id: invoice.id });
    await readProblem(await api.post(INVOICES, body), 409);
    await readProblem(await api.post(INVOICES, body, { 'idempotency-key': 'somebody-elses-key' }), 409);

    const found = await invoiced();
    const again = await api.post(INVOICES, { sales: [found.sale], receptor: UNIVERSIDAD });
    expect((await readInvoice(again, 200)).accessToken).toBe(found.invoice.accessToken);
  });

  test('429, then 200: spends only their own tries from one address; the owner can still open the invoice by the same proof', async () => {
    const { sale, invoice } = await invoiced();
    const strangers = anotherToken(sale, 'found');
    for (let tried = 0; tried < 5; tried++)
      await readProblem(await recover(strangers, `0670${tried}`, ONE_STRANGER), 403);
    expect((await readProblem(await recover(strangers, '65000', ONE_STRANGER), 429)).code).toBe('proof-of-work');

    const owners = anotherToken(sale, 'found');
    expect((await readInvoice(await recover(owners, '65000'), 200)).id).toBe(invoice.id);
  });

  test('429, then 200: gets ten wrong answers a day for nothing from a sale with rotating addresses; whoever proves more still opens it', async () => {
    const { sale, invoice } = await invoiced();
    const strangers = anotherToken(sale, 'found');
    const guesses = Array.from({ length: 100 }, (_, guess) => recover(strangers, String(10_000 + guess)));
    const statuses = (await Promise.all(guesses)).map(({ status }) => status);
    expect([403, 429].map((one) => statuses.filter((status) => status === one).length)).toEqual([10, 90]);
    expect((await readProblem(await recover(strangers, '65000'), 429)).code).toBe('proof-of-work');
    const spent = await readProblem(await recover(strangers, '65000', { 'x-autofactura-proof': 'none' }), 429);
    expect(spent.detail).toContain('Café Jacaranda');
    expect(spent.retryAfter).toBeLessThanOrEqual(86_400);

    // Found by e-mail or card as well; from where it was asked for; by its link.
    expect((await readInvoice(await recover(anotherToken(sale, 'known'), '65000'), 200)).id).toBe(invoice.id);
    expect((await readInvoice(await recover(strangers, '65000', OWNER_KEY), 200)).id).toBe(invoice.id);
    expect((await readInvoice(await recover(sale, '65000'), 200)).id).toBe(invoice.id);
    expect((await api.request(invoice.links.self)).status).toBe(200);
  });

  test('201: leaves the sale to its owner, however many receptors are refused', async () => {
    const sale = await api.buy();
    const strangers = anotherToken(sale, 'ticket');
    const wrong = { ...UNIVERSIDAD, codigoPostal: '06700' };
    for (let tried = 0; tried < 10; tried++)
      await readProblem(await api.post(INVOICES, { sales: [strangers], receptor: wrong }), 422);
    const spent = await api.post(INVOICES, { sales: [strangers], receptor: UNIVERSIDAD });
    expect((await readProblem(spent, 429)).code).toBe('proof-of-work');

    await readInvoice(await api.post(INVOICES, { sales: [sale], receptor: ALBA }), 201);
  });

  test('200: proves less than a search with something that no ticket says', async () => {
    const folio = `CJ-${engine}`;
    await api.buy({ ...breakfast(folio, api.now()), email: 'ana@example.com' });
    await api.change(DEMO_PORTAL, {
      lookup: [
        ['folio', 'total'],
        ['folio', 'email'],
      ],
    });
    const kindOf = async (lookup: Record<string, string>) => {
      const [sale] = await api.search(lookup);
      const outcome = sale && api.services.tokens.readSaleToken(sale.token, api.now());
      return outcome?.kind === 'token' ? outcome.token.kind : outcome;
    };

    expect(await kindOf({ folio, total: '348.00' })).toBe('found');
    expect(await kindOf({ folio, email: 'ana@example.com' })).toBe('known');
    // A field that this portal does not ask for is not compared, so it proves nothing.
    expect(await kindOf({ folio, total: '348.00', cardLast4: '0000' })).toBe('found');
  });

  test('429: leaves ten of 300 requests about one sale from rotating addresses, each with one event', async () => {
    const sale = anotherToken(await api.buy(), 'ticket');
    const before = await countRequests();
    const bodies = Array.from({ length: 300 }, (_, n) => ({ sale, reason: 'other', email: `junk${n}@example.com` }));
    const answers = await Promise.all(bodies.map((body) => api.post(REQUESTS, body)));
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(10);
    const refused = answers.find(({ status }) => status === 429);
    const problem = refused && (await readProblem(refused, 429));
    expect(problem).toMatchObject({ code: 'proof-of-work', fixedAt: 'later' });
    const unable = await api.post(
      REQUESTS,
      { sale, reason: 'other', email: 'ana@example.com' },
      { [PROOF_HEADER]: NO_PROOF },
    );
    const spent = await readProblem(unable, 429);
    expect(spent).toMatchObject({ code: 'requests-spent', fixedAt: 'later' });
    expect(spent.detail).toContain('Café Jacaranda');
    expect((await countRequests()) - before).toBe(10);

    const owners = anotherToken(sale, 'found');
    expect((await api.post(REQUESTS, { sale: owners, reason: 'other' })).status).toBe(202);
  });

  test('429: leaves a hundred of 300 requests without a purchase; one about a purchase is still stored', async () => {
    const before = await countRequests();
    const answers = await Promise.all(
      Array.from({ length: 300 }, (_, n) =>
        api.post(REQUESTS, { reason: 'not-here-yet', lookup: { folio: `X-${n}` } }),
      ),
    );
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(100);
    expect((await countRequests()) - before).toBe(100);
    expect((await api.post(REQUESTS, { sale: await api.buy(), reason: 'other' })).status).toBe(202);
  });

  async function countRequests(): Promise<number> {
    const tenant = { merchantId: 'mer_jacaranda', world: 'test' } as const;
    return (await api.services.invoicing.store.requests.list(tenant, { limit: 1000 })).length;
  }
});

describe('noise', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi({ sealed: [] });
  });
  afterAll(() => api.stop());

  test('429: is logged for at most 120 steps of the funnel a minute from one address', async () => {
    const step = () => api.post(`/v1/portals/${DEMO_PORTAL}/events`, { name: 'step-shown' }, ONE_STRANGER);
    const statuses = (await Promise.all(Array.from({ length: 300 }, step))).map(({ status }) => status);
    expect([204, 429].map((one) => statuses.filter((status) => status === one).length)).toEqual([120, 180]);
    expect(api.logged.filter(({ event }) => event === 'funnel')).toHaveLength(120);
    expect((await read<{ code: string }>(await step())).code).toBe('too-many-requests');
  });
});
