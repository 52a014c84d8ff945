/** The schemas of the public API, which validate requests and document responses. */

import { z } from '@hono/zod-openapi';
import { INVOICE_KINDS } from '../../invoicing/claim.ts';

const lookupField = z.enum(['folio', 'email', 'total', 'date', 'cardLast4']);
const amount = z.string().openapi({ example: '348.00' });
const world = z.enum(['test', 'live']);

/** A portal as the widget needs it: what to ask for, how it looks, and what it says. */
export const portalWire = z
  .object({
    slug: z.string(),
    world,
    merchant: z.object({ name: z.string() }),
    title: z.string(),
    subtitle: z.string(),
    noun: z.enum(['compra', 'consumo', 'servicio', 'estacionamiento']),
    submitText: z.string(),
    lookup: z.object({
      combinations: z.array(z.array(lookupField)),
      /** The optional fields of each of `combinations`, by position. */
      optional: z.array(z.array(lookupField)),
      fields: z.array(lookupField),
      hints: z.partialRecord(lookupField, z.string()),
      picture: z.object({ url: z.string(), alt: z.string() }).optional(),
    }),
    theme: z.object({ primary: z.string(), accent: z.string(), logo: z.string().optional() }),
    deadline: z.object({ text: z.string() }),
    locales: z.array(z.enum(['es-MX', 'en'])),
    contact: z.object({ email: z.string().optional(), phone: z.string().optional() }),
    privacyUrl: z.string().optional(),
    noRfc: z.boolean(),
    /** Whether foreigners without an RFC are served. */
    foreigners: z.boolean(),
    usos: z.object({ allowed: z.array(z.string()).optional(), usual: z.string().optional() }).optional(),
    itemizeIeps: z.boolean(),
    enabled: z.boolean(),
    /** Whether a carrier sends this portal's mail. */
    sendsMail: z.boolean(),
    hostedUrl: z.string(),
  })
  .openapi('Portal');

/** What a customer typed to find a sale. Each field is taken as typed; `readLookup` normalizes it. */
export const lookupWire = z
  .object({
    folio: z.string().max(200).optional(),
    email: z.string().max(254).optional(),
    total: z.string().max(40).optional(),
    date: z.string().max(40).optional(),
    cardLast4: z.string().max(40).optional(),
  })
  .openapi('Lookup');

/** A found sale as its customer sees it. `token` proves the find to the calls that follow. */
export const foundSaleWire = z
  .object({
    token: z.string(),
    folio: z.string(),
    date: z.string(),
    total: amount,
    moneda: z.string(),
    propina: amount.optional(),
    conceptos: z.array(
      z.object({ descripcion: z.string(), cantidad: z.string(), unidad: z.string().optional(), importe: amount }),
    ),
    descuento: amount
      .optional()
      .openapi({ description: 'What a discount or a refund takes from the sum of the lines.' }),
    impuestos: amount.optional().openapi({ description: 'What taxes add to it, where prices exclude them.' }),
    deadline: z
      .object({
        date: z.string(),
        expired: z.boolean(),
        endsAt: z.iso.datetime().optional(),
        text: z.string().optional().openapi({ example: 'Tienes hasta el 31 de diciembre, 23:59, hora de Tijuana.' }),
        note: z.string().optional(),
        calendar: z.string().optional(),
      })
      .openapi({
        description:
          'The last day, local to the branch, and `endsAt`, the first instant after it. Before the deadline, `text` states it to the minute and `calendar` links to an iCalendar file with it (RFC 5545); from 15 December on, `note` says by when to request an invoice that should be deductible in that year.',
      }),
    status: z
      .enum(['open', 'unpaid', 'closed', 'late', 'invoiced', 'in-global', 'in-progress', 'needs-merchant', 'guarded'])
      .openapi({
        description:
          '`guarded` means that something was found, but its details are empty until a second proof is given.',
      }),
    proof: z.enum(['total', 'cardLast4', 'email']).optional().openapi({
      description: 'The detail that opens a guarded purchase. Absent if the shop has none on file.',
    }),
    reason: z.string().optional(),
    emailHint: z.string().optional(),
  })
  .openapi('FoundSale');

/** The answer of a search. */
export const searchWire = z.object({ sales: z.array(foundSaleWire) }).openapi('SearchAnswer');

/** One more detail of a guarded purchase. The first non-empty field counts. */
export const proveWire = z
  .object({
    sale: z.string().max(600).openapi({ description: 'The token of the guarded purchase.' }),
    total: z.string().max(40).optional(),
    cardLast4: z.string().max(40).optional(),
    email: z.string().max(254).optional(),
  })
  .openapi('SecondProof');

