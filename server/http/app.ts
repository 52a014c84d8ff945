/** The whole HTTP surface: the API under /v1, its documentation, the hosted pages and the widget's files. */
import { serveStatic } from '@hono/node-server/serve-static';
import { createMiddleware } from 'hono/factory';
import { requestId } from 'hono/request-id';
import { secureHeaders } from 'hono/secure-headers';
import { Problem } from '../problems/problem.ts';
import { beginningRoutes } from './accounts/beginnings.ts';
import { forgottenRoutes } from './accounts/forgotten.ts';
import { foundMerchantRoutes } from './accounts/found-merchant.ts';
import { confirmEmailRoutes, ownDetailRoutes } from './accounts/own-details.ts';
import { passkeySignInRoutes } from './accounts/passkey-sign-in.ts';
import { passkeyRoutes } from './accounts/passkeys.ts';
import { secondFactorRoutes } from './accounts/second-factor.ts';
import { sessionRoutes } from './accounts/sessions.ts';
import { signUpRoutes } from './accounts/sign-up.ts';
import { type Api, createApi } from './api/api.ts';
import { assertBodiesLimited } from './api/body.ts';
import { inSlice } from './api/in-slice.ts';
import { ownHost } from './api/own-host.ts';
import { problemAnswer } from './api/problems.ts';
import { createProxyWatch } from './api/proxy-watch.ts';
import type { Services } from './api/services.ts';
import { domainInfrastructureRoutes } from './domain-routes.ts';
import { healthRoutes } from './health.ts';
import { auditLogRoutes } from './merchant/audit-log.ts';
import { branchRoutes } from './merchant/branches.ts';
import { cancellationRoutes } from './merchant/cancellations.ts';
import { merchantCartRoutes } from './merchant/carts.ts';
import { correctionRoutes } from './merchant/corrections.ts';
import { csdRoutes } from './merchant/csd.ts';
import { cuadreRoutes } from './merchant/cuadre.ts';
import { customerMailRoutes } from './merchant/customer-mail.ts';
import { deadlineCalendarRoutes } from './merchant/deadline-calendar.ts';
import { domainRoutes } from './merchant/domains.ts';
import { globalInvoiceRoutes } from './merchant/global-invoices.ts';
import { globalScheduleRoutes } from './merchant/global-schedules.ts';
import { invoiceCopyRoutes } from './merchant/invoice-copies.ts';
import { invoiceListRoutes } from './merchant/invoice-list.ts';
import { invoiceShowRoutes } from './merchant/invoice-show.ts';
import { keyRoutes } from './merchant/keys.ts';
import { alertChannelRoutes, webhookEndpointRoutes } from './merchant/listeners.ts';
import { mailAccountRoutes } from './merchant/mail-accounts.ts';
import { mailCarrierRoutes } from './merchant/mail-carrier.ts';
import { mailEventRoutes } from './merchant/mail-events.ts';
import { memberRoutes } from './merchant/members.ts';
import { merchantRoutes } from './merchant/merchant.ts';
import { monthRoutes } from './merchant/months.ts';
import { noticeRoutes } from './merchant/notices.ts';
import { overviewRoutes } from './merchant/overview.ts';
import { pacAccountRoutes } from './merchant/pac-accounts.ts';
import { merchantPortalRoutes } from './merchant/portals.ts';
import { productListRoutes } from './merchant/product-lists.ts';
import { productRoutes } from './merchant/products.ts';
import { promotionPrintRoutes } from './merchant/promotion-prints.ts';
import { promotionTextRoutes } from './merchant/promotion-texts.ts';
import { promotionVisitRoutes } from './merchant/promotion-visits.ts';
import { refundRoutes } from './merchant/refunds.ts';
import { registryAccountRoutes } from './merchant/registry-accounts.ts';
import { merchantRequestRoutes, requestShowRoutes } from './merchant/requests.ts';
import { saleInvoiceRoutes } from './merchant/sale-invoice.ts';
import { salesRoutes } from './merchant/sales.ts';
import { salesBulkRoutes } from './merchant/sales-bulk.ts';
import { satCatalogRoutes } from './merchant/sat-catalogs.ts';
import { satStatusRoutes } from './merchant/sat-status.ts';
import { searchCheckRoutes } from './merchant/search-check.ts';
import { settingsRoutes } from './merchant/settings.ts';
import { sourcePaymentRoutes } from './merchant/source-payments.ts';
import { sourceQueueRoutes } from './merchant/source-queue.ts';
import { sourceSalesRoutes } from './merchant/source-sales.ts';
import { sourceWebhookRoutes } from './merchant/source-webhook.ts';
import { sourceRoutes } from './merchant/sources.ts';
import { testRunRoutes } from './merchant/test-run/routes.ts';
import { undecidedRoutes } from './merchant/undecided.ts';
import { displayRoutes } from './pages/display-page.ts';
import { docsRoutes } from './pages/docs.ts';
import { guideRoutes } from './pages/guide-page.ts';
import { hostedRoutes } from './pages/hosted-page.ts';
import { panelPageRoutes } from './pages/panel-page.ts';
import { teamPageRoutes } from './pages/team-page.ts';
import { unsubscribeRoutes } from './pages/unsubscribe.ts';
import { cartRoutes } from './portal/carts.ts';
import { constanciaRoutes } from './portal/constancia.ts';
import { customerCorrectionRoutes } from './portal/corrections.ts';
import { deadlineFileRoutes } from './portal/deadline-file.ts';
import { folioPictureRoutes } from './portal/folio-picture.ts';
import { invoiceFileRoutes } from './portal/invoice-files.ts';
import { issuingRoutes } from './portal/issuing.ts';
import { requestRoutes } from './portal/kept-requests.ts';
import { openCors, portalCors } from './portal/origins.ts';
import { portalRoutes } from './portal/portals.ts';
import { receptorCheckRoutes } from './portal/receptor-check.ts';
import { recoveryRoutes } from './portal/recovery.ts';
import { saleSearchRoutes } from './portal/sale-search.ts';
import { secondProofRoutes } from './portal/second-proof.ts';
import type { Readiness } from './readiness.ts';

