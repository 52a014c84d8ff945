/** A customer in a real browser: a private window at a portal, what is typed there, what comes out of it. */
import { readFileSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core';
import { BROWSER_FLAGS, browserPath } from '../support/browser-path.ts';
import type { Demo } from './demo.ts';

export type Customer = {
  readonly page: Page;
  /** The element on the page; its shadow root is looked through. */
  readonly portal: Locator;
  /** What the browser complained of: broken scripts, refused by the page's CSP, answers of 500. */
  readonly complaints: readonly string[];
  leave(): Promise<void>;
};

export type Ticket = { readonly folio: string; readonly total: string; readonly date?: string };
export type Receptor = {
  readonly rfc: string;
  readonly nombre: string;
  readonly codigoPostal?: string;
  readonly regimenFiscal?: string;
};

export const UNIVERSIDAD = {
  rfc: 'URE180429TM6',
  nombre: 'UNIVERSIDAD ROBOTICA ESPAÑOLA',
  codigoPostal: '65000',
  regimenFiscal: '601',
} as const;
export const ALBA = {
  rfc: 'XAMA620210DQ5',
  nombre: 'ALBA XKARAJAM MENDEZ',
  codigoPostal: '01219',
  regimenFiscal: '612',
} as const;
export const TEODORIKAS = {
  rfc: 'CTE950627K46',
  nombre: 'COMERCIALIZADORA TEODORIKAS',
  codigoPostal: '57740',
  regimenFiscal: '601',
} as const;
/** A cheap phone held upright. */
export const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true } as const;

/** A step of a busy machine is waited for this long. */
const PATIENCE_MS = 15_000;

// Every page tells its console what its CSP refused, as the event carries what the console's own words leave out.
const REPORT_VIOLATIONS = `addEventListener('securitypolicyviolation',
  (event) => console.error('CSP: ' + event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sample))`;

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: browserPath(), args: [...BROWSER_FLAGS] });
}

/** A private window that speaks es-MX unless told otherwise; `scripts` run before those of every page. */
export async function visit(
  browser: Browser,
  demo: Demo,
  path: string,
  options: BrowserContextOptions & { readonly scripts?: readonly string[] } = {},
): Promise<Customer> {
  const { scripts = [], ...settings } = options;
  const context = await browser.newContext({ locale: 'es-MX', baseURL: demo.url, ...settings });
  context.setDefaultTimeout(PATIENCE_MS);
  for (const content of [REPORT_VIOLATIONS, ...scripts]) await context.addInitScript({ content });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (/^CSP:|Content Security Policy|Trusted/.test(message.text())) complaints.push(message.text());
  });
  page.on('response', (answer) => {
    if (answer.status() >= 500) complaints.push(`${answer.status()} ${answer.url()}`);
  });
  await page.goto(path);
  const portal = page.locator('autofactura-portal').first();
  return { page, portal, complaints, leave: () => context.close() };
}

/** Opens a page as a new tab would: nothing of what was typed before is left. */
export async function startOver({ page }: Customer, path: string): Promise<void> {
  await page.evaluate('sessionStorage.clear()');
  await page.goto(path);
}

/** Takes the way that asks for the total, where the portal first asks for something else. */
export async function byTotal({ portal }: Pick<Customer, 'portal'>): Promise<void> {
  if (await portal.locator('[name=total]').count()) return;
  await portal.getByRole('button', { name: /el total|the total/ }).click();
}

/** Types what a ticket says and searches. */
export async function search({ portal }: Customer, { folio, total, date }: Ticket): Promise<void> {
  await portal.locator('[name=folio]').fill(folio);
  await byTotal({ portal });
  await portal.locator('[name=total]').fill(total);
  if (date !== undefined) await portal.locator('[name=date]').fill(date);
  await pressMain({ portal });
}

/** Types the fiscal data, the use as it is proposed, and goes on. */
export async function describe({ portal }: Pick<Customer, 'portal'>, receptor: Receptor): Promise<void> {
  await portal.locator('[name=rfc]').fill(receptor.rfc);
  await portal.locator('[name=nombre]').fill(receptor.nombre);
  const { codigoPostal, regimenFiscal } = receptor;
  if (codigoPostal !== undefined) await portal.locator('[name=codigoPostal]').fill(codigoPostal);
  if (regimenFiscal !== undefined) await portal.locator('[name=regimenFiscal]').selectOption(regimenFiscal);
  await pressMain({ portal });
}

/** The one main action of the screen. */
export async function pressMain({ portal }: Pick<Customer, 'portal'>): Promise<void> {
  await portal.locator('button.main').click();
}

/** Resolves when the screen with this heading is there. */
export async function reads({ portal }: Pick<Customer, 'portal'>, heading: string | RegExp): Promise<void> {
  await portal.getByRole('heading', { name: heading, level: 2 }).waitFor();
}

/** Everything the portal shows, as it is read. */
export async function textOf({ portal }: Pick<Customer, 'portal'>): Promise<string> {
  return (await portal.locator('form, section, .notice').allInnerTexts()).join('\n');
}

/** The folio fiscal on the last screen. */
export async function uuidOf({ portal }: Customer): Promise<string> {
  return (await portal.locator('.uuid').allInnerTexts()).join().trim();
}

/** What a download link gives, as a browser saves it. */
export async function download(
  { page, portal }: Customer,
  name: string,
): Promise<{ readonly name: string; readonly path: string; readonly bytes: Buffer }> {
  const [file] = await Promise.all([page.waitForEvent('download'), portal.getByRole('link', { name }).click()]);
  const path = await file.path();
  return { name: file.suggestedFilename(), path, bytes: readFileSync(path) };
}

/** From the first screen to «Tu factura está lista». */
export async function invoice(customer: Customer, ticket: Ticket, receptor: Receptor): Promise<void> {
  await search(customer, ticket);
  await reads(customer, 'Tus datos fiscales');
  await describe(customer, receptor);
  await reads(customer, 'Revisa y genera');
  await pressMain(customer);
  await reads(customer, 'Tu factura está lista');
}
