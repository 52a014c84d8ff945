/**
 * The whole API over a real SQLite store and a sandbox PAC of its own, called without a socket. Its clock starts on Friday
 * 20 November 2026 at noon in Mexico City, runs, and can be moved; the PAC's clock goes with it.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { z } from '@hono/zod-openapi';
import { openStore } from '../../db/open-store.ts';
import type { Receptor } from '../../server/cfdi/sold.ts';
import type { Carrier } from '../../server/delivery/mail/carriers.ts';
import { DEMO_MERCHANTS, DEMO_PORTAL, seedDemo } from '../../server/demo/seed.ts';
import type { Api } from '../../server/http/api/api.ts';
import type { problemWire } from '../../server/http/api/wire.ts';
import { createApp } from '../../server/http/app.ts';
import type { FoundSaleView, InvoiceView } from '../../server/http/portal/public-views.ts';
import { createReadiness } from '../../server/http/readiness.ts';
import { settleDue } from '../../server/invoicing/settle-worker.ts';
import type { Composed } from '../../server/main/compose-services.ts';
import { createServices } from '../../server/main/compose-services.ts';
import { readConfig } from '../../server/main/config.ts';
import { hashApiKey, newApiKey } from '../../server/merchants/api-key.ts';
import { type ApiKey, SCOPES } from '../../server/merchants/merchant.ts';
import type { PortalSettings } from '../../server/portals/portal.ts';
import { keysOf } from '../../server/sales/lookup.ts';
import { parseSale, type SaleWire } from '../../server/sales/sale-wire.ts';
import { keptCsd } from './kept-certificates.ts';
import { openPac } from './pac-process.ts';

/** Friday 20 November 2026, 12:00 in Mexico City. */
export const NOON = Date.UTC(2026, 10, 20, 18);
export const DAY_MS = 86_400_000;
export const PUBLIC_URL = 'https://factura.example.mx';

export type ProblemBody = z.output<typeof problemWire>;
export type LoggedEvent = { readonly event: string; readonly fields: Readonly<Record<string, unknown>> };
export type LedgerStamp = {
  readonly uuid: string;
  readonly serie: string;
  readonly folio: string;
  readonly receptor: string;
  readonly total: string;
  readonly asked: number;
  readonly xml?: string;
};

export type TestApi = {
  readonly app: Api;
  readonly services: Composed;
  /** Jacaranda's, in test, with every scope. */
  readonly key: string;
  /** Where the store and the PAC keep their files. */
  readonly directory: string;
  /** The environment of a command on the same data. */
  readonly env: Readonly<Record<string, string>>;
  /** What was logged so far. */
  readonly logged: readonly LoggedEvent[];
  forgetLogged(): void;
  now(): number;
  /** Moves this API's clock, and its PAC's. */
  move(days: number): Promise<void>;
  /** A request as from an address of its own, unless `x-forwarded-for` names one. A link of ours is a path too. */
  request(path: string, init?: RequestInit): Promise<Response>;
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Response>;
  createKey(key?: Partial<Omit<ApiKey, 'id'>>): Promise<string>;
  change(slug: string, settings: Partial<PortalSettings>): Promise<void>;
  /** Puts a sale in the test world of the portal's merchant and answers a token of it, as a search would. */
  buy(sale?: Partial<SaleWire>, slug?: string): Promise<string>;
  search(lookup: Readonly<Record<string, string>>, slug?: string): Promise<readonly FoundSaleView[]>;
  /** Sets a fault of the PAC; once, unless it says otherwise. */
  fault(fault: Readonly<Record<string, string | number>>): Promise<void>;
  /** The PAC has no fault any more, and this API's clock. */
  heal(): Promise<void>;
  stamps(): Promise<readonly LedgerStamp[]>;
  stamp(uuid: string): Promise<LedgerStamp | undefined>;
  /** What the PAC's SAT was asked to cancel; `requests` counts those that were new to it. */
  cancellations(): Promise<readonly { readonly uuid: string; readonly requests: number }[]>;
  /** The receptor answers a request to cancel. */
  receptorSays(uuid: string, answer: 'accepted' | 'rejected'): Promise<void>;
  /** One round of the settle worker. */
  settle(): Promise<void>;
  stop(): Promise<void>;
};

type ApiOptions = {
  readonly now?: number;
  /** Merchants that get a CSD, by id. */
  readonly sealed?: readonly string[];
  /** A PostgreSQL database to keep things in instead. */
  readonly databaseUrl?: string;
  /** Stand-ins of the providers, asked for whoever has accounts. */
  readonly providersUrl?: string;
  /** Carries everybody's mail; without one nobody does. */
  readonly carrier?: Carrier;
  /** Who may get an account; nobody beside the first owner when absent. */
  readonly signup?: 'closed' | 'invitation' | 'open';
  /** A key asks as often as a test likes, unless this is about how often it may. */
  readonly areKeysLimited?: boolean;
};

