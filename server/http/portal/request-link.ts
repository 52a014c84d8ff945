/** The link at which a customer finds the answer to a request, and the verbs' dependencies that need it. */
import type { CorrectAtPortalDeps } from '../../invoicing/correct-at-portal.ts';
import type { IssueAtPortalDeps } from '../../invoicing/issue-at-portal.ts';
import type { Services } from '../api/services.ts';
import { CUSTOMER, tokenFor, type Viewer } from './viewer.ts';

/** Builds `links.self` of a request; whoever has the link can open it. */
export function requestLink(services: Pick<Services, 'links' | 'tokens'>, id: string, viewer = CUSTOMER): string {
  return services.links.api.request(id, tokenFor(services, id, viewer));
}

/** What the verbs of a portal's customers may touch. */
export function portalDeps(services: Services, viewer: Viewer = CUSTOMER): IssueAtPortalDeps & CorrectAtPortalDeps {
  const { invoicing, limits } = services;
  return { ...invoicing, limits, requestLink: (id) => requestLink(services, id, viewer) };
}
