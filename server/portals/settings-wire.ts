/** The wire format of a portal's settings: their schema, and the checks that keep them safe and lawful. */
import { z } from '@hono/zod-openapi';
import { PERIODICIDAD_CLAVES } from '../catalogs/global-period.ts';
import { usosOffered } from '../catalogs/uso-cfdi.ts';
import { KNOWN_DECREE_END } from '../cfdi/iva-frontera.ts';
import type { Branch, Merchant } from '../merchants/merchant.ts';
import { pointerStep } from '../problems/pointer.ts';
import type { Fault } from '../problems/problem.ts';
import {
  bitsMissing,
  isSame,
  remedyOf,
  type SoldFacts,
  strengthOf,
  unacknowledged,
  type Way,
  WEAKEST,
  weakestSide,
} from './lookup-strength.ts';
import type { DeadlinePolicy, PortalSettings } from './portal.ts';
import { MOST_IMAGE_CHARACTERS } from './uploaded-image.ts';

const lookupField = z.enum(['folio', 'email', 'total', 'date', 'cardLast4']);
const ways = z.array(z.array(lookupField).min(1).max(5)).max(5);
const colour = z.string().regex(/^#[0-9a-fA-F]{6}$/, 'colour-malformed');
const line = (most: number) => z.string().trim().min(1, 'required').max(most, 'text-too-long');
const hints = z.partialRecord(lookupField, z.string().trim().max(160, 'text-too-long'));

const uso = z.enum([...usosOffered()], 'uso-required');

const serie = z.string().regex(/^[A-Z0-9-]{1,25}$/, 'malformed');

const mailTexts = {
  subject: z.string().trim().min(1).max(150, 'text-too-long').optional(),
  message: z.string().trim().min(1).max(2_000, 'text-too-long').optional(),
};

const deadlineWire = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({
      kind: z.literal('month-end'),
      monthsAfter: z
        .int()
        .min(0)
        .max(12)
        .openapi({ description: '0 is the end of the month of the sale, 1 the end of the next month.' }),
    }),
    z.strictObject({
      kind: z.literal('days'),
      days: z.int().min(1).max(366),
    }),
    z.strictObject({ kind: z.literal('year-end') }),
    z.strictObject({
      kind: z.literal('until-global'),
      periodicidad: z.enum(PERIODICIDAD_CLAVES, 'periodicidad-unknown').openapi({
        description:
          'c_Periodicidad of your global invoices: the deadline is the last day that the sale’s global invoice covers.',
      }),
    }),
  ],
  'deadline-unknown',
);

