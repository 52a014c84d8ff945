/** The audit log of a merchant, for its owners and accountants: reading, exporting and checking it. */
import { Readable } from 'node:stream';
import { z } from '@hono/zod-openapi';
import { type AuditEntry, type AuditFilter, checkAudit } from '../../accounts/audit.ts';
import { auditCsv, auditJsonLines } from '../../accounts/audit-export.ts';
import type { Principal } from '../../merchants/principal.ts';
import type { Tenant } from '../../merchants/tenant.ts';
import { jsonAnswer, REFUSAL } from '../api/api.ts';
import type { Services } from '../api/services.ts';
import { createMerchantApi, merchantRoute } from './merchant-api.ts';

const entry = z
  .object({
    position: z.int().openapi({ description: 'Counted from 1, without gaps.' }),
    at: z.string().openapi({ format: 'date-time' }),
    world: z
      .enum(['test', 'live'])
      .optional()
      .openapi({ description: 'Absent for actions that belong to neither world.' }),
    actor: z.string().openapi({ description: 'The id of a person or of an API key, or `customer`.' }),
    actorName: z.string().optional().openapi({ description: 'The current name of the actor.' }),
    action: z.string().openapi({
      example: 'POST /keys',
      description:
        'The route, or what a person did with their account: `sign-in`, `step-up`, `password-changed`…; `corrected-by-link` for a correction by a customer.',
    }),
    target: z.string().optional().openapi({ description: 'The id, slug or provider that the action was applied to.' }),
    status: z.int().openapi({
      description: 'The HTTP status of the answer. 0 means that the server stopped before the outcome was known.',
    }),
    address: z.string().openapi({ description: 'The network that the request came from.' }),
    seal: z.string().openapi({ description: 'The seal of the entry, which also covers the previous seal.' }),
  })
  .openapi('AuditEntry');

const moment = z.iso.datetime({ offset: true }).optional();
const filter = z.object({
  actor: z.string().max(80).optional(),
  action: z.string().max(80).optional(),
  from: moment,
  until: moment.openapi({ description: 'Exclusive.' }),
});
const about = { tags: ['Audit'] };

const list = merchantRoute('audit:read', {
  ...{ ...about, method: 'get', path: '/audit-log', summary: 'List audit log entries, newest first' },
  description:
    'Covers both worlds, except for a test key, which gets the entries of the test world only: changes by people and by keys (except sales sent by keys), exports, corrections by customers, and sign-ins of members, including failed ones (at most twenty per hour and person). It contains no secrets.',
  request: {
    query: filter.extend({
      limit: z.coerce.number().int().min(1).max(200).default(50),
      before: z.coerce.number().int().min(1).optional().openapi({ description: 'The `next` of the previous page.' }),
    }),
  },
  responses: {
    200: jsonAnswer(z.object({ entries: z.array(entry), next: z.int().optional() }), 'A page.'),
    ...REFUSAL,
  },
});
const exported = merchantRoute('audit:read', {
  ...{ ...about, method: 'get', path: '/audit-log/export', summary: 'Export the whole audit log, oldest first' },
  description:
    'The export itself is recorded in the log. `autofactura audit verify FILE` checks a JSONL file against the master key. A test key gets the entries of the test world only, which cannot be checked without those in between.',
  'x-audited': true,
  request: { query: z.object({ format: z.enum(['csv', 'jsonl']).default('csv') }) },
  responses: {
    200: {
      description: 'The log.',
      content: { 'text/csv': { schema: z.string() }, 'application/x-ndjson': { schema: z.string() } },
    },
    ...REFUSAL,
  },
});
const check = merchantRoute('audit:read', {
  ...{ ...about, method: 'get', path: '/audit-log/check', summary: 'Check the integrity of the audit log' },
  description: 'Store `head` elsewhere: a log whose end is cut off later no longer contains that seal.',
  request: {
    query: z.object({
      head: z.string().max(80).optional().openapi({ description: 'The `head` of an earlier check.' }),
    }),
  },
  responses: {
    200: jsonAnswer(
      z
        .object({
          isIntact: z.boolean(),
          entries: z.int().openapi({ description: 'The number of intact entries.' }),
          brokenAt: z.int().optional().openapi({ description: 'The position of the first entry that was changed.' }),
          head: z.string().optional().openapi({ description: 'The last seal.' }),
          formerHeadAt: z.int().optional().openapi({ description: 'The position of the entry whose seal was `head`.' }),
        })
        .openapi('AuditCheck'),
      'Every entry was read. A `head` that no entry has means that the end was cut off.',
    ),
    ...REFUSAL,
  },
});