/** One of the receptor's five data. */
export const receptorField = z.enum(['rfc', 'nombre', 'codigoPostal', 'regimenFiscal', 'usoCfdi']);

/** The receptor's data as the customer typed them. What is missing is reported with all other faults, not by this schema. */
export const receptorWire = z
  .object({
    rfc: z.string().max(40),
    nombre: z.string().max(600),
    codigoPostal: z.string().max(20).default(''),
    regimenFiscal: z.string().max(10).default(''),
    usoCfdi: z.string().max(10).default(''),
  })
  .openapi('Receptor');

/** A likely correction of one of the receptor's data. */
export const suggestionWire = z
  .object({ field: receptorField, value: z.string(), detail: z.string() })
  .openapi('Suggestion', {
    description: 'A value that may be more accurate than the one given. The customer may accept or ignore it.',
  });

const match = z.enum(['match', 'mismatch', 'not-checked', 'unavailable']);

/** The receptor's data to check, with the token of the sale that they are for. */
export const checkBodyWire = receptorWire.extend({ sale: z.string().max(600) }).openapi('ReceptorCheckRequest');

const challengeWire = z.looseObject({});

/** The result of checking the receptor's data: faults, suggestions, and what the SAT's register says about each field. */
export const checkWire = z
  .object({
    faults: z.array(
      z.object({
        field: receptorField,
        code: z.string(),
        satCode: z.string().optional(),
        pointer: z.string(),
        detail: z.string(),
      }),
    ),
    suggestions: z.array(suggestionWire),
    checked: z.object({ rfc: match, nombre: match, codigoPostal: match, regimenFiscal: match }),
    receptor: receptorWire,
    challenge: challengeWire
      .optional()
      .openapi({ description: 'An ALTCHA challenge (v2), present if the register is asked only for a proof of work.' }),
  })
  .openapi('ReceptorCheck');

/** What a customer submits to get an invoice of one or more found sales. */
export const issueBodyWire = z
  .object({
    sales: z.array(z.string().max(600)).min(1, 'required').max(20),
    receptor: receptorWire,
    email: z.email('email-malformed').max(254).nullable().optional(),
    desglosarIeps: z.boolean().default(false),
  })
  .openapi('InvoiceRequest');

const withholdingWire = z
  .object({
    paid: amount,
    retenciones: z.array(
      z.object({ impuesto: z.string(), tasaOCuota: z.string().optional(), importe: amount, label: z.string() }),
    ),
    total: amount,
  })
  .openapi('Withholding', {
    description:
      'The amount paid, the taxes that the receptor must withhold from it, and the total of the invoice with those taxes. The merchant has to confirm it.',
  });

const requestInsteadWire = z
  .object({
    reason: z.enum(['retention', 'portal-off']),
    detail: z.string(),
    withholding: withholdingWire.optional(),
  })
  .openapi('RequestInstead', {
    description:
      'Present if `POST …/invoices` would refuse these sales for this receptor. Ask the merchant instead, by `POST …/requests` with this `reason`. `detail` explains why, for the customer.',
  });

/** The document that would be stamped. Amounts are decimal strings in its currency. */
export const previewWire = z
  .object({
    emisor: z.object({ rfc: z.string(), nombre: z.string(), regimenFiscal: z.string() }),
    receptor: receptorWire,
    conceptos: z.array(
      z.object({
        claveProdServ: z.string(),
        descripcion: z.string(),
        cantidad: z.string(),
        unidad: z.string().optional(),
        valorUnitario: amount,
        importe: amount,
        descuento: amount.optional(),
      }),
    ),
    subTotal: amount,
    descuento: amount.optional(),
    impuestos: z.array(
      z.object({
        tipo: z.enum(['traslado', 'retencion']),
        impuesto: z.string(),
        tipoFactor: z.string().optional(),
        tasaOCuota: z.string().optional(),
        base: amount.optional(),
        importe: amount.optional(),
        label: z.string(),
      }),
    ),
    total: amount,
    moneda: z.string(),
    formaPago: z.object({ clave: z.string(), texto: z.string() }),
    notes: z.array(z.string()),
    /** Whether the customer may ask to itemize IEPS. */
    itemizable: z.boolean(),
    /** For a sale that is in a factura global: every CFDI that its invoice issues or cancels, in that order. */
    afterGlobal: z
      .object({
        issues: z.array(z.object({ kind: z.enum(INVOICE_KINDS), total: amount })),
        cancels: z.array(z.object({ kind: z.literal('global'), total: amount })),
      })
      .optional(),
    request: requestInsteadWire.optional(),
  })
  .openapi('Preview');

