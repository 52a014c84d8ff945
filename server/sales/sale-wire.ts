/** The wire format of a sale (push API, CSV, source adapters, `build`): its schema, its defaults, and its faults. */
import { z } from '@hono/zod-openapi';
import type { SoldConcepto } from '../cfdi/sold.ts';
import { pointerStep } from '../problems/pointer.ts';
import type { Fault } from '../problems/problem.ts';
import { plainText } from '../text/plain-text.ts';
import { numberFault } from './folio-cell.ts';
import type { SaleBody } from './sale.ts';
import { checkSale } from './sale-check.ts';
import { largestTenders, tenderFaults } from './tenders.ts';

/** A decimal of up to 6 places, without a sign. JSON numbers are refused because they are binary floats. */
const amount = z.string({ error: absentOr('amount-malformed') }).regex(/^\d{1,15}(\.\d{1,6})?$/, 'amount-malformed');
/** A decimal above zero. */
export const positive = amount.refine((text) => !/^0+(\.0+)?$/.test(text), 'amount-not-positive');

function absentOr(code: string) {
  return (issue: { readonly input?: unknown }): string => (issue.input === undefined ? 'required' : code);
}

/** Text that people can read and a CFDI can carry. The SAT refuses `|` (tdCFDI.xsd), and on a ticket it means nothing. */
export const text = (most: number) =>
  z
    .string()
    .transform((value) => plainText(value).replaceAll('|', '/'))
    .pipe(z.string().min(1, 'required').max(most, 'text-too-long'));

// Local taxes (ISH on lodging) need the complement implocal, which is not supported.
const LOCAL_TAX = /^(ish|impuesto (local|estatal|sobre (el )?hospedaje)|hospedaje|cedular|implocal)\b/i;

const impuesto = z.strictObject({
  tipo: z.enum(['traslado', 'retencion']),
  impuesto: z.enum(['001', '002', '003'], {
    error: ({ input }) => (typeof input === 'string' && LOCAL_TAX.test(input.trim()) ? 'tax-local' : undefined),
  }),
  tipoFactor: z.enum(['Tasa', 'Cuota', 'Exento']),
  tasaOCuota: amount.optional(),
  base: positive.optional(),
});

/** The wire format of a line of a sale. */
export const conceptoWire = z.strictObject({
  claveProdServ: z.string().regex(/^\d{8}$/, 'malformed'),
  noIdentificacion: text(100).optional(),
  descripcion: text(1000),
  claveUnidad: z.string().regex(/^[A-Z0-9]{2,3}$/, 'malformed'),
  unidad: text(20).optional(),
  cantidad: positive,
  valorUnitario: amount,
  descuento: amount.optional(),
  objetoImp: z
    .string()
    .regex(/^0[1-8]$/, 'malformed')
    .optional(),
  impuestos: z.array(impuesto).max(10).optional(),
});

const pago = z.strictObject({ formaPago: z.string().regex(/^\d\d$/, 'malformed'), importe: positive });

/** The schema of a sale as it is submitted. It checks only the form of each field; `checkWire` checks sums, keys and taxes. */
export const saleWire = z
  .strictObject({
    folio: text(100),
    date: z.iso.datetime({ offset: true, error: absentOr('date-without-offset') }),
    branch: text(50).optional(),
    moneda: z
      .string()
      .regex(/^[A-Z]{3}$/, 'moneda-unknown')
      .default('MXN'),
    tipoCambio: positive.optional(),
    total: positive,
    pricesIncludeTax: z.boolean().default(true),
    estado: z.enum(['pagada', 'pendiente', 'cancelada']).default('pagada'),
    formaPago: z
      .string()
      .regex(/^\d\d$/, 'malformed')
      .optional(),
    pagos: z.array(pago).min(1).max(20).optional(),
    email: z.email('email-malformed').max(254).optional(),
    cardLast4: z
      .string()
      .regex(/^\d{4}$/, 'card-last4-malformed')
      .optional(),
    propina: amount.optional(),
    redondeo: amount.optional(),
    descuento: amount.optional(),
    anticipo: z.boolean().default(false),
    conceptos: z.array(conceptoWire).min(1, 'required').max(1000),
  })
  .openapi('Sale', {
    description:
      'A sale. Every amount is a decimal string; conceptos have SAT keys. Texts are cleaned before they are stored: HTML entities are decoded, HTML tags and control, zero-width and bidirectional characters are removed, and | becomes /.',
  });

