/**
 * Who receives the invoice: what a customer typed, made into the five data a CFDI carries, with everything that can be told
 * wrong before a stamp is spent (matriz de errores CFDI 4.0, 2024-12: CFDI40143–CFDI40161).
 */

import { isInForce } from '../catalogs/entry.ts';
import { postalCodeExists } from '../catalogs/postal-code.ts';
import { regimenFiscal } from '../catalogs/regimen-fiscal.ts';
import { usoCfdi, usosFor } from '../catalogs/uso-cfdi.ts';
import type { Fault } from './problem.ts';
import { hasCheckDigit, isGeneric, normalizeRfc, parseRfc, personOf } from './rfc.ts';
import type { Receptor } from './sold.ts';

export type ReceptorField = keyof Receptor;

/** A value that may be righter than the one given: offered, never imposed. */
export type Suggestion = { readonly field: ReceptorField; readonly code: string; readonly value: string };

export type ReceptorCheck = {
  /** Normalised; for a generic RFC with the régimen, uso and postal code that the SAT prescribes. */
  readonly receptor: Receptor;
  readonly faults: readonly Fault[];
  readonly suggestions: readonly Suggestion[];
};

/** `fecha` is the local day of issue; a generic RFC takes `lugarExpedicion` as its postal code (CFDI40149). */
export function checkReceptor(
  typed: Receptor,
  context: { readonly lugarExpedicion: string; readonly fecha: string; readonly allowNoRfc: boolean },
): ReceptorCheck {
  const receptor = normalizeReceptor(typed, context.lugarExpedicion);
  const faults = isGeneric(receptor.rfc)
    ? genericFaults(receptor, context.allowNoRfc)
    : namedFaults(receptor, context.fecha);
  return { receptor, faults, suggestions: suggestionsFor(receptor) };
}

/** Capitals, single spaces, no separators in the RFC. Accents, Ñ, & and dots stay: the SAT's register decides. */
export function normalizeReceptor(typed: Receptor, lugarExpedicion: string): Receptor {
  const rfc = normalizeRfc(typed.rfc);
  // Capitals of some letters come apart: they are put together afterwards.
  const nombre = typed.nombre.toUpperCase().normalize('NFC').replace(/\s+/g, ' ').trim();
  // Generic RFCs: 616 (CFDI40159), S01, and the postal code of the place of issue (CFDI40149).
  if (isGeneric(rfc)) return { rfc, nombre, codigoPostal: lugarExpedicion, regimenFiscal: '616', usoCfdi: 'S01' };
  return {
    rfc,
    nombre,
    codigoPostal: typed.codigoPostal.replace(/\D/g, ''),
    regimenFiscal: typed.regimenFiscal.trim(),
    usoCfdi: typed.usoCfdi.trim().toUpperCase(),
  };
}

/** Whether two normalised receptores are the same request. */
export function sameReceptor(a: Receptor, b: Receptor): boolean {
  return (
    a.rfc === b.rfc &&
    a.nombre === b.nombre &&
    a.codigoPostal === b.codigoPostal &&
    a.regimenFiscal === b.regimenFiscal &&
    a.usoCfdi === b.usoCfdi
  );
}

function fault(field: ReceptorField, code: string, satCode?: string, params?: Readonly<Record<string, string>>): Fault {
  return { code, pointer: `/receptor/${field}`, ...(satCode && { satCode }), ...(params && { params }) };
}

function genericFaults(receptor: Receptor, allowNoRfc: boolean): Fault[] {
  if (!allowNoRfc) return [fault('rfc', 'rfc-generic-not-offered')];
  return nombreFaults(receptor.nombre);
}

function namedFaults(receptor: Receptor, fecha: string): Fault[] {
  return [
    ...rfcFaults(receptor.rfc),
    ...nombreFaults(receptor.nombre),
    ...codigoPostalFaults(receptor.codigoPostal),
    ...regimenFaults(receptor, fecha),
  ];
}

function rfcFaults(rfc: string): Fault[] {
  if (rfc === '') return [fault('rfc', 'rfc-required')];
  return parseRfc(rfc) ? [] : [fault('rfc', 'rfc-malformed')];
}

// XAXX010101000 with this name is a global invoice (CFDI40130); with any other RFC it is refused (CFDI40146).
const PUBLICO_EN_GENERAL = /^P[UÚ]BLICO EN GENERAL$/;

