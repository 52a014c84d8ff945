/** An invoice in doubt for more than 72 hours: what was paid for is found, and what was never stamped is let go with proof. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { InvoiceView } from '../../server/http/portal/public-views.ts';
import { readProblem, startApi, type TestApi } from '../support/api.ts';
import { UNIVERSIDAD } from '../support/customer.ts';

let api: TestApi;
let sold = 0;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api?.stop());
beforeEach(() => api.heal());

const headers = () => ({ authorization: `Bearer ${api.key}`, 'content-type': 'application/json' });
const act = (id: string, verb: string, body?: object): Promise<Response> =>
  api.request(`/v1/invoices/${id}/${verb}`, {
    method: 'POST',
    headers: headers(),
    ...(body && { body: JSON.stringify(body) }),
  });

type Doubtful = { readonly id: string; readonly folio: string; readonly self: string };

/** A breakfast whose invoice was asked for while the PAC did `fault`, and stays in doubt for 73 hours. */
async function inDoubtFor73Hours(fault: string): Promise<Doubtful> {
  sold += 1;
  const printed = `DES-${sold}`;
  const token = await api.buy({ folio: printed });
  await api.fault({ fault, times: 1_000 });
  const { invoices } = api.services.invoicing.store;
  // The customer waits no longer than a test has patience.
  void ask(token);
  const newest = async () => (await invoices.list({ merchantId: 'mer_jacaranda', world: 'test' }, { limit: 1 }))[0];
  await expect.poll(async () => (await newest())?.state, { timeout: 5_000 }).toBe('in-doubt');
  const id = (await newest())?.id ?? '';
  await api.move(73 / 24);
  return { id, folio: printed, self: `/v1/invoices/${id}?token=${api.services.tokens.accessToken(id)}` };
}

const ask = (token: string): Promise<Response> =>
  api.post('/v1/portals/cafe-jacaranda/invoices', { sales: [token], receptor: UNIVERSIDAD, email: null });

const statusOf = async ({ self }: Doubtful): Promise<string> =>
  ((await (await api.request(self)).json()) as InvoiceView).status;

describe('an invoice in doubt for 73 hours', () => {
  test('200: is asked about once more before a person has to decide, and a stamp that was paid for is found', async () => {
    const doubtful = await inDoubtFor73Hours('error-after');
    await api.heal();
    await api.settle();
    expect(await statusOf(doubtful)).toBe('stamped');
  });

  test('200: is found by its merchant’s look-up if the PAC comes back only later', async () => {
    const doubtful = await inDoubtFor73Hours('error-after');
    await api.settle();
    expect(await statusOf(doubtful)).toBe('needs-merchant');
    expect(await (await act(doubtful.id, 'look-up')).json()).toMatchObject({ found: 'undecided' });
    await api.heal();
    expect(await (await act(doubtful.id, 'look-up')).json()).toEqual({ found: 'stamped' });
    expect(await statusOf(doubtful)).toBe('stamped');
    expect(await readProblem(await act(doubtful.id, 'look-up'), 409)).toMatchObject({ code: 'not-undecided' });
  });

  test('200: is settled by the stamped XML that its merchant brings; 422: by no other', async () => {
    const doubtful = await inDoubtFor73Hours('error-after');
    await api.settle();
    const stamp = (await api.stamps()).at(-1);
    const xml = (await api.stamp(stamp?.uuid ?? ''))?.xml ?? '';
    const [other] = await api.stamps();
    const othersXml = (await api.stamp(other?.uuid ?? ''))?.xml ?? '';
    expect(await readProblem(await act(doubtful.id, 'adopt', { xml: othersXml }), 422)).toMatchObject({
      code: 'foreign-timbre',
    });
    expect(await readProblem(await act(doubtful.id, 'adopt', { xml: '<html/>' }), 422)).toMatchObject({
      code: 'foreign-timbre',
    });
    const adopted = (await (await act(doubtful.id, 'adopt', { xml })).json()) as InvoiceView;
    expect(adopted).toMatchObject({ status: 'stamped', uuid: stamp?.uuid });
  });

  test('200: is released with evidence that it was never stamped, and its customer then gets another', async () => {
    const stampsBefore = (await api.stamps()).length;
    const doubtful = await inDoubtFor73Hours('error-before');
    await api.settle();
    expect(await statusOf(doubtful)).toBe('needs-merchant');
    await readProblem(await act(doubtful.id, 'release', { evidence: 'no' }), 400);
    const released = await act(doubtful.id, 'release', { evidence: 'Folio de atención 8812: no existe timbre' });
    expect(((await released.json()) as InvoiceView).problem).toMatchObject({
      code: 'never-stamped',
      fixedAt: 'review',
    });
    const calls = await api.services.invoicing.store.invoices.callsOf(doubtful.id);
    expect(calls.at(-1)).toMatchObject({ kind: 'released', reason: expect.stringContaining('8812') });
    await api.heal();
    const [found] = await api.search({ folio: doubtful.folio, total: '348.00' });
    expect((await ask(found?.token ?? '')).status).toBe(201);
    expect((await api.stamps()).length).toBe(stampsBefore + 1);
  });

  test('409: is not released if the PAC has its stamp, which is recorded instead', async () => {
    const doubtful = await inDoubtFor73Hours('error-after');
    await api.settle();
    await api.heal();
    const refused = await act(doubtful.id, 'release', { evidence: 'No aparece en el portal del PAC' });
    expect(await readProblem(refused, 409)).toMatchObject({ code: 'already-invoiced' });
    expect(await statusOf(doubtful)).toBe('stamped');
  });
});

test('409: an invoice that is not undecided cannot be looked up, adopted or released', async () => {
  const token = await api.buy({ folio: 'DES-900' });
  const { id } = (await (await ask(token)).json()) as InvoiceView;
  expect(await readProblem(await act(id, 'look-up'), 409)).toMatchObject({ code: 'not-undecided' });
  expect(await readProblem(await act(id, 'adopt', { xml: '<x/>' }), 409)).toMatchObject({ code: 'not-undecided' });
  expect(await readProblem(await act(id, 'release', { evidence: 'No aparece en el PAC' }), 409)).toMatchObject({
    code: 'not-undecided',
  });
});

test('404: another merchant’s invoice is unknown; 403: the verbs need a key that can write invoices', async () => {
  const token = await api.buy({ folio: 'DES-901' });
  const { id } = (await (await ask(token)).json()) as InvoiceView;
  const strangers = await api.createKey({ merchantId: 'mer_yunque' });
  const readers = await api.createKey({ scopes: ['invoices:read'] });
  const as = (key: string) =>
    api.request(`/v1/invoices/${id}/look-up`, { method: 'POST', headers: { authorization: `Bearer ${key}` } });
  expect((await as(strangers)).status).toBe(404);
  expect((await as(readers)).status).toBe(403);
});
