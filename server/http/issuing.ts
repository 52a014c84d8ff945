/** From a found sale to its invoice: check the receptor, preview, issue, recover what was already issued. */
import { createRoute, z } from '@hono/zod-openapi';
import { localDate } from '../catalogs/local-time.ts';
import { issueZone } from '../catalogs/postal-code.ts';
import { type Fault, faultDetail, type Language, Problem } from '../cfdi/problem.ts';
import { checkReceptor, type ReceptorCheck, type ReceptorField } from '../cfdi/receptor.ts';
import { isGeneric, normalizeRfc } from '../cfdi/rfc.ts';
import type { Receptor } from '../cfdi/sold.ts';
import { issue } from '../invoicing/issue.ts';
import { allowsNoRfc, type IssueRequest, prepare } from '../invoicing/prepare.ts';
import type { Portal } from '../portals/portal.ts';
import type { Sale } from '../sales/sale.ts';
import type { ReceptorMatch } from '../taxpayers/registry.ts';
import { createApi, jsonAnswer, jsonBody, REFUSAL } from './api.ts';
import { keepRequest } from './kept-requests.ts';
import { assertInvoiceable, type FoundSale, findOpenPortal, merchantOf, saleOfToken } from './portal-context.ts';
import { previewView } from './preview-view.ts';
import { faultBody, languageOf } from './problems.ts';
import { invoiceView } from './public-views.ts';
import type { Services } from './services.ts';
import { checkBodyWire, checkWire, invoiceWire, issueBodyWire, previewWire, recoverBodyWire } from './wire.ts';

const slug = z.object({ slug: z.string().max(80) });
const stamped = jsonAnswer(invoiceWire, 'The invoice; asked again, the same one.');
const pending = jsonAnswer(invoiceWire, 'Being stamped: ask `links.self` again.');

const check = createRoute({
  method: 'post',
  path: '/portals/{slug}/receptor/check',
  tags: ['Invoice'],
  summary: 'Check the receptor’s five data',
  description:
    'Says whether the data match the SAT’s register, never what they are. Only with a found sale, a few mismatches per sale and day.',
  request: { params: slug, ...jsonBody(checkBodyWire) },
  responses: { 200: jsonAnswer(checkWire, 'Faults, suggestions, matches.'), ...REFUSAL },
});
const preview = createRoute({
  method: 'post',
  path: '/portals/{slug}/invoices/preview',
  tags: ['Invoice'],
  summary: 'What would be stamped',
  request: { params: slug, ...jsonBody(issueBodyWire) },
  responses: { 200: jsonAnswer(previewWire, 'The document, not sealed.'), ...REFUSAL },
});
const create = createRoute({
  method: 'post',
  path: '/portals/{slug}/invoices',
  tags: ['Invoice'],
  summary: 'Issue the invoice of one or more sales',
  request: { params: slug, ...jsonBody(issueBodyWire) },
  responses: { 200: stamped, 201: stamped, 202: pending, ...REFUSAL },
});
const recover = createRoute({
  method: 'post',
  path: '/portals/{slug}/invoices/recover',
  tags: ['Invoice'],
  summary: 'Open an invoice again, by its RFC and postal code',
  request: { params: slug, ...jsonBody(recoverBodyWire) },
  responses: { 200: stamped, ...REFUSAL },
});

export function issuingRoutes(services: Services) {
  const api = createApi();
  api.openapi(check, async (c) => {
    const portal = await findOpenPortal(services, c.req.valid('param').slug);
    const { sale: token, ...typed } = c.req.valid('json');
    const found = await saleOfToken(services, portal, token);
    return c.json(await checkedReceptor(services, portal, found, typed, languageOf(c)), 200);
  });
  api.openapi(preview, async (c) => {
    const language = languageOf(c);
    const { request, found } = await readRequest(services, c.req.valid('param').slug, c.req.valid('json'));
    for (const sale of found) assertInvoiceable(sale, request.merchant, language);
    const { comprobante, snapshot } = prepare(request, services.invoicing.now());
    const { itemizeIeps } = request.portal.settings;
    return c.json(previewView(comprobante, snapshot.sales, { language, itemizeIeps }), 200);
  });
  api.openapi(create, async (c) => {
    const { request, found } = await readRequest(services, c.req.valid('param').slug, c.req.valid('json'));
    for (const sale of found) assertInvoiceable(sale, request.merchant, languageOf(c));
    const outcome = await issueCounted(services, request);
    const view = invoiceView(outcome.invoice, services.tokens.accessToken(outcome.invoice.id), {
      publicUrl: services.publicUrl,
      language: languageOf(c),
    });
    if (outcome.kind === 'pending') return c.json(view, 202);
    return c.json(view, outcome.isNew ? 201 : 200);
  });
  api.openapi(recover, async (c) => {
    const portal = await findOpenPortal(services, c.req.valid('param').slug);
    const { sale: token, ...proof } = c.req.valid('json');
    const invoice = await provenInvoice(services, await saleOfToken(services, portal, token), proof);
    return c.json(
      invoiceView(invoice, services.tokens.accessToken(invoice.id), {
        publicUrl: services.publicUrl,
        language: languageOf(c),
      }),
      200,
    );
  });
  return api;
}