/** The routes `/audit-log`: list, export and check. */
export function auditLogRoutes(services: Services) {
  const { store, now } = services.invoicing;
  const { audit } = store;
  const api = createMerchantApi(services);
  api.openapi(list, async (c) => {
    const { limit, before, ...narrowed } = c.req.valid('query');
    const principal = c.get('principal');
    const { tenant } = principal;
    await audit.enterInterrupted(tenant.merchantId, now(), services.seal);
    const page = { ...filterOf(narrowed), ...worldOf(principal), limit, ...(before !== undefined && { before }) };
    const listed = await audit.list(tenant.merchantId, page);
    const names = await namesOf(services, tenant, listed);
    const next = listed.length === limit ? listed.at(-1)?.position : undefined;
    return c.json({ entries: listed.map(viewWith(names)), ...(next !== undefined && next > 1 && { next }) }, 200);
  });
  api.openapi(exported, (c) => {
    const principal = c.get('principal');
    const { merchantId } = principal.tenant;
    const { format } = c.req.valid('query');
    const { world } = worldOf(principal);
    const lines = (format === 'csv' ? auditCsv : auditJsonLines)(audit, merchantId, world);
    const type = format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson';
    return new Response(Readable.toWeb(Readable.from(bytes(lines))) as ReadableStream<Uint8Array>, {
      headers: {
        ...{ 'content-type': type, 'cache-control': 'no-store' },
        'content-disposition': `attachment; filename="registro-${merchantId}.${format}"`,
      },
    });
  });
  api.openapi(check, async (c) => {
    const { head } = c.req.valid('query');
    const checked = await checkAudit(audit, c.get('principal').tenant.merchantId, services.seal, head);
    const isIntact = checked.brokenAt === undefined && (head === undefined || checked.formerHeadAt !== undefined);
    return c.json({ isIntact, ...checked }, 200);
  });
  return api;
}

/** What a test key is for is the test world: who signs in and works for a merchant, and what they do live, is none of its business. */
function worldOf({ kind, tenant }: Principal): Pick<AuditFilter, 'world'> {
  return kind === 'key' && tenant.world === 'test' ? { world: tenant.world } : {};
}

function filterOf({ actor, action, from, until }: z.output<typeof filter>): AuditFilter {
  return {
    ...(actor !== undefined && { actor }),
    ...(action !== undefined && { action }),
    ...(from !== undefined && { from: Date.parse(from) }),
    ...(until !== undefined && { until: Date.parse(until) }),
  };
}

/** The names of the actors: a person's name, or a key's own. */
async function namesOf({ invoicing }: Services, { merchantId }: Tenant, entries: readonly AuditEntry[]) {
  const { accounts, merchants } = invoicing.store;
  const actors = [...new Set(entries.map(({ actor }) => actor))];
  const worlds = actors.some((actor) => actor.startsWith('key_')) ? (['test', 'live'] as const) : [];
  const keys = (await Promise.all(worlds.map((world) => merchants.listApiKeys({ merchantId, world })))).flat();
  const people = await Promise.all(actors.filter((id) => id.startsWith('usr_')).map((id) => accounts.getPerson(id)));
  return new Map([...keys, ...people].flatMap((each) => (each?.name === undefined ? [] : [[each.id, each.name]])));
}

function viewWith(names: ReadonlyMap<string, string>) {
  return ({ merchantId: _, at, ...rest }: AuditEntry): z.output<typeof entry> => {
    const actorName = names.get(rest.actor);
    return { ...rest, at: new Date(at).toISOString(), ...(actorName !== undefined && { actorName }) };
  };
}

async function* bytes(lines: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  for await (const each of lines) yield Buffer.from(each, 'utf8');
}
