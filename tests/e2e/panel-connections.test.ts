/** A shop owner lets programs in, with the keyboard alone, at a server that has to agree: a key for one, and a shop connected. */
import { createHmac } from 'node:crypto';
import type { Page } from 'playwright-core';
import { expect, it, vi } from 'vitest';
import { wooOrder } from '../support/woo-order.ts';
import { focused, tabTo } from './keyboard.ts';
import { openPanel } from './panel-menu.ts';
import { openStage } from './stage.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const stage = openStage();

/** Until what says these words has the focus. */
async function isFocused(page: Page, words: string): Promise<void> {
  await expect.poll(async () => (await focused(page)).text, { timeout: 15_000 }).toBe(words);
}

/** What is delicate asks for the password. */
async function proveIt(page: Page): Promise<void> {
  await isFocused(page, 'password');
  await page.keyboard.type(stage.demo.owner.password);
  await page.keyboard.press('Enter');
}

it('a key works at the API from when it is created, only for what it may do, until it is revoked', async () => {
  const { page } = await openPanel(stage);
  const press = (key: string) => page.keyboard.press(key);
  const asks = async (path: string, key: string) =>
    (await fetch(`${stage.demo.url}/v1/${path}`, { headers: { authorization: `Bearer ${key}` } })).status;

  await page.goto('/panel/llaves');
  await page.getByLabel('Nombre', { exact: true }).waitFor();
  await tabTo(page, 'name');
  await page.keyboard.type('Caja de la Roma');
  await press('Enter');
  await proveIt(page);
  await isFocused(page, 'Guarda la llave «Caja de la Roma»');
  const key = (await page.locator('#key').textContent()) ?? '';
  expect([await asks('sales', key), await asks('invoices', key)]).toEqual([200, 403]);

  await tabTo(page, 'Ya la guardé');
  await press('Enter');
  await isFocused(page, 'Crear una llave');
  expect(await page.locator('#key').count()).toBe(0);
  await tabTo(page, 'Revocar\nCaja de la Roma', 'Shift+Tab');
  await press('Enter');
  await isFocused(page, '¿Revocar «Caja de la Roma»?');
  await tabTo(page, 'Sí, revocarla');
  await press('Enter');
  await isFocused(page, 'La llave «Caja de la Roma» ya no sirve.');
  expect(await asks('sales', key)).toBe(401);
});

it('a shop is connected with the address and the secret to copy, and its next order is a sale', async () => {
  const { page } = await openPanel(stage);
  const press = (key: string) => page.keyboard.press(key);
  await page.goto('/panel/conexiones');
  await page.getByText('Aún no hay nada conectado').waitFor();
  await page.getByRole('link', { name: 'WooCommerce' }).press('Enter');
  await page.getByLabel('Cómo la llamas', { exact: true }).waitFor();
  await tabTo(page, 'name');
  await page.keyboard.type('Tienda en línea');
  await press('Enter');
  await proveIt(page);
  await isFocused(page, '«Tienda en línea» ya está en tus conexiones. Falta un paso en WooCommerce.');

  const [address, secret] = await page.locator('#guide ~ .record code').allTextContents();
  const order = JSON.stringify(wooOrder('731'));
  const answer = await fetch(new URL(new URL(address ?? '').pathname, stage.demo.url), {
    method: 'POST',
    headers: {
      ...{ 'content-type': 'application/json', 'x-wc-webhook-topic': 'order.updated', 'x-wc-webhook-id': '3' },
      'x-wc-webhook-delivery-id': 'd1',
      'x-wc-webhook-signature': createHmac('sha256', secret ?? '')
        .update(order)
        .digest('base64'),
    },
    body: order,
  });
  expect([answer.status, await answer.json()]).toEqual([200, { status: 'taken' }]);
  await tabTo(page, 'Ver cómo va esta conexión');
  await press('Enter');
  await page.getByText('Conectada', { exact: true }).waitFor();
  const headers = { authorization: `Bearer ${stage.demo.key}` };
  const { sales } = (await (await fetch(`${stage.demo.url}/v1/sales?folio=731`, { headers })).json()) as {
    sales: readonly { folio: string; total: string }[];
  };
  expect(sales).toMatchObject([{ folio: '731', total: '116.00' }]);
});
