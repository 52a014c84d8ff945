/** All links of a server, by who follows them. */
import { type ApiLinks, createApiLinks } from './api-links.ts';
import { createPanelLinks, type PanelLinks } from './panel-links.ts';
import { createPortalLinks, type PortalLinks } from './portal-links.ts';

/** Customers follow those of a portal, merchants those of the panel, programs those of the API. */
export type Links = PortalLinks & { readonly panel: PanelLinks; readonly api: ApiLinks };

/** `publicUrl` is where customers reach this server, without a trailing slash. */
export function createLinks(publicUrl: string): Links {
  return { ...createPortalLinks(publicUrl), panel: createPanelLinks(publicUrl), api: createApiLinks(publicUrl) };
}
