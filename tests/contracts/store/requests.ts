import { describe, expect, it } from 'vitest';
import type { Store } from '../../../db/store.ts';
import type { InvoiceRequest, RequestStep } from '../../../server/invoicing/request-store.ts';
import { JACARANDA, newSale, SOLD_AT, type TestDatabase, YUNQUE } from './cast.ts';
import { connected } from './connected.ts';

const EXPIRES = SOLD_AT + 30 * 86_400_000;
/** It waits for a sale that has not come. */
export const AWAITING: InvoiceRequest = {
  id: 'req_1',
  tenant: JACARANDA,
  portalSlug: 'jacaranda',
  saleIds: [],
  purchaseKey: 'cj-1042',
  lookup: { folio: 'CJ-1042', total: '348.00' },
  receptor: { rfc: 'URE180429TM6' },
  email: 'Ana@example.com',
  language: 'en',
  reason: 'not-here-yet',
  status: 'open',
  waitsFor: 'sale',
  expiresAt: EXPIRES,
  createdAt: SOLD_AT,
};
const KEY = 'folio:cj1042';
const LATER = SOLD_AT + 60_000;
const HOUR_LATER = SOLD_AT + 3_600_000;
const ask = { now: SOLD_AT, until: LATER, limit: 9 };
const settled = { by: 'key_1', at: LATER };
const accept: RequestStep = { kind: 'accept', saleIds: ['sale_1'], by: 'key_1', at: LATER, lookAt: LATER };
const askMerchant: RequestStep = { kind: 'ask-merchant', hindrance: { code: 'several-sales' }, lookAt: LATER };
const decline: RequestStep = { kind: 'decline', answer: 'No es nuestra.', by: 'key_1', at: LATER };
const expire: RequestStep = { kind: 'expire', at: LATER };
const invoice: RequestStep = { kind: 'invoice', invoiceId: 'inv_1', lookAt: LATER };
const reopen: RequestStep = { kind: 'reopen', hindrance: { code: 'portal-off' }, lookAt: LATER };
const finish: RequestStep = { kind: 'finish', at: LATER };

/** The events and mails that are there, by what they tell. */
async function queuedMails(store: Store): Promise<readonly string[]> {
  const mails = await store.deliveries.list(JACARANDA, { limit: 9, kind: 'mail' });
  return mails.map(({ target, subject, payload }) => `${payload.template} ${payload.language} ${subject} ${target}`);
}

