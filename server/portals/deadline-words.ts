/** The deadline as people read it: the policy in a sentence, one sale's last minute with its time zone, and what the end of the year means. */
import type { Periodicidad } from '../catalogs/global-period.ts';
import { dayIn, keptFormat, localDate } from '../catalogs/local-time.ts';
import type { Zone } from '../catalogs/postal-code.ts';
import type { Language } from '../problems/problem.ts';
import type { DeadlinePolicy, PortalSettings } from './portal.ts';
import { SOLD_WORDS, type Trade } from './trade-words.ts';

type Words = { readonly 'es-MX': string; readonly en: string };

const MINUTE_MS = 60_000;

/** The policy as a text below the search form, with the words of the trade. */
export function deadlineText(policy: DeadlinePolicy, trade: Trade, language: Language): string {
  return policyWords(policy, SOLD_WORDS[trade])[language];
}

/** The portal's policy as a text, with a note that some branches have their own if they do. */
export function portalDeadlineText({ deadline, branches = {}, noun }: PortalSettings, language: Language): string {
  const text = deadlineText(deadline, noun, language);
  return Object.values(branches).some((branch) => branch.deadline) ? `${text} ${ELSEWHERE[language]}` : text;
}

const ELSEWHERE: Words = {
  'es-MX': 'Algunas sucursales tienen otro plazo; te lo decimos al buscar.',
  en: 'Some branches have another deadline; we show it when you search.',
};

function policyWords(policy: DeadlinePolicy, sold: Words): Words {
  const [es, en] = [sold['es-MX'], sold.en];
  switch (policy.kind) {
    case 'days':
      return policy.days === 1
        ? { 'es-MX': `Tienes un día desde tu ${es}.`, en: `You have one day from your ${en}.` }
        : {
            'es-MX': `Tienes ${policy.days} días desde tu ${es}.`,
            en: `You have ${policy.days} days from your ${en}.`,
          };
    case 'month-end':
      return monthEndWords(policy.monthsAfter, es, en);
    case 'year-end':
      return {
        'es-MX': `Tienes hasta el 31 de diciembre del año de tu ${es}.`,
        en: `You have until December 31 of the year of your ${en}.`,
      };
    case 'until-global':
      return untilGlobalWords(policy.periodicidad, es, en);
  }
}

function monthEndWords(monthsAfter: number, es: string, en: string): Words {
  if (monthsAfter === 0)
    return {
      'es-MX': `Tienes hasta el último día del mes de tu ${es}.`,
      en: `You have until the last day of the month of your ${en}.`,
    };
  if (monthsAfter === 1)
    return {
      'es-MX': `Tienes hasta el último día del mes siguiente al de tu ${es}.`,
      en: `You have until the last day of the month after your ${en}.`,
    };
  return {
    'es-MX': `Tienes hasta el último día del mes, ${monthsAfter} meses después de tu ${es}.`,
    en: `You have until the last day of the month, ${monthsAfter} months after your ${en}.`,
  };
}

/** Customers do not know about global invoices, so the text says when the period ends. */
function untilGlobalWords(periodicidad: Periodicidad, es: string, en: string): Words {
  switch (periodicidad) {
    case '01':
      return {
        'es-MX': `Tienes hasta el final del día de tu ${es}.`,
        en: `You have until the end of the day of your ${en}.`,
      };
    case '02':
      return {
        'es-MX': `Tienes hasta el domingo de la semana de tu ${es}, o el último día del mes si llega antes.`,
        en: `You have until the Sunday of the week of your ${en}, or the last day of the month if that comes first.`,
      };
    case '03':
      return {
        'es-MX': `Tienes hasta el día 15 o el último del mes, lo que llegue primero después de tu ${es}.`,
        en: `You have until the 15th or the last day of the month, whichever comes first after your ${en}.`,
      };
    case '04':
      return monthEndWords(0, es, en);
    case '05':
      return {
        'es-MX': `Tienes hasta el último día del bimestre de tu ${es}.`,
        en: `You have until the last day of the two-month period (bimestre) of your ${en}.`,
      };
  }
}

