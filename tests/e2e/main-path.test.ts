import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { one, readIcal, utcOf } from '../support/ical.ts';
import { satOracle } from '../support/sat-oracle.ts';
import { ALBA, byTotal, download, PHONE, pressMain, reads, search, TEODORIKAS, textOf, uuidOf } from './customer.ts';
import { stampCount } from './demo.ts';
import { attribute, textOfPdf, verdictOf } from './documents.ts';
import { focused, pressUntil, tabTo } from './keyboard.ts';
import { openStage } from './stage.ts';

const CJ_1042 = { folio: 'CJ-1042', total: '527.00' };
const JUAN = { rfc: 'XAXX010101000', nombre: 'Juan Pérez' };

const stage = openStage();

describe('a customer with a phone and no RFC invoices the test sale', () => {
  let uuid: string;

  it('finds it, gives a name, and downloads a valid PDF and XML, and both as ZIP', async () => {
    const ana = await stage.visit('/cafe-jacaranda', PHONE);
    const { portal } = ana;
    await byTotal(ana);
    await portal.getByLabel('Folio').fill(CJ_1042.folio);
    await portal.getByLabel('Total pagado').fill(CJ_1042.total);
    await portal.getByRole('button', { name: 'Buscar mi compra' }).click();
    await reads(ana, 'Tus datos fiscales');
    await portal.getByRole('button', { name: 'No tengo RFC' }).click();
    await portal.getByText('Sirve como comprobante, no para deducir.').waitFor();
    await portal.getByLabel('Tu nombre completo').fill(JUAN.nombre);
    await portal.getByRole('button', { name: 'Continuar' }).click();
    await reads(ana, 'Revisa y genera');
    await portal.getByText('$527.00 MXN').waitFor();
    await portal.getByRole('button', { name: 'Generar factura' }).click();
    await reads(ana, 'Tu factura está lista');
    uuid = await uuidOf(ana);

    const xml = await download(ana, 'Descargar XML');
    const pdf = await download(ana, 'Descargar PDF');
    const zip = unzipSync(new Uint8Array((await download(ana, 'Descargar ambos en un ZIP')).bytes));

    const text = xml.bytes.toString('utf8');
    expect(attribute(text, 'tfd:TimbreFiscalDigital', 'UUID')).toBe(uuid);
    expect(attribute(text, 'cfdi:Receptor', 'Nombre')).toBe('JUAN PÉREZ');
    expect(await verdictOf(xml.path)).toMatchObject({
      sello: 'ok',
      noCertificado: 'ok',
      selloCfd: 'ok',
      totals: 'ok',
      faults: [],
    });
    const judged = await satOracle()?.verify(xml.path);
    if (judged) expect(judged).toMatchObject({ xsd: true, sello: true, serial: true });
    const printed = await textOfPdf(pdf.path);
    expect(printed.toUpperCase()).toContain(uuid.toUpperCase());
    expect(printed.toUpperCase()).toContain('SINVALIDEZFISCAL');
    expect(Object.keys(zip).sort()).toEqual([pdf.name, xml.name].sort());
    expect(Buffer.from(zip[xml.name] ?? [])).toEqual(xml.bytes);
  });

  it('gets an invoice that is not shown to somebody who only repeats its data, and no second stamp', async () => {
    const stamps = await stampCount(stage.demo);
    const found = await post('sales/search', CJ_1042);
    const [{ token }] = found.sales;
    const again = await post('invoices', { sales: [token], receptor: JUAN });
    expect(again).toMatchObject({ status: 409, code: 'already-invoiced' });
    expect(JSON.stringify(again)).not.toContain(uuid);
    expect(await stampCount(stage.demo)).toBe(stamps);
  });

  it('is protected from others who find the sale: a wrong RFC and postal code reveal nothing', async () => {
    const other = await stage.visit('/cafe-jacaranda', PHONE);
    await search(other, CJ_1042);
    await reads(other, 'Tu compra ya tiene factura');
    expect(await textOf(other)).not.toContain(uuid);
    await other.portal.getByLabel('RFC').fill(TEODORIKAS.rfc);
    await other.portal.getByLabel('Código postal').fill(TEODORIKAS.codigoPostal);
    await pressMain(other);
    await other.portal.getByText('no son los de esa factura').waitFor();
    await other.portal.getByLabel('RFC').fill(JUAN.rfc);
    // Everybody knows a generic RFC's postal code: there the name is the proof.
    await other.portal.getByLabel('Nombre con el que la pediste').fill(JUAN.nombre);
    await pressMain(other);
    await reads(other, 'Tu factura está lista');
    await other.portal.getByText(uuid).waitFor();
    expect((await download(other, 'Descargar XML')).bytes.toString('utf8')).toContain(uuid);
  });
});