export function describeRequests(create: () => Promise<TestDatabase>): void {
  describe('a request that waits for its sale', () => {
    const { store, another } = connected(create);
    const idsDue = async (now: number, from = store()) =>
      (await from.requests.takeDue({ ...ask, now, until: now + 60_000 })).map(({ id }) => id);

    it('is due when it is left, taken by one process at a time, and due again if no outcome is recorded', async () => {
      await store().requests.keep(AWAITING, KEY);
      const both = await Promise.all([idsDue(SOLD_AT), idsDue(SOLD_AT, await another())]);
      expect(both.flat()).toEqual(['req_1']);
      expect(await idsDue(LATER - 1)).toEqual([]);
      expect(await idsDue(LATER)).toEqual(['req_1']);
    });

    it('is due at once when a sale is stored that may be its own, new or changed, and for no other', async () => {
      await store().requests.keep(AWAITING, KEY);
      await store().requests.keep({ ...AWAITING, id: 'req_2', tenant: YUNQUE }, KEY);
      await store().requests.takeDue(ask);
      for (const id of ['req_1', 'req_2']) await store().requests.postpone(id, { lookAt: HOUR_LATER, waitKey: KEY });
      await store().sales.put(JACARANDA, [newSale('CJ-1043')]);
      expect(await idsDue(LATER)).toEqual([]);
      await (await another()).sales.put(JACARANDA, [newSale('CJ-1042')]);
      expect(await idsDue(LATER)).toEqual(['req_1']);
      await store().requests.postpone('req_1', { lookAt: HOUR_LATER, waitKey: KEY });
      await store().sales.put(JACARANDA, [newSale('CJ-1042')]);
      expect(await idsDue(LATER)).toEqual([]);
    });

    it('that a sale made due while it was being processed stays due', async () => {
      await store().requests.keep(AWAITING, KEY);
      await store().requests.takeDue(ask);
      await store().sales.put(JACARANDA, [newSale('CJ-1042')]);
      await store().requests.postpone('req_1', { lookAt: HOUR_LATER, waitKey: KEY });
      expect(await idsDue(SOLD_AT)).toEqual(['req_1']);
    });

    it('is found by what it waits for, and counted by its receptor, until it stops waiting', async () => {
      await store().requests.keep(AWAITING, KEY);
      await store().requests.keep({ ...AWAITING, id: 'req_2', tenant: YUNQUE }, KEY);
      await store().requests.keep({ ...AWAITING, id: 'req_3' }, 'folio:cj1043');
      const found = () => store().requests.listAwaiting(JACARANDA, [KEY, 'total:1'], 9);
      expect(await found()).toEqual([AWAITING]);
      expect(await store().requests.countAwaiting(JACARANDA, 'URE180429TM6')).toBe(2);
      await store().requests.move('req_1', askMerchant);
      expect(await found()).toEqual([]);
      expect(await store().requests.countAwaiting(JACARANDA, 'URE180429TM6')).toBe(1);
    });
  });

  describe('the moves of a request', () => {
    const { store, another } = connected(create);
    const stateAfter = async (...steps: readonly RequestStep[]) => {
      await store().requests.keep(AWAITING, KEY);
      for (const step of steps) await store().requests.move('req_1', step);
      return store().requests.get('req_1');
    };

    it('ask the merchant, and say why', async () => {
      const asked = { waitsFor: 'merchant', hindrance: { code: 'several-sales' }, saleIds: [] };
      expect(await stateAfter(askMerchant)).toMatchObject({ ...asked, status: 'open' });
      expect((await stateAfter(askMerchant))?.status).toBe('open');
    });

    it('accept it for its sale, name its invoice, and are finished once', async () => {
      expect(await stateAfter(accept)).toMatchObject({ status: 'accepted', settled, saleIds: ['sale_1'] });
      expect(await stateAfter(accept, invoice)).toMatchObject({ status: 'accepted', invoiceId: 'inv_1' });
      expect((await store().requests.move('req_1', finish)).kind).toBe('taken');
      expect((await (await another()).requests.move('req_1', finish)).kind).toBe('not-allowed');
      expect(await store().requests.takeDue({ ...ask, now: EXPIRES })).toEqual([]);
      expect((await store().requests.listOfSale(JACARANDA, 'sale_1', 9)).map(({ id }) => id)).toEqual(['req_1']);
      expect(await store().requests.listOfSale(YUNQUE, 'sale_1', 9)).toEqual([]);
    });

    it('open it again when its invoice is refused, with why', async () => {
      const state = await stateAfter(accept, invoice, reopen);
      expect(state).toMatchObject({ status: 'open', waitsFor: 'merchant', hindrance: { code: 'portal-off' } });
      expect(state && 'settled' in state).toBe(false);
    });

    it('decline it in the merchant’s words, with one mail to the customer', async () => {
      const again: RequestStep = { kind: 'decline', answer: 'Otra cosa.', by: 'key_1', at: LATER };
      expect(await stateAfter(decline, again)).toMatchObject({
        ...{ status: 'declined', answer: 'No es nuestra.', settled },
      });
      expect(await queuedMails(store())).toEqual(['request-answer en req_1 ana@example.com']);
    });

    it('let it expire while it waits for its sale, with one mail, and never after', async () => {
      expect(await stateAfter(expire, expire)).toMatchObject({
        ...{ status: 'expired', waitedFor: 'sale', settled: { by: 'automatic' } },
      });
      expect(await queuedMails(store())).toHaveLength(1);
    });

    it('let it expire while it waits for its merchant, too, and say which of the two it waited for', async () => {
      const hindrance = { code: 'several-sales' } as const;
      const waits: RequestStep = { kind: 'ask-merchant', hindrance, lookAt: LATER, expiresAt: EXPIRES };
      expect(await stateAfter(waits)).toMatchObject({ status: 'open', waitsFor: 'merchant', expiresAt: EXPIRES });
      expect(await stateAfter(expire)).toMatchObject({ status: 'expired', waitedFor: 'merchant' });
      expect(await queuedMails(store())).toHaveLength(1);
    });

    it.each([
      [
        'an answer after it was declined',
        [decline],
        [accept, askMerchant, expire, invoice, finish, reopen],
        'declined',
      ],
      ['a refusal after it was accepted', [accept], [decline, expire, askMerchant, accept], 'accepted'],
      ['an invoice while the merchant is asked', [askMerchant], [reopen, invoice, finish], 'open'],
      ['an end without an invoice', [accept], [finish], 'accepted'],
    ] as const)('ignore %s', async (_, before, ignored, status) => {
      const kept = await stateAfter(...before);
      for (const step of ignored) expect((await store().requests.move('req_1', step)).kind).toBe('not-allowed');
      expect(await store().requests.get('req_1')).toEqual(kept);
      expect(kept?.status).toBe(status);
    });

    it('apply only one of two at once, from two connections: accepted or declined, never both', async () => {
      await store().requests.keep(AWAITING, KEY);
      const second = await another();
      const [accepted, declined] = await Promise.all([
        store().requests.move('req_1', accept),
        second.requests.move('req_1', decline),
        // An expired one may still be accepted: it decides nothing between the two.
        store().requests.move('req_1', expire),
      ]);
      expect([accepted, declined].filter(({ kind }) => kind === 'taken')).toHaveLength(1);
    });

    it('accept an expired one too', async () => {
      expect((await stateAfter(expire, accept))?.status).toBe('accepted');
    });
  });

  describe('the list of requests', () => {
    const { store } = connected(create);

    it('pages from the last to the first, of one tenant and one status', async () => {
      for (const id of ['req_1', 'req_2', 'req_3', 'req_4']) await store().requests.keep({ ...AWAITING, id }, KEY);
      await store().requests.keep({ ...AWAITING, id: 'req_5', tenant: YUNQUE }, KEY);
      await store().requests.move('req_2', decline);
      const page = async (query: object) =>
        (await store().requests.list(JACARANDA, { limit: 2, ...query })).map(({ id }) => id);
      expect(await page({})).toEqual(['req_4', 'req_3']);
      expect(await page({ after: 'req_3' })).toEqual(['req_2', 'req_1']);
      expect(await page({ status: 'open', after: 'req_3' })).toEqual(['req_1']);
      expect(await page({ status: 'declined' })).toEqual(['req_2']);
      expect(await page({ after: 'req_5' })).toEqual([]);
    });
  });
}
