/** What becomes of the demo's sales after their page's first answer, each followed to its end, by keyboard. */
import { describe, expect, it } from 'vitest';
import { runCli } from '../support/cli.ts';
import { ALBA, type Customer, reads, textOf, UNIVERSIDAD, uuidOf } from './customer.ts';
import { pressUntil, tabTo } from './keyboard.ts';
import { openStage } from './stage.ts';

const stage = openStage();
let customer: Customer;

const press = (key: string) => customer.page.keyboard.press(key);
async function pressOn(words: string): Promise<void> {
  await tabTo(customer.page, words);
  await press('Enter');
}

/** Calls the demo's API with its key. */
async function call<T>(path: string, body?: object, method = body ? 'POST' : 'GET', key = stage.demo.key): Promise<T> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const answer = await fetch(`${stage.demo.url}/v1${path}`, {
    ...{ method, headers },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as T;
}

async function look(folio: string, total: string): Promise<void> {
  customer = await stage.visit('/cafe-jacaranda');
  await reads(customer, 'Factura tu compra');
  await pressOn('Buscar con el total');
  await tabTo(customer.page, 'folio');
  await customer.page.keyboard.type(folio);
  await tabTo(customer.page, 'total');
  await customer.page.keyboard.type(total);
  await press('Enter');
}

const giveAlba = (button: string): Promise<void> => give(ALBA, button);

async function give(receptor: typeof ALBA | typeof UNIVERSIDAD, button: string): Promise<void> {
  await reads(customer, 'Tus datos fiscales');
  for (const field of ['rfc', 'nombre', 'codigoPostal'] as const) {
    await tabTo(customer.page, field);
    await customer.page.keyboard.type(receptor[field]);
  }
  await tabTo(customer.page, 'regimenFiscal');
  await pressUntil(customer.page, 'ArrowDown', receptor.regimenFiscal);
  await pressOn(button);
}

type SaleWire = {
  readonly folio: string;
  readonly date: string;
  readonly formaPago: string;
  readonly conceptos: readonly { readonly impuestos?: readonly object[] }[];
};

/** The sale as a company pays it to a person in RESICO: 1.25 % of ISR and two thirds of IVA are withheld. */
function withRetenciones(sale: SaleWire | undefined): object {
  const retencion = { tipo: 'retencion', tipoFactor: 'Tasa' };
  const withheld = [
    { ...retencion, impuesto: '001', tasaOCuota: '0.012500' },
    { ...retencion, impuesto: '002', tasaOCuota: '0.106667' },
  ];
  const [line] = sale?.conceptos ?? [];
  const { folio, date, formaPago } = sale ?? {};
  const conceptos = [{ ...line, valorUnitario: '10000.00', impuestos: [...(line?.impuestos ?? []), ...withheld] }];
  return { folio, date, formaPago, total: '10408.33', pricesIncludeTax: false, conceptos };
}

type Story = {
  readonly id: string;
  readonly invoices: readonly { id: string; kind: string; status: string }[];
  readonly cancellations: readonly { id: string }[];
};

async function saleOf(folio: string): Promise<Story> {
  const { sales } = await call<{ sales: { id: string }[] }>(`/sales?folio=${folio}&limit=1`);
  return call<Story>(`/sales/${sales[0]?.id}`);
}

describe('the demo’s sales, to their end:', { timeout: 120_000 }, () => {
  it('CJ-1055, in last month’s global: the customer gets an invoice, and an egreso takes the sale out of the global', async () => {
    expect((await saleOf('CJ-1055')).invoices.map(({ kind, status }) => `${kind} ${status}`)).toEqual([
      'global stamped',
    ]);
    await look('CJ-1055', '348.00');
    await giveAlba('Continuar');
    await reads(customer, 'Revisa y genera');
    expect(await textOf(customer)).toContain('factura global');
    await pressOn('Generar factura');
    await reads(customer, 'Tu factura está lista');
    await expect
      .poll(async () => (await saleOf('CJ-1055')).invoices.map(({ kind, status }) => `${kind} ${status}`).toSorted(), {
        timeout: 30_000,
      })
      .toEqual(['egreso stamped', 'global stamped', 'ingreso stamped']);
  });

  it('CJ-1056, late: the merchant accepts, and the page that was left open shows the invoice by itself', async () => {
    await look('CJ-1056', '348.00');
    await reads(customer, 'El plazo para facturar terminó');
    await pressOn('Enviar mi solicitud');
    await giveAlba('Enviar mi solicitud');
    await reads(customer, 'Tu solicitud');
    const { requests } = await call<{ requests: { id: string }[] }>('/requests?status=open&limit=1');
    await call(`/requests/${requests[0]?.id}/accept`, {});
    await customer.portal.getByRole('heading', { name: 'Tu factura está lista' }).waitFor({ timeout: 30_000 });
  });

  it('pi_3QX7, for a company: the designer submits it again with the retenciones, accepts, and the open page shows the invoice', async () => {
    customer = await stage.visit('/ingrid-xodar');
    await reads(customer, 'Factura tu servicio');
    await pressOn('Buscar con el total');
    await tabTo(customer.page, 'folio');
    await customer.page.keyboard.type('pi_3QX7');
    await tabTo(customer.page, 'total');
    await customer.page.keyboard.type('11600');
    await press('Enter');
    await give(UNIVERSIDAD, 'Continuar');
    await reads(customer, 'Revisa y genera');
    await pressOn('Enviar mi solicitud a Ingrid Xodar, diseño');
    await reads(customer, 'Tu solicitud');
    const ingrid = ['--merchant', 'mer_ingrid', '--world', 'test', '--json'];
    const env = { AUTOFACTURA_DATA: stage.demo.dataDir, DATABASE_URL: undefined };
    const { key } = JSON.parse((await runCli(['key', 'create', ...ingrid, '--scopes', 'all'], env)).stdout);
    const { sales } = await call<{ sales: SaleWire[] }>('/sales?folio=pi_3QX7', undefined, 'GET', key);
    const { requests } = await call<{ requests: { id: string }[] }>('/requests?status=open', undefined, 'GET', key);
    await call('/sales', withRetenciones(sales[0]), 'POST', key);
    await call(`/requests/${requests[0]?.id}/accept`, {}, 'POST', key);
    await customer.portal.getByRole('heading', { name: 'Tu factura está lista' }).waitFor({ timeout: 30_000 });
    await customer.portal.getByText('$10,408.33').first().waitFor();
  });

  it('CJ-1058 and CJ-1059: a cent decides who has to accept; each page says when its invoice is cancelled', async () => {
    const invoices: { id: string; uuid: string }[] = [];
    for (const [folio, total] of [
      ['CJ-1058', '1000.00'],
      ['CJ-1059', '1000.01'],
    ] as const) {
      await look(folio, total);
      await giveAlba('Continuar');
      await reads(customer, 'Revisa y genera');
      await pressOn('Generar factura');
      await reads(customer, 'Tu factura está lista');
      const [invoice] = (await saleOf(folio)).invoices;
      invoices.push({ id: invoice?.id ?? '', uuid: await uuidOf(customer) });
    }
    // The business day after its issue is over: until then nobody would have to accept either.
    await fetch(`${stage.demo.url}/demo/clock`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ days: 5 }),
    });
    const [exact, more] = invoices;
    type Terms = { acceptance: { needed: boolean } };
    const needed = await Promise.all(
      invoices.map(async ({ id }) => (await call<Terms>(`/invoices/${id}/cancellation-terms`)).acceptance.needed),
    );
    expect(needed).toEqual([false, true]);
    expect(await call(`/invoices/${exact?.id}/cancel`, { motivo: '02' })).toMatchObject({ status: 'canceled' });
    expect(await call(`/invoices/${more?.id}/cancel`, { motivo: '02' })).toMatchObject({ status: 'sent' });
    await customer.page.reload();
    await reads(customer, 'Tu factura está lista');
    await fetch(`${stage.demo.pac}/cancellations/${more?.uuid}`, {
      method: 'POST',
      body: JSON.stringify({ answer: 'accepted' }),
    });
    const [cancellation] = (await saleOf('CJ-1059')).cancellations;
    await call(`/cancellations/${cancellation?.id}/look-up`, {});
    await expect.poll(async () => (await saleOf('CJ-1059')).invoices[0]?.status, { timeout: 30_000 }).toBe('canceled');
    await customer.page.reload();
    await customer.portal.getByText('El comercio la canceló ante el SAT y ya no tiene validez').first().waitFor();
  });
});

describe('the order page of a shop', { timeout: 90_000 }, () => {
  it('also corrects its invoice, with the keyboard', async () => {
    customer = await stage.visit('/demo/?folio=CJ-1049');
    await giveAlba('Continuar');
    await reads(customer, 'Revisa y genera');
    await pressOn('Generar factura');
    await reads(customer, 'Tu factura está lista');
    const old = await uuidOf(customer);
    await pressOn('Corregir un dato');
    await reads(customer, 'Corrige tu factura');
    await tabTo(customer.page, 'regimenFiscal');
    await pressUntil(customer.page, 'ArrowDown', '606');
    await pressOn('Ver qué va a cambiar');
    await reads(customer, 'Revisa la corrección');
    await pressOn('Corregir mi factura');
    await reads(customer, 'Tu factura está lista');
    expect(await uuidOf(customer)).not.toBe(old);
    await customer.page.reload();
    await customer.portal.getByText(/quedó cancelada en el SAT/).waitFor();
  });
});
