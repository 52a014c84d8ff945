/** A shop owner with a device that keeps passkeys: Chromium's virtual authenticator, asked through the panel. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { runCli } from '../support/cli.ts';
import { type Served, startServed } from '../support/served.ts';
import { openBrowser } from './customer.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const PASSWORD = 'las jacarandas de marzo';

let dataDir: string;
let server: Served;
let browser: Browser;
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'autofactura-passkeys-'));
  [server, browser] = await Promise.all([startServed({ AUTOFACTURA_DATA: dataDir }), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await server?.end('SIGTERM');
  rmSync(dataDir, { recursive: true, force: true });
});

/** Passkeys are bound to a name, and this machine's is localhost. */
const at = (path: string): string => new URL(path, server.url.replace('127.0.0.1', 'localhost')).href;

async function deviceWithPasskeys(page: Page): Promise<{ cdp: CDPSession; authenticatorId: string }> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true },
      ...{ isUserVerified: true, automaticPresenceSimulation: true },
    },
  });
  return { cdp, authenticatorId };
}

it('an owner adds a passkey, signs in with it alone, steps up with it, and removes it; the device must be unlocked', async () => {
  const { stdout } = await runCli(['setup-link', '--json'], { AUTOFACTURA_DATA: dataDir, DATABASE_URL: undefined });
  const { pathname, search } = new URL((JSON.parse(stdout) as { url: string }).url);
  const page = await browser.newPage({ locale: 'es-MX', viewport: { width: 390, height: 844 } });
  const { cdp, authenticatorId } = await deviceWithPasskeys(page);

  await page.goto(at(pathname + search));
  await page.getByLabel('Tu nombre', { exact: true }).click();
  for (const text of ['Lucía Robles', 'lucia@farmacialuna.example', PASSWORD]) {
    await page.keyboard.type(text);
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  await page.getByLabel('RFC', { exact: true }).click();
  for (const text of ['FLU200115AB1', 'Farmacia Luna', 'General', '64000', 'Farmacia Luna']) {
    await page.keyboard.type(text);
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Pon a facturar a Farmacia Luna', level: 1 }).waitFor();

  await page.goto(at('/panel/cuenta'));
  await page.getByLabel('Nombre de la llave').click();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('Mi laptop');
  await page.keyboard.press('Enter');
  await page.locator('dialog[open]').waitFor();
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByRole('rowheader', { name: /^Mi laptop/ }).waitFor();
  const { credentials } = await cdp.send('WebAuthn.getCredentials', { authenticatorId });
  expect(credentials).toMatchObject([{ rpId: 'localhost', isResidentCredential: true }]);

  const signOut = async (): Promise<void> => {
    await page.context().clearCookies();
    await page.goto(at('/panel/cuenta'));
  };
  await signOut();
  await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
  await page.getByRole('button', { name: 'Entrar con llave de acceso' }).click();
  await page.getByText('No se usó ninguna llave de acceso.').waitFor();
  await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true });
  await page.getByRole('button', { name: 'Entrar con llave de acceso' }).click();
  await page.getByRole('heading', { name: 'Tu cuenta', level: 1 }).waitFor();

  await page.getByRole('button', { name: 'Quitar Mi laptop' }).click();
  await page.getByRole('button', { name: 'Usar mi llave de acceso' }).click();
  await page.getByRole('rowheader', { name: /^Mi laptop/ }).waitFor({ state: 'detached' });

  await signOut();
  await page.getByRole('button', { name: 'Entrar con llave de acceso' }).click();
  await page
    .getByText('No pudimos', { exact: false })
    .or(page.getByText('Inténtalo otra vez, o entra con tu contraseña'))
    .waitFor();
});
