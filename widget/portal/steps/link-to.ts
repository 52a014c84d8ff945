import { MARK } from '../follow-link.ts';
import type { Host } from './step.ts';

/** Returns the hosted page that shows an invoice or a request in progress: for «Copiar enlace» and «Compartir». */
export function linkTo(self: string, { settings, pathOf }: Host): string {
  return `${settings.hostedUrl}${MARK}${settings.slug}/${encodeURIComponent(pathOf(self))}`;
}