/** Schema of a portal's settings. What depends on the merchant's sales, such as weak look-ups, is checked afterwards. */
export const settingsWire = z
  .strictObject({
    title: line(80),
    subtitle: z.string().trim().max(200, 'text-too-long'),
    noun: z.enum(['compra', 'consumo', 'servicio', 'estacionamiento']),
    submitText: line(40),
    lookup: ways.min(1, 'required'),
    optionalLookup: z.array(z.array(lookupField).max(4)).max(5).optional().openapi({
      description:
        'The optional fields of each way of `lookup`, by its position. What a customer gives has to match, and counts as proof; how easily a way is guessed depends only on what it requires. A change of `lookup` without this field leaves nothing optional.',
    }),
    acknowledgedLookup: ways.optional().openapi({
      description:
        'Ways of `lookup` that are easily guessed and that you want all the same. A purchase found by one is shown only after a second proof: always, if somebody who knows the customer could find it; on days with many failed searches, if anybody could.',
    }),
    hints,
    english: z
      .strictObject({
        title: line(80),
        subtitle: z.string().trim().max(200, 'text-too-long'),
        submitText: line(40),
        hints,
      })
      .nullable()
      .optional()
      .openapi({
        description:
          'Your own texts in English. With them the portal is in English for those who prefer it; without them, or with null, it is in Spanish for everybody.',
      }),
    theme: z.strictObject({
      primary: colour,
      accent: colour,
      logo: z
        .string()
        .max(MOST_IMAGE_CHARACTERS, 'logo-too-large')
        .regex(/^data:image\/(png|jpeg|webp);base64,[A-Za-z0-9+/]+=*$/, 'logo-malformed')
        .optional(),
    }),
    deadline: deadlineWire.openapi({
      description:
        'Until when customers can get their invoices by themselves, in the time zone of the branch; afterwards they send you a request. A sale keeps the day that was promised when it arrived: a shorter deadline applies only to later sales, a longer one to all of them.',
    }),
    branches: z
      .record(z.string().min(1).max(50), z.strictObject({ deadline: deadlineWire.optional(), serie: serie.optional() }))
      .optional()
      .openapi({
        description:
          'What is different for single branches, by their code: the deadline, and the serie of invoices, which has its own numbering.',
      }),
    contact: z.strictObject({
      email: z.email('email-malformed').optional(),
      phone: z.string().trim().max(30).optional(),
    }),
    privacyUrl: z.url({ protocol: /^https$/ }).optional(),
    allowedOrigins: z.array(z.string().regex(/^(\*|https?:\/\/[a-z0-9.-]+(:\d+)?)$/, 'origin-malformed')).max(50),
    serie,
    allowNoRfc: z.boolean(),
    allowForeign: z.boolean().optional().openapi({
      description:
        'Whether foreigners without an RFC are served as XEXX010101000. By default the same as `allowNoRfc`.',
    }),
    usos: z
      .strictObject({ allowed: z.array(uso).min(1).max(22).optional(), usual: uso.optional() })
      .nullable()
      .optional()
      .openapi({
        description:
          'The usos that customers can choose, and the one that is suggested if their régimen allows it. S01 can always be chosen, because some régimenes have no other. Without this field, or with null, all usos can be chosen.',
      }),
    folioPicture: z
      .strictObject({
        image: z
          .string()
          .max(MOST_IMAGE_CHARACTERS, 'image-too-large')
          .regex(/^data:image\/(png|jpeg|webp);base64,[A-Za-z0-9+/]+=*$/, 'image-malformed'),
        alt: line(200),
        english: z.strictObject({ alt: line(200) }).optional(),
      })
      .nullable()
      .optional()
      .openapi({
        description:
          'A picture of where the folio is printed, with a description. The portal shows it to customers who open «¿Dónde lo encuentro?».',
      }),
    itemizeIeps: z.boolean(),
    ivaFrontera: z
      .strictObject({ until: z.iso.date('day-malformed') })
      .nullable()
      .optional()
      .openapi({
        description: `Allows IVA at 8 % in the border region until that day; null for never. Only for merchants who filed the notice with the SAT. The decrees known here ended on ${KNOWN_DECREE_END}: give the last day of the one in force.`,
      }),
    readConstancia: z.boolean().optional(),
    mail: z
      .strictObject({ ...mailTexts, english: z.strictObject(mailTexts).optional() })
      .optional()
      .openapi({
        description:
          'Your own texts in the mail that delivers an invoice, with {comercio}, {serieFolio}, {total} and {nombre}; `english` is for customers who use the portal in English. The default texts are used for what you leave out.',
      }),
    approveRefunds: z.boolean().optional().openapi({
      description: 'Whether a refund of an invoiced sale waits for your approval before its nota de crédito is issued.',
    }),
    afterGlobal: z.enum(['egreso', 'reissue', 'manual']).optional().openapi({
      description:
        'What happens when a customer requests an invoice for a sale that is in your global invoice. `egreso`: they get it, and a CFDI of type E takes the sale out of the global. `reissue`: they get it, the global is issued again without the sale, and the first one is cancelled; `egreso` is used instead if the rules leave no other way. `manual`, or absent: they send you a request.',
    }),
    reminder: z
      .strictObject({ daysBefore: z.int().min(1).max(30) })
      .nullable()
      .optional()
      .openapi({
        description:
          'Mails customers who have not invoiced a purchase yet, once, that many days before the deadline and during the day, unless they unsubscribed; null for no reminders.',
      }),
    correctAnyTime: z.boolean().optional().openapi({
      description:
        'Whether customers can correct their invoices themselves at any time. Otherwise they can do so only in the month of the invoice and if nobody has to accept its cancellation; all other corrections are requests to you.',
    }),
    requestDays: z.int().min(1).max(365).optional().openapi({
      description:
        'For how many days a request waits for a purchase that has not arrived, or for your answer, before it expires; 30 by default.',
    }),
    enabled: z.boolean(),
  })
  .openapi('PortalSettings');