function nombreFaults(nombre: string): Fault[] {
  if (nombre === '') return [fault('nombre', 'nombre-required')];
  if ([...nombre].length > 300) return [fault('nombre', 'nombre-too-long')];
  if (/[|\p{Cc}\p{Cs}\p{Cf}\ufffe\uffff]/u.test(nombre)) return [fault('nombre', 'nombre-bad-character')];
  return PUBLICO_EN_GENERAL.test(nombre) ? [fault('nombre', 'nombre-publico-en-general')] : [];
}

function codigoPostalFaults(codigoPostal: string): Fault[] {
  if (!/^\d{5}$/.test(codigoPostal)) return [fault('codigoPostal', 'codigo-postal-malformed')];
  return postalCodeExists(codigoPostal) ? [] : [fault('codigoPostal', 'codigo-postal-unknown')];
}

function regimenFaults(receptor: Receptor, fecha: string): Fault[] {
  const { rfc, regimenFiscal: clave, usoCfdi: uso } = receptor;
  const person = personOf(rfc);
  // Until the RFC says who it stands for, nobody's régimen can be the wrong one.
  const known = parseRfc(rfc) !== undefined;
  const row = regimenFiscal(clave);
  const params = refusalParams(receptor);
  if (clave === '') return [fault('regimenFiscal', 'regimen-required')];
  if (!row || !isInForce(row, fecha)) return [fault('regimenFiscal', 'regimen-required', 'CFDI40157')];
  if (known && !row[person]) return [fault('regimenFiscal', 'regimen-person', 'CFDI40158', params)];
  if (uso === '') return [fault('usoCfdi', 'uso-required')];
  if (!usoCfdi(uso)) return [fault('usoCfdi', 'uso-required', 'CFDI40160', params)];
  return !known || usosFor(clave, person).includes(uso) ? [] : [fault('usoCfdi', 'uso-regimen', 'CFDI40161', params)];
}

/** What the SAT's texts about a receptor are filled with: `{clave}` régimen, `{persona}`, `{lista}` of the usos it may have. */
export function refusalParams({ rfc, regimenFiscal: clave }: Receptor): Readonly<Record<string, string>> {
  const person = personOf(rfc);
  return { clave, persona: person === 'moral' ? 'moral' : 'física', lista: usosFor(clave, person).join(', ') };
}

// The capital regimes that follow a name in deeds but not in the register (SAT's note of 2022); longest first.
const REGIMEN_CAPITAL =
  /(?: ?,)? +(S\.? ?A\.? ?P\.? ?I\.? DE C\.? ?V\.?|S\.? ?A\.? ?B\.? DE C\.? ?V\.?|S\.? ?A\.? ?S\.? DE C\.? ?V\.?|S\.? ?A\.? DE C\.? ?V\.?|S\.? ?C\.? DE R\.? ?L\.?( DE C\.? ?V\.?)?|S\.? DE R\.? ?L\.? DE C\.? ?V\.?|S\.? DE R\.? ?L\.?( DE I\.? ?P\.?)?|S\.? ?A\.? ?S\.?|S\.? ?A\.?|S\.? ?C\.?|A\.? ?C\.?|SOCIEDAD AN[OÓ]NIMA( DE CAPITAL VARIABLE)?)$/;

function suggestionsFor({ rfc, nombre }: Receptor): Suggestion[] {
  // Nobody compares a generic RFC's name with a register.
  if (isGeneric(rfc)) return [];
  const suggestions: Suggestion[] = [];
  if (parseRfc(rfc) && !hasCheckDigit(rfc)) suggestions.push({ field: 'rfc', code: 'rfc-unlikely', value: rfc });
  const short = nombre.replace(REGIMEN_CAPITAL, '');
  if (personOf(rfc) === 'moral' && short !== nombre && short !== '')
    suggestions.push({ field: 'nombre', code: 'nombre-regimen-capital', value: short });
  const plain = nombre.replace(/[ÁÉÍÓÚÜ]/g, (vowel) => vowel.normalize('NFD').charAt(0));
  if (plain !== nombre) suggestions.push({ field: 'nombre', code: 'nombre-acentos', value: plain });
  return suggestions;
}
