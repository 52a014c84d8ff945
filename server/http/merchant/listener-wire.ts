/** The schemas and routes of listeners: webhook endpoints and the team's alert channels, which share one shape. */
import { z } from '@hono/zod-openapi';
import type { ListenerKind } from '../../outbox/delivery.ts';
import { EVENT_TYPES } from '../../outbox/event.ts';
import { jsonAnswer, jsonBody, REFUSAL } from '../api/api.ts';
import { guardedRoute, merchantRoute } from './merchant-api.ts';
import { nextOf } from './next-page.ts';

/** How webhook endpoints and alert channels differ: their path, the kinds that they allow, and their names in the documentation. */
export type ListenerRoutes = {
  /** `/webhook-endpoints`. */
  readonly path: string;
  readonly tag: string;
  /** The name of the schema, and the prefix of ids. */
  readonly name: string;
  readonly prefix: string;
  readonly kinds: readonly [ListenerKind, ...ListenerKind[]];
};

const events = z.array(z.enum(EVENT_TYPES)).min(1, 'required');
const portals = z.array(z.string().max(80)).max(50);
const words = z.string().trim().min(1, 'required').max(80, 'text-too-long');
const target = z.string().trim().min(1, 'required').max(1_000);

function wiresOf({ name, kinds }: ListenerRoutes) {
  const kind = z.enum(kinds);
  const common = { name: words, events, portals: portals.optional() };
  const upload = z
    .strictObject({
      ...common,
      kind: kinds.length === 1 ? kind.default(kinds[0]) : kind,
      target: target.openapi({ description: 'An https URL, or an e-mail address for a mail channel.' }),
    })
    .openapi(`${name}Upload`);
  const change = z
    .strictObject({
      name: words.optional(),
      events: events.optional(),
      portals: portals.nullable().optional(),
      target: target.optional(),
      state: z.enum(['enabled', 'disabled']).optional(),
    })
    .openapi(`${name}Change`);
  const view = z
    .object({
      ...common,
      id: z.string(),
      kind,
      state: z.enum(['enabled', 'disabled']),
      disabledReason: z.string().optional(),
      failingSince: z.string().optional(),
      createdAt: z.string(),
      secret: z
        .string()
        .optional()
        .openapi({ description: 'The signing secret. Present only for a webhook, when it is created.' }),
    })
    .openapi(name);
  return { upload, change, view };
}

/** A listener as the API answers it. */
export type ListenerView = z.output<ReturnType<typeof wiresOf>['view']>;

/** A delivery as the API answers it. */
export const deliveryWire = z
  .object({
    id: z.string(),
    event: z.string().optional(),
    type: z.string(),
    subject: z.string(),
    state: z.enum(['pending', 'sent', 'failed', 'dropped', 'bounced', 'complained']),
    attempts: z.int(),
    reason: z.string().optional(),
    createdAt: z.string(),
    nextAt: z.string().optional(),
  })
  .openapi('Delivery');

/** The routes that create, list, change and delete listeners of these kinds. */
export function manageRoutesOf(kind: ListenerRoutes) {
  const { upload, change, view } = wiresOf(kind);
  const about = { tags: [kind.tag] };
  const params = { params: z.object({ id: z.string().max(80) }) };
  const one = { ...about, path: `${kind.path}/{id}`, request: params };
  const noun = kind.path === '/webhook-endpoints' ? 'webhook endpoint' : 'alert channel';
  // A forgotten one could leak customers' data indefinitely: a webhook as it is, and an alert by the link to the page that shows it.
  return {
    create: guardedRoute('settings:write', {
      ...{ ...about, method: 'post', path: kind.path, summary: `Create a new ${noun}`, request: jsonBody(upload) },
      responses: { 201: jsonAnswer(view, `The new ${noun}.`), ...REFUSAL },
    }),
    list: merchantRoute('settings:read', {
      ...{ ...about, method: 'get', path: kind.path, summary: `List ${noun}s` },
      responses: { 200: jsonAnswer(z.object({ listeners: z.array(view) }), 'In order of creation.'), ...REFUSAL },
    }),
    change: guardedRoute('settings:write', {
      ...{
        ...one,
        method: 'put',
        summary: `Change or re-enable the ${noun}`,
        request: { ...params, ...jsonBody(change) },
      },
      responses: { 200: jsonAnswer(view, `The ${noun} as it is now.`), ...REFUSAL },
    }),
    remove: merchantRoute('settings:write', {
      ...{ ...one, method: 'delete', summary: `Delete the ${noun}` },
      responses: { 204: { description: 'Deleted.' }, ...REFUSAL },
    }),
  };
}

/** The routes that test a listener, replay events to it, rotate its secret and list its deliveries. */
export function deliveryRoutesOf(kind: ListenerRoutes) {
  const about = { tags: [kind.tag] };
  const params = { params: z.object({ id: z.string().max(80) }) };
  const one = { ...about, path: `${kind.path}/{id}`, request: params };
  const page = z.object({
    limit: z.coerce.number().int().min(1).max(100).default(50),
    before: nextOf('msg').optional(),
  });
  return {
    test: merchantRoute('settings:write', {
      ...{
        ...one,
        path: `${kind.path}/{id}/test`,
        method: 'post',
        summary: 'Send a test message',
      },
      responses: { 202: jsonAnswer(z.object({ delivery: z.string() }), 'The test message was enqueued.'), ...REFUSAL },
    }),
    replay: merchantRoute('settings:write', {
      ...{ ...one, path: `${kind.path}/{id}/replay`, method: 'post', summary: 'Replay past events' },
      request: { ...params, ...jsonBody(z.strictObject({ since: z.iso.datetime({ offset: true }) })) },
      responses: { 202: jsonAnswer(z.object({ deliveries: z.int() }), 'The deliveries were enqueued.'), ...REFUSAL },
    }),
    rotate: guardedRoute('settings:write', {
      ...{
        ...one,
        path: `${kind.path}/{id}/rotate`,
        method: 'post',
        summary: 'Rotate the signing secret',
      },
      responses: {
        200: jsonAnswer(
          z.object({ secret: z.string() }),
          'The new secret, shown only once. The old one keeps signing for a day.',
        ),
        ...REFUSAL,
      },
    }),
    deliveries: merchantRoute('settings:read', {
      ...{ ...one, path: `${kind.path}/{id}/deliveries`, method: 'get', summary: 'List deliveries, newest first' },
      request: { ...params, query: page },
      responses: {
        200: jsonAnswer(z.object({ deliveries: z.array(deliveryWire), next: z.string().optional() }), 'A page.'),
        ...REFUSAL,
      },
    }),
  };
}
