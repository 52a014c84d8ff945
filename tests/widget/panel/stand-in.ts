/** The API that the panel speaks to, inside the browser: one shop that remembers what was done, and that can be slow, broken or signed out. */

import { followTrade } from '../../../server/portals/usual-texts.ts';
import type {
  ChecklistStep,
  Domain,
  ListedInvoice,
  ListedSale,
  Listener,
  MailCarrier,
  Merchant,
  Notice,
  PortalSettings,
  StepName,
} from '../../../widget/panel/wire.ts';
import { connectionsReply, KEYS, NOTHING_WAITS, type Programs } from './connections-stand-in.ts';
import { type Desk, desk, deskReply } from './desk-stand-in.ts';
import { ALERTS, outwardReplies, SERVER_MAIL } from './outward-stand-in.ts';
import { satKeys } from './sat-keys-stand-in.ts';
import { SETTINGS, settingsReply } from './settings-stand-in.ts';
import { newMerchantFaults } from './stand-in-merchant.ts';
import { CODE, INVITATION, LOG, MEMBERS, OWNER, SESSIONS, secondFactorReply, WRONG_CODE } from './stand-in-team.ts';

export type Asked = {
  readonly method: string;
  readonly path: string;
  /** With its question mark; '' without one. */
  readonly query: string;
  readonly body: unknown;
  readonly merchant: string | null;
  readonly world: string | null;
  readonly language: string | null;
};
export type Answer = { readonly status?: number; readonly json?: unknown; readonly text?: string };
export type Reply = Answer | ((asked: Asked) => Answer | undefined) | 'offline' | 'never';
/** By `METHOD path`, the query left out. */
export type Replies = Readonly<Record<string, Reply>>;

export const PASSWORD = 'un café a media tarde';
export { OWNER, SETTINGS };
export const JACARANDA: Merchant = {
  ...{ id: 'mer_jacaranda', tradeName: 'Café Jacaranda', rfc: 'EKU9003173C9' },
  ...{ nombre: 'ESCUELA KEMPER URGATE', regimenFiscal: '601' },
};

const DAY = 86_400_000;
const at = (days: number): string => new Date(Date.parse('2026-11-28T18:32:00-06:00') - days * DAY).toISOString();

export const SALES: readonly ListedSale[] = [
  {
    id: 'sale_4',
    folio: 'CJ-1061',
    date: at(0),
    total: '214.50',
    moneda: 'MXN',
    branch: 'roma',
    estado: 'pagada',
    status: 'open',
  },
  {
    id: 'sale_3',
    folio: 'CJ-1060',
    date: at(1),
    total: '1348.00',
    moneda: 'MXN',
    branch: 'matriz',
    estado: 'pagada',
    status: 'invoiced',
  },
  {
    id: 'sale_2',
    folio: 'CJ-1059',
    date: at(2),
    total: '95.00',
    moneda: 'MXN',
    branch: 'matriz',
    estado: 'pendiente',
    status: 'open',
  },
  {
    id: 'sale_1',
    folio: 'CJ-1058',
    date: at(3),
    total: '348.00',
    moneda: 'MXN',
    branch: 'matriz',
    estado: 'cancelada',
    status: 'open',
  },
];

export const INVOICES: readonly ListedInvoice[] = [
  {
    ...{
      id: 'inv_2',
      status: 'stamped',
      serie: 'CJ',
      folio: '318',
      total: '1348.00',
      moneda: 'MXN',
      createdAt: at(1),
      stampedAt: at(1),
    },
    receptor: { rfc: 'XAMA620210DQ5', nombre: 'ALBA XKARAJAM MENDEZ' },
    links: { pdf: '/v1/invoices/inv_2/pdf?access=a', xml: '/v1/invoices/inv_2/xml?access=a' },
  },
  {
    ...{
      id: 'inv_1',
      status: 'needs-merchant',
      serie: 'CJ',
      folio: '317',
      total: '527.00',
      moneda: 'MXN',
      createdAt: at(2),
    },
    receptor: { rfc: 'URE180429TM6', nombre: 'UNIVERSIDAD ROBOTICA ESPAÑOLA' },
    links: {},
  },
];

