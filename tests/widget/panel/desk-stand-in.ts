/** The daily work of the stand-in shop: its sales' stories, its invoices whole, the requests that wait, and what is done about them. */
import type {
  Cancellation,
  ListedRefund,
  QueuedRequest,
  RefundPreview,
  WholeInvoice,
  WholeSale,
} from '../../../widget/panel/desk/desk-wire.ts';
import type { ListedSale } from '../../../widget/panel/wire.ts';

const DAY = 86_400_000;
const at = (daysAgo: number): string => new Date(Date.now() - daysAgo * DAY).toISOString();

export const ALBA = {
  ...{ rfc: 'XAMA620210DQ5', nombre: 'ALBA XKARAJAM MENDEZ', codigoPostal: '01219' },
  ...{ regimenFiscal: '612', usoCfdi: 'G03' },
};
const UNIVERSIDAD = {
  ...{ rfc: 'URE180429TM6', nombre: 'UNIVERSIDAD ROBOTICA ESPAÑOLA', codigoPostal: '65000' },
  ...{ regimenFiscal: '601', usoCfdi: 'G03' },
};
const UUID = '6128396F-C09B-4EC6-8699-43C5F7E3B230';

export type Desk = {
  requests: QueuedRequest[];
  refunds: ListedRefund[];
  cancellations: Cancellation[];
  /** Whether the receptor has to consent to a cancellation. */
  needsAcceptance: boolean;
  /** Invoices per day, today last. */
  days: readonly number[];
};

/** Waits for the merchant's approval, as their portal asks for. */
export const TO_APPROVE: ListedRefund = {
  ...{ id: 'ref_1', sale: 'sale_3', status: 'awaiting-approval', total: '116.00', date: '2026-11-20T18:00:00Z' },
};
/** Its nota de crédito was refused: the customer's régimen is another one by now. */
export const REFUSED_BY_SAT: ListedRefund = {
  ...TO_APPROVE,
  egreso: {
    ...{ id: 'inv_3', status: 'rejected' },
    problem: {
      ...{ code: 'sat-refused-receptor', title: 'El SAT no reconoce los datos', detail: 'Revisa los datos.' },
      errors: [
        {
          ...{ pointer: '/receptor/regimenFiscal', code: 'CFDI40158' },
          detail: 'El régimen no es el que el SAT tiene para este RFC.',
        },
      ],
    },
  },
};

const LATE: QueuedRequest = {
  ...{ id: 'req_1', status: 'open', waitsFor: 'merchant', reason: 'late', createdAt: at(1), expiresAt: at(-29) },
  sales: [{ id: 'sale_4', folio: 'CJ-0912', date: at(62), total: '527.00', moneda: 'MXN' }],
  ...{ isSaleKnown: true, total: '527.00', lookup: {}, receptor: ALBA, email: 'alba@example.com' },
  hindrance: {
    ...{ code: 'deadline-passed', errors: [] },
    detail: 'El plazo de esta compra ya terminó. Si la aceptas, se factura con fecha de hoy.',
  },
};
const SEVERAL: QueuedRequest = {
  ...{
    id: 'req_2',
    status: 'open',
    waitsFor: 'merchant',
    reason: 'not-here-yet',
    createdAt: at(3),
    expiresAt: at(-27),
  },
  sales: [
    { id: 'sale_5', folio: 'CJ-0930', date: at(4), total: '214.50', moneda: 'MXN' },
    { id: 'sale_6', folio: 'CJ-0931', date: at(4), total: '214.50', moneda: 'MXN' },
  ],
  ...{ isSaleKnown: false, lookup: { folio: '093', total: '214.50' }, receptor: UNIVERSIDAD },
  hindrance: {
    code: 'several-sales',
    errors: [],
    detail: 'Varias ventas coinciden con lo que escribió. Elige cuál es.',
  },
};

/** A day in the life of a shop that is in business. */
export function desk(more: Partial<Desk> = {}): Desk {
  const wave = Array.from({ length: 84 }, (_, day) =>
    Math.max(0, Math.round(9 + 7 * Math.sin(day / 3) - (day % 7 === 6 ? 9 : 0))),
  );
  return {
    ...{ requests: [LATE, SEVERAL], refunds: [], cancellations: [], needsAcceptance: true, days: wave },
    ...more,
  };
}

/** A shop on its first day. */
export const quietDesk = (): Desk => desk({ requests: [], days: Array.from({ length: 84 }, () => 0) });

type Asked = { readonly method: string; readonly path: string; readonly query: string; readonly body: unknown };
type Answer = { readonly status?: number; readonly json?: unknown };
type Body = Readonly<Record<string, string>>;

/** What the stand-in answers about the daily work; `undefined` for anything else. */
export function deskReply(has: { readonly sales: ListedSale[]; desk: Desk }, asked: Asked): Answer | undefined {
  const { method, path } = asked;
  const [resource = '', id = '', verb = '', more = ''] = path.split('/');
  const route = `${method} ${[resource, id && ':id', verb, more].filter(Boolean).join('/')}`;
  const body = (asked.body ?? {}) as Body;
  return REPLIES[route]?.({ ...has, id, body, query: new URLSearchParams(asked.query) });
}

