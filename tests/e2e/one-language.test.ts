import { describe, expect, it } from 'vitest';
import { type Customer, pressMain, reads, search } from './customer.ts';
import { openStage } from './stage.ts';

const stage = openStage();
let customer: Customer;

const ENGLISH = /\b(the|your|find|check|need|total paid|you have)\b/i;
const SPANISH = /\b(el|tu|los|buscar|revisa|necesitas|tienes|enviar)\b/i;

const words = async () => `${await customer.page.title()} ${await customer.page.locator('body').innerText()}`;

/** Every language that the browser asked the server's API for. */
function languagesAsked(): Set<string> {
  const asked = new Set<string>();
  customer.page.on('request', (request) => {
    if (request.url().includes('/sales/') || request.url().includes('/receptor/'))
      asked.add(request.headers()['accept-language'] ?? '');
  });
  return asked;
}

describe('a phone in English gets one language at a time', { timeout: 60_000 }, () => {
  it('Spanish alone, from the page’s title to the server’s refusals, where the merchant wrote no English', async () => {
    customer = await stage.visit('/la-milpa', { locale: 'en-US', viewport: { width: 390, height: 800 } });
    const asked = languagesAsked();
    await reads(customer, 'Factura tu consumo');
    expect(await customer.page.locator('html').getAttribute('lang')).toBe('es-MX');
    await pressMain(customer);
    await customer.portal.getByText('Revisa 2 datos').waitFor();
    expect(await words()).not.toMatch(ENGLISH);
    await search(customer, { folio: 'LM-0', total: '1.00' });
    await customer.portal.getByText('No encontramos tu consumo').waitFor();
    expect(await words()).not.toMatch(ENGLISH);
    expect([...asked]).toEqual(['es-MX']);
  });

  it('English alone, with the merchant’s own texts and the server’s, where they wrote it', async () => {
    customer = await stage.visit('/cafe-jacaranda', {
      locale: 'en-US',
      viewport: { width: 390, height: 800 },
    });
    const asked = languagesAsked();
    await reads(customer, 'Invoice your purchase');
    expect(await customer.page.locator('html').getAttribute('lang')).toBe('en');
    expect(await words()).not.toMatch(SPANISH);
    await search(customer, { folio: 'CJ-0', total: '1.00' });
    await customer.portal.getByText('We could not find your purchase').waitFor();
    expect(await words()).not.toMatch(SPANISH);
    expect([...asked]).toEqual(['en']);
  });
});
