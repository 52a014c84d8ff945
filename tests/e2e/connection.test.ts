import { describe, expect, it } from 'vitest';
import { ALBA, type Customer, describe as describeReceptor, reads, search } from './customer.ts';
import { focused } from './keyboard.ts';
import { openStage } from './stage.ts';

const stage = openStage();
let customer: Customer;

const noConnection = () => customer.portal.getByText('Sin conexión.');
const value = (name: string) => customer.portal.locator(`[name=${name}]`).inputValue();

/** What is posted from now on, by the last part of its path. */
function posts(): string[] {
  const sent: string[] = [];
  customer.page.on('request', (request) => {
    const what = new URL(request.url()).pathname.split('/').at(-1) ?? '';
    if (request.method() === 'POST' && what !== 'events') sent.push(what);
  });
  return sent;
}

describe('a screen that loads after the answer that it shows', () => {
  it('takes the focus and is announced to a screen reader, and Tab continues from its heading', async () => {
    customer = await stage.visit('/cafe-jacaranda', { viewport: { width: 390, height: 800 } });
    const { page, portal } = customer;
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route('**/autofactura-portal-side-screens-*.js', async (route) => {
      await held;
      await route.continue();
    });
    await search(customer, { folio: 'CJ-1050', total: '348.00' });
    await reads(customer, 'Un momento…');
    release();
    await reads(customer, 'Tu compra ya tiene factura');
    await expect.poll(async () => (await focused(page)).text).toBe('Tu compra ya tiene factura');
    expect(await portal.getByRole('status').allInnerTexts()).toContain('Tu compra ya tiene factura');
    await page.keyboard.press('Tab');
    expect((await focused(page)).text).toBe('rfc');
  });
});

describe('a connection that drops and returns', { timeout: 60_000 }, () => {
  it('«Sin conexión» disappears with its cause: what was typed stays, a key pressed meanwhile is not lost, and nothing is sent by itself', async () => {
    customer = await stage.visit('/cafe-jacaranda', { viewport: { width: 390, height: 800 } });
    const { page, portal } = customer;
    await reads(customer, 'Factura tu compra');
    await page.context().setOffline(true);
    await search(customer, { folio: 'CJ-1042', total: '527.00' });
    await noConnection().waitFor();
    await portal.locator('[name=folio]').focus();
    await page.keyboard.press('End');
    await page.keyboard.type('9');
    const sent = posts();
    await page.context().setOffline(false);
    await noConnection().waitFor({ state: 'detached' });
    await page.keyboard.press('Backspace');
    expect([await value('folio'), await value('total'), sent]).toEqual(['CJ-1042', '527.00', []]);
    await page.keyboard.press('Enter');
    await reads(customer, 'Tus datos fiscales');
  });

  it('an invoice that could not be requested stays on the review until the customer requests it again', async () => {
    customer = await stage.visit('/cafe-jacaranda', { viewport: { width: 390, height: 800 } });
    const { page, portal } = customer;
    await search(customer, { folio: 'CJ-1042', total: '527.00' });
    await describeReceptor(customer, ALBA);
    await reads(customer, 'Revisa y genera');
    await page.context().setOffline(true);
    await portal.getByRole('button', { name: 'Generar factura' }).click();
    await noConnection().waitFor();
    const sent = posts();
    await page.context().setOffline(false);
    await noConnection().waitFor({ state: 'detached' });
    await reads(customer, 'Revisa y genera');
    expect(sent).toEqual([]);
    await portal.getByRole('button', { name: 'Generar factura' }).click();
    await reads(customer, 'Tu factura está lista');
  });
});
