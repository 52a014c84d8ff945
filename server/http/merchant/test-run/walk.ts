/** Walks a portal as a customer would, over its public API, and records whether each step worked. */
import { verifyCfdiFile } from '../../../csd/verify-cfdi.ts';
import type { Branch } from '../../../merchants/merchant.ts';
import type { LookupField, Portal } from '../../../portals/portal.ts';
import type { Language } from '../../../problems/problem.ts';
import type { TestRunFault } from '../../../problems/test-run-texts.ts';
import type { Services } from '../../api/services.ts';
import { tenantOf } from '../../portal/portal-context.ts';
import type { FoundSaleView, InvoiceView } from '../../portal/public-views.ts';
import { type ShownMail, shownMail } from './shown-mail.ts';
import { putTestSale, type TestSale } from './test-sale.ts';

/** Sends a request to our own public API. A body is sent as JSON. */
export type Call = (path: string, body?: unknown) => Promise<Response>;

/** The steps of a test run, in order. */
export const STEPS = ['portal', 'csd', 'sale', 'search', 'receptor', 'preview', 'issue', 'mail', 'xml', 'pdf'] as const;

/** One step of a test run. */
export type Step = (typeof STEPS)[number];

/** Why a step failed. `detail` is what the API said, in the requested language. */
export type Failure = { readonly fault: TestRunFault; readonly detail?: string };

/** A step and why it failed; without `failure` it worked. */
export type WalkedStep = { readonly step: Step; readonly failure?: Failure };

/** The result of a walk: the steps, and what they produced. */
export type Walked = {
  readonly steps: readonly WalkedStep[];
  readonly invoice?: InvoiceView;
  readonly mail?: ShownMail;
  /** Another test sale, which the merchant can use to walk the portal by hand. */
  readonly left?: TestSale;
};

/** Steps that a portal works without: if there is no mail, customers download. */
export const OPTIONAL: readonly Step[] = ['mail'];

const RECEPTOR = { rfc: 'XAXX010101000', nombre: 'Cliente de Prueba' };

type Context = {
  readonly services: Services;
  readonly portal: Portal;
  readonly call: Call;
  readonly language: Language;
  branch?: Branch;
  way?: readonly LookupField[];
  sale?: TestSale;
  token?: string;
  invoice?: InvoiceView;
  mail?: ShownMail;
  left?: TestSale;
};

type Take = (context: Context) => Promise<Failure | undefined>;

/** Walks the portal. A failed step ends the walk unless it is optional; the remaining steps are `not-reached`. */
export async function walkPortal(asked: Pick<Context, 'services' | 'portal' | 'call' | 'language'>): Promise<Walked> {
  const context: Context = { ...asked };
  const steps: WalkedStep[] = [];
  let isOver = false;
  for (const step of STEPS) {
    const failure: Failure | undefined = isOver ? { fault: 'not-reached' } : await TAKE[step](context);
    steps.push({ step, ...(failure && { failure }) });
    if (failure && !OPTIONAL.includes(step)) isOver = true;
  }
  const { invoice, mail, left } = context;
  return { steps, ...(invoice && { invoice }), ...(mail && { mail }), ...(left && { left }) };
}

const TAKE: Readonly<Record<Step, Take>> = {
  portal: async ({ portal }) => (portal.settings.enabled ? undefined : { fault: 'portal-off' }),
  csd: lookAtCsd,
  sale: sell,
  search,
  receptor: checkReceptor,
  preview: async ({ call, portal, token }) => refused(await call(`${base(portal)}/invoices/preview`, order(token))),
  issue,
  mail: makeMail,
  xml: verifyXml,
  pdf: printPdf,
};

/** If the PAC seals, the CSD is stored there and not here. */
async function lookAtCsd({ services: { invoicing }, portal }: Context): Promise<Failure | undefined> {
  const pacs = await invoicing.pacs.of(tenantOf(portal));
  if (pacs.every(({ capabilities }) => capabilities.sealedBy === 'them')) return undefined;
  const sealer = await invoicing.custody.openActiveSealer(tenantOf(portal), invoicing.now());
  if (sealer.kind === 'sealer') return undefined;
  return { fault: sealer.kind === 'none' ? 'no-csd' : 'csd-expired' };
}

