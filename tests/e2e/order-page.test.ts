/** The shop's order page: the order is known there, so nothing is searched, and only what can be invoiced is offered an invoice. */
import { describe, expect, it } from 'vitest';
import { ALBA, type Customer, pressMain, reads, UNIVERSIDAD } from './customer.ts';
import { tabTo } from './keyboard.ts';
import { openStage } from './stage.ts';

const stage = openStage();

describe('the order page of a shop', () => {
  it('opens its order with its token: «Hacer mi factura» leads directly to step 2, and on to the copy in the mailbox', {
    timeout: 90_000,
  }, async () => {
    const ana = await stage.visit('/demo/');
    const { page, portal } = ana;
    await page.getByRole('link', { name: 'Hacer mi factura' }).click();
    await reads(ana, 'Tus datos fiscales');
    expect(await portal.getByLabel('Folio').count()).toBe(0);
    await typeReceptor(ana);
    await reads(ana, 'Revisa y genera');
    await portal.getByText('a•••@example.com').waitFor();
    await pressMain(ana);
    await reads(ana, 'Tu factura está lista');
    expect(await page.locator('[data-offer]').innerText()).toBe('Ver mi factura');
    await page.locator('.aside').getByRole('link', { name: 'los correos de la demo' }).click();
    await expect
      .poll(
        async () => {
          await page.reload();
          return page.locator('body').innerText();
        },
        { timeout: 20_000 },
      )
      .toContain('ana@example.com');
  });

  it('continues after a reload with the same order and what was typed', async () => {
    const ana = await stage.visit('/demo/?folio=CJ-1059');
    await reads(ana, 'Tus datos fiscales');
    await tabTo(ana.page, 'rfc');
    await ana.page.keyboard.type(ALBA.rfc);
    await ana.page.reload();
    await reads(ana, 'Tus datos fiscales');
    expect(await ana.portal.getByLabel('RFC').inputValue()).toBe(ALBA.rfc);
  });

  it.each([
    ['CJ-1052', 'Cancelado o reembolsado: no hay nada que facturar.', 'a refunded one'],
    ['CJ-1054', 'Tu pago aún no se confirma.', 'an unpaid one'],
  ])('of %s says «%s» and offers no invoice: %s', async (folio, words) => {
    const { page, portal } = await stage.visit(`/demo/?folio=${folio}`);
    await page.getByText(words).first().waitFor();
    await portal.getByRole('heading', { level: 2 }).waitFor();
    expect(await page.getByRole('link', { name: 'Hacer mi factura' }).count()).toBe(0);
    expect(await portal.locator('[name=rfc]').count()).toBe(0);
  });

  it('of an invoiced order leads to its invoice, which RFC and postal code open again', async () => {
    const owner = await stage.visit('/demo/?folio=CJ-1050');
    const { page, portal } = owner;
    expect(await page.getByRole('link', { name: 'Hacer mi factura' }).count()).toBe(0);
    await page.getByRole('link', { name: 'Ver mi factura' }).click();
    await reads(owner, 'Tu compra ya tiene factura');
    await portal.getByLabel('RFC').focus();
    await page.keyboard.type(UNIVERSIDAD.rfc);
    await tabTo(page, 'codigoPostal');
    await page.keyboard.type(UNIVERSIDAD.codigoPostal);
    await page.keyboard.press('Enter');
    await reads(owner, 'Tu factura está lista');
  });

  it('of a late order offers a request instead of an invoice', async () => {
    const { page } = await stage.visit('/demo/?folio=CJ-1056');
    await page.getByRole('link', { name: 'Pedir mi factura' }).waitFor();
    await page.getByText('El plazo para facturar en línea ya terminó.').waitFor();
  });

  it('of an unknown order is the search, and nothing of the address runs as a script', async () => {
    const stranger = await stage.visit(`/demo/?folio=${encodeURIComponent('"><img src=x onerror=alert(1)>')}`);
    await reads(stranger, /Factura tu compra|Tu compra/);
    expect(await stranger.page.locator('img[src=x]').count()).toBe(0);
  });
});

it('every page of the demo links to its mailbox', async () => {
  for (const path of [
    '',
    'faq.html',
    'ticket.html',
    'cast.html',
    'theming.html',
    'csp.html',
    'plain.html',
    'react.html',
  ])
    expect(await (await fetch(`${stage.demo.url}/demo/${path}`)).text(), path).toContain('href="/demo/mailbox"');
});

/** Key by key, as a person does. */
async function typeReceptor({ page, portal }: Customer): Promise<void> {
  await tabTo(page, 'rfc');
  await page.keyboard.type(ALBA.rfc);
  await tabTo(page, 'nombre');
  await page.keyboard.type(ALBA.nombre);
  await tabTo(page, 'codigoPostal');
  await page.keyboard.type(ALBA.codigoPostal);
  await portal.locator('[name=regimenFiscal]').selectOption(ALBA.regimenFiscal);
  await pressMain({ portal });
}
