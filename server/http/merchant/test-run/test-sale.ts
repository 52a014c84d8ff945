/** A sale for testing a portal: a plain one with IVA, which each of its look-up combinations can find. */
import { randomInt } from 'node:crypto';
import { localDate, offsetDateTime } from '../../../catalogs/local-time.ts';
import { issueZone } from '../../../catalogs/postal-code.ts';
import type { Branch } from '../../../merchants/merchant.ts';
import type { LookupField, Portal } from '../../../portals/portal.ts';
import { pushWriter, putSales } from '../../../sales/put-sales.ts';
import { parseSale, type SaleWire } from '../../../sales/sale-wire.ts';
import type { Services } from '../../api/services.ts';
import { tenantOf } from '../../portal/portal-context.ts';

type Fields = Readonly<Partial<Record<LookupField, string>>>;

/** What the ticket says, and what a customer types to find it. */
export type TestSale = { readonly ticket: Fields; readonly typed: Fields };

/** Stores a test sale; `undefined` if it was refused. It has no real e-mail address, so no stranger gets a copy of the test invoice. */
export async function putTestSale(
  { invoicing }: Services,
  portal: Portal,
  { branch, way }: { readonly branch: Branch; readonly way: readonly LookupField[] },
): Promise<TestSale | undefined> {
  const zone = issueZone(branch.codigoPostal);
  const now = invoicing.now();
  const number = randomInt(10_000_000, 100_000_000);
  // A unique amount, so that a search by total and day finds only this sale.
  const total = `${100 + (number % 900)}.${String(randomInt(100)).padStart(2, '0')}`;
  const sale: SaleWire = {
    ...{ folio: `PRUEBA-${number}`, date: offsetDateTime(now - 60_000, zone), branch: branch.code, total },
    ...{ formaPago: '01', cardLast4: String(number).slice(-4) },
    conceptos: [
      {
        ...{ claveProdServ: '01010101', descripcion: 'Venta de prueba', claveUnidad: 'ACT', cantidad: '1' },
        valorUnitario: total,
        impuestos: [{ tipo: 'traslado', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.160000' }],
      },
    ],
  };
  const [stored] = await putSales(invoicing, pushWriter(invoicing.store.sales, tenantOf(portal)), [parseSale(sale)]);
  if (!stored || stored.kind === 'refused') return undefined;
  const cardLast4 = String(number).slice(-4);
  const ticket = { folio: sale.folio, total, date: localDate(now - 60_000, zone), cardLast4 };
  const typed = Object.entries(ticket).filter(([field]) => way.some((each) => each === field));
  return { ticket, typed: Object.fromEntries(typed) };
}
