/**
 * Takes the pictures of the guide at `/ayuda` from the running panel and portal, on a server of its own:
 * `npx tsx tests/guide/take-pictures.ts`, after a change of a screen that the guide shows.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { pictureFile } from '../../server/http/pages/guide-page.ts';
import { openBrowser } from '../e2e/customer.ts';
import { runCli } from '../support/cli.ts';
import { startServed } from '../support/served.ts';

const PHONE = { viewport: { width: 390, height: 760 }, deviceScaleFactor: 1.5, locale: 'es-MX' } as const;

/** Keeps what the window shows, small enough for a phone's connection. */
async function take(page: Page, name: string, at?: string): Promise<void> {
  if (at) await page.locator(at).evaluate((element) => element.scrollIntoView({ block: 'start', behavior: 'instant' }));
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  const shot = await page.screenshot({ animations: 'disabled' });
  await sharp(shot)
    .webp({ quality: 60, effort: 6 })
    .toFile(fileURLToPath(pictureFile(name)));
}

async function opens(page: Page, path: string, heading: string): Promise<void> {
  await page.goto(new URL(path, page.url()).href);
  await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
}

/** Types into fields by their labels. */
async function fill(page: Page, texts: Readonly<Record<string, string>>): Promise<void> {
  for (const [label, text] of Object.entries(texts)) {
    await page.getByLabel(label, { exact: true }).click();
    await page.keyboard.press('Control+a');
    await page.keyboard.type(text);
  }
}

async function setUp(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await fill(page, { 'Tu nombre': 'Lucía Robles', Correo: 'lucia@farmacialuna.example' });
  await page.locator('#password').click();
  await page.keyboard.type('las jacarandas de marzo');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Los datos de tu negocio', level: 1 }).waitFor();
  await fill(page, { RFC: 'FLU200115AB1' });
  await page.keyboard.press('Tab');
  await page.keyboard.type('Farmacia Luna');
  await page.keyboard.press('Tab');
  await page.keyboard.type('General');
  await page.keyboard.press('Tab');
  await page.keyboard.type('64000');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Farmacia Luna');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Pon a facturar a Farmacia Luna', level: 1 }).waitFor();
}

async function walkPanel(page: Page): Promise<string> {
  await take(page, 'lista');
  await opens(page, '/panel/ventas/nueva', 'Agregar una venta');
  await fill(page, {
    'Folio del ticket': 'T-2048',
    Descripción: 'Vitamina C efervescente',
    'Precio, con IVA': '348.00',
  });
  await take(page, 'venta', 'h1');
  await page.getByRole('button', { name: 'Guardar la venta' }).click();
  await page.getByText('ya se puede facturar').first().waitFor();
  await opens(page, '/panel/conexiones', 'De dónde llegan tus ventas');
  await page.getByRole('heading', { name: 'Conecta tu tienda o tu cobro' }).waitFor();
  await take(page, 'conexiones', '#connect');
  await opens(page, '/panel/productos/clave', 'Agregar un producto');
  await fill(page, { 'Como está en tu caja o tu tienda': 'CAFE-250', 'Clave del SAT': '50201706' });
  await take(page, 'productos', 'h1');
  await opens(page, '/panel/llaves', 'Llaves de API');
  await fill(page, { Nombre: 'Caja de la Roma' });
  await take(page, 'llaves', '#new-key');
  await opens(page, '/panel/portales', 'Tu portal');
  await page.getByRole('button', { name: 'Crear mi portal' }).click();
  await page.getByText('Lo vendido el').waitFor();
  const slug = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  await take(page, 'portal', 'h1');
  await page.getByText('intentos').first().waitFor();
  await take(page, 'busqueda', '#search');
  await take(page, 'plazo', '.deadline');
  await opens(page, '/panel/notificaciones', 'Notificaciones');
  await page.getByRole('heading', { name: 'Quién envía tus correos' }).waitFor();
  await take(page, 'correos', '#mail-carrier');
  await opens(page, '/panel/prueba', 'Pruébalo como cliente');
  await page.getByRole('button', { name: 'Probar mi portal' }).click();
  await page.getByText('de principio a fin').first().waitFor();
  await take(page, 'prueba', '#run-steps');
  await opens(page, '/panel/en-vivo', 'Factura de verdad');
  await page.getByRole('button', { name: 'Empezar a facturar de verdad' }).waitFor();
  await take(page, 'en-vivo', 'h1');
  await opens(page, '/panel/difundir', 'Cuéntaselo a tus clientes');
  await page.getByRole('heading', { name: 'Para imprimir' }).waitFor();
  await take(page, 'difundir', 'h1');
  await opens(page, '/panel/solicitudes', 'Solicitudes');
  await page.getByText('Nadie espera respuesta').first().waitFor();
  await take(page, 'solicitudes', 'h1');
  return slug;
}

const dataDir = mkdtempSync(join(tmpdir(), 'autofactura-guide-'));
const [server, browser] = await Promise.all([startServed({ AUTOFACTURA_DATA: dataDir }), openBrowser()]);
try {
  const { stdout } = await runCli(['setup-link', '--json'], { AUTOFACTURA_DATA: dataDir, DATABASE_URL: undefined });
  const { pathname, search } = new URL((JSON.parse(stdout) as { url: string }).url);
  const page = await browser.newPage(PHONE);
  await setUp(page, new URL(pathname + search, server.url).href);
  const slug = await walkPanel(page);
  const customer = await browser.newPage(PHONE);
  await customer.goto(`${server.url}/${slug}`);
  await customer.getByRole('button', { name: 'Buscar mi compra' }).waitFor();
  await take(customer, 'cliente');
} finally {
  await browser.close();
  await server.end('SIGTERM');
  rmSync(dataDir, { recursive: true, force: true });
}