/** Starts one with the demo's cast. Stop it, or its PAC lives as long as the test's process. */
export async function startApi(options: ApiOptions = {}): Promise<TestApi> {
  const { now: start = NOON, sealed = ['mer_jacaranda'], databaseUrl, providersUrl, carrier, signup } = options;
  const { areKeysLimited = false } = options;
  const directory = mkdtempSync(join(tmpdir(), 'autofactura-api-'));
  const pac = await openPac({
    ledgerFile: join(directory, 'ledger.db'),
    certificateDir: join(directory, 'pac'),
  });
  const sqlitePath = join(directory, 'autofactura.db');
  const store = await openStore({ sqlitePath, ...(databaseUrl !== undefined && { databaseUrl }) });
  const logged: LoggedEvent[] = [];
  let offsetMs = start - Date.now();
  const now = (): number => Date.now() + offsetMs;
  const env = {
    AUTOFACTURA_DATA: directory,
    AUTOFACTURA_MASTER_KEY: randomBytes(32).toString('base64'),
    AUTOFACTURA_SANDBOX_PAC_URL: pac.url,
    AUTOFACTURA_TRUST_PROXY: 'true',
    ...(providersUrl !== undefined && { AUTOFACTURA_PROVIDERS_URL: providersUrl }),
    ...(signup !== undefined && { AUTOFACTURA_SIGNUP: signup }),
    ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }),
  };
  const config = readConfig(env);
  const log = (event: string, fields: LoggedEvent['fields']): void => void logged.push({ event, fields });
  const limited = createServices(config, store, PUBLIC_URL, { log, now, ...(carrier && { carrier }) });
  const services = areKeysLimited
    ? limited
    : { ...limited, limits: { ...limited.limits, countKeyUse: () => Promise.resolve() } };
  const app = createApp(services, {
    readiness: createReadiness(
      { dataDir: directory, masterKeyFile: undefined, clock: services.invoicing.clock, now },
      store,
    ),
    widgetDir: 'dist/widget',
  });
  const control = async (fault: object): Promise<void> => {
    const answer = await fetch(`${pac.url}/control`, { method: 'POST', body: JSON.stringify(fault) });
    if (!answer.ok) throw new Error(`the PAC does not know ${JSON.stringify(fault)}`);
  };
  const ledger = async (query: string): Promise<readonly LedgerStamp[]> =>
    ((await (await fetch(`${pac.url}/ledger${query}`)).json()) as { stamps: LedgerStamp[] }).stamps;
  await control({ fault: 'clock', offsetMs });
  await seedDemo(store, now());
  await sealMerchants(services, sealed);
  const calls = createCalls(app);
  return {
    ...calls,
    ...createFurniture(services),
    app,
    services,
    directory,
    env,
    logged,
    forgetLogged: () => logged.splice(0),
    now,
    key: await createKey(services, {}),
    move: async (days) => {
      offsetMs += Math.round(days * DAY_MS);
      await control({ fault: 'clock', offsetMs });
    },
    fault: (fault) => control({ times: 1, ...fault }),
    heal: async () => {
      await fetch(`${pac.url}/control`, { method: 'DELETE' });
      await control({ fault: 'clock', offsetMs });
    },
    stamps: () => ledger(''),
    stamp: async (uuid) => (await ledger(`?uuid=${uuid}`))[0],
    cancellations: async () => {
      const { cancellations } = await read<{ cancellations: { uuid: string; requests: number }[] }>(
        await fetch(`${pac.url}/ledger`),
      );
      return cancellations;
    },
    receptorSays: async (uuid, answer) => {
      const body = JSON.stringify({ answer });
      const answered = await fetch(`${pac.url}/cancellations/${uuid}`, { method: 'POST', body });
      if (!answered.ok) throw new Error(`nobody waits for the receptor of ${uuid}`);
    },
    settle: () => settleDue(services.invoicing),
    stop: async () => {
      await store.close();
      await pac.stop();
      rmSync(directory, { recursive: true });
    },
  };
}

function createCalls(app: Api): Pick<TestApi, 'request' | 'post' | 'search'> {
  let calls = 0;
  const request: TestApi['request'] = async (path, init = {}) => {
    calls += 1;
    const headers = new Headers(init.headers);
    if (!headers.has('x-forwarded-for'))
      headers.set('x-forwarded-for', `10.${calls >> 16}.${(calls >> 8) & 255}.${calls & 255}`);
    return app.request(path.replace(PUBLIC_URL, ''), { ...init, headers });
  };
  const post: TestApi['post'] = (path, body, headers = {}) =>
    request(path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    });
  return {
    request,
    post,
    search: async (lookup, slug = DEMO_PORTAL) => {
      const answer = await post(`/v1/portals/${slug}/sales/search`, lookup);
      if (answer.status !== 200) throw new Error(`the search answered ${answer.status}: ${await answer.text()}`);
      return (await read<{ sales: FoundSaleView[] }>(answer)).sales;
    },
  };
}