async function readRequest(
  services: Services,
  name: string,
  body: z.output<typeof issueBodyWire>,
): Promise<{ request: IssueRequest; found: readonly [FoundSale, ...FoundSale[]] }> {
  const portal = await findOpenPortal(services, name);
  const [first, ...others] = body.sales;
  if (first === undefined) throw new Problem('unknown-token');
  const found: [FoundSale, ...FoundSale[]] = [await saleOfToken(services, portal, first)];
  for (const token of others) {
    const next = await saleOfToken(services, portal, token);
    // Two searches give one sale two tokens.
    if (!found.some(({ sale }) => sale.id === next.sale.id)) found.push(next);
  }
  const request = {
    portal,
    merchant: await merchantOf(services, portal),
    branch: found[0].branch,
    sales: found.map(inItsBranch),
    receptor: body.receptor,
    ...(body.email !== undefined && { email: body.email }),
    itemizeIeps: body.desglosarIeps,
  };
  return { request, found };
}

/** A sale that names no branch is of the merchant's first one: from here on it says so. */
function inItsBranch({ sale, branch }: FoundSale): Sale {
  return { ...sale, body: { ...sale.body, branch: branch.code } };
}

/** A refusal by the SAT counts against each sale's tries; what the merchant must fix is kept as a request. */
async function issueCounted(services: Services, request: IssueRequest) {
  const now = services.invoicing.now();
  const free = request.sales.filter((sale) => sale.invoiceId === undefined);
  for (const sale of free) await services.limits.assertMayTry(sale.id, now);
  try {
    return await issue(services.invoicing, request);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.code === 'sat-refused-receptor')
      for (const sale of request.sales) await services.limits.countRefusal(sale, now);
    if (error.code !== 'merchant-must-fix' && error.code !== 'portal-off') throw error;
    const kept = await keepRequest(services, request.portal, {
      saleId: request.sales[0]?.id,
      receptor: request.receptor,
      email: request.email ?? undefined,
      reason: error.code === 'portal-off' ? 'portal-off' : 'needs-merchant',
    });
    throw new Problem(error.code, { faults: error.faults, request: kept, cause: error });
  }
}

type Proof = { readonly rfc: string; readonly codigoPostal: string };

function provenInvoice(services: Services, found: FoundSale, proof: Proof) {
  return services.limits.inTurn(found.sale.id, () => proveInvoice(services, found, proof));
}

async function proveInvoice(services: Services, { sale, invoice }: FoundSale, proof: Proof) {
  const now = services.invoicing.now();
  await services.limits.assertMayTry(sale.id, now);
  const receptor = invoice?.snapshot.receptor;
  const proven =
    invoice?.stamped &&
    receptor?.rfc === normalizeRfc(proof.rfc) &&
    receptor.codigoPostal === proof.codigoPostal.replace(/\D/g, '');
  if (proven) return invoice;
  await services.limits.countTry(sale.id, now);
  throw new Problem('proof-mismatch', { faults: [] });
}

const NOT_CHECKED: ReceptorMatch = {
  rfc: 'not-checked',
  nombre: 'not-checked',
  codigoPostal: 'not-checked',
  regimenFiscal: 'not-checked',
};

async function checkedReceptor(
  services: Services,
  portal: Portal,
  { sale, branch }: FoundSale,
  typed: Receptor,
  language: Language,
) {
  const now = services.invoicing.now();
  const fecha = localDate(now, issueZone(branch.codigoPostal));
  const local = checkReceptor(typed, { lugarExpedicion: branch.codigoPostal, fecha, allowNoRfc: allowsNoRfc(portal) });
  const checked =
    local.faults.length > 0 || isGeneric(local.receptor.rfc)
      ? NOT_CHECKED
      : await services.limits.inTurn(sale.id, () => askRegistry(services, portal, sale.id, local.receptor));
  return checkAnswer(local, [...local.faults, ...mismatchFaults(checked, local.receptor)], checked, language);
}

async function askRegistry(services: Services, portal: Portal, saleId: string, receptor: Receptor) {
  const now = services.invoicing.now();
  if (!(await services.limits.mayTry(saleId, now))) return NOT_CHECKED;
  const checked = await services.registryFor(portal).check(receptor, AbortSignal.timeout(REGISTRY_DEADLINE_MS));
  if (mismatchFaults(checked, receptor).length > 0) await services.limits.countTry(saleId, now);
  return checked;
}

const REGISTRY_DEADLINE_MS = 5_000;

/** The SAT's own codes for what the register denies (matriz de errores, 2024-12). The régimen is not checked by a stamp: no fault. */
function mismatchFaults(checked: ReceptorMatch, { rfc }: Receptor): Fault[] {
  const faults: Fault[] = [];
  if (checked.rfc === 'mismatch')
    return [{ code: 'rfc-unknown', satCode: 'CFDI40143', pointer: '/receptor/rfc', params: { rfc } }];
  if (checked.nombre === 'mismatch')
    faults.push({ code: 'nombre-mismatch', satCode: 'CFDI40145', pointer: '/receptor/nombre' });
  if (checked.codigoPostal === 'mismatch')
    faults.push({ code: 'codigo-postal-mismatch', satCode: 'CFDI40148', pointer: '/receptor/codigoPostal' });
  return faults;
}

function checkAnswer(
  { receptor, suggestions }: ReceptorCheck,
  faults: readonly Fault[],
  checked: ReceptorMatch,
  language: Language,
): z.output<typeof checkWire> {
  return {
    faults: faults.map((fault) => ({
      ...faultBody(fault, language),
      field: fault.pointer.slice('/receptor/'.length) as ReceptorField,
    })) as z.output<typeof checkWire>['faults'],
    // What the register knows as typed is not to be talked out of it.
    suggestions: suggestions.filter(isUnproven(checked)).map(({ field, value, code }) => ({
      field,
      value,
      detail: faultDetail({ code, pointer: '', params: { value } }, language),
    })),
    checked,
    receptor,
  };
}

function isUnproven(checked: ReceptorMatch) {
  return ({ field }: { readonly field: ReceptorField }): boolean => field === 'usoCfdi' || checked[field] !== 'match';
}
