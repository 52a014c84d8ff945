import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import { UNSUBSCRIBE_PATH } from '../../server/links/portal-links.ts';
import type { Tenant } from '../../server/merchants/tenant.ts';
import { claimOf, sealedDocument, timbre } from '../contracts/store/cast.ts';
import { read, readProblem } from '../support/api.ts';
import { openRemindingShop, type RemindingShop, TENANT } from '../support/reminding.ts';

let shop: RemindingShop;
beforeEach(async () => {
  shop = await openRemindingShop();
});
afterEach(() => shop.close());

const hashOf = (address: string): string => shop.services.addressHash(address);
const reasonOf = (address: string, tenant: Tenant = TENANT) => shop.store.addresses.suppressed(tenant, hashOf(address));

function linkOf(address: string, tenant: Tenant = TENANT): string {
  return `${UNSUBSCRIBE_PATH}?token=${shop.services.tokens.unsubscribeToken({ tenant, hash: hashOf(address) })}`;
}

/** As mail programs do it, without asking anybody (RFC 8058, 3.2). */
async function oneClick(link: string): Promise<Response> {
  return shop.app.request(link, {
    method: 'POST',
    body: 'List-Unsubscribe=One-Click',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
}

/** Stamps a sale, as far as the store goes, with a mail to that address. */
async function stamp(saleId: string, target: string): Promise<string> {
  const { invoices } = shop.store;
  const now = shop.services.invoicing.now();
  const { invoice } = await invoices.claim(TENANT, claimOf('inv_1', [saleId], { portalSlug: DEMO_PORTAL, now }));
  await invoices.seal(invoice.id, sealedDocument('1', now));
  await invoices.intent(invoice.id, { pacId: 'sandbox', leaseUntil: now, now, atMost: 9 });
  const once = `mail:${invoice.id}:${target}`;
  const about = { subject: invoice.id, payload: { template: 'invoice-stamped', invoice: invoice.id } };
  const mail = { id: 'msg_invoice', tenant: TENANT, kind: 'mail', once, target, ...about, nextAt: now } as const;
  await invoices.record(invoice.id, timbre(undefined, now), [mail], []);
  return mail.id;
}

describe('the link in a reminder', () => {
  it('200: opens a page without scripts that asks first, in English if the reader prefers it and a portal of the merchant has it', async () => {
    for (const [language, button] of [
      ['es-MX', 'No quiero recordatorios'],
      ['en', 'Stop reminders'],
    ] as const) {
      const answer = await shop.app.request(linkOf('ana@example.com'), { headers: { 'accept-language': language } });
      const text = await answer.text();
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=UTF-8']);
      expect(text).toContain(`<form method="post"><button>${button}</button></form>`);
      expect(text).toContain('Café Jacaranda');
      expect(text).not.toMatch(/<script|ana@/);
      expect(answer.headers.get('content-security-policy')).toContain("form-action 'self'");
    }
    await shop.app.request(linkOf('ana@example.com'), { method: 'HEAD' });
    expect(await reasonOf('ana@example.com')).toBeUndefined();
  });

  it('200: asks and answers in Spanish if no portal of the merchant has English', async () => {
    const portal = await shop.store.portals.getPortal(DEMO_PORTAL);
    if (!portal) throw new Error('no portal');
    await shop.store.portals.putPortal({ ...portal, settings: { ...portal.settings, english: null } });
    for (const method of ['GET', 'POST']) {
      const headers = { 'accept-language': 'en-US', accept: 'text/html' };
      const text = await (await shop.app.request(linkOf('ana@example.com'), { method, headers })).text();
      expect(text).toContain('<html lang="es-MX">');
      expect(text).toContain('Las facturas que pidas te siguen llegando por correo.');
    }
  });

  it('404: says in Spanish that it opens nothing, if it is invalid and so no merchant is known', async () => {
    const headers = { 'accept-language': 'en-US', accept: 'text/html' };
    const answer = await shop.app.request(`${UNSUBSCRIBE_PATH}?token=nothing`, { headers });
    expect([answer.status, await answer.text()]).toEqual([404, expect.stringContaining('<html lang="es-MX">')]);
  });

  it('200: unsubscribes with one click, without a cookie or a question, however often it is clicked', async () => {
    for (let times = 0; times < 2; times++) {
      const answer = await oneClick(linkOf('Ana@Example.com'));
      expect([answer.status, answer.headers.get('set-cookie')]).toEqual([200, null]);
      expect(await answer.text()).toContain('Ya no te llegarán recordatorios de Café Jacaranda.');
    }
    expect(await reasonOf('ana@example.com')).toBe('unsubscribed');
  });

  it('200: unsubscribes by its button, which sends nothing', async () => {
    const answer = await shop.app.request(linkOf('ana@example.com'), {
      method: 'POST',
      headers: { 'accept-language': 'en', accept: 'text/html' },
    });
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('no more reminders')]);
    expect(await reasonOf('ana@example.com')).toBe('unsubscribed');
  });

  it('200: unsubscribes one address from one merchant in one world', async () => {
    await oneClick(linkOf('ana@example.com'));
    expect(await reasonOf('eva@example.com')).toBeUndefined();
    expect(await reasonOf('ana@example.com', { ...TENANT, world: 'live' })).toBeUndefined();
    expect(await reasonOf('ana@example.com', { ...TENANT, merchantId: 'mer_yunque' })).toBeUndefined();
  });

  it('404: with an invalid token is a problem for programs and a page for people, and unsubscribes nobody', async () => {
    const nobody = linkOf('ana@example.com', { ...TENANT, merchantId: 'mer_nobody' });
    const good = linkOf('ana@example.com');
    for (const link of [UNSUBSCRIBE_PATH, `${UNSUBSCRIBE_PATH}?token=x`, good.slice(0, -3), `${good}AAAA`, nobody]) {
      for (const method of ['GET', 'POST']) {
        expect(await readProblem(await shop.app.request(link, { method }), 404)).toMatchObject({
          code: 'unknown-mail-link',
        });
        const seen = await shop.app.request(link, { method, headers: { accept: 'text/html,*/*' } });
        expect([seen.status, await seen.text()]).toEqual([404, expect.stringContaining('El enlace no es válido')]);
      }
    }
    expect(await reasonOf('ana@example.com')).toBeUndefined();
  });

  it('200: is in the OpenAPI document', async () => {
    const { paths } = await read<{ paths: Record<string, object> }>(await shop.app.request('/openapi.json'));
    expect(Object.keys(paths[UNSUBSCRIBE_PATH] ?? {})).toEqual(['get', 'post']);
  });
});