const NOTICES: readonly Notice[] = [
  {
    ...{ kind: 'csd-expiring', subject: '30001000000500003416', informs: false },
    detail: 'Tu sello digital vence el 20 de diciembre de 2026. Renuévalo en CertiSAT y súbelo aquí.',
    since: at(5),
  },
];
const SEAL = { world: 'live', rfc: 'EKU9003173C9', noCertificado: '00001000000512345678', validTo: at(-400) };

const listed = ({ slug, settings: { title, enabled } }: Shop['portals'][number]) => {
  return { slug, url: `/${slug}`, world: 'test', title, enabled };
};

/** What a shop has; a test begins with as much of it as it needs. */
export type Shop = Programs & {
  signedIn: boolean;
  token: string | undefined;
  merchants: Merchant[];
  branches: { code: string; name: string; codigoPostal: string; zone?: string; frontera?: string }[];
  portals: { slug: string; settings: PortalSettings }[];
  sales: ListedSale[];
  invoices: ListedInvoice[];
  pacs: { pac: string; name: string; position: number }[];
  members: { id: string; name: string; email: string; role: string }[];
  invitations: { id: string; email: string; role: string; expiresAt: string }[];
  sessions: { id: string }[];
  /** Of whoever has a second step. */
  codesLeft?: number | undefined;
  domains: Domain[];
  alerts: Listener[];
  mail: MailCarrier;
  csd: boolean;
  live: boolean;
  desk: Desk;
};

/** A shop in business. */
export function shop(more: Partial<Shop> = {}): Shop {
  return {
    ...{
      domains: [] as Domain[],
      alerts: [...ALERTS],
      mail: SERVER_MAIL,
      satKeys: satKeys(),
      ...{ keys: [...KEYS], sources: [], waiting: NOTHING_WAITS },
      signedIn: true,
      token: undefined,
      merchants: [JACARANDA],
      csd: true,
      live: false,
      desk: desk(),
    },
    branches: [
      { code: 'matriz', name: 'Matriz', codigoPostal: '06700', zone: 'America/Mexico_City', frontera: 'none' },
    ],
    portals: [{ slug: 'cafe-jacaranda', settings: SETTINGS }],
    ...{ sales: [...SALES], invoices: [...INVOICES], pacs: [{ pac: 'finkok', name: 'Finkok', position: 0 }] },
    ...{ members: [...MEMBERS], invitations: [INVITATION], sessions: [...SESSIONS] },
    ...more,
  };
}

/** A server that nobody has used yet. */
export function emptyServer(): Shop {
  const nothing = { merchants: [], branches: [], portals: [], sales: [], invoices: [], pacs: [] };
  return shop({ ...nothing, signedIn: false, token: 'tok_primera', csd: false });
}

const STEPS: Readonly<Record<StepName, (has: Shop) => boolean>> = {
  issuer: (has) => has.merchants.length > 0,
  branch: (has) => has.branches.length > 0,
  sales: (has) => has.sales.length > 0,
  portal: (has) => has.portals.length > 0,
  test: (has) => has.invoices.length > 0,
  csd: (has) => has.csd,
  pac: (has) => has.pacs.length > 0,
  live: (has) => has.live,
  promote: () => false,
};

function checklist(has: Shop): readonly ChecklistStep[] {
  return (Object.keys(STEPS) as StepName[]).map((step) => {
    const done = STEPS[step](has);
    return { step, done, missing: done ? [] : [`${step}-missing`], details: done ? [] : [`Falta el paso ${step}.`] };
  });
}

/** A problem as the server words it. */
export function problem(code: string, status: number, more: object = {}): Answer {
  return {
    status,
    json: { type: `/problems/${code}`, title: code, detail: `Detalle de ${code}.`, status, code, ...more },
  };
}

const signedOut = problem('signed-out', 401, { detail: 'Entra otra vez.' });