const PUBLIC_ROUTES = [
  portalRoutes,
  deadlineFileRoutes,
  folioPictureRoutes,
  saleSearchRoutes,
  secondProofRoutes,
  receptorCheckRoutes,
  constanciaRoutes,
  issuingRoutes,
  cartRoutes,
  recoveryRoutes,
  customerCorrectionRoutes,
  requestRoutes,
  invoiceFileRoutes,
  unsubscribeRoutes,
];

/**
 * The headers of every answer: browsers must not guess its type, and those that came by https use https for a year. Each page decides by itself who
 * may frame it.
 */
const STRICT_TRANSPORT = 'max-age=31536000; includeSubDomains';
const EVERYWHERE = {
  strictTransportSecurity: STRICT_TRANSPORT,
  xFrameOptions: false,
  crossOriginResourcePolicy: false,
  crossOriginOpenerPolicy: false,
  originAgentCluster: false,
  referrerPolicy: false,
} as const;

/** An answer with data runs nothing if a browser opens it as a page; nobody can frame it, and nothing on the way caches it. */
const DATA_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const DATA_TYPE = /^application\/(?:[\w.+-]*\+)?(?:json|x-ndjson)\b/;

const dataIsNoPage = createMiddleware(async (c, next) => {
  await next();
  const { headers } = c.res;
  if (!DATA_TYPE.test(headers.get('content-type') ?? '')) return;
  // `c.header` would rebuild the answer, with a stream for its body.
  headers.set('content-security-policy', DATA_POLICY);
  if (!headers.has('cache-control')) headers.set('cache-control', 'no-store');
});

/** What the app needs besides its services. */
export type AppOptions = {
  readonly readiness: Readiness;
  /** The folder with the built widget. */
  readonly widgetDir: string;
  /** Adds routes before the hosted pages, whose `/{slug}` takes whatever is left. */
  readonly extend?: (app: Api) => void;
};

/** Creates the app with all routes and middleware; requests are logged by route, without their addresses or bodies. */
export function createApp(services: Services, options: AppOptions): Api {
  const { log } = services.invoicing;
  const app = createApi();
  const proxy = createProxyWatch(services);
  useEverywhere(app, services, proxy);
  for (const routes of PUBLIC_ROUTES) app.route('/v1', routes(services));
  addAccountRoutes(app, services);
  addMerchantRoutes(app, services);
  app.route('/v1', noticeRoutes(services, proxy));
  app.route('/', healthRoutes(options.readiness));
  app.route('/', domainInfrastructureRoutes(services));
  serveWidget(app, options.widgetDir);
  app.route('/', docsRoutes(app, services));
  app.route('/', teamPageRoutes(services));
  // Any other path below /panel.
  app.route('/', panelPageRoutes());
  app.route('/', guideRoutes());
  options.extend?.(app);
  app.route('/', displayRoutes(services));
  app.route('/', hostedRoutes(services));
  assertBodiesLimited(app.routes);

  app.notFound((c) => problemAnswer(c, new Problem('unknown-resource'), log, services.links));
  app.onError((error, c) => problemAnswer(c, error, log, services.links));
  return app;
}

/** Refuses a NUL in the URL; none of our addresses has one. */
const refuseNulInUrl = createMiddleware(async (c, next) => {
  if (/%00/.test(c.req.url)) throw new Problem('malformed-request');
  await next();
});