const links = z.object({
  self: z.string(),
  xml: z.string().optional(),
  pdf: z.string().optional(),
  zip: z.string().optional(),
  verify: z.string().optional(),
});

/** An invoice as its customer sees it, with links to its files once it is stamped. */
export const invoiceWire = z
  .object({
    id: z.string(),
    status: z.enum(['pending', 'stamped', 'canceled', 'rejected', 'needs-merchant']),
    uuid: z.string().optional(),
    serie: z.string().optional(),
    folio: z.string().optional(),
    total: amount.optional(),
    moneda: z.string().optional(),
    accessToken: z.string().optional().openapi({
      description:
        'Opens it for good, to correct and mail it too. Present for its customer, and for whoever issues it for them.',
    }),
    /** Masked addresses that copies are mailed to, for the customer who asked for the invoice and knows them. */
    mailedTo: z
      .array(z.string())
      .optional()
      .openapi({ example: ['a•••@example.com'] }),
    links,
    problem: z.looseObject({}).optional(),
  })
  .openapi('Invoice');

/** Every CFDI that a cart would produce. */
export const cartPreviewWire = z
  .object({
    documents: z.array(
      z.object({
        sales: z.array(z.string()).openapi({ description: 'Its sales, as they were sent.' }),
        preview: previewWire,
      }),
    ),
  })
  .openapi('CartPreview');

/** What became of each CFDI of a cart. */
export const cartWire = z
  .object({
    documents: z.array(
      z.object({
        sales: z.array(z.string()).openapi({ description: 'Its sales, as they were sent.' }),
        invoice: invoiceWire.optional(),
        problem: z.looseObject({}).optional().openapi({
          description: 'Why it was not issued; `request` is the request that the merchant will answer instead.',
        }),
      }),
    ),
  })
  .openapi('Cart');

/** The found sale and the fiscal data that prove who its invoice was made for. */
export const recoverBodyWire = z
  .object({
    sale: z.string().max(600),
    rfc: z.string().max(40),
    codigoPostal: z.string().max(20).default(''),
    nombre: z.string().max(600).default(''),
  })
  .openapi('RecoverRequest');

/** A request to the merchant for an invoice that cannot be stamped now. */
export const requestBodyWire = z
  .object({
    sales: z.array(z.string().max(600)).max(20).optional().openapi({
      description: 'Tokens of all sales to put on one invoice. Leave it out if the sale has not arrived yet.',
    }),
    sale: z.string().max(600).optional().openapi({ description: 'Equivalent to `sales` with one token.' }),
    lookup: lookupWire.optional(),
    receptor: receptorWire.partial().optional(),
    email: z.email('email-malformed').max(254).optional(),
    reason: z.enum(['late', 'not-here-yet', 'needs-merchant', 'retention', 'portal-off', 'other']),
  })
  .openapi('RequestBody');

/** A request as the customer who left it sees it. */
export const requestWire = z
  .object({
    id: z.string(),
    status: z.enum(['open', 'accepted', 'declined', 'expired']),
    reason: z.string().optional().openapi({ description: 'The reason that was given to `POST …/requests`.' }),
    detail: z.string().optional().openapi({ description: 'The state of the request, as a sentence for the customer.' }),
    answer: z.string().optional().openapi({ description: 'The merchant’s reason for declining it.' }),
    expiresAt: z.string().optional().openapi({ description: 'When it expires if its sale does not arrive.' }),
    invoice: invoiceWire.optional().openapi({
      description: 'The invoice that was made for this request. Absent if its sale was invoiced in another way.',
    }),
    links: z.object({ self: z.string() }),
  })
  .openapi('Request');

/** An event of the funnel. It carries no personal data. */
export const eventWire = z
  .object({
    name: z.string().regex(/^[a-z-]{1,40}$/, 'malformed'),
    step: z
      .string()
      .regex(/^[a-z-]{1,40}$/, 'malformed')
      .optional(),
  })
  .openapi('FunnelEvent');

/** A problem as RFC 9457 defines it, with our extension members. `retryAfter` is in seconds. */
export const problemWire = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    fixedAt: z.enum(['lookup', 'receptor', 'review', 'merchant', 'later']),
    errors: z.array(
      z.object({ pointer: z.string(), code: z.string(), satCode: z.string().optional(), detail: z.string() }),
    ),
    suggestions: z.array(suggestionWire).optional().openapi({
      description: 'Likely corrections of the receptor’s refused fields.',
    }),
    retryAfter: z.int().optional(),
    request: z.object({ id: z.string(), links: z.object({ self: z.string() }) }).optional(),
    challenge: challengeWire
      .optional()
      .openapi({ description: 'An ALTCHA challenge (v2), present with the code `proof-of-work`.' }),
  })
  .openapi('Problem');