/** Without a session there is nothing but the way in. */
function entranceReply(has: Shop, route: string, body: Readonly<Record<string, string>>): Answer | undefined {
  if (route === 'POST setup') {
    if (body.token !== has.token)
      return problem('link-spent', 410, {
        detail: 'Esa dirección ya se usó o venció. Pide otra con «autofactura setup-link».',
      });
    [has.signedIn, has.token] = [true, undefined];
    return { status: 201, json: {} };
  }
  if (route === 'POST auth/sign-in') {
    if (body.password !== PASSWORD)
      return problem('wrong-credentials', 401, { detail: 'El correo o la contraseña no son esos.' });
    if (has.codesLeft !== undefined && body.code !== CODE) return body.code ? WRONG_CODE : problem('code-needed', 401);
    has.signedIn = true;
    return { json: {} };
  }
  if (route === 'POST auth/sign-out') has.signedIn = false;
  if (!has.signedIn) return signedOut;
  if (route === 'POST auth/sign-out') return { json: {} };
  if (route === 'GET session')
    return {
      json: {
        user: { ...OWNER, hasPasskey: false },
        merchants: has.merchants.map(({ id, tradeName }) => ({ id, tradeName, role: 'owner' })),
      },
    };
  return undefined;
}

function shopReply(has: Shop, asked: Asked): Answer {
  const { method, path } = asked;
  const body = (asked.body ?? {}) as Readonly<Record<string, string>>;
  const [, slug = ''] = /^portals\/([^/]+)\/settings$/.exec(path) ?? [];
  const portal = has.portals.find((one) => one.slug === slug);
  if (portal) {
    const patched = { ...portal.settings, ...(asked.body as object) } as PortalSettings & { english?: null };
    if (method === 'PATCH') portal.settings = followTrade(portal.settings, patched);
    return { json: portal.settings };
  }
  const weighed = settingsReply(asked);
  if (weighed) return { json: weighed };
  const [, renamed = ''] = /^portals\/([^/]+)$/.exec(path) ?? [];
  const moving = has.portals.find((one) => one.slug === renamed);
  if (moving && method === 'PATCH') {
    moving.slug = body.slug ?? '';
    return { json: listed(moving) };
  }
  const [, pac = ''] = /^pac-accounts\/(\w+)(?:\/test)?$/.exec(path) ?? [];
  if (pac && method === 'PUT') has.pacs = [{ pac, name: pac, position: 0 }];
  if (pac) return { json: path.endsWith('test') ? { status: 'ok', credit: 1_250 } : { pac, name: pac, position: 0 } };
  const [, list = '', id = ''] = /^(members|sessions)\/(\w+)$/.exec(path) ?? [];
  if (list === 'members') {
    if (method === 'DELETE') has.members = has.members.filter((one) => one.id !== id);
    if (method === 'DELETE') has.invitations = has.invitations.filter((one) => one.id !== id);
    if (method === 'PATCH') has.members = has.members.map((one) => (one.id === id ? { ...one, ...body } : one));
    return { json: {} };
  }
  if (/^auth\/(second-factor|recovery-codes|passkeys)/.test(path)) return secondFactorReply(has, asked);
  if (list === 'sessions') {
    has.sessions = has.sessions.filter((one) => one.id !== id);
    return { json: {} };
  }
  const replies: Readonly<Record<string, () => Answer>> = {
    'GET members': () => ({ json: { members: has.members, invitations: has.invitations } }),
    'POST members': () => {
      const made = {
        id: `ivt_${has.invitations.length + 2}`,
        email: body.email ?? '',
        role: body.role ?? '',
        expiresAt: at(-7),
      };
      has.invitations = [...has.invitations.filter(({ email }) => email !== made.email), made];
      return { status: 201, json: { ...made, url: 'https://facturas.example/panel/invitation?token=tok_beto' } };
    },
    'GET sessions': () => ({ json: { sessions: has.sessions } }),
    'POST auth/password': () => ({ json: {} }),
    'GET audit-log': () => ({ json: { entries: LOG } }),
    'GET audit-log/check': () => ({ json: { isIntact: true, entries: LOG.length, head: 'a' } }),
    'POST merchants': () => {
      const faults = newMerchantFaults(body);
      if (faults.length) return problem('invalid-merchant', 422, { errors: faults });
      const merchant = { ...body, id: `mer_${has.merchants.length + 1}` } as unknown as Merchant;
      has.merchants.push(merchant);
      has.branches.push({ code: 'matriz', name: 'Matriz', codigoPostal: body.codigoPostal ?? '' });
      return { status: 201, json: { merchant } };
    },
    'GET merchant': () => ({
      json: { ...has.merchants.find(({ id }) => id === asked.merchant), seals: has.csd ? [SEAL] : [] },
    }),
    'PATCH merchant': () => ({ json: { ...has.merchants[0], ...body } }),
    'GET merchant/checklist': () => ({ json: { steps: checklist(has) } }),
    'POST merchant/go-live': () => {
      const missing = checklist(has).filter(({ step, done }) => !done && step !== 'live' && step !== 'promote');
      if (missing.length)
        return problem('not-ready-for-live', 409, { detail: 'Aún falta algo antes de facturar de verdad.' });
      has.live = true;
      return { json: { slug: 'cafe-jacaranda-mx', url: '/cafe-jacaranda-mx', world: 'live', enabled: true } };
    },
    'GET branches': () => ({ json: { branches: has.branches } }),
    'POST branches': () => {
      has.branches.push(body as never);
      return { status: 201, json: body };
    },
    ...outwardReplies(has, body),
    'GET global-schedules': () => ({
      json: {
        schedules: [{ branch: 'matriz', periodicidad: '04', hour: 3, enabled: true, since: '2026-10-01', serie: 'G' }],
      },
    }),
    'GET portals': () => ({ json: { portals: has.portals.map(listed) } }),
    'POST portals': () => {
      const made = { slug: body.slug ?? 'cafe-jacaranda', settings: SETTINGS };
      has.portals.push(made);
      return { status: 201, json: listed(made) };
    },
    'GET sales': () => ({ json: { sales: has.sales } }),
    'POST sales': () => {
      const sale = {
        ...body,
        id: `sale_${has.sales.length + 1}`,
        moneda: 'MXN',
        estado: 'pagada',
        status: 'open',
      } as unknown as ListedSale;
      has.sales.unshift(sale);
      return { status: 201, json: sale };
    },
    'GET invoices': () => ({ json: { invoices: has.invoices } }),
    'GET notices': () => ({ json: { notices: NOTICES } }),
    'GET pac-accounts': () => ({ json: { accounts: has.pacs } }),
    'POST csd': () => {
      has.csd = true;
      const names = { rfc: 'EKU9003173C9', nombre: 'ESCUELA KEMPER URGATE', noCertificado: '30001000000500003416' };
      return {
        status: 201,
        json: { id: 'csd_1', ...names, validFrom: at(300), validTo: at(-700), environment: 'test' },
      };
    },
  };
  return (
    replies[`${method} ${path}`]?.() ??
    connectionsReply(has, asked) ??
    deskReply(has, asked) ??
    problem('unknown-resource', 404)
  );
}

