/** The pages of the panel by their addresses, each fetched when it is opened for the first time. */
import type { OpenPage } from './page.ts';
import { match } from './router.ts';

type Load = () => Promise<OpenPage>;

const setup = () => import('./setup/setup-pages.ts');
const portals = () => import('./portals/portal-pages.ts');
const lists = () => import('./lists/list-pages.ts');
const desk = () => import('./desk/desk-pages.ts');
const books = () => import('./books/books-pages.ts');
const sources = () => import('./sources/source-pages.ts');
const satKeys = () => import('./sat-keys/sat-pages.ts');
const team = () => import('./team/team-pages.ts');

/** The pages by their paths. Each loads its own chunk. */
export const ROUTES: Readonly<Record<string, Load>> = {
  '': async () => (await desk()).homePage,
  '/puesta-en-marcha': async () => (await setup()).checklistPage,
  '/datos-fiscales': async () => (await setup()).issuerPage,
  '/negocios/nuevo': async () => (await setup()).newMerchantPage,
  '/sello': async () => (await setup()).csdPage,
  '/pac': async () => (await setup()).pacPage,
  '/sucursales': async () => (await setup()).branchesPage,
  '/prueba': async () => (await setup()).tryItPage,
  '/en-vivo': async () => (await setup()).goLivePage,
  '/difundir': async () => (await import('./portals/promote.ts')).promotePage,
  '/notificaciones': async () => (await import('./portals/notifications.ts')).notificationsPage,
  '/dominio': async () => (await import('./portals/domain.ts')).domainPage,
  '/portales': async () => (await portals()).portalsPage,
  '/portales/:slug': async () => (await portals()).portalPage,
  '/ventas': async () => (await desk()).salesPage,
  '/ventas/nueva': async () => (await lists()).newSalePage,
  '/ventas/archivo': async () => (await lists()).salesFilePage,
  '/ventas/:id': async () => (await desk()).salePage,
  '/ventas/:id/facturar': async () => (await desk()).invoiceForPage,
  '/ventas/:id/devolucion': async () => (await desk()).refundPage,
  '/ventas/:id/devoluciones/:refund': async () => (await desk()).refundDecisionPage,
  '/devoluciones': async () => (await desk()).refundsPage,
  '/facturas': async () => (await desk()).invoicesPage,
  '/facturas/:id': async () => (await desk()).invoicePage,
  '/facturas/:id/cancelar': async () => (await desk()).cancelPage,
  '/facturas/:id/corregir': async () => (await desk()).correctPage,
  '/solicitudes': async () => (await desk()).requestsPage,
  '/solicitudes/:id': async () => (await desk()).requestPage,
  '/global': async () => (await books()).globalPage,
  '/global/:branch': async () => (await books()).globalSchedulePage,
  '/cuadre': async () => (await books()).cuadrePage,
  '/cuadre/:dia': async () => (await books()).cuadreDayPage,
  '/avisos': async () => (await lists()).noticesPage,
  '/conexiones': async () => (await sources()).sourcesPage,
  '/conexiones/nueva/:type': async () => (await sources()).newSourcePage,
  '/conexiones/:id': async () => (await sources()).sourcePage,
  '/productos': async () => (await satKeys()).productsPage,
  '/productos/clave': async () => (await satKeys()).productPage,
  '/formas-de-pago': async () => (await satKeys()).paymentsPage,
  '/equipo': async () => (await team()).teamPage,
  '/llaves': async () => (await import('./keys/keys.ts')).keysPage,
  '/registro': async () => (await team()).auditPage,
  '/cuenta': async () => (await team()).accountPage,
};

/** The page at a path below the root, and what its address names. */
export function routeAt(
  path: string,
): { readonly load: Load; readonly params: Readonly<Record<string, string>> } | undefined {
  for (const [pattern, load] of Object.entries(ROUTES)) {
    const params = match(pattern, path);
    if (params) return { load, params };
  }
  return undefined;
}