type Exchange = {
  readonly sales: ListedSale[];
  readonly desk: Desk;
  readonly id: string;
  readonly body: Body;
  readonly query: URLSearchParams;
};

const REPLIES: Readonly<Record<string, (context: Exchange) => Answer>> = {
  'GET overview': ({ desk: { requests, refunds, days } }) => ({
    json: {
      attention: {
        requests: requests.filter(({ status, waitsFor }) => status === 'open' && waitsFor === 'merchant').length,
        ...{ undecided: days.some(Boolean) ? 1 : 0, refunds: refunds.length },
      },
      days: days.map((invoices, index) => ({ date: at(days.length - 1 - index).slice(0, 10), invoices })),
    },
  }),
  'GET requests': ({ desk: { requests }, query }) => ({
    json: {
      requests: requests.filter(
        ({ status, waitsFor }) =>
          status === query.get('status') && (!query.has('waitsFor') || waitsFor === query.get('waitsFor')),
      ),
    },
  }),
  'GET requests/:id': ({ desk: { requests }, id }) => ({ json: requests.find((one) => one.id === id) }),
  'POST requests/:id/accept': (context) =>
    settle(context, { status: 'accepted', invoice: { ...wholeInvoice(context), links: {} } }),
  'POST requests/:id/decline': (context) => settle(context, { status: 'declined', answer: context.body.reason ?? '' }),
  'GET refunds': ({ desk: { refunds } }) => ({ json: { refunds } }),
  'POST refunds/:id/approve': (context) => decide(context, 'credited'),
  'POST refunds/:id/correct': (context) => decide(context, 'credited'),
  'POST refunds/:id/decline': (context) => decide(context, 'declined'),
  'GET sales/:id': (context) => ({ json: wholeSale(context) }),
  'POST sales/:id/invoice/preview': ({ body }) => ({
    json: {
      receptor: (body as unknown as { receptor: object }).receptor,
      conceptos: [{ descripcion: 'Café de Coatepec 500 g', cantidad: '2', importe: '300.00' }],
      impuestos: [{ label: 'IVA 16 %', importe: '48.00' }],
      ...{ subTotal: '300.00', total: '348.00', moneda: 'MXN' },
    },
  }),
  'POST sales/:id/invoice': () => ({ status: 201, json: { id: 'inv_2', status: 'stamped' } }),
  'POST sales/:id/refunds/preview': ({ body }) => ({ json: creditOf(body.total ?? '') }),
  'POST sales/:id/refunds': () => ({ status: 201, json: { id: 'ref_1', status: 'credited' } }),
  'GET invoices/:id': (context) => ({ json: wholeInvoice(context) }),
  'POST invoices/:id/copies': () => ({ status: 202, json: { status: 'queued' } }),
  'POST invoices/:id/look-up': () => ({ json: {} }),
  'POST invoices/:id/correct/preview': ({ body }) => {
    const receptor = (body as unknown as { receptor: typeof ALBA }).receptor;
    const changes = Object.entries(receptor)
      .filter(([field, to]) => to !== ALBA[field as keyof typeof ALBA])
      .map(([field, to]) => ({ field, from: ALBA[field as keyof typeof ALBA], to }));
    const detail =
      'Se timbra una factura nueva con estos datos, relacionada con la anterior (04), y la anterior (CJ-318) se cancela en el SAT con motivo 01.';
    const { egreso } = creditOf('1348.00');
    return { json: { receptor: ALBA, changes, detail, document: { ...egreso, receptor } } };
  },
  'POST invoices/:id/correct': () => ({ status: 201, json: { id: 'inv_2', status: 'stamped' } }),
  'GET invoices/:id/cancellation-terms': ({ desk: { needsAcceptance } }) => ({
    json: {
      ...{ acceptance: { needed: needsAcceptance, until: at(-3) }, related: false },
      warnings: [
        needsAcceptance
          ? {
              code: 'acceptance-needed',
              detail:
                'Tu cliente tiene que aceptarla en su Buzón Tributario. Tiene hasta el 3 de diciembre de 2026; si no contesta, se cancela.',
            }
          : { code: 'acceptance-not-needed', detail: 'No hace falta que tu cliente la acepte.' },
      ],
    },
  }),
  'POST invoices/:id/cancel': ({ desk: all, id, body }) => {
    const motivo = body.motivo as Cancellation['motivo'];
    const asked = { id: 'can_1', invoice: id, status: 'sent', motivo, requestedAt: at(0) } as const;
    all.cancellations = [{ ...asked, acceptance: { needed: all.needsAcceptance, until: at(-3) } }];
    return { status: 202, json: all.cancellations[0] };
  },
  'POST cancellations/:id/look-up': ({ desk: all }) => {
    all.cancellations = all.cancellations.map((one) => ({ ...one, status: 'canceled' }));
    return { json: all.cancellations[0] };
  },
};

function decide({ desk: all, id }: Exchange, status: ListedRefund['status']): Answer {
  all.refunds = all.refunds.map((one) => (one.id === id ? { ...one, status } : one));
  return { json: all.refunds.find((one) => one.id === id) };
}