/** A sale as it is submitted, before defaults. Amounts are decimal strings, and `date` is RFC 3339 with an offset. */
export type SaleWire = z.input<typeof saleWire>;

/** A sale that can be stored, or everything that is wrong with it. */
export type SaleOutcome =
  | { readonly kind: 'sale'; readonly body: SaleBody }
  | { readonly kind: 'faults'; readonly faults: readonly Fault[] };

/**
 * Parses one sale from JSON. Returns all faults at once: the form of each field first, then what only the whole sale can reveal (sums, keys,
 * taxes).
 */
export function parseSale(json: unknown): SaleOutcome {
  const parsed = saleWire.safeParse(json);
  const unpaid = lacksTender(json) ? [{ code: 'required', pointer: '/formaPago' }] : [];
  if (!parsed.success) return { kind: 'faults', faults: [...faultsOf(parsed.error, json), ...unpaid] };
  return checkWire(parsed.data);
}

/** Returns the sale from what the schema has parsed, or the faults that only the whole sale can reveal: sums, keys and taxes. */
export function checkWire(wire: z.output<typeof saleWire>): SaleOutcome {
  const spoilt = numberFault(wire.folio, 'folio');
  const ofFields = [...(spoilt ? [spoilt] : []), ...untaxedFaults(wire)];
  const body = toBody(wire);
  if (!body) return { kind: 'faults', faults: [{ code: 'required', pointer: '/formaPago' }, ...ofFields] };
  const faults = [...tenderFaults(wire), ...ofFields, ...checkSale(body)];
  return faults.length > 0 ? { kind: 'faults', faults } : { kind: 'sale', body };
}

/**
 * Returns the faults of lines with neither taxes nor an `objetoImp`. «No objeto de impuesto» (01) is right for a deposit and wrong for food at 0
 * % or an exempt book, and a program that ignores taxes sends an empty list for all of them, so the sale has to say which it is.
 */
function untaxedFaults({ conceptos }: z.output<typeof saleWire>): readonly Fault[] {
  return conceptos.flatMap(({ objetoImp, impuestos = [] }, index) =>
    objetoImp === undefined && impuestos.length === 0
      ? [{ code: 'untaxed-unsaid', pointer: `/conceptos/${index}/impuestos` }]
      : [],
  );
}

/**
 * Converts a schema's issues with what was `read` to faults. A message that is one of our codes is kept; any other becomes `required` where
 * there is no value, or `malformed`.
 */
export function faultsOf(error: z.ZodError, read: unknown): readonly Fault[] {
  return error.issues.flatMap((issue): Fault[] => {
    const pointer = issue.path.map(pointerStep).join('');
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({ code: 'unknown-field', pointer: pointer + pointerStep(key) }));
    if (/^[a-z0-9-]+$/.test(issue.message)) return [{ code: issue.message, pointer }];
    return [{ code: valueAt(read, issue.path) === undefined ? 'required' : 'malformed', pointer }];
  });
}

function valueAt(read: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, step) => (value instanceof Object && Object.hasOwn(value, step) ? Reflect.get(value, step) : undefined),
    read,
  );
}

function lacksTender(json: unknown): boolean {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return false;
  const { formaPago, pagos }: { formaPago?: unknown; pagos?: unknown } = json;
  return formaPago === undefined && pagos === undefined;
}

function toBody(wire: z.output<typeof saleWire>): SaleBody | undefined {
  const { pagos, formaPago = pagos && largestTenders(pagos)[0], conceptos, ...rest } = wire;
  if (formaPago === undefined) return undefined;
  return {
    ...defined(rest),
    formaPago,
    conceptos: conceptos.map(toConcepto),
  };
}

/** Completes a line with its defaults: `objetoImp` is 02 with taxes and 01 without. */
export function toConcepto({ impuestos = [], objetoImp, ...line }: z.output<typeof conceptoWire>): SoldConcepto {
  return {
    ...defined(line),
    objetoImp: objetoImp ?? (impuestos.length > 0 ? '02' : '01'),
    impuestos: impuestos.map((tax) => defined(tax)),
  };
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** Removes keys whose value is `undefined`, so that absent stays absent. */
function defined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as Defined<T>;
}
