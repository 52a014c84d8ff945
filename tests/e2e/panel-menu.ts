/** The demo's owner, signed in to the panel at a desk. */
import type { Page } from 'playwright-core';
import type { Stage } from './stage.ts';

/** Signs in, and returns the page with the addresses in its menu, in order. */
export async function openPanel(stage: Stage): Promise<{ readonly page: Page; readonly paths: readonly string[] }> {
  const { page } = await stage.visit('/panel', { viewport: { width: 1280, height: 800 } });
  await page.getByLabel('Correo', { exact: true }).fill(stage.demo.owner.email);
  await page.locator('#password').fill(stage.demo.owner.password);
  await page.keyboard.press('Enter');
  const menu = page.getByRole('navigation', { name: 'Panel' });
  await menu.waitFor();
  const paths = await menu.getByRole('link').evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? ''));
  return { page, paths };
}