function settle({ desk: all, id }: Exchange, outcome: Partial<QueuedRequest>): Answer {
  const asked = all.requests.find((one) => one.id === id);
  if (!asked) return { status: 404, json: {} };
  const { waitsFor: _, expiresAt: __, hindrance: ___, ...rest } = asked;
  const settled = { ...rest, ...outcome, settledAt: at(0) };
  all.requests = all.requests.map((one) => (one.id === id ? settled : one));
  return { json: settled };
}

function creditOf(total: string): RefundPreview {
  return {
    outcome: 'credited',
    egreso: {
      ...{ receptor: ALBA, subTotal: '86.21', total, moneda: 'MXN' },
      conceptos: [{ descripcion: 'Devolución de la compra CJ-1060', cantidad: '1', importe: '86.21' }],
      impuestos: [{ label: 'IVA 16 %', importe: '13.79' }],
    },
    ...{ relation: { tipoRelacion: '01', uuids: [UUID] }, invoice: { id: 'inv_2', serie: 'CJ', folio: '318' } },
  };
}

function wholeInvoice({ id, desk: { cancellations } }: Exchange): WholeInvoice {
  const isUndecided = id === 'inv_1';
  const isCanceled = cancellations.some(({ status }) => status === 'canceled');
  return {
    ...{ id: isUndecided ? id : 'inv_2', kind: 'ingreso', origin: 'portal', serie: 'CJ', folio: '318' },
    ...{ receptor: ALBA, createdAt: at(1), sales: ['sale_3'], folios: ['CJ-1060'], relations: [], cancellations },
    ...(isUndecided
      ? { status: 'needs-merchant', relatedBy: [], mails: [], links: {} }
      : {
          ...{
            status: isCanceled ? 'canceled' : 'stamped',
            uuid: UUID,
            total: '1348.00',
            moneda: 'MXN',
            stampedAt: at(1),
          },
          relatedBy: [{ id: 'inv_3', kind: 'egreso', tipoRelacion: '01' }],
          mails: [{ to: 'alba@example.com', state: 'sent', at: at(1) }],
          links: {
            ...{ pdf: '/v1/invoices/inv_2/pdf?token=a', xml: '/v1/invoices/inv_2/xml?token=a' },
            verify: 'https://verificacfdi.facturaelectronica.sat.gob.mx/default.aspx?id=x',
          },
        }),
  };
}

/** Its till did not say how it was paid. */
export const NO_FORMA_PAGO = 'sale_4';

/** Of its 348.00, 48.00 were given back before anybody invoiced it. */
export const REFUNDED = 'sale_refunded';

function refundedSale(sale: WholeSale): WholeSale {
  const refund = { id: 'ref_48', status: 'reduced', total: '48.00', date: at(1) } as const;
  const story = [
    { at: at(2), what: 'sold', total: '348.00' },
    { at: at(1), what: 'refunded', refund: refund.id },
  ];
  return { ...sale, total: '300.00', descuento: '48.000000', refunds: [refund], story };
}

function wholeSale({ sales, desk: { refunds, requests }, id }: Exchange): WholeSale {
  const listed = sales.find((sale) => sale.id === id);
  const isInvoiced = listed?.status === 'invoiced';
  const sold = { at: at(2), what: 'sold' };
  const asker = { id: 'usr_1', name: 'Lucía Robles' };
  const whole: WholeSale = {
    ...{ id, folio: 'CJ-0912', date: at(62), total: '348.00', moneda: 'MXN', estado: 'pagada', status: 'open' },
    ...listed,
    ...{ pricesIncludeTax: true, email: 'alba@example.com', ...(id !== NO_FORMA_PAGO && { formaPago: '04' }) },
    conceptos: [
      { claveProdServ: '50201706', descripcion: 'Café de Coatepec 500 g', cantidad: '2', valorUnitario: '174.00' },
    ],
    ...{
      mails: [],
      refunds: refunds.map(({ egreso, ...refund }) => ({ ...refund, ...(egreso && { egreso: egreso.id }) })),
      requests: requests.slice(0, 1),
      standing: isInvoiced ? 'invoiced' : listed ? 'open' : 'late',
    },
    deadlines: [
      { portal: 'cafe-jacaranda', expired: false, text: '31 de diciembre, 23:59, hora del centro de México' },
    ],
    invoices: isInvoiced
      ? [
          {
            ...{ id: 'inv_2', kind: 'ingreso', status: 'stamped', serie: 'CJ', folio: '318', sales: [id] },
            ...{ receptor: ALBA, createdAt: at(1), relations: [], links: {} },
          },
        ]
      : [],
    story: isInvoiced
      ? [
          sold,
          { at: at(1.5), what: 'requested', request: 'req_1' },
          { at: at(1.2), what: 'request-accepted', request: 'req_1', by: asker },
          { at: at(1.2), what: 'invoice-asked', invoice: 'inv_2' },
          { at: at(1.1), what: 'invoice-stamped', invoice: 'inv_2' },
        ]
      : [sold],
  };
  return id === REFUNDED ? refundedSale(whole) : whole;
}
