/** The demo's cast: the SAT's public test taxpayers under trade names of our own, their branches, portals and sales. Sin validez fiscal. */
import { createHash } from 'node:crypto';
import type { Store } from '../../db/store.ts';
import type { Branch, Merchant } from '../merchants/merchant.ts';
import type { Tenant } from '../merchants/tenant.ts';
import type { Portal, PortalSettings } from '../portals/portal.ts';
import { keysOf } from '../sales/lookup.ts';
import type { NewSale } from '../sales/sale-store.ts';
import { parseSale, type SaleWire } from '../sales/sale-wire.ts';
import { jacarandaSales, otherSales } from './seed-sales.ts';

type Cast = {
  readonly merchant: Merchant;
  readonly branches: readonly Omit<Branch, 'merchantId'>[];
  readonly portals: readonly { readonly slug: string; readonly settings: Partial<PortalSettings> }[];
};

const SETTINGS: PortalSettings = {
  title: 'Factura tu compra',
  subtitle: 'Ten a la mano tu ticket y tus datos fiscales. Toma un minuto.',
  noun: 'compra',
  submitText: 'Generar factura',
  lookup: [
    ['folio', 'email'],
    ['folio', 'total'],
  ],
  // A till's folios are sequential: no shop would make the customers of a café type more.
  acknowledgedLookup: [['folio', 'total']],
  hints: {
    folio: 'Aparece arriba del código de barras de tu ticket.',
    email: 'Ahí te llegó la confirmación.',
    total: 'Como aparece en tu ticket.',
  },
  theme: { primary: '#5b3a8c', accent: '#f3ecfb' },
  deadline: { kind: 'month-end', monthsAfter: 1 },
  contact: { email: 'hola@jacaranda.example', phone: '+52 55 5555 0142' },
  privacyUrl: 'https://jacaranda.example/privacidad',
  allowedOrigins: ['*'],
  serie: 'CJ',
  allowNoRfc: true,
  itemizeIeps: true,
  enabled: true,
};

/** The portal that `demo.json` names. */
export const DEMO_PORTAL = 'cafe-jacaranda';

/** With it the café's own portal speaks English too. */
const ENGLISH = {
  title: 'Invoice your purchase',
  subtitle: 'Have your receipt and your tax details at hand. It takes a minute.',
  submitText: 'Generate invoice',
  hints: {
    folio: 'Above the bar code on your receipt.',
    email: 'The one you gave when you paid.',
    total: 'As printed on your receipt.',
  },
};

