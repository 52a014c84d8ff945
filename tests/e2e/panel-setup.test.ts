/** A shop owner alone at an empty server: from the printed address to a poster whose QR leads customers to an invoice. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { runCli } from '../support/cli.ts';
import { keptCsd } from '../support/kept-certificates.ts';
import { asOfProduction } from '../support/production-csd.ts';
import { jsqrReads, pageOf } from '../support/qr-reading.ts';
import { type Served, startServed } from '../support/served.ts';
import { openBrowser, PHONE } from './customer.ts';
import { type Hand, handOn } from './hand.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const PASSWORD = 'las jacarandas de marzo';
const KEY_PASSWORD = '12345678a';
const DAY_MS = 86_400_000;
const MOST_CLICKS = 60;
const MOST_SECONDS = 600;

let dataDir: string;
let server: Served;
let browser: Browser;
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'autofactura-panel-'));
  [server, browser] = await Promise.all([startServed({ AUTOFACTURA_DATA: dataDir }), openBrowser(), filesOf(dataDir)]);
});
afterAll(async () => {
  await browser?.close();
  await server?.end('SIGTERM');
  rmSync(dataDir, { recursive: true, force: true });
});

const fileOf = (name: string): string => join(dataDir, name);

/** What the owner has on the computer: the CSD, the till's file of yesterday, and the logo. */
async function filesOf(folder: string): Promise<void> {
  const subject = { rfc: 'FLU200115AB1', nombre: 'FARMACIA LUNA', password: KEY_PASSWORD };
  const { cer, key } = asOfProduction(await keptCsd(subject, Date.now() - DAY_MS));
  const day = new Intl.DateTimeFormat('es-MX', { dateStyle: 'short' }).format(Date.now() - DAY_MS);
  const sales = `Ticket,Fecha,Importe cobrado\nT-2047,${day},58.50\nT-2048,${day},348.00\n`;
  const logo = {
    create: { width: 320, height: 320, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
  } as const;
  writeFileSync(join(folder, 'corte.csv'), sales);
  writeFileSync(join(folder, 'csd.cer'), cer);
  writeFileSync(join(folder, 'csd.key'), key);
  writeFileSync(join(folder, 'logo.png'), await sharp(logo).png().toBuffer());
}

/** The setup step that comes next, by the button that leads to it. */
async function next(page: Page, hand: Hand, name: string, heading = name): Promise<void> {
  await hand.click(page.getByRole('link', { name: `Sigue: ${name}` }));
  await hand.reads(heading);
}

async function ownerAndIssuer(page: Page, hand: Hand): Promise<void> {
  const { stdout } = await runCli(['setup-link', '--json'], { AUTOFACTURA_DATA: dataDir, DATABASE_URL: undefined });
  const { pathname, search } = new URL((JSON.parse(stdout) as { url: string }).url);
  await page.goto(new URL(pathname + search, server.url).href);
  await hand.reads('Este servidor ya es tuyo');
  await hand.fill('Tu nombre', ['Lucía Robles', 'lucia@farmacialuna.example', PASSWORD]);
  await hand.press('Enter');
  await hand.reads('Los datos de tu negocio');
  await hand.fill('RFC', ['FLU200115AB1', 'Farmacia Luna']);
  await hand.press('Tab');
  await hand.type('General');
  await hand.press('Tab');
  await hand.type('64000');
  await hand.press('Tab');
  await hand.type('Farmacia Luna');
  await hand.press('Enter');
  await hand.reads('Pon a facturar a Farmacia Luna');
}

/** What is delicate asks for the password once, over the page. */
async function uploadSeal(page: Page, hand: Hand): Promise<void> {
  await hand.click(page.getByRole('link', { name: 'Sello digital', exact: true }));
  await hand.reads('Tu sello digital (CSD)');
  await hand.choose(page.getByLabel('Certificado (.cer)'), fileOf('csd.cer'));
  await hand.choose(page.getByLabel('Llave privada (.key)'), fileOf('csd.key'));
  await hand.fill('Contraseña de la llave', [KEY_PASSWORD]);
  await hand.press('Enter');
  await page.getByRole('heading', { name: 'Confirma que eres tú' }).waitFor();
  await hand.type(PASSWORD);
  await hand.press('Enter');
  await page.getByText('Tu sello está guardado. Con él se firman tus facturas de verdad.').first().waitFor();
}

async function addBranch(page: Page, hand: Hand): Promise<void> {
  await hand.click(page.getByRole('link', { name: 'Sucursales', exact: true }));
  await hand.fill('Nombre', ['San Pedro', '66220']);
  await hand.press('Enter');
  await page.getByText('«San Pedro» ya está en tus sucursales.').first().waitFor();
}

/** The till calls the total by a name of its own, which the owner puts right. */
async function uploadSales(page: Page, hand: Hand): Promise<void> {
  await next(page, hand, 'Tus primeras ventas', 'Agregar una venta');
  await hand.click(page.getByRole('link', { name: /archivo/ }));
  await hand.reads('Sube el archivo de tu caja');
  await hand.choose(page.getByLabel('Archivo CSV'), fileOf('corte.csv'));
  await page.getByRole('heading', { name: 'Así empiezan' }).waitFor();
  await hand.click(page.getByLabel('Total', { exact: true }));
  await hand.type('Imp');
  await hand.press('Enter');
  await hand.click(page.getByRole('button', { name: 'Subir estas ventas' }));
  await page.getByText('Ventas guardadas: 2.').first().waitFor();
}

async function makePortal(page: Page, hand: Hand): Promise<string> {
  await next(page, hand, 'Tu portal');
  await hand.click(page.getByRole('button', { name: 'Crear mi portal' }));
  await page.getByRole('button', { name: 'Guardar mi portal' }).waitFor();
  const slug = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  const preview = page.frameLocator('iframe');
  await preview.getByRole('heading', { name: 'Factura tu compra' }).waitFor();
  await hand.click(page.getByLabel('Título', { exact: true }));
  await hand.press('Control+a');
  await hand.type('Factura tu farmacia');
  await preview.getByRole('heading', { name: 'Factura tu farmacia' }).waitFor();
  await hand.choose(page.getByLabel('Logo (opcional)'), fileOf('logo.png'));
  await page.getByText('Se ve bien.').waitFor();
  for (const [label, colour] of [
    ['Color principal', '#5b3a8c'],
    ['Color secundario', '#c8553d'],
  ] as const) {
    await hand.click(page.getByRole('textbox', { name: label, exact: true }).last());
    await hand.press('Control+a');
    await hand.type(colour);
  }
  await hand.press('Enter');
  await page.getByText('Tu portal quedó guardado.').first().waitFor();
  return slug;
}

/** The server's own walk, and then the owner as a customer in a private window. */
async function tryPortal(page: Page, hand: Hand): Promise<Hand> {
  await next(page, hand, 'Pruébalo como cliente');
  await hand.click(page.getByRole('button', { name: 'Probar mi portal' }));
  await page.getByText('Tu portal funciona de principio a fin.').first().waitFor();
  const typed = async (name: string): Promise<string> =>
    page.locator('dl.facts div', { hasText: name }).locator('dd').innerText();
  const [folio, total] = [await typed('Folio'), await typed('Total')];
  const path = (await page.getByRole('link', { name: 'Abrir mi portal' }).getAttribute('href')) ?? '';
  const privately = await browser.newContext({ locale: 'es-MX', ...PHONE });
  const portal = await privately.newPage();
  const there = handOn(portal, 2);
  await portal.goto(new URL(path, server.url).href);
  await there.reads('Factura tu farmacia');
  await there.fill('Folio', [folio, total]);
  await there.press('Enter');
  await there.reads('Tus datos fiscales');
  await there.click(portal.getByRole('button', { name: 'No tengo RFC' }));
  await there.fill('Tu nombre completo', ['Ana Torres']);
  await there.press('Enter');
  await there.click(portal.getByRole('button', { name: 'Generar factura' }));
  await there.reads('Tu factura está lista');
  await privately.close();
  return there;
}

/** Without a PAC nothing goes live, and the page says so. */
async function tryToGoLive(page: Page, hand: Hand): Promise<void> {
  await hand.click(page.getByRole('link', { name: 'Puesta en marcha' }));
  await hand.reads('Pon a facturar a Farmacia Luna');
  await hand.click(page.getByRole('link', { name: 'Factura de verdad' }));
  await hand.reads('Factura de verdad');
  await hand.fill('¿Qué día firmaste el contrato y manifiesto con tu PAC?', ['11202026']);
  await hand.press('Enter');
  await page.getByText('Falta tu cuenta con un PAC, que es quien timbra tus facturas.').first().waitFor();
}

async function downloadPoster(page: Page, hand: Hand): Promise<Buffer> {
  await hand.click(page.getByRole('link', { name: 'Difusión', exact: true }));
  await hand.reads('Cuéntaselo a tus clientes');
  const [poster] = await Promise.all([
    page.waitForEvent('download'),
    hand.click(page.getByRole('button', { name: 'Cartel, tamaño carta' })),
  ]);
  return readFileSync(await poster.path());
}

it('a shop owner sets up an empty server alone, tries it as a customer, reads why it is not live yet, and prints its QR', async () => {
  const page = await browser.newPage({ locale: 'es-MX', viewport: { width: 1280, height: 800 } });
  const complaints: string[] = [];
  // What the server refuses, the password that it asks for first and going live, is said on the page.
  page.on('console', (message) => {
    const isRefusal = /status of 4(03|09) /.test(message.text());
    if (message.type() === 'error' && !isRefusal) complaints.push(message.text());
  });
  const hand = handOn(page);

  await ownerAndIssuer(page, hand);
  await uploadSeal(page, hand);
  await addBranch(page, hand);
  await uploadSales(page, hand);
  const slug = await makePortal(page, hand);
  const asCustomer = await tryPortal(page, hand);
  await tryToGoLive(page, hand);
  const poster = await downloadPoster(page, hand);
  expect(jsqrReads(pageOf(poster, 100))?.text).toBe(`${server.url}/${slug}?c=poster`);

  const [owner, customer] = [hand.ledger(), asCustomer.ledger()];
  const total = { owner, customer };
  console.log(`panel, empty server to a printed QR: ${JSON.stringify(total)}`);
  expect(owner.clicks + customer.clicks).toBeLessThanOrEqual(MOST_CLICKS);
  expect(owner.seconds + customer.seconds).toBeLessThanOrEqual(MOST_SECONDS);
  // A change of what a person has to do is a change of the ledger.
  expect(total).toEqual(JSON.parse(readFileSync(new URL('setup-ledger.json', import.meta.url), 'utf8')));
  expect(complaints).toEqual([]);
});
