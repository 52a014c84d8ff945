/** The routes of webhook endpoints and alert channels. */

import type { Services } from '../api/services.ts';
import { listenerRoutes } from './listener-routes.ts';

/** The routes `/webhook-endpoints`. */
export function webhookEndpointRoutes(services: Services) {
  const wire = { name: 'WebhookEndpoint', prefix: 'whe_', kinds: ['webhook'] } as const;
  return listenerRoutes(services, { path: '/webhook-endpoints', tag: 'Webhooks', ...wire });
}

/** The routes `/alert-channels`: mail, Slack and Teams. */
export function alertChannelRoutes(services: Services) {
  const wire = { name: 'AlertChannel', prefix: 'alc_', kinds: ['mail', 'slack', 'teams'] } as const;
  return listenerRoutes(services, { path: '/alert-channels', tag: 'Alerts', ...wire });
}
