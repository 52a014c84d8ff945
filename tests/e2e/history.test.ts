import { describe, expect, it } from 'vitest';
import {
  ALBA,
  type Customer,
  describe as describeReceptor,
  invoice,
  PHONE,
  pressMain,
  reads,
  search,
  uuidOf,
} from './customer.ts';
import { setFault, stampCount } from './demo.ts';
import { openStage } from './stage.ts';

const stage = openStage();
let customer: Customer;

/** Comes to a portal's page from the shop's list of orders. */
async function comeTo(path: string): Promise<void> {
  customer = await stage.visit('/demo/cast.html', PHONE);
  await customer.page.goto(path);
  await reads(customer, /^Factura tu/);
}

async function toReview(folio: string, total: string): Promise<void> {
  await search(customer, { folio, total });
  await reads(customer, 'Tus datos fiscales');
  await describeReceptor(customer, ALBA);
  await reads(customer, 'Revisa y genera');
}

const back = () => customer.page.goBack();
const path = () => new URL(customer.page.url()).pathname;

/** The field or heading that has the focus, if it can be seen without scrolling. */
const inSight = () =>
  customer.page.evaluate<string | undefined>(`(() => {
    const focused = document.activeElement.shadowRoot?.activeElement;
    const { top, bottom } = focused?.getBoundingClientRect() ?? {};
    return top >= -1 && bottom <= innerHeight + 1 ? focused.name ?? focused.textContent : undefined;
  })()`);

/** Resolves when the page has not scrolled for half a second. */
const stillness = () =>
  customer.page.evaluate(`new Promise((resolve) => {
    let timer = setTimeout(resolve, 500);
    addEventListener('scroll', () => {
      clearTimeout(timer);
      timer = setTimeout(resolve, 500);
    });
  })`);

for (const page of ['/cafe-jacaranda', '/demo/faq.html#factura']) {
  describe(`Back on ${page}`, () => {
    it('goes through the steps one by one, keeps what was typed, and then leaves as usual; Forward returns', async () => {
      await comeTo(page);
      const { href } = new URL(customer.page.url());
      await toReview('CJ-1043', '348.00');
      await back();
      await reads(customer, 'Tus datos fiscales');
      await expect.poll(inSight, { timeout: 8_000 }).toBe('Tus datos fiscales');
      expect(await customer.portal.locator('[name=rfc]').inputValue()).toBe(ALBA.rfc);
      await back();
      await reads(customer, /^Factura tu/);
      expect(await customer.portal.locator('[name=folio]').inputValue()).toBe('CJ-1043');
      expect(customer.page.url()).toBe(href);
      await back();
      expect(path()).toBe('/demo/cast.html');
      await customer.page.goForward();
      await reads(customer, /^Factura tu/);
      await customer.page.goForward();
      await customer.page.goForward();
      expect(customer.page.url()).toBe(href);
    });

    it('still goes one step at a time after a reload in the middle', async () => {
      await comeTo(page);
      await toReview('CJ-1043', '348.00');
      await customer.page.reload();
      await reads(customer, 'Revisa y genera');
      await back();
      await reads(customer, 'Tus datos fiscales');
      await customer.page.reload();
      await reads(customer, 'Tus datos fiscales');
      await back();
      await reads(customer, /^Factura tu/);
      await back();
      expect(path()).toBe('/demo/cast.html');
    });

    it('from another page returns to the step that was left', async () => {
      await comeTo(page);
      await toReview('CJ-1043', '348.00');
      await customer.page.goto('/demo/cast.html');
      await back();
      await reads(customer, 'Revisa y genera');
      await back();
      await reads(customer, 'Tus datos fiscales');
    });
  });
}

it('a link to the place on the page where the portal is does not go back a step', async () => {
  await comeTo('/demo/faq.html#factura');
  await search(customer, { folio: 'CJ-1043', total: '348.00' });
  await reads(customer, 'Tus datos fiscales');
  await customer.page.evaluate(`location.href = '#factura'`);
  await customer.page.evaluate(`location.href = '#preguntas'`);
  await reads(customer, 'Tus datos fiscales');
  await back();
  await reads(customer, 'Tus datos fiscales');
});

it('Back from the invoice starts anew, Forward shows the invoice again, and nothing is stamped twice', async () => {
  await comeTo('/cafe-jacaranda');
  await invoice(customer, { folio: 'CJ-1060', total: '40.00' }, ALBA);
  const uuid = await uuidOf(customer);
  const stamps = await stampCount(stage.demo);
  await back();
  await reads(customer, 'Factura tu compra');
  expect(await customer.portal.locator('[name=folio]').inputValue()).toBe('');
  await customer.page.goForward();
  await reads(customer, 'Tu factura está lista');
  expect(await uuidOf(customer)).toBe(uuid);
  await back();
  await reads(customer, 'Factura tu compra');
  await customer.page.evaluate('history.back()');
  await customer.page.waitForURL('**/demo/cast.html');
  expect(await stampCount(stage.demo)).toBe(stamps);
});

it('after a refusal the wrong field is in view, with the history entry of its step, on a slow phone and a page with smooth scrolling', async () => {
  await comeTo('/demo/faq.html#factura');
  const devtools = await customer.page.context().newCDPSession(customer.page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 6 });
  await toReview('CJ-1059', '1000.01');
  await setFault(stage.demo, { fault: 'reject', code: 'CFDI40148', times: 1 });
  await pressMain(customer);
  await customer.portal.locator('#codigoPostal-fault').waitFor();
  await expect.poll(() => customer.page.evaluate('history.state.autofactura.at["cafe-jacaranda"]')).toBe(1);
  await expect.poll(inSight, { timeout: 8_000 }).toBe('codigoPostal');
  await stillness();
  expect(await inSight()).toBe('codigoPostal');
  await back();
  await reads(customer, 'Factura tu compra');
});

describe('while the PAC is slow', { timeout: 60_000 }, () => {
  it('Back keeps the screen, a reload returns to the pending invoice, and it is stamped once', async () => {
    await comeTo('/cafe-jacaranda');
    const stamps = await stampCount(stage.demo);
    await toReview('CJ-1058', '1000.00');
    await setFault(stage.demo, { fault: 'delay', delayMs: 6_000, times: 1 });
    await pressMain(customer);
    await reads(customer, 'Estamos timbrando tu factura');
    await customer.page.evaluate('history.back()');
    await expect.poll(() => customer.page.evaluate('history.state.autofactura.at["cafe-jacaranda"]')).toBe(2);
    await reads(customer, 'Estamos timbrando tu factura');
    await customer.page.reload();
    await reads(customer, 'Estamos timbrando tu factura');
    await reads(customer, 'Tu factura está lista');
    const uuid = await uuidOf(customer);
    expect(await stampCount(stage.demo)).toBe(stamps + 1);
    await customer.page.reload();
    await reads(customer, 'Tu factura está lista');
    expect(await uuidOf(customer)).toBe(uuid);
    await back();
    await reads(customer, 'Factura tu compra');
    expect(await stampCount(stage.demo)).toBe(stamps + 1);
  });
});
