/**
 * c_RegimenFiscal of CFDI 4.0. Source: the SAT's catálogos, August 2026 (phpcfdi/resources-sat-catalogs 10.14.20260806, Unlicense).
 * The browser imports `regimenesFor` alone: no side effects here, and the official texts fall out of its bundle.
 */

import { CFDI_40, type Entry } from './entry.ts';
import type { Person } from './person.ts';

/** A tax regime, and which kinds of person can have it. */
export type RegimenFiscal = Entry & { readonly fisica: boolean; readonly moral: boolean };

// The most frequent ones first, for lists that customers read.
const FISICA = '605 626 612 606 616 625 621 608 611 614 607 615 610';
const MORAL = '601 626 603 622 624 620 623 610';

const TEXTOS: Readonly<Record<string, string>> = {
  601: 'General de Ley Personas Morales',
  603: 'Personas Morales con Fines no Lucrativos',
  605: 'Sueldos y Salarios e Ingresos Asimilados a Salarios',
  606: 'Arrendamiento',
  607: 'Régimen de Enajenación o Adquisición de Bienes',
  608: 'Demás ingresos',
  610: 'Residentes en el Extranjero sin Establecimiento Permanente en México',
  611: 'Ingresos por Dividendos (socios y accionistas)',
  612: 'Personas Físicas con Actividades Empresariales y Profesionales',
  614: 'Ingresos por intereses',
  615: 'Régimen de los ingresos por obtención de premios',
  616: 'Sin obligaciones fiscales',
  620: 'Sociedades Cooperativas de Producción que optan por diferir sus ingresos',
  621: 'Incorporación Fiscal',
  622: 'Actividades Agrícolas, Ganaderas, Silvícolas y Pesqueras',
  623: 'Opcional para Grupos de Sociedades',
  624: 'Coordinados',
  625: 'Régimen de las Actividades Empresariales con ingresos a través de Plataformas Tecnológicas',
  626: 'Régimen Simplificado de Confianza',
};

/** The claves a person of that kind may have (CFDI40158, 2024-12), the most frequent first. */
export function regimenesFor(person: Person): readonly string[] {
  return (person === 'fisica' ? FISICA : MORAL).split(' ');
}

/** The entry of a clave with its official text; `undefined` when the catalogue has none. */
export function regimenFiscal(clave: string): RegimenFiscal | undefined {
  const texto = Object.hasOwn(TEXTOS, clave) ? TEXTOS[clave] : undefined;
  if (texto === undefined) return undefined;
  return { clave, texto, fisica: FISICA.includes(clave), moral: MORAL.includes(clave), validFrom: CFDI_40 };
}

/** Every entry, by clave. */
export function regimenesFiscales(): readonly RegimenFiscal[] {
  return Object.keys(TEXTOS).flatMap((clave) => regimenFiscal(clave) ?? []);
}
