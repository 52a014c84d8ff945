/** A shop owner gives a program its key, and takes it away again: with the keyboard alone, at a server that has to agree. */
import type { Page } from 'playwright-core';
import { expect, it, vi } from 'vitest';
import { focused, tabTo } from './keyboard.ts';
import { openPanel } from './panel-menu.ts';
import { openStage } from './stage.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const stage = openStage();

/** Until what says these words has the focus. */
async function isFocused(page: Page, words: string): Promise<void> {
  await expect.poll(async () => (await focused(page)).text, { timeout: 15_000 }).toBe(words);
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
  await isFocused(page, 'password');
  await page.keyboard.type(stage.demo.owner.password);
  await press('Enter');
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
