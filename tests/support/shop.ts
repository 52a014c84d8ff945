/** Café Jacaranda with a seal, selling one breakfast after another, each for an amount of its own: the amount names the sale. */
import { createHash } from 'node:crypto';
import { openStore, type StoreLocation } from '../../db/open-store.ts';
import type { Store } from '../../db/store.ts';
import { createCustody } from '../../server/csd/custody.ts';
import { DEMO_MERCHANTS, DEMO_PORTAL, seedDemo } from '../../server/demo/seed.ts';
import { readConfig } from '../../server/main/config.ts';
import type { Tenant } from '../../server/merchants/tenant.ts';
import { createPacAccounts } from '../../server/pac/pac-accounts.ts';
import { keysOf } from '../../server/sales/lookup.ts';
import { parseSale, type SaleWire } from '../../server/sales/sale-wire.ts';
import { createCredentialSafe } from '../../server/vault/credentials.ts';
import { openMasterKey } from '../../server/vault/master-key.ts';
import type { MasterKey } from '../../server/vault/vault.ts';
import { ACCOUNTS } from '../stand-ins/accounts.ts';
import { keptCsd } from './kept-certificates.ts';

export const JACARANDA: Tenant = { merchantId: 'mer_jacaranda', world: 'test' };
export const PORTAL = DEMO_PORTAL;
const DAY_MS = 86_400_000;

/** What is printed on a ticket, and the id by which a crash point names it. */
export type Ticket = { readonly saleId: string; readonly folio: string; readonly total: string };

export type Shop = {
  /** The shop's own look at the database; the servers have theirs. */
  readonly store: Store;
  /** One ticket per marker: the NoIdentificacion that makes the sandbox misbehave once, or `undefined` for a plain breakfast. */
  sell(markers: readonly (string | undefined)[]): Promise<readonly Ticket[]>;
  close(): Promise<void>;
};

export type ShopPac = keyof typeof ACCOUNTS;

export const SHOP_PACS = Object.keys(ACCOUNTS) as readonly ShopPac[];

/**
 * Furnishes an empty database: the merchant, its portal, a test CSD under the master key of `dataDir`, and an account with `pac`;
 * without one the sandbox stamps.
 */
export async function openShop(dataDir: string, location: StoreLocation, pac?: ShopPac): Promise<Shop> {
  const store = await openStore(location);
  const now = Date.now();
  await seedDemo(store, now);
  const merchant = DEMO_MERCHANTS.find(({ id }) => id === JACARANDA.merchantId);
  if (!merchant) throw new Error('the demo has no Café Jacaranda');
  const { rfc, nombre } = merchant;
  const pair = await keptCsd({ rfc, nombre, password: '12345678a' }, now - DAY_MS);
  const masterKey = openMasterKey(readConfig({ AUTOFACTURA_DATA: dataDir }));
  const custody = createCustody(store.merchants, masterKey);
  await custody.storeCsd({ tenant: JACARANDA, rfc, files: { ...pair, kind: 'pair' }, at: now });
  if (pac) await openAccount(store, masterKey, pac, now);
  let sold = 0;
  return {
    store,
    async sell(markers) {
      const tickets = markers.map((marker) => {
        sold += 1;
        return { marker, folio: `DES-${sold}`, total: (100 + sold / 100).toFixed(2) };
      });
      const put = await store.sales.put(JACARANDA, tickets.map(breakfast));
      return put.map((stored) => {
        if (stored.kind === 'unstored') throw new Error('the sale was not stored');
        return { saleId: stored.sale.id, folio: stored.sale.body.folio, total: stored.sale.body.total };
      });
    },
    close: () => store.close(),
  };
}

async function openAccount(store: Store, masterKey: MasterKey, pac: ShopPac, now: number): Promise<void> {
  const accounts = createPacAccounts({
    store: store.providers,
    safe: createCredentialSafe(store.merchants, masterKey),
    timeoutMs: 1,
    providersUrl: undefined,
    sandbox: undefined,
  });
  await accounts.put(JACARANDA, pac, { credentials: ACCOUNTS[pac], position: 0, now });
}

function breakfast(ticket: Breakfast) {
  const parsed = parseSale(breakfastOf(ticket));
  if (parsed.kind === 'faults') throw new Error(`no breakfast: ${JSON.stringify(parsed.faults)}`);
  const id = `sale_${createHash('sha256').update(ticket.folio).digest('hex').slice(0, 24)}`;
  return { id, source: 'api', body: parsed.body, keys: keysOf(parsed.body), at: Date.now() };
}

type Breakfast = { readonly folio: string; readonly total: string; readonly marker: string | undefined };

/** Yesterday's breakfast as a till sends it. */
export function breakfastOf({ folio, total, marker }: Breakfast): SaleWire {
  const concepto = {
    claveProdServ: '90101501',
    descripcion: 'Desayuno completo',
    claveUnidad: 'E48',
    unidad: 'Servicio',
    cantidad: '1',
    valorUnitario: total,
    impuestos: [{ tipo: 'traslado', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.160000' } as const],
    ...(marker !== undefined && { noIdentificacion: marker }),
  };
  const date = new Date(Date.now() - DAY_MS).toISOString();
  return { folio, date, branch: 'roma', formaPago: '04', total, conceptos: [concepto] };
}