async function sell(context: Context): Promise<Failure | undefined> {
  const { services, portal } = context;
  const [branch] = await services.invoicing.store.merchants.listBranches(portal.merchantId);
  if (!branch) return { fault: 'no-branch' };
  const way = portal.settings.lookup.find((fields) => !fields.includes('email'));
  if (!way) return { fault: 'no-search-set' };
  const sale = await putTestSale(services, portal, { branch, way });
  const left = await putTestSale(services, portal, { branch, way });
  if (!sale || !left) return { fault: 'sale-refused' };
  Object.assign(context, { branch, way, sale, left });
  return undefined;
}

/** Searches for the sale, and gives a second proof if the portal asks for one. */
async function search(context: Context): Promise<Failure | undefined> {
  const { call, portal, sale } = context;
  const answer = await call(`${base(portal)}/sales/search`, sale?.typed);
  if (!answer.ok) return refused(answer);
  const { sales } = (await answer.json()) as { sales: readonly FoundSaleView[] };
  const [found] = sales;
  if (!found || sales.length > 1) return { fault: 'sale-not-found' };
  const opened = found.status === 'guarded' ? await prove(context, found) : found;
  if (!opened) return { fault: 'sale-not-found' };
  if (opened.status !== 'open') return { fault: 'sale-not-found' };
  context.token = opened.token;
  return undefined;
}

async function prove({ call, portal, sale }: Context, found: FoundSaleView): Promise<FoundSaleView | undefined> {
  const proof = found.proof === undefined ? undefined : sale?.ticket[found.proof];
  if (found.proof === undefined || proof === undefined) return undefined;
  const answer = await call(`${base(portal)}/sales/prove`, { sale: found.token, [found.proof]: proof });
  if (!answer.ok) return undefined;
  const { sales } = (await answer.json()) as { sales: readonly FoundSaleView[] };
  return sales[0];
}

async function checkReceptor({ call, portal, token }: Context): Promise<Failure | undefined> {
  const answer = await call(`${base(portal)}/receptor/check`, { ...RECEPTOR, sale: token });
  if (!answer.ok) return refused(answer);
  const { faults } = (await answer.json()) as { faults: readonly { detail: string }[] };
  return faults[0] && { fault: 'refused', detail: faults[0].detail };
}

async function issue(context: Context): Promise<Failure | undefined> {
  const { call, portal, token } = context;
  const answer = await call(`${base(portal)}/invoices`, order(token));
  if (answer.status === 202 || answer.status === 503) return { fault: 'pac-away' };
  if (!answer.ok) return { ...(await refused(answer)), fault: 'rejected' };
  context.invoice = (await answer.json()) as InvoiceView;
  return undefined;
}

async function makeMail(context: Context): Promise<Failure | undefined> {
  const { services, portal, invoice, language } = context;
  if (!invoice) return { fault: 'mail-not-made' };
  const mail = await shownMail(services, portal, { invoice, language });
  if (mail) context.mail = mail;
  if (!mail) return { fault: 'mail-not-made' };
  return (await services.carriers(tenantOf(portal))) ? undefined : { fault: 'no-mail-carrier' };
}

async function verifyXml({ services, call, invoice, language }: Context): Promise<Failure | undefined> {
  const answer = await call(pathOf(services, invoice?.links.xml));
  if (!answer.ok) return { ...(await refused(answer)), fault: 'xml-faulty' };
  const [fault] = verifyCfdiFile(new Uint8Array(await answer.arrayBuffer()), { language }).faults;
  return fault && { fault: 'xml-faulty', detail: fault.detail };
}

async function printPdf({ services, call, invoice }: Context): Promise<Failure | undefined> {
  const answer = await call(pathOf(services, invoice?.links.pdf));
  const start = answer.ok
    ? Buffer.from(await answer.arrayBuffer())
        .subarray(0, 5)
        .toString('latin1')
    : '';
  return start === '%PDF-' ? undefined : { fault: 'pdf-not-printed' };
}

function base({ slug }: Portal): string {
  return `/v1/portals/${slug}`;
}

function order(token: string | undefined) {
  return { sales: [token], receptor: RECEPTOR };
}

function pathOf({ publicUrl }: Services, link: string | undefined): string {
  return link?.replace(publicUrl, '') ?? '/';
}

/** Reads a problem's sentence and that of its first field, if the answer is a problem. */
async function refused(answer: Response): Promise<Failure | undefined> {
  if (answer.ok) return undefined;
  const { detail, errors = [] } = (await answer.json()) as { detail: string; errors?: readonly { detail: string }[] };
  return { fault: 'refused', detail: [detail, ...errors.slice(0, 1).map((error) => error.detail)].join(' ') };
}
