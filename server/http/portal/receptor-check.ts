/** Checks the receptor's five data before a stamp is spent: by our own rules first, then against the SAT's register. */
import { createRoute, z } from '@hono/zod-openapi';
import { localDate } from '../../catalogs/local-time.ts';
import { issueZone } from '../../catalogs/postal-code.ts';
import { checkReceptor, type ReceptorCheck, type ReceptorField, refusalParams } from '../../cfdi/receptor.ts';
import type { ReceptorMatch } from '../../cfdi/receptor-match.ts';
import { isGeneric } from '../../cfdi/rfc.ts';
import type { Receptor } from '../../cfdi/sold.ts';
import type { FoundSale } from '../../invoicing/found-sale.ts';
import { receptorRules } from '../../invoicing/prepare.ts';
import type { Prover } from '../../limits/prover.ts';
import type { Portal } from '../../portals/portal.ts';
import { type Fault, type Language, Problem } from '../../problems/problem.ts';
import { NOT_CHECKED } from '../../taxpayers/registry.ts';
import { FairQueue, type FairQueueOptions, QueueFull } from '../../threads/fair-queue.ts';
import { createApi, jsonAnswer, jsonBody, REFUSAL } from '../api/api.ts';
import { faultBody, languageOf, suggestionBody } from '../api/problems.ts';
import type { Services } from '../api/services.ts';
import { checkBodyWire, checkWire } from '../api/wire.ts';
import { callerOf, proofHeader } from './caller.ts';
import { findOpenPortal, merchantOf, saleOfToken, tenantOf } from './portal-context.ts';

const check = createRoute({
  method: 'post',
  path: '/portals/{slug}/receptor/check',
  tags: ['Invoice'],
  summary: 'Check the receptor’s tax details',
  description:
    'Says whether the data match the SAT’s register, but never what they are. Needs a found sale. Once the few mismatches that a sale reveals in a day are spent, the register is not asked and the answer has a `challenge`; a repetition with its solution has it asked, with two mismatches a day for each network.',
  request: { params: z.object({ slug: z.string().max(80) }), headers: proofHeader, ...jsonBody(checkBodyWire) },
  responses: { 200: jsonAnswer(checkWire, 'Faults, suggestions and matches.'), ...REFUSAL },
});

const REGISTRY_DEADLINE_MS = 5_000;
/** Questions to registers at once. Addresses take turns, so nobody waits for those that another one asks. */
const ASKING: FairQueueOptions = { width: 16, mostOfOne: 3, mostOfAll: 100, longestWaitMs: REGISTRY_DEADLINE_MS };

/** The route `POST /portals/{slug}/receptor/check`. */
export function receptorCheckRoutes(services: Services) {
  const api = createApi();
  const asking = new FairQueue(ASKING);
  api.openapi(check, async (c) => {
    const portal = await findOpenPortal(services, c.req.valid('param').slug);
    const { sale: token, ...typed } = c.req.valid('json');
    const found = await saleOfToken(services, portal, token);
    const prover = { ...callerOf(services, c), saleId: found.sale.id, strength: found.token.kind };
    return c.json(
      await checkedReceptor(services, portal, found, { typed, prover, asking, language: languageOf(c) }),
      200,
    );
  });
  return api;
}

async function checkedReceptor(
  services: Services,
  portal: Portal,
  { branch }: FoundSale,
  { typed, language, ...asker }: Asker & { readonly typed: Receptor; readonly language: Language },
) {
  const now = services.invoicing.now();
  const fecha = localDate(now, issueZone(branch.codigoPostal));
  const local = checkReceptor(typed, {
    lugarExpedicion: branch.codigoPostal,
    fecha,
    ...receptorRules(portal, false),
    issuer: await merchantOf(services, portal),
  });
  const { checked, challenge }: Asked =
    local.faults.length > 0 || isGeneric(local.receptor.rfc)
      ? { checked: NOT_CHECKED }
      : await askRegistry(services, portal, asker, local.receptor);
  const answer = checkAnswer(local, [...local.faults, ...mismatchFaults(checked, local.receptor)], checked, language);
  return { ...answer, ...(challenge && { challenge: { ...challenge } }) };
}

/** Whose question it is, and the queue in which it waits. */
type Asker = { readonly prover: Prover; readonly asking: FairQueue };

/** The register's answer, or what would have it asked. */
type Asked = { readonly checked: ReceptorMatch; readonly challenge?: object | undefined };

/**
 * Queries the register. A mismatch counts as a failed try; without a try left, or with too many questions waiting, the register is not queried.
 * It only advises, so nobody has to compute a proof of work for it to go on.
 */
async function askRegistry(
  services: Services,
  portal: Portal,
  { prover, asking }: Asker,
  receptor: Receptor,
): Promise<Asked> {
  const registry = services.registryOf(tenantOf(portal));
  const ask = () =>
    asking.run(prover.address, () => registry.check(receptor, AbortSignal.timeout(REGISTRY_DEADLINE_MS)));
  const isMismatch = (match: ReceptorMatch): boolean => Object.values(match).includes('mismatch');
  try {
    const checked = await services.limits.askRegisterOnce(prover, services.invoicing.now(), ask, isMismatch);
    return { checked: checked ?? NOT_CHECKED };
  } catch (error) {
    if (error instanceof QueueFull) return { checked: NOT_CHECKED };
    if (!(error instanceof Problem) || error.code !== 'proof-of-work') throw error;
    return { checked: NOT_CHECKED, challenge: error.challenge };
  }
}

/**
 * Converts mismatches to faults with the SAT's own codes (matriz de errores, 2024-12). A stamp does not check the régimen, so it is not a fault.
 */
function mismatchFaults(checked: ReceptorMatch, receptor: Receptor): Fault[] {
  const faults: Fault[] = [];
  const params = refusalParams(receptor);
  if (checked.rfc === 'mismatch')
    return [{ code: 'rfc-unknown', satCode: 'CFDI40143', pointer: '/receptor/rfc', params: { rfc: receptor.rfc } }];
  if (checked.nombre === 'mismatch')
    faults.push({ code: 'nombre-mismatch', satCode: 'CFDI40145', pointer: '/receptor/nombre', params });
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
    // No suggestion for data that the register confirmed as typed.
    suggestions: suggestions.filter(isUnproven(checked)).map((suggestion) => suggestionBody(suggestion, language)),
    checked,
    receptor,
  };
}

function isUnproven(checked: ReceptorMatch) {
  return ({ field }: { readonly field: ReceptorField }): boolean => field === 'usoCfdi' || checked[field] !== 'match';
}