describe('a customer who refused reminders', () => {
  it('201: gets no reminder, but gets the invoice that they request', async () => {
    const saleId = await shop.sell();
    const [reminder] = await shop.round();
    await oneClick(linkOf('ana@example.com'));
    expect(await shop.deliver()).toEqual([]);
    const { deliveries } = shop.store;
    expect(await deliveries.get(reminder?.id ?? '')).toMatchObject({ state: 'dropped', reason: 'unsubscribed' });
    await stamp(saleId, 'ana@example.com');
    expect(await shop.deliver()).toMatchObject([
      { to: 'ana@example.com', subject: expect.stringMatching(/^Tu factura de/) },
    ]);
  });

  it('201: gets no mail at all if the mailbox bounced before', async () => {
    const saleId = await shop.sell();
    await shop.store.addresses.suppress(TENANT, hashOf('ana@example.com'), 'bounced', 0);
    await oneClick(linkOf('ana@example.com'));
    const [reminder] = await shop.round();
    await shop.deliver();
    const invoice = await stamp(saleId, 'ana@example.com');
    expect(await shop.deliver()).toEqual([]);
    for (const id of [reminder?.id, invoice])
      expect(await shop.store.deliveries.get(id ?? '')).toMatchObject({ state: 'dropped', reason: 'bounced' });
  });
});

describe('an invoice', () => {
  it('201: is mailed even to an address that already got the day’s maximum of reminders', async () => {
    for (let at = 0; at < 25; at++) await shop.sell({ folio: `B-${at}` });
    await shop.round();
    shop.at('2026-11-27T12:01:00-06:00');
    for (let times = 0; times < 7; times++) await shop.deliver();
    await stamp(await shop.sell({ folio: 'C-1' }), 'ana@example.com');
    expect(await shop.deliver()).toHaveLength(4);
  });
});
