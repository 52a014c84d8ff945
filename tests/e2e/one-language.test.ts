import { describe, expect, it } from 'vitest';
import { ALBA, type Customer, describe as describeReceptor, pressMain, reads, search } from './customer.ts';
import { openStage } from './stage.ts';

const stage = openStage();
let customer: Customer;

const ENGLISH =
  /\b(the|your|find|check|need|total paid|you have|enter|choose|download|send|continue|back|change|with|step)\b/i;
const SPANISH =
  /\b(el|los|tu|tus|buscar|revisa|necesitas|tienes|enviar|escribe|elige|descargar|generar|continuar|volver|cambiar|paso)\b/i;

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
  it('Spanish only, from the page’s title to the server’s refusals, if the merchant wrote no English', async () => {
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

  it('English only, including the merchant’s texts and the server’s, if they wrote it', async () => {
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

  for (const { slug, folio, total, other, steps } of [
    {
      ...{ slug: 'la-milpa', folio: 'LM-88', total: '870.00', other: ENGLISH },
      steps: ['Tus datos fiscales', 'Revisa y genera', 'Tu factura está lista'],
    },
    {
      ...{ slug: 'cafe-jacaranda', folio: 'CJ-1043', total: '348.00', other: SPANISH },
      steps: ['Your tax details', 'Check and create', 'Your invoice is ready'],
    },
  ])
    it(`on every step to the invoice, and for every fault on the way: ${slug}`, async () => {
      customer = await stage.visit(`/${slug}`, { locale: 'en-US', viewport: { width: 390, height: 800 } });
      await search(customer, { folio, total });
      await reads(customer, steps[0] ?? '');
      expect(await words()).not.toMatch(other);
      await pressMain(customer);
      await customer.portal.locator('#rfc-fault').waitFor();
      expect(await words()).not.toMatch(other);
      // The sentences are the server's: one letter wrong in the RFC, a name and a postal code that the SAT has otherwise.
      for (const wrong of [
        { rfc: 'XAMA62O210DQ5' },
        { nombre: 'ALBA XKARAJAM MÉNDEZ' },
        { nombre: '"PUBLICO EN GENERAL"' },
        { codigoPostal: '06700' },
      ]) {
        await describeReceptor(customer, { ...ALBA, ...wrong });
        const [field] = Object.keys(wrong);
        await customer.portal.locator(`#${field}-fault`).waitFor();
        expect(await words()).not.toMatch(other);
      }
      await describeReceptor(customer, ALBA);
      for (const step of steps.slice(1)) {
        await reads(customer, step);
        expect(await words()).not.toMatch(other);
        if (step !== steps.at(-1)) await pressMain(customer);
      }
    });

  it('also for what cannot be invoiced now, with the deadline, the request and its answer', async () => {
    for (const [folio, heading] of [
      ['CJ-1050', 'Your purchase already has an invoice'],
      ['CJ-1052', 'Your purchase can no longer be invoiced'],
      ['CJ-1054', 'Your payment is not confirmed yet'],
      ['CJ-1056', 'The deadline to ask for an invoice has passed'],
    ] as const) {
      customer = await stage.visit('/cafe-jacaranda', { locale: 'en-US', viewport: { width: 390, height: 800 } });
      await search(customer, { folio, total: '348.00' });
      await reads(customer, heading);
      expect(await words()).not.toMatch(SPANISH);
    }
    await customer.portal.getByRole('button', { name: 'Send my request' }).click();
    await describeReceptor(customer, ALBA);
    await reads(customer, 'Your request');
    expect(await words()).not.toMatch(SPANISH);
  });
});
