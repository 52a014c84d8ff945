/** Webhook endpoints and the team's channels. */

import type { Services } from '../api/services.ts';
import { listenerRoutes } from './listener-routes.ts';

export function webhookEndpointRoutes(services: Services) {
  const wire = { name: 'WebhookEndpoint', prefix: 'whe_', kinds: ['webhook'] } as const;
  return listenerRoutes(services, { path: '/webhook-endpoints', tag: 'Webhooks', ...wire });
}

export function alertChannelRoutes(services: Services) {
  const wire = { name: 'AlertChannel', prefix: 'alc_', kinds: ['mail', 'slack', 'teams'] } as const;
  return listenerRoutes(services, { path: '/alert-channels', tag: 'Alerts', ...wire });
}
