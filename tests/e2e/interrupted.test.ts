import { describe, expect, it } from 'vitest';
import {
  ALBA,
  byTotal,
  type Customer,
  describe as describeReceptor,
  PHONE,
  pressMain,
  reads,
  search,
  textOf,
  uuidOf,
} from './customer.ts';
import { setFault, stampCount } from './demo.ts';
import { AXE, flawsOf } from './looks.ts';
import { openStage } from './stage.ts';

const stage = openStage();
let customer: Customer;

const field = (name: string) => customer.portal.locator(`[name=${name}]`);

it('a reload in the middle keeps the purchase and what was typed', async () => {
  customer = await stage.visit('/cafe-jacaranda', PHONE);
  await search(customer, { folio: 'CJ-1042', total: '527.00' });
  await reads(customer, 'Tus datos fiscales');
  await field('rfc').fill(ALBA.rfc);
  await field('nombre').fill(ALBA.nombre);
  await field('regimenFiscal').selectOption(ALBA.regimenFiscal);
  await customer.page.reload();
  await reads(customer, 'Tus datos fiscales');
  expect(await field('rfc').inputValue()).toBe(ALBA.rfc);
  expect(await field('nombre').inputValue()).toBe(ALBA.nombre);
  expect(await field('regimenFiscal').inputValue()).toBe(ALBA.regimenFiscal);
  await field('codigoPostal').fill(ALBA.codigoPostal);
  await pressMain(customer);
  await reads(customer, 'Revisa y genera');
});

it('without a connection the portal says so, keeps everything, and continues where it was', async () => {
  customer = await stage.visit('/cafe-jacaranda', PHONE);
  const { page, portal } = customer;
  await field('folio').fill('CJ-1043');
  await byTotal(customer);
  await field('total').fill('348.00');
  // The steps behind the first are already on the phone.
  await page.waitForLoadState('networkidle');
  await page.context().setOffline(true);
  await pressMain(customer);
  await portal.getByText('Sin conexión. Guardamos lo que escribiste').waitFor();
  expect(await field('folio').inputValue()).toBe('CJ-1043');
  await page.context().setOffline(false);
  await pressMain(customer);
  await reads(customer, 'Tus datos fiscales');
  await page.context().setOffline(true);
  await describeReceptor(customer, ALBA);
  await portal.getByText('Sin conexión. Guardamos lo que escribiste').waitFor();
  expect(await field('nombre').inputValue()).toBe(ALBA.nombre);
  await page.context().setOffline(false);
  await pressMain(customer);
  await reads(customer, 'Revisa y genera');
});

describe('a slow PAC', { timeout: 60_000 }, () => {
  it('makes the portal say that the invoice may exist, without motion if none is wanted; a reload and the kept link find it pending, once', async () => {
    customer = await stage.visit('/cafe-jacaranda', { reducedMotion: 'reduce', scripts: AXE });
    const { page, portal } = customer;
    const stamps = await stampCount(stage.demo);
    await search(customer, { folio: 'CJ-1045', total: '348.00' });
    await reads(customer, 'Tus datos fiscales');
    await describeReceptor(customer, ALBA);
    await reads(customer, 'Revisa y genera');
    await setFault(stage.demo, { fault: 'delay', delayMs: 16_000, times: 1 });
    await pressMain(customer);
    await reads(customer, 'Estamos timbrando tu factura');
    await portal.getByText('Suele tardar menos de 10 segundos.').waitFor();
    expect(await movingParts(customer)).toBe(0);
    expect(await flawsOf(page)).toEqual([]);
    await portal.getByText('Está tardando más de lo normal.').waitFor();
    await portal.getByText('tu solicitud ya está guardada y tu factura aparecerá en este enlace').waitFor();
    expect(await flawsOf(page)).toEqual([]);
    const link = await portal.getByLabel('Enlace de tu solicitud').inputValue();
    await page.reload();
    await reads(customer, 'Estamos timbrando tu factura');
    await reads(customer, 'Tu factura está lista');
    const uuid = await uuidOf(customer);
    expect(await stampCount(stage.demo)).toBe(stamps + 1);

    // The link that was kept opens it anywhere.
    await customer.leave();
    customer = await stage.visit(link);
    await reads(customer, 'Tu factura está lista');
    expect(await uuidOf(customer)).toBe(uuid);
  });
});

describe('a ticket’s QR', () => {
  it('opens its sale at the fiscal data; once invoiced, it shows nothing of it', async () => {
    const ticket = await fetch(`${stage.demo.url}/demo/ticket.json`);
    const { url } = (await ticket.json()) as { url: string };
    customer = await stage.visit(url, PHONE);
    await reads(customer, 'Tus datos fiscales');
    expect(await textOf(customer)).toContain('$870.00 MXN');
    await describeReceptor(customer, ALBA);
    await reads(customer, 'Revisa y genera');
    await pressMain(customer);
    await reads(customer, 'Tu factura está lista');
    const uuid = await uuidOf(customer);
    await customer.leave();
    customer = await stage.visit(url, PHONE);
    await reads(customer, 'Tu consumo ya tiene factura');
    expect(await textOf(customer)).not.toMatch(new RegExp(`${uuid}|Consumo de alimentos|ALBA`));
  });

  it('that was copied wrong leads to the search', async () => {
    customer = await stage.visit('/la-milpa?t=no-such-ticket');
    await reads(customer, 'Este enlace ya no funciona');
    await customer.portal.getByRole('button', { name: 'Buscar mi consumo' }).click();
    await reads(customer, 'Factura tu consumo');
  });
});

/** How many animations and transitions run in the element. */
function movingParts({ page }: Customer): Promise<number> {
  return page.evaluate<number>(`document.querySelector('autofactura-portal').shadowRoot.getAnimations().length`);
}
