/** Café Jacaranda and its sales, as the store sees them. */
import { createHash } from 'node:crypto';
import type { Store } from '../../../db/store.ts';
import type { Claim, IngresoSnapshot } from '../../../server/invoicing/claim.ts';
import type { Invoice, SealedDocument } from '../../../server/invoicing/invoice.ts';
import type { Tenant } from '../../../server/merchants/tenant.ts';
import type { Sale, SaleBody } from '../../../server/sales/sale.ts';
import type { NewSale } from '../../../server/sales/sale-store.ts';

/** A database of its own for one test, and as many connections to it as the test asks for. */
export type TestDatabase = { connect(): Promise<Store>; drop(): Promise<void> };

export const JACARANDA: Tenant = { merchantId: 'mer_jacaranda', world: 'test' };
export const YUNQUE: Tenant = { merchantId: 'mer_yunque', world: 'test' };

/** 20 November 2026, 18:32 in Mexico City: when the sales of these tests were made. */
export const SOLD_AT = Date.parse('2026-11-20T18:32:00-06:00');

export function saleBody(folio: string, changes: Partial<SaleBody> = {}): SaleBody {
  return {
    folio,
    date: '2026-11-20T18:32:00-06:00',
    moneda: 'MXN',
    total: '348.00',
    pricesIncludeTax: true,
    estado: 'pagada',
    formaPago: '04',
    anticipo: false,
    conceptos: [
      {
        claveProdServ: '90101501',
        descripcion: 'Desayuno completo, jalapeño & «huevo»',
        claveUnidad: 'E48',
        cantidad: '2',
        valorUnitario: '174.00',
        objetoImp: '02',
        impuestos: [{ tipo: 'traslado', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.160000' }],
      },
    ],
    ...changes,
  };
}

/** A sale of 348.00 with a tip of 52.20, found by `cj1042`, ana@example.com or a card ending in 4242. */
export function newSale(folio: string, changes: Partial<NewSale> = {}, keys: Partial<NewSale['keys']> = {}): NewSale {
  return {
    id: `sale_${folio.toLowerCase()}`,
    source: 'api',
    body: saleBody(folio),
    keys: {
      folioKey: folio.toLowerCase().replaceAll('-', ''),
      emailKey: 'ana@example.com',
      totalCentavos: 34_800,
      paidCentavos: 40_020,
      dateMs: SOLD_AT,
      cardLast4: '4242',
      ...keys,
    },
    at: SOLD_AT,
    ...changes,
  };
}

const SNAPSHOT: IngresoSnapshot = {
  kind: 'ingreso',
  emisor: { rfc: 'EKU9003173C9', nombre: 'ESCUELA KEMPER URGATE', regimenFiscal: '601' },
  lugarExpedicion: '06700',
  receptor: {
    rfc: 'URE180429TM6',
    nombre: 'UNIVERSIDAD ROBOTICA ESPAÑOLA',
    codigoPostal: '65000',
    regimenFiscal: '601',
    usoCfdi: 'G03',
  },
  sales: [saleBody('CJ-1042')],
  itemizeIeps: false,
  emails: ['ana@example.com'],
};

export function claimOf(id: string, saleIds: readonly string[], changes: Partial<Claim> = {}): Claim {
  return {
    ...{ id, saleIds, origin: 'portal', portalSlug: 'jacaranda', holding: { kind: 'sales' } },
    ...{ snapshot: SNAPSHOT, serie: 'CJ', now: SOLD_AT },
    ...changes,
  };
}

export function sealedDocument(text: string, sealedAt = SOLD_AT): SealedDocument {
  const xml = `<cfdi:Comprobante Version="4.0" Folio="${text}"/>`;
  const sha256 = createHash('sha256').update(xml).digest('hex');
  return {
    xml,
    sha256,
    sello: `c2VsbG8${text}`,
    noCertificado: '30001000000500003416',
    fecha: '2026-11-20T18:31:00',
    sealedAt,
  };
}

export const UUID = '5A1B6D2E-0F3C-4B7A-9E21-8C4D5E6F7A8B';
export const OTHER_UUID = '0DDC0FFE-0F3C-4B7A-9E21-8C4D5E6F7A8B';

export function timbre(uuid = UUID, at = SOLD_AT + 2_000) {
  return {
    uuid,
    xml: `<cfdi:Comprobante Version="4.0"><tfd:TimbreFiscalDigital UUID="${uuid}"/></cfdi:Comprobante>`,
    at,
  };
}

/** Puts one sale and answers it as stored. */
export async function putSale(store: Store, folio: string, tenant = JACARANDA): Promise<Sale> {
  return storedSale(
    await store.sales.put(tenant, [newSale(folio, { id: `sale_${tenant.merchantId}_${folio.toLowerCase()}` })]),
  );
}

/** The last of the sales that were put, as it is stored now. */
export function storedSale(put: Awaited<ReturnType<Store['sales']['put']>>): Sale {
  const last = put.at(-1);
  if (last === undefined || last.kind === 'unstored') throw new Error('nothing was put');
  return last.sale;
}

/** One invoice over one new sale, claimed. */
export async function claimed(store: Store, folio = 'CJ-1042'): Promise<Invoice> {
  const sale = await putSale(store, folio);
  return (await store.invoices.claim(JACARANDA, claimOf(`inv_${folio.toLowerCase()}`, [sale.id]))).invoice;
}

/** The same, sealed. */
export async function sealed(store: Store, folio = 'CJ-1042'): Promise<Invoice> {
  const { id } = await claimed(store, folio);
  return store.invoices.seal(id, sealedDocument(folio));
}

/** The same, about to be sent to `finkok` under a lease of 90 s. */
export async function sending(store: Store, folio = 'CJ-1042'): Promise<Invoice> {
  const { id } = await sealed(store, folio);
  return (await store.invoices.intent(id, { pacId: 'finkok', leaseUntil: SOLD_AT + 90_000, now: SOLD_AT, atMost: 100 }))
    .invoice;
}