/** What every request passes through, in this order. */
function useEverywhere(app: Api, services: Services, proxy: ReturnType<typeof createProxyWatch>): void {
  const { log } = services.invoicing;
  app.use(requestId());
  app.use(proxy.watch);
  app.use(async (c, next) => {
    const started = performance.now();
    await next();
    log('request', {
      requestId: c.get('requestId'),
      method: c.req.method,
      route: c.req.routePath,
      status: c.res.status,
      ms: Math.round(performance.now() - started),
    });
  });
  app.use(dataIsNoPage);
  app.use(secureHeaders(EVERYWHERE));
  app.use(
    '/v1/*',
    secureHeaders({ strictTransportSecurity: STRICT_TRANSPORT, crossOriginResourcePolicy: 'cross-origin' }),
  );
  // This runs before any route looks up what the path names, because PostgreSQL does not accept NUL.
  app.use(refuseNulInUrl);
  app.use(ownHost(services));
  app.use('/v1/portals/:slug/invoices/*', inSlice);
  app.use('/v1/portals/:slug/receptor/*', inSlice);
  app.use('/v1/portals/:slug/*', portalCors(services));
  app.use('/v1/portals/:slug', portalCors(services));
  app.use('/v1/invoices/*', openCors());
  app.use('/v1/requests/*', openCors());
}

/** The built widget, for other people's pages. */
function serveWidget(app: Api, widgetDir: string): void {
  app.use('/widget/*', async (c, next) => {
    // A server may ignore a range (RFC 9110 §14.2). Of a few kilobytes a part helps nobody, and a wrong range would be answered as a script.
    c.req.raw.headers.delete('range');
    await next();
    c.header('access-control-allow-origin', '*');
    c.header('cross-origin-resource-policy', 'cross-origin');
    // A chunk's name contains its hash; the entry's does not, so that a page always loads the newest one.
    const isHashed = /-[\w-]{8}\.js$/.test(c.req.path);
    c.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'public, max-age=300');
  });
  app.use(
    '/widget/*',
    serveStatic({
      root: widgetDir,
      precompressed: true,
      rewriteRequestPath: (path) => path.replace(/^\/widget/, ''),
    }),
  );
}

/** For people who sign in. */
function addAccountRoutes(app: Api, services: Services): void {
  app.route('/v1', beginningRoutes(services));
  app.route('/v1', sessionRoutes(services));
  app.route('/v1', secondFactorRoutes(services));
  app.route('/v1', passkeyRoutes(services));
  app.route('/v1', ownDetailRoutes(services));
  app.route('/v1', confirmEmailRoutes(services));
  app.route('/v1', signUpRoutes(services));
  app.route('/v1', passkeySignInRoutes(services));
  app.route('/v1', forgottenRoutes(services));
  app.route('/v1', foundMerchantRoutes(services));
  app.route('/v1', memberRoutes(services));
  app.route('/v1', auditLogRoutes(services));
}

/** For a merchant's keys and people, and for the providers and customers who call back. */
function addMerchantRoutes(app: Api, services: Services): void {
  app.route('/v1', salesRoutes(services));
  app.route('/v1', salesBulkRoutes(services));
  app.route('/v1', saleInvoiceRoutes(services));
  app.route('/v1', merchantCartRoutes(services));
  app.route('/v1', merchantRoutes(services));
  app.route('/v1', branchRoutes(services));
  app.route('/v1', merchantPortalRoutes(services));
  app.route('/v1', domainRoutes(services));
  app.route('/v1', refundRoutes(services));
  app.route('/v1', globalInvoiceRoutes(services));
  app.route('/v1', globalScheduleRoutes(services));
  app.route('/v1', csdRoutes(services));
  app.route('/v1', keyRoutes(services));
  app.route('/v1', invoiceListRoutes(services));
  app.route('/v1', invoiceShowRoutes(services));
  app.route('/v1', invoiceCopyRoutes(services));
  app.route('/v1', overviewRoutes(services));
  app.route('/v1', settingsRoutes(services));
  app.route('/v1', promotionPrintRoutes(services));
  app.route('/v1', promotionTextRoutes(services));
  app.route('/v1', promotionVisitRoutes(services));
  app.route('/v1', searchCheckRoutes(services));
  app.route('/v1', deadlineCalendarRoutes(services));
  app.route('/v1', customerMailRoutes(services));
  app.route('/v1', pacAccountRoutes(services));
  app.route('/v1', registryAccountRoutes(services));
  app.route('/v1', satCatalogRoutes(services));
  app.route('/v1', satStatusRoutes(services));
  app.route('/v1', cancellationRoutes(services));
  app.route('/v1', correctionRoutes(services));
  app.route('/v1', cuadreRoutes(services));
  app.route('/v1', monthRoutes(services));
  app.route('/v1', undecidedRoutes(services));
  app.route('/v1', requestShowRoutes(services));
  app.route('/v1', merchantRequestRoutes(services));
  app.route('/v1', sourceWebhookRoutes(services));
  app.route('/v1', sourceRoutes(services));
  app.route('/v1', sourceQueueRoutes(services));
  app.route('/v1', sourcePaymentRoutes(services));
  app.route('/v1', sourceSalesRoutes(services));
  app.route('/v1', productRoutes(services));
  app.route('/v1', productListRoutes(services));
  app.route('/v1', webhookEndpointRoutes(services));
  app.route('/v1', alertChannelRoutes(services));
  app.route('/v1', mailAccountRoutes(services));
  app.route('/v1', mailCarrierRoutes(services));
  app.route('/v1', mailEventRoutes(services));
  app.route(
    '/v1',
    testRunRoutes(services, (path, init, env) => app.request(path, init, env as object)),
  );
}
