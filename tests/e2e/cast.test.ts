import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ALBA,
  type Customer,
  describe as describeReceptor,
  download,
  invoice,
  openBrowser,
  pressMain,
  reads,
  search,
  startOver,
  type Ticket,
  textOf,
  UNIVERSIDAD,
  uuidOf,
  visit,
} from './customer.ts';
import { castSale, type Demo, stampCount, startDemo } from './demo.ts';
import { amountsOf, attribute, pagesOf } from './documents.ts';

let demo: Demo;
let browser: Browser;
/** One window a merchant: a customer who goes on from one purchase to the next. */
const windows = new Map<string, Customer>();

beforeAll(async () => {
  [demo, browser] = await Promise.all([startDemo(), openBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await demo.stop();
});

async function at(slug: string): Promise<Customer> {
  const open = windows.get(slug);
  if (open) await startOver(open, `/${slug}`);
  const customer = open ?? (await visit(browser, demo, `/${slug}`));
  windows.set(slug, customer);
  return customer;
}

type Stamped = Ticket & {
  readonly what: string;
  readonly slug?: string;
  /** What its XML must say, `element@attribute`. */
  readonly xml?: Readonly<Record<string, string>>;
  readonly shows?: string;
};

const STAMPED: readonly Stamped[] = [
  {
    what: 'a mixed basket, IVA 0 % and 16 %',
    folio: 'CJ-1042',
    total: '527.00',
    xml: { 'Comprobante@FormaPago': '04' },
  },
  {
    what: 'breakfasts without the tip',
    folio: 'CJ-1043',
    total: '400.20',
    shows: 'Propina, no se factura',
    xml: { 'Comprobante@Total': '348.00', 'Comprobante@FormaPago': '28' },
  },
  { what: 'chocolate and wine, IEPS in the price', folio: 'CJ-1044', total: '668.00' },
  {
    what: 'two ways of paying, the larger one',
    folio: 'CJ-1045',
    total: '348.00',
    xml: { 'Comprobante@FormaPago': '04' },
  },
  {
    what: 'a coupon spread over lines and shipping',
    folio: 'CJ-1049',
    total: '563.40',
    shows: 'Descuento',
  },
  { what: 'what is left after a partial refund', folio: 'CJ-1053', total: '378.00' },
  { what: 'a purchase of last month, in its global', folio: 'CJ-1055', total: '348.00', shows: 'factura global' },
  {
    what: 'a purchase of Tijuana',
    folio: 'TJ-0207',
    total: '348.00',
    xml: { 'Comprobante@LugarExpedicion': '22000', 'Comprobante@FormaPago': '01' },
  },
  { what: 'exactly 1,000.00', folio: 'CJ-1058', total: '1000.00' },
  { what: 'a cent more', folio: 'CJ-1059', total: '1,000.01' },
  {
    what: 'dollars with their rate',
    folio: 'CJ-1060',
    total: '40.00',
    xml: { 'Comprobante@Moneda': 'USD', 'Comprobante@TipoCambio': '18.4512' },
  },
  {
    what: 'a hardware store’s 23 lines, paid in cash',
    slug: 'el-yunque',
    folio: 'EY-23',
    total: '1284.50',
    xml: { 'Emisor@Rfc': 'H&amp;E951128469', 'Comprobante@FormaPago': '01' },
  },
  {
    what: 'a restaurant with Ñ in its RFC',
    slug: 'la-milpa',
    folio: 'LM-88',
    total: '870.00',
    shows: 'Propina, no se factura',
    xml: { 'Emisor@Rfc': 'OÑO120726RX3' },
  },
  {
    what: 'a designer in RESICO, for a person',
    slug: 'ingrid-xodar',
    folio: 'pi_3QX7',
    total: '11600.00',
    xml: { 'Emisor@RegimenFiscal': '626' },
  },
  {
    what: 'a car park',
    slug: 'huerta-watember',
    folio: 'E-4571',
    total: '45.00',
    xml: { 'Concepto@ClaveProdServ': '78111807' },
  },
];

it('pi_3QX7: a company sees both totals on the review, and asks the designer for it there, with its data as given', async () => {
  const customer = await at('ingrid-xodar');
  await search(customer, { folio: 'pi_3QX7', total: '11600.00' });
  await reads(customer, 'Tus datos fiscales');
  await describeReceptor(customer, UNIVERSIDAD);
  await reads(customer, 'Revisa y genera');
  const review = await textOf(customer);
  expect(review).toMatch(/Pagaste\s+\$11,600.00 MXN/);
  expect(review).toMatch(/ISR que retiene tu empresa \(1.25 %\)\s+−\$125.00 MXN/);
  expect(review).toMatch(/Con las retenciones que tu empresa debe hacer\s+\$10,408.33 MXN/);
  expect(await customer.portal.getByRole('button', { name: 'Generar factura' }).count()).toBe(0);
  await customer.portal.getByRole('button', { name: 'Enviar mi solicitud a Ingrid Xodar, diseño' }).click();
  await reads(customer, 'Tu solicitud');
  await customer.portal.getByText('Ingrid Xodar, diseño revisará tu solicitud').first().waitFor();
});

describe('a sale that can be invoiced is invoiced, with the amounts that its customer saw', () => {
  it.each(STAMPED)('$folio: $what', async ({ slug = 'cafe-jacaranda', folio, total, xml: says = {}, shows }) => {
    const customer = await at(slug);
    await search(customer, { folio, total, ...(slug === 'el-yunque' && { date: (await castSale(demo, folio)).day }) });
    await reads(customer, 'Tus datos fiscales');
    const before = await textOf(customer);
    await describeReceptor(customer, ALBA);
    await reads(customer, 'Revisa y genera');
    const review = await shownBy(customer);
    if (shows) expect(`${before} ${await textOf(customer)}`).toContain(shows);
    await pressMain(customer);
    await reads(customer, 'Tu factura está lista');
    const xml = (await download(customer, 'Descargar XML')).bytes.toString('utf8');
    expect(review).toEqual(writtenIn(xml));
    for (const [place, value] of Object.entries(says)) {
      const [element = '', name = ''] = place.split('@');
      expect(attribute(xml, `cfdi:${element}`, name), place).toBe(value);
    }
    expect(customer.complaints).toEqual([]);
  });

  it('CJ-1057: 42 lines with Ñ, & and quotes, in a PDF of two pages', async () => {
    const customer = await at('cafe-jacaranda');
    const { total } = await castSale(demo, 'CJ-1057');
    await invoice(customer, { folio: 'CJ-1057', total }, UNIVERSIDAD);
    const xml = (await download(customer, 'Descargar XML')).bytes.toString('utf8');
    expect(xml.match(/<cfdi:Concepto /g)).toHaveLength(42);
    expect(xml).toContain('Piñón &amp; nuez de la India');
    expect(await pagesOf((await download(customer, 'Descargar PDF')).path)).toBe(2);
  });

  it('CJ-1046, 1047, 1048: one e-mail finds all three, and one invoice includes them', async () => {
    const customer = await at('jacaranda-cafeteria');
    await customer.portal.locator('[name=email]').fill('tres@example.com');
    await customer.portal.locator('[name=date]').fill((await castSale(demo, 'CJ-1047')).day);
    await pressMain(customer);
    // Whoever knows the e-mail and the day is shown nothing until the total of one of them is given.
    await reads(customer, 'Encontramos tu consumo');
    await customer.portal.locator('[name=total]').fill((await castSale(demo, 'CJ-1047')).total);
    await pressMain(customer);
    await reads(customer, '¿Qué quieres facturar?');
    for (const folio of ['CJ-1046', 'CJ-1047', 'CJ-1048']) {
      await customer.portal.getByRole('checkbox', { name: new RegExp(folio) }).check();
    }
    await pressMain(customer);
    await reads(customer, 'Tus datos fiscales');
    await describeReceptor(customer, ALBA);
    await reads(customer, 'Revisa y genera');
    await pressMain(customer);
    await reads(customer, 'Tu factura está lista');
    const xml = (await download(customer, 'Descargar XML')).bytes.toString('utf8');
    expect(attribute(xml, 'cfdi:Comprobante', 'Total')).toBe('512.00');
  });

  it('CJ-1051: the PAC’s lost answer arrives by itself, and it is stamped once', async () => {
    const customer = await at('cafe-jacaranda');
    const stamps = await stampCount(demo);
    await search(customer, { folio: 'CJ-1051', total: '348.00' });
    await reads(customer, 'Tus datos fiscales');
    await describeReceptor(customer, ALBA);
    await reads(customer, 'Revisa y genera');
    await pressMain(customer);
    await customer.portal.getByRole('heading', { name: 'Tu factura está lista' }).waitFor({ timeout: 25_000 });
    expect(await uuidOf(customer)).toMatch(/^[0-9A-F-]{36}$/i);
    expect(await stampCount(demo)).toBe(stamps + 1);
  });
});

describe('a sale that cannot be invoiced now says why, and what to do', () => {
  it.each([
    {
      folio: 'CJ-1052',
      heading: 'Tu compra ya no se puede facturar',
      says: 'reembolsó',
      next: 'Hacer otra búsqueda',
    },
    { folio: 'CJ-1054', heading: 'Tu pago aún no se confirma', says: 'podrás facturar', next: 'Revisar de nuevo' },
    { folio: 'CJ-1056', heading: 'El plazo para facturar terminó', says: 'terminó el', next: 'Enviar mi solicitud' },
    { folio: 'CJ-1050', heading: 'Tu compra ya tiene factura', says: 'RFC y el código postal', next: 'Ver mi factura' },
  ])('$folio: $heading', async ({ folio, heading, says, next }) => {
    const customer = await at('cafe-jacaranda');
    await search(customer, { folio, total: '348.00' });
    await reads(customer, heading);
    await customer.portal.getByText(says).first().waitFor();
    await customer.portal.getByRole('button', { name: next }).waitFor();
  });

  /** Proves to be the receptor of CJ-1050's invoice. */
  const openAgain = async (customer: Customer): Promise<void> => {
    await search(customer, { folio: 'CJ-1050', total: '348.00' });
    await reads(customer, 'Tu compra ya tiene factura');
    await customer.portal.locator('[name=rfc]').fill(UNIVERSIDAD.rfc);
    await customer.portal.locator('[name=codigoPostal]').fill(UNIVERSIDAD.codigoPostal);
    await pressMain(customer);
    await reads(customer, 'Tu factura está lista');
  };

  it('CJ-1050: its receptor downloads it again', async () => {
    const customer = await at('cafe-jacaranda');
    await openAgain(customer);
  });

  it('CJ-1050: its receptor downloads it again although strangers spent the free tries of the day, once the browser has proven its work', async () => {
    const db = new Database(join(demo.dataDir, 'autofactura.db'));
    const { id } = db.prepare('select id from sale where folio = ?').get('CJ-1050') as { id: string };
    const today = new Date().toISOString().slice(0, 10);
    db.prepare('insert or replace into attempt (key, period, count) values (?, ?, 10)').run(
      `sale-tries:${id}:found`,
      today,
    );
    db.close();
    const customer = await at('cafe-jacaranda');
    const sent: (string | undefined)[] = [];
    customer.page.on('request', (request) => {
      if (request.url().endsWith('/invoices/recover')) sent.push(request.headers()['x-autofactura-proof']);
    });
    await openAgain(customer);
    expect(sent).toEqual([undefined, expect.stringMatching(/^[\w-]{200,}$/)]);
  });

  it('CJ-1056: the outcome of a request is announced once', async () => {
    const customer = await at('cafe-jacaranda');
    await search(customer, { folio: 'CJ-1056', total: '348.00' });
    await reads(customer, 'El plazo para facturar terminó');
    expect((await textOf(customer)).match(/revisará tu solicitud/g)).toHaveLength(1);
  });

  it('CJ-1056: the request is stored, and its link shows it to whoever returns', async () => {
    const customer = await at('cafe-jacaranda');
    await search(customer, { folio: 'CJ-1056', total: '348.00' });
    await customer.portal.getByRole('button', { name: 'Enviar mi solicitud' }).click();
    await describeReceptor(customer, ALBA);
    await reads(customer, 'Tu solicitud');
    const link = await customer.portal.getByLabel('Enlace de tu solicitud').inputValue();
    const later = await visit(browser, demo, link);
    await reads(later, 'Tu solicitud');
    await later.leave();
  });
});

/** The amounts of «Revisa y genera», without their currency. */
async function shownBy({ portal }: Customer) {
  const sums = await portal.locator('.sum').allInnerTexts();
  const lines = sums.map((sum) => {
    const [label = '', amount = ''] = sum.split('\n');
    return { label, amount: amount.replace(/[^\d.]/g, '') };
  });
  const of = (wanted: string) => lines.find(({ label }) => label === wanted)?.amount;
  return {
    subTotal: of('Subtotal'),
    descuento: of('Descuento'),
    impuestos: lines.filter(({ label }) => /^(IVA|IEPS|ISR)/.test(label)).map(({ amount }) => amount),
    total: of('Total'),
  };
}

function writtenIn(xml: string) {
  const { descuento, ...amounts } = amountsOf(xml);
  return { ...amounts, descuento: Number(descuento ?? 0) ? descuento : undefined };
}
