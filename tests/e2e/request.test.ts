import { describe, expect, it } from 'vitest';
import { type Customer, download, reads, textOf } from './customer.ts';
import { attribute } from './documents.ts';
import { pressUntil, tabTo } from './keyboard.ts';
import { openStage } from './stage.ts';

const stage = openStage();
let customer: Customer;

const keys = (text: string) => customer.page.keyboard.type(text);

/** Searches for a purchase that is not there, and leaves the data of ALBA XKARAJAM MENDEZ for it, key by key. */
async function leaveFor(folio: string, total: string): Promise<void> {
  const { page } = customer;
  await reads(customer, 'Factura tu compra');
  await tabTo(page, 'Buscar con el total');
  await page.keyboard.press('Enter');
  await tabTo(page, 'folio');
  await keys(folio);
  await tabTo(page, 'total');
  await keys(total);
  await page.keyboard.press('Enter');
  await customer.portal.getByText('No encontramos tu compra').first().waitFor();
  await tabTo(page, 'Dejar mis datos y facturar en cuanto llegue');
  await page.keyboard.press('Enter');
  await reads(customer, 'Tus datos fiscales');
  for (const [field, text] of [
    ['rfc', 'XAMA620210DQ5'],
    ['nombre', 'ALBA XKARAJAM MENDEZ'],
    ['codigoPostal', '01219'],
  ] as const) {
    await tabTo(page, field);
    await keys(text);
  }
  await tabTo(page, 'regimenFiscal');
  await pressUntil(page, 'ArrowDown', '612');
  await tabTo(page, 'Enviar mi solicitud');
  await page.keyboard.press('Enter');
  await reads(customer, 'Tu solicitud');
}

/** Calls the demo's API with its key. */
async function call(path: string, body?: object): Promise<Record<string, unknown>> {
  const headers = { authorization: `Bearer ${stage.demo.key}`, 'content-type': 'application/json' };
  const init = body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) };
  const answer = await fetch(`${stage.demo.url}${path}`, init);
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as Record<string, unknown>;
}

async function newestRequest(): Promise<string> {
  const { requests } = (await call('/v1/requests?limit=1')) as unknown as { requests: readonly { id: string }[] };
  return requests[0]?.id ?? '';
}

function sale(folio: string): object {
  const impuestos = [{ tipo: 'traslado', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.160000' }];
  const mug = { claveProdServ: '52152100', descripcion: 'Taza', claveUnidad: 'H87', cantidad: '1' };
  const conceptos = [{ ...mug, valorUnitario: '149.00', impuestos }];
  return { folio, date: new Date(Date.now() - 60_000).toISOString(), total: '149.00', formaPago: '04', conceptos };
}

describe('a purchase that has not arrived yet, requested with the keyboard,', { timeout: 90_000 }, () => {
  it('is invoiced when it arrives, and the page that was left open shows the invoice by itself, even after a reload', async () => {
    customer = await stage.visit('/cafe-jacaranda');
    await leaveFor('CJ-7001', '149');
    expect(await textOf(customer)).toMatch(/Haremos tu factura en cuanto llegue tu compra/);
    await call('/v1/sales', sale('CJ-7001'));
    await customer.portal.getByRole('heading', { name: 'Tu factura está lista' }).waitFor({ timeout: 30_000 });
    const xml = (await download(customer, 'Descargar XML')).bytes.toString('utf8');
    expect(attribute(xml, 'cfdi:Receptor', 'Rfc')).toBe('XAMA620210DQ5');
    await customer.page.reload();
    await reads(customer, 'Tu factura está lista');
  });

  it('is declined in the merchant’s words, which the page that was left open shows by itself', async () => {
    customer = await stage.visit('/cafe-jacaranda');
    await leaveFor('CJ-7002', '149');
    await call(`/v1/requests/${await newestRequest()}/decline`, { reason: 'Ese folio es de otra sucursal.' });
    await customer.portal.getByText('Ese folio es de otra sucursal.').waitFor({ timeout: 30_000 });
    await customer.page.reload();
    await customer.portal.getByText('Ese folio es de otra sucursal.').waitFor();
  });
});
