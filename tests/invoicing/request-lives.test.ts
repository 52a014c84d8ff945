import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import type { Invoice } from '../../server/invoicing/invoice.ts';
import { acceptRequest, declineRequest } from '../../server/invoicing/request-answer.ts';
import type { InvoiceRequest } from '../../server/invoicing/request-store.ts';
import { lookAfterDue } from '../../server/invoicing/request-worker.ts';
import { Problem } from '../../server/problems/problem.ts';
import { ALBA, breakfast, read, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const TENANT = { merchantId: 'mer_jacaranda', world: 'test' } as const;
const RUNS = Number(process.env.AUTOFACTURA_REQUEST_LIVES ?? 25);
const RECEPTORES = [UNIVERSIDAD, ALBA];

/** What may happen around two purchases and two receptores, in any order and several at a time. */
type Happening = {
  readonly what: 'leave' | 'arrive' | 'unpaid' | 'work' | 'accept' | 'decline' | 'invoice';
  readonly purchase: 0 | 1;
  readonly receptor: 0 | 1;
};

const happening: fc.Arbitrary<Happening> = fc.record({
  what: fc.constantFrom('leave', 'leave', 'arrive', 'unpaid', 'work', 'accept', 'decline', 'invoice'),
  purchase: fc.constantFrom(0, 1),
  receptor: fc.constantFrom(0, 1),
});

let lives = 0;

it('each sale has at most one live invoice, no declined request has one, and none stays open whose sale is its receptor’s', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(happening, { minLength: 1, maxLength: 3 }), { maxLength: 8 }), live),
    { numRuns: RUNS },
  );
}, 180_000);

async function live(rounds: readonly (readonly Happening[])[]): Promise<void> {
  const folios = [`VV-${++lives}A`, `VV-${lives}B`];
  const left: string[] = [];
  for (const together of rounds) await Promise.all(together.map((each) => happen(each, folios, left)));
  // At rest: whatever was due was looked after, and what is looked after now and then too.
  for (let round = 0; round < 2; round += 1) {
    await api.move(0.05);
    await lookAfterDue({ ...api.services.invoicing, lookupFacts: api.services.lookupFacts });
  }
  await judge(folios, left);
}

async function happen({ what, purchase, receptor }: Happening, folios: readonly string[], left: string[]) {
  const folio = folios[purchase] ?? '';
  const data = RECEPTORES[receptor] ?? UNIVERSIDAD;
  const { invoicing } = api.services;
  const last = left.at(-1);
  const request = last === undefined ? undefined : await invoicing.store.requests.get(last);
  switch (what) {
    case 'leave': {
      const body = { lookup: { folio, total: '348.00' }, receptor: data, reason: 'not-here-yet' };
      const answer = await api.post(`/v1/portals/${DEMO_PORTAL}/requests`, body);
      if (answer.status === 202) left.push((await read<{ id: string }>(answer)).id);
      return;
    }
    case 'arrive':
    case 'unpaid': {
      const sale = { ...breakfast(folio, api.now()), estado: what === 'unpaid' ? 'pendiente' : 'pagada' };
      await api.post('/v1/sales', sale, { authorization: `Bearer ${api.key}` });
      return;
    }
    case 'work':
      return lookAfterDue({ ...api.services.invoicing, lookupFacts: api.services.lookupFacts });
    case 'accept':
      return request && allowed(acceptRequest(invoicing, request, { by: 'key_1' }));
    case 'decline':
      return request && allowed(declineRequest(invoicing, request, { by: 'key_1', answer: 'No' }));
    case 'invoice': {
      const [found] = await api.search({ folio, total: '348.00' });
      if (found) await api.post(`/v1/portals/${DEMO_PORTAL}/invoices`, { sales: [found.token], receptor: data });
    }
  }
}

/** A refusal is an answer; anything else is a failure of ours. */
async function allowed(answer: Promise<unknown>): Promise<void> {
  await answer.catch((error: unknown) => {
    if (!(error instanceof Problem)) throw error;
  });
}

async function judge(folios: readonly string[], left: readonly string[]): Promise<void> {
  const { store } = api.services.invoicing;
  const sales = (await store.sales.list(TENANT, { limit: 100 })).filter(({ body }) => folios.includes(body.folio));
  const live = new Map<string, readonly Invoice[]>();
  for (const { id, body } of sales) {
    const attempts = await store.invoices.find(TENANT, { sale: id, limit: 100 });
    live.set(
      body.folio,
      attempts.filter(({ state }) => state !== 'rejected'),
    );
  }
  for (const invoices of live.values()) expect(invoices.length).toBeLessThanOrEqual(1);
  const requests = await Promise.all([...new Set(left)].map((id) => store.requests.get(id)));
  for (const request of requests) if (request) judgeRequest(request, live.get(request.lookup.folio ?? '') ?? []);
}

function judgeRequest(request: InvoiceRequest, [invoice]: readonly Invoice[]): void {
  const isTheirs = invoice?.snapshot.receptor.rfc === request.receptor.rfc;
  if (request.status === 'declined') expect(invoice?.snapshot.askers ?? []).not.toEqual([request.id]);
  if (request.status === 'accepted') expect([request.invoiceId, isTheirs]).toEqual([invoice?.id, true]);
  if (request.status === 'open') expect(isTheirs).toBe(false);
}
