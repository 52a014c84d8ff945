/** The route of providers' webhooks. */
import { createRoute, z } from '@hono/zod-openapi';
import {
  EVENT_STATUSES,
  type ListeningSource,
  openListening,
  receiveWebhook,
} from '../../sources/providers/receive-webhook.ts';
import { addressOf } from '../api/address.ts';
import { type ApiVariables, createApi, jsonAnswer, REFUSAL } from '../api/api.ts';
import { intakeOf } from '../api/intake-of.ts';
import type { Services } from '../api/services.ts';

const answer = z
  .object({
    status: z.enum(EVENT_STATUSES).openapi({
      description:
        '`kept` means that the event could not be read yet. It is stored with the reason and can be replayed.',
    }),
  })
  .openapi('SourceEvent');

const receive = createRoute({
  method: 'post',
  path: '/sources/{id}/webhook',
  tags: ['Sources'],
  summary: 'Receive a provider’s webhook',
  description: 'Signed by the provider. Duplicates, reordering and replays lead to the same sales.',
  request: { params: z.object({ id: z.string().max(80) }) },
  responses: { 200: jsonAnswer(answer, 'The event was received.'), ...REFUSAL },
});

type SourceVariables = { Variables: ApiVariables['Variables'] & { listening: ListeningSource } };

/** The route `POST /sources/{id}/webhook`, which providers call. */
export function sourceWebhookRoutes(services: Services) {
  const api = createApi<SourceVariables>();
  // This runs before the body is read: nothing is read for a source that does not exist.
  api.post('/sources/:id/webhook', async (c, next) => {
    c.set('listening', await openListening({ ...services, intake: intakeOf(services) }, c.req.param('id')));
    await next();
  });
  api.openapi(receive, async (c) => {
    const request = {
      headers: c.req.header(),
      url: new URL(c.req.url),
      body: await c.req.text(),
      now: services.invoicing.now(),
    };
    const deps = { ...services, intake: intakeOf(services) };
    const status = await receiveWebhook(deps, c.get('listening'), request, addressOf(c, services.trustProxy));
    return c.json({ status }, 200);
  });
  return api;
}
