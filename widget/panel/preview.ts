/**
 * The page inside the preview's frame: the real `<autofactura-portal>` over an API that answers with what the panel sends and an example
 * purchase. Nothing leaves the frame.
 */
import type { Preview, Receptor, Sale, Stamped } from '../portal/wire.ts';
import type { PreviewMessage, PreviewStep } from './portals/preview-message.ts';

const SALE: Sale = {
  ...{
    token: 'ejemplo',
    folio: 'A-1001',
    date: new Date().toISOString(),
    total: '348.00',
    moneda: 'MXN',
    status: 'open',
  },
  conceptos: [{ descripcion: 'Producto de ejemplo', cantidad: '2', unidad: 'Pieza', importe: '348.00' }],
  deadline: { date: new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10), expired: false },
};

const LATE: Sale = {
  ...SALE,
  status: 'late',
  deadline: { date: new Date(Date.now() - 86_400_000).toISOString().slice(0, 10), expired: true },
};

/** The SAT's own taxpayer for tests. */
const RECEPTOR: Receptor = {
  ...{
    rfc: 'XAMA620210DQ5',
    nombre: 'ALBA XKARAJAM MENDEZ',
    codigoPostal: '01219',
    regimenFiscal: '612',
    usoCfdi: 'G03',
  },
};

const REVIEW: Preview = {
  emisor: { rfc: 'EKU9003173C9', nombre: 'ESCUELA KEMPER URGATE', regimenFiscal: '601' },
  receptor: RECEPTOR,
  conceptos: [
    {
      descripcion: 'Producto de ejemplo',
      cantidad: '2',
      unidad: 'Pieza',
      valorUnitario: '150.000000',
      importe: '300.00',
    },
  ],
  ...{
    subTotal: '300.00',
    impuestos: [{ tipo: 'traslado', label: 'IVA 16 %', importe: '48.00' }],
    total: '348.00',
    moneda: 'MXN',
  },
  ...{ formaPago: { clave: '04', texto: 'Tarjeta de crédito' }, notes: [] },
};

const SELF = '/v1/invoices/inv_ejemplo?access=ejemplo';

const ISSUED: Stamped = {
  ...{
    id: 'inv_ejemplo',
    status: 'stamped',
    uuid: '6F1D7B52-4C0A-4E5E-9F7C-1B7F6C0D9A11',
    serie: 'A',
    folio: '1',
    total: '348.00',
  },
  links: { self: SELF, xml: '#', pdf: '#', zip: '#' },
};

let shown: PreviewMessage | undefined;

/** The answer for each step of the portal. */
function answerTo(path: string): unknown {
  const sale = shown?.step === 'late' ? LATE : SALE;
  if (/\/sales\/(search|prove)$/.test(path)) return { sales: [sale] };
  if (/\/sales\//.test(path)) return sale;
  if (/\/receptor\/check$/.test(path)) return { faults: [], suggestions: [], receptor: RECEPTOR };
  if (/\/invoices\/preview$/.test(path)) return REVIEW;
  if (/\/invoices(\/|$)/.test(path)) return ISSUED;
  if (/\/requests/.test(path))
    return { id: 'req_ejemplo', status: 'open', links: { self: '/v1/requests/req_ejemplo' } };
  return /\/portals\/[^/]+$/.test(path) ? shown?.settings : {};
}

window.fetch = async (input) => new Response(JSON.stringify(answerTo(new URL(String(input), location.href).pathname)));

/** A visit that is already at that step, as the portal stores one for a reload. */
function draftAt(step: PreviewStep): object {
  const sales = { tokens: step === 'lookup' ? [] : [SALE.token] };
  return {
    lookup: { of: null },
    late: { lookup: {}, receptor: {}, ...sales },
    receptor: { lookup: {}, receptor: {}, ...sales },
    review: { lookup: {}, receptor: RECEPTOR, known: true, ...sales },
    issued: { lookup: {}, receptor: RECEPTOR, self: SELF, sales: [SALE], ...sales },
  }[step];
}

function show({ settings, step, isDark, locale }: PreviewMessage): void {
  sessionStorage.setItem(`autofactura-draft-${settings.slug}`, JSON.stringify(draftAt(step)));
  document.documentElement.className = isDark ? 'dark' : 'light';
  document.documentElement.style.setProperty('--brand', settings.theme.accent);
  const portal = document.createElement('autofactura-portal');
  portal.setAttribute('portal', settings.slug);
  portal.setAttribute('locale', locale);
  const { logo } = settings.theme;
  const head = document.createElement('header');
  head.className = 'portal-header';
  if (logo) head.append(Object.assign(document.createElement('img'), { src: logo, alt: '' }));
  head.append(Object.assign(document.createElement('strong'), { textContent: settings.merchant.name }));
  document.querySelector('main')?.replaceChildren(head, portal);
}

addEventListener('message', ({ origin, data }: MessageEvent<PreviewMessage>) => {
  if (origin !== location.origin || typeof data !== 'object' || !('settings' in data)) return;
  shown = data;
  show(data);
});
parent.postMessage('ready', location.origin);
