/** The test run of a portal: a test sale is walked through the public API, and each failed step comes with what to do about it. */
import { z } from '@hono/zod-openapi';
import { Problem } from '../../../problems/problem.ts';
import { TEST_RUN_FAULTS } from '../../../problems/test-run-texts.ts';
import { jsonAnswer, REFUSAL } from '../../api/api.ts';
import { languageOf } from '../../api/problems.ts';
import type { Services } from '../../api/services.ts';
import { createMerchantApi, merchantRoute } from '../merchant-api.ts';
import { ownPortal } from '../own-portal.ts';
import { type Call, OPTIONAL, STEPS, type Walked, type WalkedStep, walkPortal } from './walk.ts';

const words = z.object({ 'es-MX': z.string(), en: z.string() });

const stepWire = z.object({
  step: z.enum(STEPS),
  ok: z.boolean(),
  required: z
    .boolean()
    .openapi({ description: 'Whether a portal needs this step. Mail is optional, since customers can download.' }),
  problem: words.extend({ code: z.string() }).optional(),
  toDo: words.optional(),
  detail: z.string().optional().openapi({ description: 'What the portal answered.' }),
});

const runWire = z
  .object({
    ok: z.boolean().openapi({ description: 'Whether every required step worked.' }),
    steps: z.array(stepWire),
    mail: z.object({ subject: z.string(), html: z.string(), text: z.string() }).optional().openapi({
      description: 'The mail that a customer would get. It is not sent.',
    }),
    invoice: z
      .object({ id: z.string(), uuid: z.string().optional(), xml: z.string().optional(), pdf: z.string().optional() })
      .optional(),
    tryIt: z
      .object({ url: z.string(), typed: z.record(z.string(), z.string()) })
      .optional()
      .openapi({
        description: 'To try the portal yourself, open it in a private window and type these values.',
      }),
  })
  .openapi('TestRun');

const run = merchantRoute('settings:write', {
  method: 'post',
  path: '/portals/{slug}/test-run',
  tags: ['Portals'],
  summary: 'Test a portal as a customer would use it',
  description:
    'Creates a test sale, finds it with the portal’s own search, requests its invoice with XAXX010101000, and checks the XML, the PDF and the mail. Only for test portals; the mail is shown, not sent.',
  request: { params: z.object({ slug: z.string().max(80) }) },
  responses: { 200: jsonAnswer(runWire, 'Each step, and what to do if one failed.'), ...REFUSAL },
});

/** Sends a request to the whole API, inside this process. */
export type Fetch = (path: string, init: RequestInit, env: unknown) => Response | Promise<Response>;

/** The route `POST /portals/{slug}/test-run`. It calls the public API through `fetch`, inside this process, and works only in the test world. */
export function testRunRoutes(services: Services, fetch: Fetch) {
  const api = createMerchantApi(services);
  api.openapi(run, async (c) => {
    const { tenant } = c.get('principal');
    if (tenant.world !== 'test') throw new Problem('test-world-only');
    const portal = await ownPortal(services, c.req.valid('param').slug, tenant);
    const language = languageOf(c);
    const forwarded = c.req.header('x-forwarded-for');
    const headers = {
      ...{ 'content-type': 'application/json', 'accept-language': language },
      // An empty one would look like a proxy that nobody configured.
      ...(forwarded !== undefined && { 'x-forwarded-for': forwarded }),
    };
    const call: Call = async (path, body) =>
      fetch(path, body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) }, c.env);
    const walked = await walkPortal({ services, portal, call, language });
    c.header('cache-control', 'no-store');
    return c.json(answerOf(walked, services.links.page(portal)), 200);
  });
  return api;
}

function answerOf({ steps, invoice, mail, left }: Walked, url: string): z.output<typeof runWire> {
  return {
    ok: steps.every(({ step, failure }) => !failure || OPTIONAL.includes(step)),
    steps: steps.map(stepOf),
    ...(mail && { mail }),
    ...(invoice && {
      invoice: { id: invoice.id, uuid: invoice.uuid, xml: invoice.links.xml, pdf: invoice.links.pdf },
    }),
    ...(left && { tryIt: { url, typed: { ...left.typed } as Record<string, string> } }),
  };
}

function stepOf({ step, failure }: WalkedStep): z.output<typeof stepWire> {
  const required = !OPTIONAL.includes(step);
  if (!failure) return { step, ok: true, required };
  const { problem, toDo } = TEST_RUN_FAULTS[failure.fault];
  return {
    ...{ step, ok: false, required, toDo, problem: { code: failure.fault, ...problem } },
    ...(failure.detail !== undefined && { detail: failure.detail }),
  };
}
