import { describe, expect, it } from 'vitest';
import { ALBA, type Customer, describe as describeReceptor, pressMain, reads, search, TEODORIKAS } from './customer.ts';
import { castSale } from './demo.ts';
import { AXE, axeFlaws, flawsOf } from './looks.ts';
import { openStage } from './stage.ts';

const stage = openStage();
let customer: Customer;

async function open(path: string): Promise<void> {
  customer = await stage.visit(path, { reducedMotion: 'reduce', scripts: AXE });
}

/** Fails with every flaw of the screen that has this heading. */
async function looksRight(heading: string): Promise<void> {
  await reads(customer, heading);
  expect(await flawsOf(customer.page), heading).toEqual([]);
}

const press = (name: string) => customer.portal.getByRole('button', { name }).click();

describe('every screen fits 320, 390 and 1280 px, light and dark, and axe finds nothing:', { timeout: 60_000 }, () => {
  it('the purchase, after a code that opened nothing', async () => {
    await open('/cafe-jacaranda?source=src_0&folio=CJ-9999&sig=0');
    await customer.page.getByRole('status').getByText('El código no abrió tu compra').waitFor();
    await looksRight('Factura tu compra');
  });

  it('the purchase: empty, incomplete, not found, requested all the same', async () => {
    await open('/cafe-jacaranda');
    await looksRight('Factura tu compra');
    await pressMain(customer);
    await customer.portal.getByText('Revisa 2 datos').waitFor();
    await looksRight('Factura tu compra');
    await search(customer, { folio: 'CJ-9999', total: '1.00' });
    await customer.portal.getByText('No encontramos tu compra').waitFor();
    await looksRight('Factura tu compra');
    await press('Dejar mis datos y facturar en cuanto llegue');
    await looksRight('Tus datos fiscales');
    await describeReceptor(customer, ALBA);
    await looksRight('Tu solicitud');
  });

  it('the fiscal data: empty, wrong, with a suggestion, without RFC', async () => {
    await open('/cafe-jacaranda');
    await search(customer, { folio: 'CJ-1043', total: '348.00' });
    await looksRight('Tus datos fiscales');
    await pressMain(customer);
    await customer.portal.getByText('Revisa 4 datos').waitFor();
    await looksRight('Tus datos fiscales');
    await describeReceptor(customer, { ...TEODORIKAS, nombre: `${TEODORIKAS.nombre} SA DE CV` });
    await customer.portal.getByText('CFDI40145').waitFor();
    await looksRight('Tus datos fiscales');
    await customer.portal.locator('[name=rfc]').fill('');
    await press('No tengo RFC');
    await customer.portal.getByText('Sirve como comprobante').waitFor();
    await looksRight('Tus datos fiscales');
  });

  it('the review of 42 lines, the invoice', async () => {
    await open('/cafe-jacaranda');
    await search(customer, { folio: 'CJ-1057', total: (await castSale(stage.demo, 'CJ-1057')).total });
    await describeReceptor(customer, ALBA);
    await customer.portal.getByText('Ver los 42 artículos').click();
    await looksRight('Revisa y genera');
    await pressMain(customer);
    await looksRight('Tu factura está lista');
  });

  it('the side screens: several found, invoiced, refunded, unpaid, late, a broken link', async () => {
    await open('/cafe-jacaranda');
    for (const [folio, heading] of [
      ['CJ-1050', 'Tu compra ya tiene factura'],
      ['CJ-1052', 'Tu compra ya no se puede facturar'],
      ['CJ-1054', 'Tu pago aún no se confirma'],
      ['CJ-1056', 'El plazo para facturar terminó'],
    ] as const) {
      await search(customer, { folio, total: '348.00' });
      await looksRight(heading);
      await press('Hacer otra búsqueda');
    }
    await customer.page.goto('/jacaranda-cafeteria');
    await customer.portal.locator('[name=email]').fill('tres@example.com');
    await customer.portal.locator('[name=date]').fill((await castSale(stage.demo, 'CJ-1047')).day);
    await pressMain(customer);
    await looksRight('Encontramos tu consumo');
    await customer.portal.locator('[name=total]').fill((await castSale(stage.demo, 'CJ-1047')).total);
    await pressMain(customer);
    await looksRight('¿Qué quieres facturar?');
    await customer.page.goto('/la-milpa?t=broken');
    await looksRight('Este enlace ya no funciona');
  });

  it.each([
    '/demo/',
    '/demo/?folio=CJ-1060',
    '/demo/faq.html',
    '/demo/ticket.html',
    '/demo/cast.html',
    '/demo/theming.html',
    '/demo/csp.html',
    '/demo/plain.html',
    '/demo/react.html',
  ])('the demo’s page %s', async (path) => {
    await open(path);
    await settled(customer);
    expect(await flawsOf(customer.page)).toEqual([]);
  });
});

it('nothing is lost in forced colours', async () => {
  await open('/cafe-jacaranda');
  await customer.page.emulateMedia({ forcedColors: 'active' });
  await search(customer, { folio: 'CJ-1049', total: '563.40' });
  await describeReceptor(customer, ALBA);
  await reads(customer, 'Revisa y genera');
  expect(await axeFlaws(customer.page)).toEqual([]);
});

describe('if scripts are blocked', () => {
  const PLACES = [
    ['/cafe-jacaranda', /hola@jacaranda\.example/],
    ['/demo/', /Factura tu compra/],
    ['/demo/faq.html', /Factura tu compra/],
    ['/demo/plain.html', /Factura tu compra/],
    ['/demo/csp.html', /Factura tu compra/],
    ['/demo/theming.html', /Factura aquí/],
    ['/demo/cast.html', /Café Jacaranda/],
  ] as const;

  it('every page shows where to go, and the link works', async () => {
    customer = await stage.visit('/', { javaScriptEnabled: false });
    for (const [path, words] of PLACES) {
      await customer.page.goto(path);
      const place = customer.page.locator('autofactura-portal, noscript').first();
      expect(await place.isVisible(), path).toBe(true);
      expect((await place.allInnerTexts()).join(), path).toMatch(words);
      for (const link of await place.locator('a[href^="/"]').all()) {
        const href = (await link.getAttribute('href')) ?? '';
        expect((await fetch(new URL(href, stage.demo.url))).status, href).toBe(200);
      }
    }
  });
});

/** Until every portal of the page shows its first step. */
async function settled({ page }: Customer): Promise<void> {
  for (const portal of await page.locator('autofactura-portal').all()) {
    await portal.getByRole('button', { name: /^(?:Buscar mi|Continuar)/ }).waitFor();
  }
}