function createFurniture(services: Composed): Pick<TestApi, 'createKey' | 'change' | 'buy'> {
  const { store, now } = services.invoicing;
  const portalOf = async (slug: string) => {
    const portal = await store.portals.getPortal(slug);
    if (!portal) throw new Error(`no portal ${slug}`);
    return portal;
  };
  let bought = 0;
  return {
    createKey: (key = {}) => createKey(services, key),
    change: async (slug, settings) => {
      const portal = await portalOf(slug);
      await store.portals.putPortal({ ...portal, settings: { ...portal.settings, ...settings } });
    },
    buy: async (sale = {}, slug = DEMO_PORTAL) => {
      const number = ++bought;
      const parsed = parseSale({ ...breakfast(`B-${number}`, now()), ...sale });
      if (parsed.kind === 'faults') throw new Error(JSON.stringify(parsed.faults));
      const { merchantId, world } = await portalOf(slug);
      const [put] = await store.sales.put({ merchantId, world }, [
        { id: `sale_${slug}_${number}`, source: 'api', body: parsed.body, keys: keysOf(parsed.body), at: now() },
      ]);
      if (put?.kind !== 'created') throw new Error('the sale was not created');
      return services.tokens.saleToken({ kind: 'found', slug, saleId: put.sale.id }, now());
    },
  };
}

async function sealMerchants({ invoicing }: Composed, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const at = invoicing.now() - DAY_MS;
  for (const { id, rfc, nombre } of DEMO_MERCHANTS.filter((merchant) => ids.includes(merchant.id))) {
    const files = await keptCsd({ rfc, nombre, password: '12345678a' }, at);
    const tenant = { merchantId: id, world: 'test' } as const;
    const stored = await invoicing.custody.storeCsd({
      tenant,
      rfc,
      files: { ...files, kind: 'pair' },
      at: invoicing.now(),
    });
    if (stored.kind === 'refused') throw new Error(`${rfc}: ${stored.faults.join(', ')}`);
  }
}

async function createKey({ invoicing }: Composed, key: Partial<Omit<ApiKey, 'id'>>): Promise<string> {
  const { merchantId = 'mer_jacaranda', world = 'test', scopes = SCOPES } = key;
  const secret = newApiKey(world);
  const hash = hashApiKey(secret);
  await invoicing.store.merchants.putApiKey({ id: `key_${hash.slice(0, 24)}`, merchantId, world, scopes }, hash);
  return secret;
}

/** Two breakfasts on a card, yesterday: 348.00. */
export function breakfast(folio: string, now: number): SaleWire {
  return {
    folio,
    date: new Date(now - DAY_MS).toISOString(),
    branch: 'roma',
    total: '348.00',
    formaPago: '04',
    conceptos: [
      {
        claveProdServ: '90101501',
        noIdentificacion: 'DES-02',
        descripcion: 'Desayuno completo',
        claveUnidad: 'E48',
        unidad: 'Servicio',
        cantidad: '2',
        valorUnitario: '174.00',
        impuestos: [{ tipo: 'traslado', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.160000' }],
      },
    ],
  };
}

/** Taxpayers that the sandbox PAC knows, with data it accepts. */
export const UNIVERSIDAD: Receptor = {
  rfc: 'URE180429TM6',
  nombre: 'UNIVERSIDAD ROBOTICA ESPAÑOLA',
  codigoPostal: '65000',
  regimenFiscal: '601',
  usoCfdi: 'G03',
};
export const ALBA: Receptor = {
  rfc: 'XAMA620210DQ5',
  nombre: 'ALBA XKARAJAM MENDEZ',
  codigoPostal: '01219',
  regimenFiscal: '612',
  usoCfdi: 'G03',
};

/** The body of an answer, as what its schema says. */
export async function read<T = Readonly<Record<string, unknown>>>(answer: Response): Promise<T> {
  return (await answer.json()) as T;
}

/** The body of a problem; fails for any other answer. */
export async function readProblem(answer: Response, status: number): Promise<ProblemBody> {
  const text = await answer.text();
  if (answer.status !== status || answer.headers.get('content-type') !== 'application/problem+json')
    throw new Error(
      `expected a problem of status ${status}, got ${answer.status} ${answer.headers.get('content-type')}: ${text}`,
    );
  return JSON.parse(text) as ProblemBody;
}

/** The invoice of an answer; fails for any other status. */
export async function readInvoice(answer: Response, status: number): Promise<InvoiceView> {
  const text = await answer.text();
  if (answer.status !== status)
    throw new Error(`expected an invoice with status ${status}, got ${answer.status}: ${text}`);
  return JSON.parse(text) as InvoiceView;
}