/** Takes the place of `fetch` until `restore`; `replies` say what differs from a shop where all is well. */
export function standIn(has: Shop = shop(), replies: Replies = {}) {
  const asked: Asked[] = [];
  const real = window.fetch;
  window.fetch = async (input, init) => {
    const url = new URL(String(input), location.href);
    if (!url.pathname.startsWith('/v1/')) return real(input, init);
    const headers = new Headers(init?.headers);
    const path = url.pathname.slice('/v1/'.length);
    const text = init?.body ? String(init.body) : undefined;
    const body: unknown = text && headers.get('Content-Type')?.includes('json') ? JSON.parse(text) : text;
    const one: Asked = {
      ...{ method: init?.method ?? 'GET', path, query: url.search, body, language: headers.get('Accept-Language') },
      ...{ merchant: headers.get('X-Autofactura-Merchant'), world: headers.get('X-Autofactura-World') },
    };
    asked.push(one);
    const route = `${one.method} ${path}`;
    const given = replies[route];
    if (given === 'offline') throw new TypeError('Failed to fetch');
    if (given === 'never') return new Promise<Response>(() => {});
    const replied = typeof given === 'function' ? given(one) : given;
    const answer = replied ?? entranceReply(has, route, (body ?? {}) as Record<string, string>) ?? shopReply(has, one);
    return new Response(answer.text ?? JSON.stringify(answer.json ?? null), { status: answer.status ?? 200 });
  };
  return {
    asked,
    /** The bodies sent to a route, in order. */
    sent: (route: string) => asked.filter((one) => `${one.method} ${one.path}` === route).map((one) => one.body),
    restore: () => {
      window.fetch = real;
    },
  };
}
