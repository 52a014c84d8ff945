/** What a customer can still do once a stranger with many addresses has spent what is free: each try, and each request, for a proof of work. */
import type { Challenge } from 'altcha-lib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import { breakfast, read, readInvoice, readProblem, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';
import { startPostgres } from '../support/postgres.ts';
import { challengeOf, solved } from '../support/proof.ts';

const PORTAL = `/v1/portals/${DEMO_PORTAL}`;
const INVOICES = `${PORTAL}/invoices`;
const HOME = { 'x-forwarded-for': '187.190.40.7' };
const NEXT_DOOR = { 'x-forwarded-for': '187.190.40.99' };
const OFFICE = { 'x-forwarded-for': '2806:2f0:5161:2a10::1' };

describe.each(['SQLite', 'PostgreSQL'] as const)('once strangers spent the free tries, on %s', (engine) => {
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

  const anotherToken = (token: string): string => {
    const outcome = api.services.tokens.readSaleToken(token, api.now());
    if (outcome.kind !== 'token') throw new Error('a token');
    return api.services.tokens.saleToken({ kind: 'found', slug: DEMO_PORTAL, saleId: outcome.token.saleId }, api.now());
  };
  const recover = (sale: string, codigoPostal: string, headers = {}): Promise<Response> =>
    api.post(`${INVOICES}/recover`, { sale, rfc: UNIVERSIDAD.rfc, codigoPostal }, headers);
  const issue = (sale: string, receptor: object, headers = {}): Promise<Response> =>
    api.post(INVOICES, { sales: [sale], receptor }, headers);
  /** Another search's token of an invoiced sale, of which ten wrong postal codes were tried from anywhere. */
  const besieged = async () => {
    const bought = await api.buy();
    const invoice = await readInvoice(await issue(bought, UNIVERSIDAD), 201);
    const sale = anotherToken(bought);
    await Promise.all(Array.from({ length: 10 }, (_, guess) => recover(sale, String(10_000 + guess))));
    return { sale, invoice };
  };

  test('200: the owner, who proves no more than they do, opens the invoice by a proof of work, which works once', async () => {
    const { sale, invoice } = await besieged();
    const proof = await solved(await challengeOf(await recover(sale, '65000', HOME)));
    expect((await readInvoice(await recover(sale, '65000', { ...HOME, ...proof }), 200)).id).toBe(invoice.id);
    await challengeOf(await recover(sale, '65000', { ...HOME, ...proof }));
  });

  test('429: a network gets two paid failures of a sale, whichever of its addresses they come from; 200: another network opens it', async () => {
    const { sale, invoice } = await besieged();
    for (const [failure, from] of [HOME, NEXT_DOOR].entries()) {
      const proof = await solved(await challengeOf(await recover(sale, `0670${failure}`, from)));
      await readProblem(await recover(sale, `0670${failure}`, { ...from, ...proof }), 403);
    }
    for (const from of [HOME, NEXT_DOOR])
      expect((await readProblem(await recover(sale, '65000', from), 429)).code).toBe('sale-tries-spent');

    const challenge = await challengeOf(await recover(sale, '65000', OFFICE));
    const proof = await solved(challenge);
    // It is bound to the network that asked for it.
    await challengeOf(await recover(sale, '65000', { 'x-forwarded-for': '2806:2f0:9999::1', ...proof }));
    expect((await readInvoice(await recover(sale, '65000', { ...OFFICE, ...proof }), 200)).id).toBe(invoice.id);
  });

  test('429: a client that cannot compute a proof is told when the tries of the day begin again', async () => {
    const { sale } = await besieged();
    const answer = await recover(sale, '65000', { ...HOME, 'x-autofactura-proof': 'none' });
    const { code, retryAfter } = await readProblem(answer, 429);
    expect(code).toBe('sale-tries-spent');
    expect(retryAfter).toBeLessThanOrEqual(86_400);
  });

  test('201: a sale whose receptor was refused ten times for strangers is previewed as ever, and invoiced for a proof of work', async () => {
    const sale = anotherToken(await api.buy());
    for (let tried = 0; tried < 10; tried++)
      await readProblem(await issue(sale, { ...UNIVERSIDAD, codigoPostal: '06700' }), 422);

    const preview = await api.post(`${INVOICES}/preview`, { sales: [sale], receptor: UNIVERSIDAD }, HOME);
    expect(preview.status).toBe(200);
    const proof = await solved(await challengeOf(await issue(sale, UNIVERSIDAD, HOME)));
    await readInvoice(await issue(sale, UNIVERSIDAD, { ...HOME, ...proof }), 201);
  });

  test('200: the register, which told strangers five mismatches, answers the customer for a proof of work; without it the check goes on', async () => {
    const sale = anotherToken(await api.buy());
    type Checked = { readonly checked: { readonly codigoPostal: string }; readonly challenge?: Challenge };
    const check = async (receptor: object, headers = {}) =>
      read<Checked>(await api.post(`${PORTAL}/receptor/check`, { ...UNIVERSIDAD, ...receptor, sale }, headers));
    for (let guess = 0; guess < 5; guess++)
      expect((await check({ codigoPostal: `0670${guess}` })).checked.codigoPostal).toBe('mismatch');

    const { checked, challenge } = await check({}, HOME);
    expect(checked.codigoPostal).toBe('not-checked');
    if (!challenge) throw new Error('no challenge');
    const answered = await check({}, { ...HOME, ...(await solved(challenge)) });
    expect(answered).toMatchObject({ checked: { codigoPostal: 'match' } });
    expect(answered).not.toHaveProperty('challenge');
  });

  test('200: a purchase that is guarded opens by its total for a proof of work', async () => {
    const slug = 'jacaranda-cafeteria';
    const email = `eva-${engine.toLowerCase()}@example.com`;
    await api.buy({ ...breakfast(`CC-${engine}`, api.now()), email, date: '2026-11-18T21:00:00-06:00' }, slug);
    const [found] = await api.search({ email, date: '2026-11-18' }, slug);
    const prove = (total: string, headers = {}) =>
      api.post(`/v1/portals/${slug}/sales/prove`, { sale: found?.token, total }, headers);
    await Promise.all(Array.from({ length: 10 }, (_, cents) => prove(`1.0${cents}`)));

    const proof = await solved(await challengeOf(await prove('348', HOME)));
    expect((await prove('348', { ...HOME, ...proof })).status).toBe(200);
  });

  test('200: of two purchases of a customer, the one whose tries strangers have not spent opens for nothing', async () => {
    const slug = 'jacaranda-cafeteria';
    const email = `ana-${engine.toLowerCase()}@example.com`;
    for (const folio of ['CD', 'CE'])
      await api.buy({ ...breakfast(`${folio}-${engine}`, api.now()), email, date: '2026-11-18T21:00:00-06:00' }, slug);
    const [found] = await api.search({ email, date: '2026-11-18' }, slug);
    const tenant = { merchantId: 'mer_jacaranda', world: 'test' } as const;
    const sales = await api.services.invoicing.store.sales.list(tenant, { limit: 100 });
    const spent = sales.find(({ body }) => body.folio === `CD-${engine}`);
    for (let nth = 0; nth < 10; nth++) {
      const stranger = { saleId: spent?.id ?? '', strength: 'guarded', address: `203.0.113.${nth}` } as const;
      await api.services.limits.tryOnce(
        stranger,
        api.now(),
        async () => false,
        (isRight) => !isRight,
      );
    }
    const answer = await api.post(`/v1/portals/${slug}/sales/prove`, { sale: found?.token, total: '348' });
    const { sales: opened } = await read<{ sales: { folio: string }[] }>(answer);
    expect(opened.map(({ folio }) => folio)).toEqual([`CE-${engine}`]);
  });

  const ask = (sale: string | undefined, email: string, headers = {}): Promise<Response> =>
    api.post(`${PORTAL}/requests`, { ...(sale && { sale }), reason: sale ? 'other' : 'not-here-yet', email }, headers);
  const fill = async (sale: string | undefined, times: number): Promise<void> => {
    await Promise.all(Array.from({ length: times }, (_, nth) => ask(sale, `junk${nth}-${engine}@example.com`)));
  };

  test('202: a request about a sale with ten requests by strangers is stored for a proof of work; 429: a network leaves two, another more', async () => {
    const sale = anotherToken(await api.buy());
    await fill(sale, 10);
    for (const [nth, from] of [HOME, NEXT_DOOR].entries()) {
      const proof = await solved(await challengeOf(await ask(sale, `eva${nth}@example.com`, from)));
      expect((await ask(sale, `eva${nth}@example.com`, { ...from, ...proof })).status).toBe(202);
    }
    const third = await readProblem(await ask(sale, 'eva3@example.com', HOME), 429);
    expect(third.code).toBe('requests-spent');
    // What is stored already is the same request, and costs nothing.
    expect((await ask(sale, 'eva1@example.com', HOME)).status).toBe(202);
    const proof = await solved(await challengeOf(await ask(sale, 'eva3@example.com', OFFICE)));
    expect((await ask(sale, 'eva3@example.com', { ...OFFICE, ...proof })).status).toBe(202);
  });

  test('202: a sale that is named twice, as two searches find it, takes one of its requests', async () => {
    const sale = await api.buy();
    const twice = (nth: number) => ({
      sales: [sale, anotherToken(sale)],
      reason: 'other',
      email: `eva${nth}@example.com`,
    });
    for (let nth = 0; nth < 5; nth++)
      expect((await api.post(`${PORTAL}/requests`, twice(nth), { 'x-forwarded-for': '187.190.41.8' })).status).toBe(
        202,
      );
  });

  test('202: one proof of work pays for a request about two sales, each with ten requests by strangers', async () => {
    const sales = [anotherToken(await api.buy()), anotherToken(await api.buy())];
    for (const sale of sales) await fill(sale, 10);
    const both = (headers = {}) =>
      api.post(`${PORTAL}/requests`, { sales, reason: 'other', email: 'eva@example.com' }, { ...HOME, ...headers });
    const proof = await solved(await challengeOf(await both()));
    expect((await both(proof)).status).toBe(202);
  });

  test('202: one address uses up twenty of a day’s requests without a purchase, and others the rest; then one is stored for a proof of work', async () => {
    const stranger = '203.0.113.66';
    const asking = { slug: DEMO_PORTAL, merchant: 'Café Jacaranda', provers: [], caller: { address: stranger } };
    for (let nth = 0; nth < 20; nth++) await api.services.limits.takeRequest(asking, api.now());
    await challengeOf(await ask(undefined, 'one-too-many@example.com', { 'x-forwarded-for': stranger }));
    expect((await ask(undefined, 'ana@example.com', HOME)).status).toBe(202);

    await fill(undefined, 79);
    const proof = await solved(await challengeOf(await ask(undefined, 'eva@example.com', HOME)));
    expect((await ask(undefined, 'eva@example.com', { ...HOME, ...proof })).status).toBe(202);
  });

  test('201: an invoice whose sale was refused ten corrections today is corrected for a proof of work', async () => {
    const invoice = await readInvoice(await issue(await api.buy(), UNIVERSIDAD), 201);
    const stored = await api.services.invoicing.store.invoices.get(invoice.id);
    const [saleId = ''] = stored?.saleIds ?? [];
    for (let nth = 0; nth < 10; nth++) {
      const holder = { saleId, strength: 'asker', address: `203.0.113.${nth}` } as const;
      await api.services.limits.tryOnce(
        holder,
        api.now(),
        async () => false,
        (isRight) => !isRight,
      );
    }
    const receptor = { ...UNIVERSIDAD, usoCfdi: 'G01' };
    const correct = (headers = {}) =>
      api.post(
        `${INVOICES}/correct`,
        { invoice: invoice.id, token: invoice.accessToken, receptor },
        { ...HOME, ...headers },
      );
    const proof = await solved(await challengeOf(await correct()));
    expect((await correct(proof)).status).toBe(201);
  });

  test('503: an order without a seal, for a sale with ten requests by strangers, is stored as a request for a proof of work', async () => {
    const slug = 'el-yunque';
    const sale = await api.buy({ branch: undefined }, slug);
    const order = (email: string, headers = {}) =>
      api.post(`/v1/portals/${slug}/invoices`, { sales: [sale], receptor: UNIVERSIDAD, email }, headers);
    await Promise.all(Array.from({ length: 10 }, (_, nth) => order(`junk${nth}@example.com`)));
    const proof = await solved(await challengeOf(await order('eva@example.com', OFFICE)));
    const answer = await order('eva@example.com', { ...OFFICE, ...proof });
    expect(await readProblem(answer, 503)).toMatchObject({ code: 'portal-off', request: { links: {} } });
  });
});
