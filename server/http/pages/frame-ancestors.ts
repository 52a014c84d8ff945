/** Which sites may frame a page of a portal. */
import type { Portal } from '../../portals/portal.ts';

/** The value of `frame-ancestors`: ourselves and the origins that the merchant allows, or any. */
export function frameAncestors({ settings }: Pick<Portal, 'settings'>): string {
  return settings.allowedOrigins.includes('*') ? '*' : ["'self'", ...settings.allowedOrigins].join(' ');
}
