import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  ALBA,
  type Customer,
  describe as describeReceptor,
  openBrowser,
  pressMain,
  type Receptor,
  reads,
  search,
  startOver,
  TEODORIKAS,
  textOf,
  visit,
} from './customer.ts';
import { type Demo, setFault, stampCount, startDemo } from './demo.ts';
import { focused } from './keyboard.ts';

const RAQUEL = { rfc: 'RAQÑ7701212M3', nombre: 'ÑEVES RAMIREZ QUEZADA', codigoPostal: '78905', regimenFiscal: '605' };

let demo: Demo;
let browser: Browser;
let customer: Customer;

beforeAll(async () => {
  [demo, browser] = await Promise.all([startDemo(), openBrowser()]);
  customer = await visit(browser, demo, '/cafe-jacaranda');
});
afterAll(async () => {
  await browser.close();
  await demo.stop();
});
beforeEach(() => startOver(customer, '/cafe-jacaranda'));
afterEach(() => expect(customer.complaints).toEqual([]));

/** Finds a purchase and types these data for its invoice. Each mistake has a purchase of its own: five refusals close one for the day. */
async function type(folio: string, total: string, receptor: Receptor): Promise<void> {
  await search(customer, { folio, total });
  await reads(customer, 'Tus datos fiscales');
  await describeReceptor(customer, receptor);
}

/** What a field says is wrong with it; the focus is there. */
async function faultAt(field: string): Promise<string> {
  const fault = customer.portal.locator(`#${field}-fault`);
  await fault.waitFor();
  expect(await focused(customer.page)).toMatchObject({ text: field, ring: true });
  expect(await customer.portal.locator(`[name=${field}]`).getAttribute('aria-invalid')).toBe('true');
  return (await fault.allInnerTexts()).join();
}

async function typed(): Promise<Receptor> {
  const value = (name: string) => customer.portal.locator(`[name=${name}]`).inputValue();
  return {
    rfc: await value('rfc'),
    nombre: await value('nombre'),
    codigoPostal: await value('codigoPostal'),
    regimenFiscal: await value('regimenFiscal'),
  };
}