const CAST: readonly Cast[] = [
  {
    merchant: {
      id: 'mer_jacaranda',
      tradeName: 'Café Jacaranda',
      rfc: 'EKU9003173C9',
      nombre: 'ESCUELA KEMPER URGATE',
      regimenFiscal: '601',
      contact: { email: 'hola@jacaranda.example' },
    },
    branches: [
      { code: 'roma', name: 'Roma', codigoPostal: '06700' },
      { code: 'tijuana', name: 'Tijuana', codigoPostal: '22000' },
    ],
    portals: [
      { slug: DEMO_PORTAL, settings: { english: ENGLISH } },
      {
        slug: 'jacaranda-cafeteria',
        settings: {
          title: 'Factura tu consumo',
          subtitle: 'Ten a la mano tu cuenta y tus datos fiscales. Toma un minuto.',
          noun: 'consumo',
          hints: {
            folio: 'Aparece arriba en tu cuenta.',
            email: 'Ahí te llegó tu recibo.',
            total: 'Lo que pagaste, con o sin propina.',
          },
          // A regular's e-mail and a day find several visits, which one invoice may take together.
          lookup: [
            ['email', 'date'],
            ['folio', 'total'],
          ],
          acknowledgedLookup: [
            ['email', 'date'],
            ['folio', 'total'],
          ],
          theme: { primary: '#0f5132', accent: '#e6f4ec' },
          serie: 'CC',
        },
      },
    ],
  },
  {
    merchant: {
      id: 'mer_yunque',
      tradeName: 'Ferretería El Yunque',
      rfc: 'H&E951128469',
      nombre: 'HERRERIA & ELECTRICOS',
      regimenFiscal: '601',
      contact: { phone: '+52 55 5555 0188' },
    },
    branches: [{ code: 'centro', name: 'Centro', codigoPostal: '06002' }],
    portals: [
      {
        slug: 'el-yunque',
        settings: {
          theme: { primary: '#b3261e', accent: '#fdecea' },
          serie: 'EY',
          lookup: [['folio', 'total', 'date']],
          acknowledgedLookup: [['folio', 'total', 'date']],
          contact: { phone: '+52 55 5555 0188' },
        },
      },
    ],
  },
  {
    merchant: {
      id: 'mer_milpa',
      tradeName: 'La Milpa, restaurante',
      rfc: 'OÑO120726RX3',
      nombre: 'ORGANICOS ÑAVEZ OSORIO',
      regimenFiscal: '601',
      contact: { email: 'mesa@lamilpa.example' },
    },
    branches: [{ code: 'milpa', name: 'La Milpa', codigoPostal: '40501' }],
    portals: [
      {
        slug: 'la-milpa',
        settings: {
          title: 'Factura tu consumo',
          subtitle: 'Ten a la mano tu cuenta y tus datos fiscales. Toma un minuto.',
          noun: 'consumo',
          hints: {
            folio: 'Aparece arriba en tu cuenta.',
            email: 'Ahí te llegó tu recibo.',
            total: 'Lo que pagaste, con o sin propina.',
          },
          theme: { primary: '#2f6b2f', accent: '#eaf5ea' },
          serie: 'LM',
          contact: { email: 'mesa@lamilpa.example' },
        },
      },
    ],
  },
  {
    merchant: {
      id: 'mer_ingrid',
      tradeName: 'Ingrid Xodar, diseño',
      rfc: 'XOJI740919U48',
      nombre: 'INGRID XODAR JIMENEZ',
      regimenFiscal: '626',
      contact: { email: 'ingrid@example.com' },
    },
    branches: [{ code: 'estudio', name: 'Estudio', codigoPostal: '76028' }],
    portals: [
      {
        slug: 'ingrid-xodar',
        settings: {
          title: 'Factura tu servicio',
          subtitle: 'Ten a la mano tu comprobante de pago y tus datos fiscales. Toma un minuto.',
          noun: 'servicio',
          hints: {
            folio: 'Aparece en el comprobante que te llegó al pagar.',
            email: 'Ahí te llegó el comprobante.',
            total: 'Como aparece en tu comprobante.',
          },
          theme: { primary: '#111827', accent: '#f3f4f6' },
          serie: 'IX',
          contact: { email: 'ingrid@example.com' },
        },
      },
    ],
  },
  {
    merchant: {
      id: 'mer_huerta',
      tradeName: 'Huerta Watember',
      rfc: 'WATM640917J45',
      nombre: 'MARIA WATEMBER TORRES',
      regimenFiscal: '626',
      contact: { phone: '+52 81 5555 0145' },
    },
    branches: [{ code: 'huerta', name: 'Estacionamiento de la huerta', codigoPostal: '66023' }],
    portals: [
      {
        slug: 'huerta-watember',
        settings: {
          title: 'Factura tu estacionamiento',
          subtitle: 'Ten a la mano tu boleto y tus datos fiscales. Toma un minuto.',
          noun: 'estacionamiento',
          hints: {
            folio: 'Es el número de tu boleto.',
            email: 'Ahí te llegó tu recibo.',
            total: 'Lo que pagaste en la caja.',
          },
          theme: { primary: '#1d4ed8', accent: '#eaf0fe' },
          serie: 'HW',
          contact: { phone: '+52 81 5555 0145' },
        },
      },
    ],
  },
];

/** Who the demo needs a test certificate for. */
export const DEMO_MERCHANTS: readonly Merchant[] = CAST.map(({ merchant }) => merchant);

/** Puts the cast in the test world. Sales that are not invoiced get fresh dates; the rest stays as it was. */
export async function seedDemo(store: Store, now: number): Promise<void> {
  for (const { merchant, branches, portals } of CAST) {
    await store.merchants.putMerchant(merchant);
    for (const branch of branches) await store.merchants.putBranch({ ...branch, merchantId: merchant.id });
    for (const { slug, settings } of portals) {
      if (await store.portals.getPortal(slug)) continue;
      const portal: Portal = { slug, merchantId: merchant.id, world: 'test', settings: { ...SETTINGS, ...settings } };
      await store.portals.putPortal(portal);
    }
  }
  await putSales(store, 'mer_jacaranda', jacarandaSales(now), now);
  const others = otherSales(now);
  for (const { merchant, portals } of CAST)
    await putSales(store, merchant.id, others[portals[0]?.slug ?? ''] ?? [], now);
}

async function putSales(store: Store, merchantId: string, sales: readonly SaleWire[], now: number): Promise<void> {
  const tenant: Tenant = { merchantId, world: 'test' };
  await store.sales.put(
    tenant,
    sales.map((sale) => newSale(tenant, sale, now)),
  );
}

function newSale({ merchantId }: Tenant, wire: SaleWire, at: number): NewSale {
  const parsed = parseSale(wire);
  if (parsed.kind === 'faults') throw new Error(`the cast's ${wire.folio} is wrong: ${JSON.stringify(parsed.faults)}`);
  // Derived, so that seeding again finds the same sale.
  const id = `sale_${createHash('sha256').update(`${merchantId} ${wire.folio}`).digest('hex').slice(0, 24)}`;
  return { id, source: 'api', body: parsed.body, keys: keysOf(parsed.body), at };
}
