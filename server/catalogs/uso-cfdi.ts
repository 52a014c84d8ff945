/**
 * c_UsoCFDI of CFDI 4.0 and the régimen × uso rule. Source: the SAT's catálogos, August 2026 (phpcfdi/resources-sat-catalogs
 * 10.14.20260806, Unlicense). The browser imports `usosFor` and `defaultUso` alone: no side effects here.
 */

import { CFDI_40, type Entry } from './entry.ts';
import type { Person } from './person.ts';
import { regimenesFor } from './regimen-fiscal.ts';

/** `regimenes`: the receptor's régimenes it may be used with. */
export type UsoCfdi = Entry & {
  readonly fisica: boolean;
  readonly moral: boolean;
  readonly regimenes: readonly string[];
};

// The usos of an ingreso: CP01 and CN01 belong to payments and payroll.
const OFFERED = 'G01 G02 G03 I01 I02 I03 I04 I05 I06 I07 I08 D01 D02 D03 D04 D05 D06 D07 D08 D09 D10 S01';

const BUSINESS = '601 603 606 612 620 621 622 623 624 625 626';
const PERSONAL = '605 606 607 608 611 612 614 615 625';
const NEITHER = '610 616';

const TEXTOS: Readonly<Record<string, string>> = {
  G01: 'Adquisición de mercancías.',
  G02: 'Devoluciones, descuentos o bonificaciones.',
  G03: 'Gastos en general.',
  I01: 'Construcciones.',
  I02: 'Mobiliario y equipo de oficina por inversiones.',
  I03: 'Equipo de transporte.',
  I04: 'Equipo de computo y accesorios.',
  I05: 'Dados, troqueles, moldes, matrices y herramental.',
  I06: 'Comunicaciones telefónicas.',
  I07: 'Comunicaciones satelitales.',
  I08: 'Otra maquinaria y equipo.',
  D01: 'Honorarios médicos, dentales y gastos hospitalarios.',
  D02: 'Gastos médicos por incapacidad o discapacidad.',
  D03: 'Gastos funerales.',
  D04: 'Donativos.',
  D05: 'Intereses reales efectivamente pagados por créditos hipotecarios (casa habitación).',
  D06: 'Aportaciones voluntarias al SAR.',
  D07: 'Primas por seguros de gastos médicos.',
  D08: 'Gastos de transportación escolar obligatoria.',
  D09: 'Depósitos en cuentas para el ahorro, primas que tengan como base planes de pensiones.',
  D10: 'Pagos por servicios educativos (colegiaturas).',
  S01: 'Sin efectos fiscales.',
  CP01: 'Pagos',
  CN01: 'Nómina',
};

/** How a merchant restricts the usos: to these, with this one preselected; otherwise all of them, with the usual one. */
export type UsoChoice = { readonly allowed?: readonly string[] | undefined; readonly usual?: string | undefined };

/**
 * The claves an ingreso may carry for that receptor (CFDI40161, 2024-12), of those that are `allowed`; none when the régimen is not one of
 * that person's. S01 is always allowed: some régimenes have no other.
 */
export function usosFor(regimen: string, person: Person, { allowed }: UsoChoice = {}): readonly string[] {
  if (!regimenesFor(person).includes(regimen)) return [];
  const usos = OFFERED.split(' ').filter((uso) => regimenesOf(uso).includes(regimen));
  return allowed ? usos.filter((uso) => uso === 'S01' || allowed.includes(uso)) : usos;
}

/** The uso to preselect: the merchant's usual one, otherwise G03, if the receptor may use it; otherwise S01. */
export function defaultUso(regimen: string, person: Person, choice: UsoChoice = {}): string {
  const usos = usosFor(regimen, person, choice);
  return [choice.usual, 'G03'].find((uso) => uso && usos.includes(uso)) ?? 'S01';
}

/** The usos that an ingreso may have at all, in the order of the catalogue. */
export function usosOffered(): readonly string[] {
  return OFFERED.split(' ');
}

/** The entry of a clave with its official text; `undefined` when the catalogue has none. */
export function usoCfdi(clave: string): UsoCfdi | undefined {
  const texto = Object.hasOwn(TEXTOS, clave) ? TEXTOS[clave] : undefined;
  if (texto === undefined) return undefined;
  const moral = !/^(D|CN)/.test(clave);
  return { clave, texto, fisica: true, moral, regimenes: regimenesOf(clave).split(' '), validFrom: CFDI_40 };
}

/** Every entry, in the order of the catalogue. */
export function usosCfdi(): readonly UsoCfdi[] {
  return Object.keys(TEXTOS).flatMap((clave) => usoCfdi(clave) ?? []);
}

function regimenesOf(uso: string): string {
  if (uso === 'CN01') return '605';
  if (uso === 'G02') return `${BUSINESS} 616`;
  if (uso === 'S01' || uso === 'CP01') return [...new Set(`${BUSINESS} ${PERSONAL} ${NEITHER}`.split(' '))].join(' ');
  return uso < 'E' ? PERSONAL : BUSINESS;
}