/**
 * What no schema can check: ways that all require an e-mail, a way that is easily guessed and not acknowledged, one that repeats a
 * field, and one that requires all of another way and more, so that it finds nothing new. Pointers are those of the way.
 */
export function settingsFaults(settings: PortalSettings, facts: SoldFacts): readonly Fault[] {
  const { lookup } = settings;
  const faults: Fault[] = [];
  if (lookup.every((fields) => fields.includes('email')))
    faults.push({ code: 'lookup-without-email', pointer: '/lookup' });
  const weak = unacknowledged(settings, facts);
  lookup.forEach((fields, index) => {
    const pointer = `/lookup/${index}`;
    if (weak.includes(fields)) faults.push(tooWeak(fields, facts, pointer));
    else if (isRedundant(fields, index, lookup, facts)) faults.push({ code: 'lookup-redundant', pointer });
  });
  return [...faults, ...optionalFaults(settings)];
}

/** The optional fields of a way must not be among those that it requires. */
function optionalFaults({ lookup, optionalLookup = [] }: PortalSettings): readonly Fault[] {
  return optionalLookup.flatMap((fields, at) => {
    const way = lookup[at];
    const repeats = new Set(fields).size < fields.length || fields.some((field) => !way || way.includes(field));
    return repeats ? [{ code: 'lookup-optional-elsewhere', pointer: `/optionalLookup/${at}` }] : [];
  });
}

/**
 * Rules about deadlines and branches that depend on the merchant: an unknown branch, and a two-month global invoice, which is only for
 * régimen 621 (Anexo 20 v4.0, matriz de errores, CFDI40132).
 */
export function deadlineFaults(
  { deadline, branches = {} }: Pick<PortalSettings, 'deadline' | 'branches'>,
  merchant: Pick<Merchant, 'regimenFiscal'>,
  known: readonly Pick<Branch, 'code'>[],
): readonly Fault[] {
  const policyFaults = (policy: DeadlinePolicy | undefined, pointer: string): readonly Fault[] =>
    policy?.kind === 'until-global' && policy.periodicidad === '05' && merchant.regimenFiscal !== '621'
      ? [{ code: 'periodicidad-needs-621', pointer: `${pointer}/deadline/periodicidad` }]
      : [];
  return [
    ...policyFaults(deadline, ''),
    ...Object.entries(branches).flatMap(([code, branch]) => {
      const pointer = `/branches${pointerStep(code)}`;
      const isKnown = known.some((one) => one.code === code);
      return isKnown
        ? policyFaults(branch.deadline, pointer)
        : [{ code: 'branch-unknown', pointer, params: { branch: code } }];
    }),
  ];
}

/** The suggested uso has to be one of those allowed. */
export function usosFaults({ usos }: Pick<PortalSettings, 'usos'>): readonly Fault[] {
  const { allowed, usual } = usos ?? {};
  const isOutside = usual && usual !== 'S01' && allowed && !allowed.includes(usual);
  return isOutside ? [{ code: 'uso-usual-not-allowed', pointer: '/usos/usual' }] : [];
}

function missing(way: Way, facts: SoldFacts): number {
  return bitsMissing(strengthOf(way, facts));
}

function tooWeak(way: Way, facts: SoldFacts, pointer: string): Fault {
  const strength = strengthOf(way, facts);
  const { acquaintance, stranger } = strength;
  const isKnown = weakestSide(strength) === 'acquaintance';
  const remedy = remedyOf(way, facts);
  const params = {
    bits: String(Math.floor(isKnown ? acquaintance : stranger)),
    needed: String(Math.ceil(isKnown ? WEAKEST.acquaintance : WEAKEST.stranger)),
    add: remedy.join(' + '),
  };
  const code = `${isKnown ? 'lookup-too-weak' : 'lookup-too-common'}${remedy.length > 0 ? '' : '-anyhow'}`;
  return { code, pointer, params };
}

// Of two equal ways, the first may stay. One with more fields is useful if they make it harder to guess.
function isRedundant(fields: Way, index: number, lookup: readonly Way[], facts: SoldFacts): boolean {
  if (new Set(fields).size < fields.length) return true;
  return lookup.some((other, at) => {
    if (at === index) return false;
    if (isSame(fields, other)) return at < index;
    const isWithin = other.every((field) => fields.includes(field));
    return isWithin && missing(other, facts) <= missing(fields, facts);
  });
}
