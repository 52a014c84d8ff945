/** A customer with a keyboard alone, on a phone 320 px wide, while somebody is guessing at the shop. */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { type Customer, reads, textOf } from './customer.ts';
import { castSale } from './demo.ts';
import { tabTo } from './keyboard.ts';
import { openStage } from './stage.ts';

const stage = openStage();

const NARROW = { viewport: { width: 320, height: 640 } };

/** As many failed look-ups of today, by whoever guesses, as another server on this database would have counted. */
function guessAt(slug: string, failures: number): void {
  const db = new Database(join(stage.demo.dataDir, 'autofactura.db'));
  const day = new Date().toISOString().slice(0, 10);
  db.prepare('insert into attempt (key, period, count) values (?, ?, ?)').run(`portal-failures:${slug}`, day, failures);
  db.close();
}

async function searchByKeys({ page }: Customer, folio: string, email: string): Promise<void> {
  await tabTo(page, 'folio');
  await page.keyboard.type(folio);
  await tabTo(page, 'email');
  await page.keyboard.type(email);
  await page.keyboard.press('Enter');
}

/**
 * From now on, whether the portal has shown that heading, and the widest that the page was then: a proof of work that finds its number at once
 * shows it for a moment only.
 */
async function screensWith({ page, portal }: Customer, heading: string) {
  const seen = await portal.evaluateHandle((element, text) => {
    const noted = { seen: false, width: 0 };
    const look = () => {
      if (![...(element.shadowRoot?.querySelectorAll('h2') ?? [])].some((one) => one.textContent?.includes(text)))
        return;
      noted.seen = true;
      noted.width = Math.max(noted.width, document.documentElement.scrollWidth);
    };
    new MutationObserver(look).observe(element.shadowRoot ?? element, { childList: true, subtree: true });
    return noted;
  }, heading);
  return () => page.evaluate((noted) => noted, seen);
}

async function fits({ page }: Customer): Promise<void> {
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
}

it('a customer waits while the browser proves its work, sees its progress, and continues with the fiscal data without typing anything twice', async () => {
  guessAt('cafe-jacaranda', 2_000);
  const customer = await stage.visit('/cafe-jacaranda', NARROW);
  const sent: (string | undefined)[] = [];
  customer.page.on('request', (request) => {
    if (request.url().endsWith('/sales/search')) sent.push(request.headers()['x-autofactura-proof']);
  });
  const waits = await screensWith(customer, 'Un momento, estamos comprobando');
  await searchByKeys(customer, 'CJ-1042', 'ana@example.com');
  await reads(customer, 'Tus datos fiscales');
  expect(await waits()).toEqual({ seen: true, width: expect.any(Number) });
  expect((await waits()).width).toBeLessThanOrEqual(320);
  expect(await textOf(customer)).toContain('CJ-1042');
  expect(sent).toEqual([undefined, expect.stringMatching(/^[\w-]{200,}$/)]);
  expect(await customer.page.context().cookies()).toEqual([]);
});

it('a customer whose browser has no SubtleCrypto gets in as well', async () => {
  const without = { ...NARROW, scripts: ["Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined })"] };
  const customer = await stage.visit('/cafe-jacaranda', without);
  await searchByKeys(customer, 'CJ-1042', 'ana@example.com');
  await reads(customer, 'Tus datos fiscales');
});

it('a customer who searches by e-mail and day also gives the total, corrects it with the keyboard, and only then sees the purchase', async () => {
  const customer = await stage.visit('/jacaranda-cafeteria', NARROW);
  const { page, portal } = customer;
  const { total, day } = await castSale(stage.demo, 'CJ-1042');
  await tabTo(page, 'email');
  await page.keyboard.type('ana@example.com');
  await portal.locator('[name=date]').fill(day);
  await page.keyboard.press('Enter');
  await reads(customer, 'Encontramos tu consumo');
  await fits(customer);
  expect(await textOf(customer)).not.toContain('CJ-1042');
  // What was found opens nothing by itself: after a reload the search is there again, as it was typed.
  await page.reload();
  await reads(customer, 'Factura tu consumo');
  expect(await portal.locator('[name=email]').inputValue()).toBe('ana@example.com');
  expect(await textOf(customer)).not.toContain('Vuelve a buscar');
  await tabTo(page, 'date');
  await page.keyboard.press('Enter');
  await reads(customer, 'Encontramos tu consumo');
  await tabTo(page, 'total');
  await page.keyboard.type('52');
  await page.keyboard.press('Enter');
  await portal.locator('#total-fault').waitFor();
  for (let letter = 0; letter < 2; letter++) await page.keyboard.press('Backspace');
  await page.keyboard.type(total);
  await page.keyboard.press('Enter');
  // All the visits of those days are the same customer's.
  await reads(customer, '¿Qué quieres facturar?');
  expect(await textOf(customer)).toContain('CJ-1042');
});