describe('a mistake is explained at its field, before a stamp is spent, and nothing typed is lost', () => {
  let stamps: number;
  beforeEach(async () => {
    stamps = await stampCount(demo);
  });
  afterEach(async () => {
    expect(await stampCount(demo)).toBe(stamps);
  });

  it('«SA DE CV» after the name: one tap removes it', async () => {
    const wrong = { ...TEODORIKAS, nombre: 'COMERCIALIZADORA TEODORIKAS SA DE CV' };
    await type('CJ-1042', '527.00', wrong);
    expect(await faultAt('nombre')).toContain('CFDI40145');
    expect(await typed()).toEqual(wrong);
    await customer.portal.getByRole('button', { name: 'Usar «COMERCIALIZADORA TEODORIKAS»' }).click();
    expect(await typed()).toEqual(TEODORIKAS);
    await pressMain(customer);
    await reads(customer, 'Revisa y genera');
  });

  it('the branch’s postal code instead of that of the tax address', async () => {
    const wrong = { ...TEODORIKAS, codigoPostal: '06700' };
    await type('CJ-1043', '348.00', wrong);
    expect(await faultAt('codigoPostal')).toMatch(/domicilio fiscal.*sucursal.*CFDI40148/s);
    expect(await typed()).toEqual(wrong);
    await customer.portal.getByLabel('Código postal').fill(TEODORIKAS.codigoPostal);
    await pressMain(customer);
    await reads(customer, 'Revisa y genera');
  });

  it('the letter O for a zero in the RFC, typed key by key: one tap repairs it', async () => {
    const wrong = { ...ALBA, rfc: 'XAMA62O210DQ5' };
    await search(customer, { folio: 'CJ-1044', total: '668.00' });
    await reads(customer, 'Tus datos fiscales');
    await customer.portal.locator('[name=rfc]').focus();
    await customer.page.keyboard.type(wrong.rfc);
    await describeReceptor(customer, { ...wrong, rfc: await customer.portal.locator('[name=rfc]').inputValue() });
    expect(await faultAt('rfc')).toContain('letra por letra');
    expect(await typed()).toEqual(wrong);
    await customer.portal.getByRole('button', { name: 'Usar «XAMA620210DQ5»' }).click();
    expect(await typed()).toEqual(ALBA);
  });

  it('a CURP for an RFC, typed key by key: the fault says what it is and which part is the start of the RFC', async () => {
    await search(customer, { folio: 'CJ-1044', total: '668.00' });
    await reads(customer, 'Tus datos fiscales');
    await customer.portal.locator('[name=rfc]').focus();
    await customer.page.keyboard.type('xama620210mdfnlb08');
    await customer.page.keyboard.press('Enter');
    expect(await faultAt('rfc')).toMatch(/CURP.*XAMA620210.*inicio de tu RFC/);
  });

  it('an RFC that nobody has', async () => {
    const wrong = { ...ALBA, rfc: 'XAMA620210DQ6' };
    await type('CJ-1045', '348.00', wrong);
    expect(await faultAt('rfc')).toContain('CFDI40143');
    expect(await typed()).toEqual(wrong);
  });

  it('an employee cannot choose a uso that her régimen does not allow', async () => {
    await type('CJ-1049', '563.40', RAQUEL);
    await reads(customer, 'Revisa y genera');
    expect(await textOf(customer)).toMatch(/Uso: Sin efectos fiscales \(S01\)/i);
    await customer.portal.getByRole('button', { name: 'Cambiar' }).first().click();
    const use = (clave: string) => customer.portal.locator(`[name=usoCfdi] option[value=${clave}]`);
    expect(await use('S01').count()).toBe(1);
    expect(await use('G03').count()).toBe(0);
  });

  it('«PUBLICO EN GENERAL» as somebody’s name', async () => {
    await search(customer, { folio: 'CJ-1053', total: '378.00' });
    await customer.portal.getByRole('button', { name: 'No tengo RFC' }).click();
    await customer.portal.getByLabel('Tu nombre completo').fill('Publico en general');
    await pressMain(customer);
    expect(await faultAt('nombre')).toMatch(/nombre/i);
    expect(await customer.portal.getByLabel('Tu nombre completo').inputValue()).toBe('Publico en general');
  });

  it('a wrong total: the answer says no more than that nothing was found', async () => {
    await search(customer, { folio: 'CJ-1055', total: '349.00' });
    await customer.portal.getByText('No encontramos tu compra con esos datos.').waitFor();
    expect(await customer.portal.getByLabel('Folio').inputValue()).toBe('CJ-1055');
    expect(await customer.portal.getByLabel('Total pagado').inputValue()).toBe('349.00');
    await customer.portal.getByLabel('Total pagado').fill('$ 348');
    await pressMain(customer);
    await reads(customer, 'Tus datos fiscales');
  });

  it('nothing typed: every missing datum is pointed out, and the first has the focus', async () => {
    await search(customer, { folio: 'CJ-1058', total: '1000' });
    await reads(customer, 'Tus datos fiscales');
    await pressMain(customer);
    await customer.portal.getByText('Revisa 4 datos').waitFor();
    expect(await faultAt('rfc')).toBe('Escribe tu RFC.');
  });

  it('a refusal that only stamping reveals leads back to its field', async () => {
    await type('CJ-1059', '1000.01', TEODORIKAS);
    await reads(customer, 'Revisa y genera');
    await setFault(demo, { fault: 'reject', code: 'CFDI40148', times: 1 });
    await pressMain(customer);
    expect(await faultAt('codigoPostal')).toContain('CFDI40148');
    expect(await typed()).toEqual(TEODORIKAS);
    await pressMain(customer);
    await reads(customer, 'Revisa y genera');
  });
});
