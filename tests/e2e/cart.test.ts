/** Several purchases, found one by one, on as few invoices as fit: by keyboard alone. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Customer, reads, textOf } from './customer.ts';
import { attribute, verdictOf } from './documents.ts';
import { pressUntil, tabTo } from './keyboard.ts';
import { openStage } from './stage.ts';

const stage = openStage();
let customer: Customer;

const keys = (text: string) => customer.page.keyboard.type(text);
const press = async (words: string) => {
  await tabTo(customer.page, words);
  await customer.page.keyboard.press('Enter');
};

async function look(folio: string, total: string, isFirst = false): Promise<void> {
  await reads(customer, 'Factura tu compra');
  if (isFirst) await press('Buscar con el total');
  await tabTo(customer.page, 'folio');
  await keys(folio);
  await tabTo(customer.page, 'total');
  await keys(total);
  await customer.page.keyboard.press('Enter');
}

async function giveAlba(): Promise<void> {
  for (const [field, text] of [
    ['rfc', 'XAMA620210DQ5'],
    ['nombre', 'ALBA XKARAJAM MENDEZ'],
    ['codigoPostal', '01219'],
  ] as const) {
    await tabTo(customer.page, field);
    await keys(text);
  }
  await tabTo(customer.page, 'regimenFiscal');
  await pressUntil(customer.page, 'ArrowDown', '612');
  await press('Continuar');
}

describe('several purchases on one invoice', () => {
  it('two tickets of one branch, each found separately, become one invoice', { timeout: 120_000 }, async () => {
    customer = await stage.visit(stage.demo.portal);
    await look('CJ-1045', '348.00', true);
    await reads(customer, 'Tus datos fiscales');
    await press('Agregar algo más a esta factura');
    await reads(customer, 'Factura tu compra');
    expect(await textOf(customer)).toContain('CJ-1045');
    await look('CJ-1043', '348.00');
    await reads(customer, 'Tus datos fiscales');
    const cards = await textOf(customer);
    expect([cards.includes('CJ-1045'), cards.includes('CJ-1043')]).toEqual([true, true]);
    await giveAlba();
    await reads(customer, 'Revisa y genera');
    expect(await textOf(customer)).toContain('$696.00 MXN');
    await press('Generar factura');
    await reads(customer, 'Tu factura está lista');
    expect(await customer.portal.locator('.uuid').count()).toBe(1);
  });

  it('one in another currency and one of another branch become three invoices, previewed before and opened after a reload', {
    timeout: 180_000,
  }, async () => {
    customer = await stage.visit(stage.demo.portal);
    const { page, portal } = customer;
    await look('CJ-1058', '1000.00', true);
    await reads(customer, 'Tus datos fiscales');
    await press('Agregar algo más a esta factura');
    await look('CJ-1060', '40.00');
    await reads(customer, 'Tus datos fiscales');
    await giveAlba();
    await reads(customer, 'Revisa y genera');
    expect(await textOf(customer)).toContain('Son 2 facturas');
    await press('Agregar algo más a esta factura');
    // A reload while looking for the third loses neither what was found nor what was typed of it.
    await reads(customer, 'Factura tu compra');
    await tabTo(page, 'folio');
    await keys('TJ-0207');
    await page.reload();
    await reads(customer, 'Tus datos fiscales');
    await press('Agregar algo más a esta factura');
    await look('TJ-0207', '348.00');
    await reads(customer, 'Tus datos fiscales');
    await press('Continuar');
    await reads(customer, 'Revisa y genera');
    const shown = await textOf(customer);
    for (const words of ['Son 3 facturas', 'Factura 1 de 3', '$1,000.00 MXN', '$40.00 USD', '$348.00 MXN'])
      expect(shown).toContain(words);
    await press('Generar las 3 facturas');
    await reads(customer, 'Tus facturas están listas');
    const uuids = await portal.locator('.uuid').allInnerTexts();
    expect(new Set(uuids).size).toBe(3);
    const places: string[] = [];
    for (const link of await portal.getByRole('link', { name: 'Descargar XML' }).all()) {
      const [file] = await Promise.all([page.waitForEvent('download'), link.press('Enter')]);
      const path = await file.path();
      expect(await verdictOf(path)).toMatchObject({ faults: [], sello: 'ok' });
      const xml = readFileSync(path, 'utf8');
      const of = (name: string) => attribute(xml, 'cfdi:Comprobante', name);
      places.push(`${of('LugarExpedicion')} ${of('Moneda')} ${of('Total')}`);
    }
    expect(places.toSorted()).toEqual(['06700 MXN 1000.00', '06700 USD 40.00', '22000 MXN 348.00']);
    await page.reload();
    await reads(customer, 'Tus facturas están listas');
    expect((await portal.locator('.uuid').allInnerTexts()).toSorted()).toEqual(uuids.toSorted());
  });

  it('a purchase added by mistake is removed again, and cancelling the search returns to the fiscal data', {
    timeout: 120_000,
  }, async () => {
    customer = await stage.visit(stage.demo.portal);
    await look('CJ-1042', '527.00', true);
    await reads(customer, 'Tus datos fiscales');
    await press('Agregar algo más a esta factura');
    await look('CJ-1049', '563.40');
    await reads(customer, 'Tus datos fiscales');
    await press('Quitar\n· CJ-1042');
    await expect.poll(() => textOf(customer)).not.toContain('CJ-1042');
    await press('Agregar algo más a esta factura');
    await reads(customer, 'Factura tu compra');
    await press('Seguir sin agregar más');
    await reads(customer, 'Tus datos fiscales');
    expect(await textOf(customer)).toContain('CJ-1049');
  });
});