/** The first instant, in epoch milliseconds, at which that last local day is over. */
export function deadlineEnd(deadline: string, zone: Zone): number {
  return dayIn(deadline, zone)[1];
}

/**
 * The last minute of a deadline: «31 de diciembre, 23:59, hora de Tijuana», with the year if it is not the year of `now` there.
 * `deadline` is the last local day, `2026-12-31`.
 */
export function deadlineMoment(
  deadline: string,
  { zone, now, language }: { readonly zone: Zone; readonly now: number; readonly language: Language },
): string {
  const isThisYear = localDate(now, zone).slice(0, 4) === deadline.slice(0, 4);
  const at = deadlineEnd(deadline, zone) - MINUTE_MS;
  const date = (isThisYear ? dayFormat : dayOfYearFormat)(language, zone).format(at);
  // Newer editions of the Unicode data put a narrow no-break space before p.m.
  const time = minuteFormat(language, zone).format(at).replace(/\s/g, ' ');
  return `${date}, ${time}, ${zoneWords(zone)[language]}`;
}

function dayFormat(language: Language, timeZone: Zone): Intl.DateTimeFormat {
  const options = { day: 'numeric', month: 'long', timeZone } as const;
  return keptFormat(`day ${language} ${timeZone}`, () => new Intl.DateTimeFormat(language, options));
}

function dayOfYearFormat(language: Language, timeZone: Zone): Intl.DateTimeFormat {
  const options = { day: 'numeric', month: 'long', year: 'numeric', timeZone } as const;
  return keptFormat(`day of year ${language} ${timeZone}`, () => new Intl.DateTimeFormat(language, options));
}

function minuteFormat(language: Language, timeZone: Zone): Intl.DateTimeFormat {
  const minute = { hour: 'numeric', minute: '2-digit', timeZone } as const;
  const options = language === 'en' ? minute : ({ ...minute, hourCycle: 'h23' } as const);
  return keptFormat(`minute ${language} ${timeZone}`, () => new Intl.DateTimeFormat(language, options));
}

/** Names the clock: «hora de Tijuana». */
export function zoneWords(zone: Zone): Words {
  if (zone === 'America/Mexico_City') return { 'es-MX': 'hora del centro de México', en: 'Central Mexico time' };
  const city = CITIES[zone];
  return { 'es-MX': `hora de ${city}`, en: `${city} time` };
}

const CITIES: Readonly<Record<Exclude<Zone, 'America/Mexico_City'>, string>> = {
  'America/Cancun': 'Cancún',
  'America/Chihuahua': 'Chihuahua',
  'America/Ciudad_Juarez': 'Ciudad Juárez',
  'America/Hermosillo': 'Hermosillo',
  'America/Matamoros': 'Matamoros',
  'America/Mazatlan': 'Mazatlán',
  'America/Ojinaga': 'Ojinaga',
  'America/Tijuana': 'Tijuana',
};

/**
 * From 15 December: what the end of the year means to whoever deducts it. A CFDI is dated when it is made, and «la fecha de expedición de los
 * comprobantes fiscales de un gasto deducible deberá corresponder al ejercicio por el que se efectúa la deducción» (LISR 27-XVIII,
 * second sentence on dates, in force 2026). `undefined` for a sale of another year, before that day, and if the deadline ends sooner:
 * nobody should read a day on which they can no longer invoice.
 */
export function deductionNote(
  { saleDate, deadline, today }: { readonly saleDate: string; readonly deadline: string; readonly today: string },
  language: Language,
): string | undefined {
  const year = today.slice(0, 4);
  const isTime = saleDate.slice(0, 4) === year && today >= `${year}-12-15` && deadline >= `${year}-12-31`;
  if (!isTime) return undefined;
  return language === 'en'
    ? `An invoice bears the date on which you ask for it. If you will deduct it in ${year}, ask for it by December 31.`
    : `La factura lleva la fecha en que la pides. Si la vas a deducir en ${year}, pídela a más tardar el 31 de diciembre.`;
}

/** `2026-11-20` as «20 de noviembre de 2026». */
export function longDate(date: string, language: Language): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(
    Date.parse(`${date}T00:00:00Z`),
  );
}