it('the whole path works by keyboard alone, with the focus on each heading and always visible', async () => {
  const { page, portal } = await stage.visit('/cafe-jacaranda');
  await portal.getByRole('heading', { name: 'Factura tu compra' }).waitFor();
  await tabTo(page, 'folio');
  await page.keyboard.type('CJ-1055');
  await tabTo(page, 'Buscar con el total');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await focused(page)).text).toBe('total');
  await page.keyboard.type('348');
  await page.keyboard.press('Enter');
  await reads({ portal }, 'Tus datos fiscales');
  expect(await focused(page)).toMatchObject({ tag: 'H2', text: 'Tus datos fiscales' });
  await tabTo(page, 'rfc');
  await page.keyboard.type(ALBA.rfc.toLowerCase());
  await tabTo(page, 'nombre');
  await page.keyboard.type(ALBA.nombre);
  await tabTo(page, 'codigoPostal');
  await page.keyboard.type(ALBA.codigoPostal);
  await tabTo(page, 'regimenFiscal');
  await pressUntil(page, 'ArrowDown', ALBA.regimenFiscal);
  await tabTo(page, 'Continuar');
  await page.keyboard.press('Space');
  await reads({ portal }, 'Revisa y genera');
  expect(await focused(page)).toMatchObject({ tag: 'H2', text: 'Revisa y genera' });
  await tabTo(page, 'Generar factura');
  await page.keyboard.press('Enter');
  await reads({ portal }, 'Tu factura está lista');
  expect(await focused(page)).toMatchObject({ tag: 'H2', text: 'Tu factura está lista' });
  await tabTo(page, 'Descargar PDF');
  const [pdf] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
  expect(pdf.suggestedFilename()).toMatch(/\.pdf$/);
});

it('the deadline can be added to the customer’s calendar by keyboard, with the same minute as on the screen', async () => {
  const { page, portal } = await stage.visit('/cafe-jacaranda');
  await portal.getByRole('heading', { name: 'Factura tu compra' }).waitFor();
  await tabTo(page, 'folio');
  await page.keyboard.type('CJ-1058');
  await tabTo(page, 'Buscar con el total');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await focused(page)).text).toBe('total');
  await page.keyboard.type('1000');
  await page.keyboard.press('Enter');
  await reads({ portal }, 'Tus datos fiscales');
  const notice = await portal
    .getByText(/^Tienes hasta el \d+ de [a-z]+( de \d{4})?, 23:59, hora del centro de México\./)
    .innerText();
  await tabTo(page, 'Agregar a mi calendario');
  const [file] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
  expect(file.suggestedFilename()).toBe('factura-CJ-1058.ics');
  const [event] = readIcal(readFileSync(await file.path(), 'utf8')).components;
  if (!event) throw new Error('no event');
  const [day, moment] = [/\d+/.exec(notice)?.[0], new Date(utcOf(one(event, 'DTSTART')))];
  const format = {
    timeZone: 'America/Mexico_City',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  } as const;
  expect(moment.toLocaleString('en-GB', format)).toMatch(new RegExp(`^${day}\\D+23:59$`));
  await reads({ portal }, 'Tus datos fiscales');
});

it('on the shop’s own page the order is already open, and «Llenar por mí» fills in the rest', async () => {
  const shopper = await stage.visit('/demo/?folio=CJ-1058');
  await reads(shopper, 'Tus datos fiscales');
  await shopper.page.getByRole('button', { name: 'Llenar por mí' }).click();
  await expect.poll(() => shopper.portal.getByLabel('RFC').inputValue()).toBe(ALBA.rfc);
  await pressMain(shopper);
  await reads(shopper, 'Revisa y genera');
  await pressMain(shopper);
  await reads(shopper, 'Tu factura está lista');
});

it('a browser that prefers English gets English, including the downloads', async () => {
  const john = await stage.visit('/cafe-jacaranda', { locale: 'en-US' });
  const { page, portal } = john;
  expect(await page.locator('html').getAttribute('lang')).toBe('en');
  await portal.getByText('Step 1 of 3').waitFor();
  await search(john, { folio: 'CJ-1060', total: '40.00' });
  await reads(john, 'Your tax details');
  await portal.getByRole('button', { name: 'I am a foreigner' }).click();
  await portal.getByLabel('Your full name').fill('Jane Doe');
  await portal.getByRole('button', { name: 'Continue' }).click();
  await reads(john, 'Check and create');
  await portal.getByText('$40.00 USD').first().waitFor();
  await pressMain(john);
  await reads(john, 'Your invoice is ready');
  await portal.getByRole('link', { name: 'Download PDF' }).waitFor();
  expect(await textOf(john)).not.toMatch(/Descargar|Folio fiscal|Verificar|correo/);
});

async function post(path: string, body: object) {
  const answer = await fetch(`${stage.demo.url}/v1/portals/cafe-jacaranda/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return (await answer.json()) as { uuid?: string; sales: [{ token: string }] };
}
