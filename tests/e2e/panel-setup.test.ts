/** A shop owner at an empty server: from the printed address to a customer with an invoice, with the keyboard and few clicks. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { runCli } from '../support/cli.ts';
import { type Served, startServed } from '../support/served.ts';
import { openBrowser, PHONE } from './customer.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

let dataDir: string;
let server: Served;
let browser: Browser;
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'autofactura-panel-'));
  [server, browser] = await Promise.all([startServed({ AUTOFACTURA_DATA: dataDir }), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await server?.end('SIGTERM');
  rmSync(dataDir, { recursive: true, force: true });
});

/** What the shop owner did by hand. */
const ledger = { clicks: 0, keys: 0 };
/** From the printed address to a stamped test invoice. */
const MOST_CLICKS = 20;
const MOST_KEYS = 250;

async function click(target: Locator): Promise<void> {
  ledger.clicks += 1;
  await target.click();
}

async function press(page: Page, key: string): Promise<void> {
  ledger.keys += 1;
  await page.keyboard.press(key);
}

/** Types into the focused field, key by key. */
async function keys(page: Page, text: string): Promise<void> {
  ledger.keys += text.length;
  await page.keyboard.type(text);
}

/** Clicks into the first field, and goes on to the others with Tab. */
async function fill(page: Page, first: string, texts: readonly string[]): Promise<void> {
  await click(page.getByLabel(first, { exact: true }));
  for (const [index, text] of texts.entries()) {
    if (index > 0) await press(page, 'Tab');
    await keys(page, text);
  }
}

async function opens(page: Page, heading: string): Promise<void> {
  await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
}

it('a shop owner sets up an empty server alone, and a customer makes an invoice in the portal', async () => {
  const { stdout } = await runCli(['setup-link', '--json'], { AUTOFACTURA_DATA: dataDir, DATABASE_URL: undefined });
  const { url } = JSON.parse(stdout) as { url: string };
  const page = await browser.newPage({ locale: 'es-MX', viewport: { width: 1280, height: 800 } });
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));

  await page.goto(new URL(new URL(url).pathname + new URL(url).search, server.url).href);
  await opens(page, 'Este servidor ya es tuyo');
  await fill(page, 'Tu nombre', ['Lucía Robles', 'lucia@farmacialuna.example', 'las jacarandas de marzo']);
  await press(page, 'Enter');

  await opens(page, 'Los datos de tu negocio');
  await fill(page, 'RFC', ['FLU200115AB1', 'Farmacia Luna']);
  await press(page, 'Tab');
  await keys(page, 'General');
  await press(page, 'Tab');
  await keys(page, '64000');
  await press(page, 'Tab');
  await keys(page, 'Farmacia Luna');
  await press(page, 'Enter');

  await opens(page, 'Pon a facturar a Farmacia Luna');
  await click(page.getByRole('link', { name: 'Sucursales', exact: true }));
  await fill(page, 'Nombre', ['San Pedro', '66220']);
  await press(page, 'Enter');
  await page.getByText('«San Pedro» ya está en tus sucursales.').first().waitFor();

  await click(page.getByRole('link', { name: 'Ventas', exact: true }));
  await click(page.getByRole('link', { name: 'Agregar una venta' }));
  await fill(page, 'Folio del ticket', ['T-2048']);
  await fill(page, 'Descripción', ['Vitamina C efervescente']);
  await fill(page, 'Precio, con IVA', ['348.00']);
  await press(page, 'Enter');
  await page.getByText('La venta T-2048 de $348.00 MXN ya se puede facturar.').first().waitFor();

  await click(page.getByRole('link', { name: 'Portal', exact: true }));
  await click(page.getByRole('button', { name: 'Crear mi portal' }));
  await page.getByRole('button', { name: 'Guardar mi portal' }).waitFor();
  const slug = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  const preview = page.frameLocator('iframe');
  await preview.getByRole('heading', { name: 'Factura tu compra' }).waitFor();
  await click(page.getByLabel('Título', { exact: true }));
  await press(page, 'Control+a');
  await keys(page, 'Factura tu farmacia');
  await preview.getByRole('heading', { name: 'Factura tu farmacia' }).waitFor();
  await press(page, 'Enter');
  await page.getByText('Tu portal quedó guardado.').first().waitFor();

  const customer = await browser.newPage({ locale: 'es-MX', ...PHONE });
  await customer.goto(`${server.url}/${slug}`);
  await customer.getByRole('heading', { name: 'Factura tu farmacia' }).waitFor();
  await customer.getByLabel('Folio').focus();
  await customer.keyboard.type('T-2048');
  await customer.getByLabel('Total pagado').focus();
  await customer.keyboard.type('348');
  await customer.keyboard.press('Enter');
  await customer.getByRole('heading', { name: 'Tus datos fiscales' }).waitFor();
  await customer.getByRole('button', { name: 'No tengo RFC' }).click();
  await customer.getByLabel('Tu nombre completo').focus();
  await customer.keyboard.type('Ana Torres');
  await customer.keyboard.press('Enter');
  await customer.getByRole('button', { name: 'Generar factura' }).click();
  await customer.getByRole('heading', { name: 'Tu factura está lista' }).waitFor();

  await click(page.getByRole('link', { name: 'Facturas', exact: true }));
  await page.getByRole('cell', { name: 'ANA TORRES' }).waitFor();
  await click(page.getByRole('link', { name: 'Puesta en marcha' }));
  await page
    .getByRole('listitem')
    .filter({ hasText: 'Pruébalo como cliente' })
    .filter({ hasText: '(listo)' })
    .waitFor();

  console.log(`panel, empty server to first invoice: ${ledger.clicks} clicks, ${ledger.keys} keys`);
  expect(ledger.clicks).toBeLessThanOrEqual(MOST_CLICKS);
  expect(ledger.keys).toBeLessThanOrEqual(MOST_KEYS);
  expect(complaints).toEqual([]);
});
