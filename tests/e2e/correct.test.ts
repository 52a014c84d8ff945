import { describe, expect, it } from 'vitest';
import { satOracle } from '../support/sat-oracle.ts';
import { ALBA, type Customer, download, invoice, PHONE, reads, search, textOf, uuidOf } from './customer.ts';
import { attribute } from './documents.ts';
import { pressUntil, tabTo } from './keyboard.ts';
import { openStage } from './stage.ts';

const stage = openStage();
let customer: Customer;

const press = (key: string) => customer.page.keyboard.press(key);

/** Goes to a field by Tab and types over what is in it, key by key. */
async function retype(field: string, text: string): Promise<void> {
  await tabTo(customer.page, field);
  await press('Control+A');
  await customer.page.keyboard.type(text);
}

async function pressOn(words: string): Promise<void> {
  await tabTo(customer.page, words);
  await press('Enter');
}

describe('an invoice made out to the wrong taxpayer, corrected with the keyboard,', { timeout: 90_000 }, () => {
  it('is replaced after a mistake was corrected, and the old one is cancelled; a reload still says so', async () => {
    customer = await stage.visit('/cafe-jacaranda', PHONE);
    await invoice(customer, { folio: 'CJ-1043', total: '348.00' }, ALBA);
    const old = await uuidOf(customer);
    await pressOn('Corregir un dato');
    await reads(customer, 'Corrige tu factura');
    await retype('rfc', 'URE180429TM6');
    await retype('nombre', 'UNIVERSIDAD ROBOTICA');
    await retype('codigoPostal', '65000');
    await tabTo(customer.page, 'regimenFiscal');
    await pressUntil(customer.page, 'ArrowDown', '601');
    await pressOn('Ver qué va a cambiar');
    await reads(customer, 'Revisa la corrección');
    expect(await textOf(customer)).toMatch(/Dice: XAMA620210DQ5[\s\S]*Va a decir: URE180429TM6/);
    expect(await uuidOf(customer)).toBe(old);
    await pressOn('Corregir mi factura');
    await reads(customer, 'Corrige tu factura');
    const name = customer.portal.locator('[name=nombre]');
    expect(await name.getAttribute('aria-invalid')).toBe('true');
    await press('End');
    await customer.page.keyboard.type(' ESPAÑOLA');
    await press('Enter');
    await reads(customer, 'Revisa la corrección');
    await pressOn('Corregir mi factura');
    await reads(customer, 'Tu factura está lista');
    expect(await uuidOf(customer)).not.toBe(old);
    const { bytes, path } = await download(customer, 'Descargar XML');
    const xml = bytes.toString('utf8');
    expect(attribute(xml, 'cfdi:Receptor', 'Rfc')).toBe('URE180429TM6');
    expect(attribute(xml, 'cfdi:CfdiRelacionados', 'TipoRelacion')).toBe('04');
    expect(attribute(xml, 'cfdi:CfdiRelacionado', 'UUID')).toBe(old);
    const verdict = await satOracle()?.verify(path);
    if (verdict) expect(verdict).toMatchObject({ xsd: true, sello: true });
    await customer.page.reload();
    await customer.portal.getByText(/quedó cancelada en el SAT/).waitFor();
  });

  it('is found again only by its new data, and its RFC cannot be changed a second time', async () => {
    customer = await stage.visit('/cafe-jacaranda');
    await search(customer, { folio: 'CJ-1043', total: '348.00' });
    await reads(customer, /ya tiene factura/);
    await tabTo(customer.page, 'rfc');
    await customer.page.keyboard.type('URE180429TM6');
    await tabTo(customer.page, 'codigoPostal');
    await customer.page.keyboard.type('65000');
    await press('Enter');
    await reads(customer, 'Tu factura está lista');
    await pressOn('Corregir un dato');
    await reads(customer, 'Corrige tu factura');
    await retype('rfc', 'XAMA620210DQ5');
    await retype('nombre', 'ALBA XKARAJAM MENDEZ');
    await retype('codigoPostal', '01219');
    await tabTo(customer.page, 'regimenFiscal');
    await pressUntil(customer.page, 'ArrowDown', '612');
    await pressOn('Ver qué va a cambiar');
    await customer.portal.getByText('El RFC se corrige una sola vez').waitFor();
    await customer.page.goBack();
    await reads(customer, 'Tu factura está lista');
  });

  it('is in English for readers of English', async () => {
    customer = await stage.visit('/cafe-jacaranda', { locale: 'en-US' });
    await search(customer, { folio: 'CJ-1043', total: '348.00' });
    await reads(customer, /already has an invoice/);
    await tabTo(customer.page, 'rfc');
    await customer.page.keyboard.type('URE180429TM6');
    await tabTo(customer.page, 'codigoPostal');
    await customer.page.keyboard.type('65000');
    await press('Enter');
    // The heading takes the focus when it arrives.
    await reads(customer, 'Your invoice is ready');
    await pressOn('Correct something');
    await reads(customer, 'Correct your invoice');
    await tabTo(customer.page, 'regimenFiscal');
    await pressUntil(customer.page, 'ArrowDown', '603');
    await pressOn('See what will change');
    await reads(customer, 'Check the correction');
    expect(await textOf(customer)).toMatch(/What will happen[\s\S]*A new invoice is issued/);
  });
});
