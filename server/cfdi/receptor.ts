/**
 * The receptor: normalises what a customer typed to the five data of a CFDI and finds every fault that can be found before a stamp is spent
 * (matriz de errores CFDI 4.0, 2024-12: CFDI40143–CFDI40161).
 */

import { isInForce } from '../catalogs/entry.ts';
import { postalCodeExists } from '../catalogs/postal-code.ts';
import { regimenFiscal } from '../catalogs/regimen-fiscal.ts';
import { type UsoChoice, usoCfdi, usosFor } from '../catalogs/uso-cfdi.ts';
import type { Fault, Suggestion } from '../problems/problem.ts';
import { isPublicoEnGeneral, isSameNombre, withoutAccents, withoutRegimenCapital } from './nombre.ts';
import { GENERIC_EXTRANJERO, hasCheckDigit, isGeneric, normalizeRfc, parseRfc, personOf, surplusOf } from './rfc.ts';
import { isCurp, repairedRfc } from './rfc-repair.ts';
import type { Receptor } from './sold.ts';

/** The name of one of the receptor's data, as the API and the widget use it. */
export type ReceptorField = keyof Receptor;

/** The receptor as it would be written, what is wrong with it, and corrections to offer. */
export type ReceptorCheck = {
  /** Normalised; for a generic RFC with the régimen, uso and postal code that the SAT prescribes. */
  readonly receptor: Receptor;
  readonly faults: readonly Fault[];
  readonly suggestions: readonly Suggestion[];
};

/** Who issues the invoice: a customer may type its data by mistake. */
export type Issuer = { readonly rfc: string; readonly nombre: string; readonly tradeName: string };

type Context = {
  readonly lugarExpedicion: string;
  readonly fecha: string;
  readonly allowNoRfc: boolean;
  /** Whether foreigners are served as XEXX010101000; like `allowNoRfc` when absent. */
  readonly allowForeign?: boolean;
  /** The usos that the merchant allows; all of them when absent. */
  readonly usos?: UsoChoice['allowed'];
  /** Set where customers type for themselves. A merchant that invoices itself (own consumption) does not do it there. */
  readonly issuer?: Issuer;
};

/** `fecha` is the local day of issue; a generic RFC takes `lugarExpedicion` as its postal code (CFDI40149). */
export function checkReceptor(typed: Receptor, context: Context): ReceptorCheck {
  const receptor = normalizeReceptor(typed, context.lugarExpedicion);
  const faults = isGeneric(receptor.rfc) ? genericFaults(receptor, context) : namedFaults(receptor, context);
  const taken = faults.some(({ pointer }) => pointer === '/receptor/nombre');
  return {
    receptor,
    faults,
    suggestions: [...rfcSuggestions(receptor), ...(taken ? [] : nombreSuggestions(receptor, context.issuer))],
  };
}

/** As much as is read of it, twice what the SAT allows: capitals would make some texts longer than that. */
const MOST_OF_NOMBRE = 600;

/** Capitals, single spaces, no separators in the RFC. Accents, Ñ, & and dots stay: the SAT's register decides. */
export function normalizeReceptor(typed: Receptor, lugarExpedicion: string): Receptor {
  const rfc = normalizeRfc(typed.rfc);
  // Some letters decompose in capitals, and are recomposed afterwards; some become several (ß is SS).
  const nombre = typed.nombre.toUpperCase().normalize('NFC').replace(/\s+/g, ' ').slice(0, MOST_OF_NOMBRE).trim();
  // Generic RFCs: 616 (CFDI40159), S01, and the postal code of the place of issue (CFDI40149).
  if (isGeneric(rfc)) return { rfc, nombre, codigoPostal: lugarExpedicion, regimenFiscal: '616', usoCfdi: 'S01' };
  return {
    rfc,
    nombre,
    codigoPostal: typed.codigoPostal.replace(/\D/g, ''),
    regimenFiscal: typed.regimenFiscal.trim(),
    usoCfdi: typed.usoCfdi.trim().replace(/[a-z]/g, (letter) => letter.toUpperCase()),
  };
}

/** Whether two normalised receptores make the same request. */
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

function genericFaults(receptor: Receptor, { allowNoRfc, allowForeign = allowNoRfc, issuer }: Context): Fault[] {
  const isAllowed = receptor.rfc === GENERIC_EXTRANJERO ? allowForeign : allowNoRfc;
  if (!isAllowed) return [fault('rfc', 'rfc-generic-not-offered')];
  return nombreFaults(receptor, issuer);
}

function namedFaults(receptor: Receptor, { fecha, issuer, usos }: Context): Fault[] {
  return [
    ...rfcFaults(receptor.rfc, issuer),
    ...nombreFaults(receptor, issuer),
    ...codigoPostalFaults(receptor.codigoPostal),
    ...regimenFaults(receptor, fecha, usos),
  ];
}

const MALFORMED_RFC: Readonly<Record<number, string>> = { [-1]: 'rfc-short', 1: 'rfc-long' };

function rfcFaults(rfc: string, issuer: Issuer | undefined): Fault[] {
  if (rfc === '') return [fault('rfc', 'rfc-required')];
  if (isCurp(rfc)) return [fault('rfc', 'rfc-is-curp', undefined, { start: rfc.slice(0, 10) })];
  if (!parseRfc(rfc)) return [fault('rfc', MALFORMED_RFC[surplusOf(rfc)] ?? 'rfc-malformed')];
  return rfc === issuer?.rfc ? [fault('rfc', 'rfc-is-merchant', undefined, { merchant: issuer.tradeName })] : [];
}

function nombreFaults({ rfc, nombre }: Receptor, issuer: Issuer | undefined): Fault[] {
  if (nombre === '') return [fault('nombre', 'nombre-required')];
  if ([...nombre].length > 300) return [fault('nombre', 'nombre-too-long')];
  if (isPublicoEnGeneral(nombre)) return [fault('nombre', 'nombre-publico-en-general')];
  if (/[|\p{Cc}\p{Cs}\p{Cf}\ufffe\uffff]/u.test(nombre)) return [fault('nombre', 'nombre-bad-character')];
  if (parseRfc(nombre) || isCurp(nombre) || normalizeRfc(nombre) === rfc) return [fault('nombre', 'nombre-is-rfc')];
  if (/\S@\S+\.\p{L}{2}/u.test(nombre)) return [fault('nombre', 'nombre-is-email')];
  return issuer && isIssuerNamed(nombre, rfc, issuer) && !areHomonyms(rfc, issuer)
    ? [fault('nombre', 'nombre-is-merchant', undefined, { merchant: issuer.tradeName })]
    : [];
}

function isIssuerNamed(nombre: string, rfc: string, issuer: Issuer): boolean {
  return rfc !== issuer.rfc && [issuer.nombre, issuer.tradeName].some((own) => isSameNombre(nombre, own));
}

// Two people can have the same name; a company's name is authorised for that company only (Ley de Inversión Extranjera, art. 15).
function areHomonyms(rfc: string, issuer: Issuer): boolean {
  return personOf(rfc) === 'fisica' && personOf(issuer.rfc) === 'fisica';
}

function codigoPostalFaults(codigoPostal: string): Fault[] {
  if (!/^\d{5}$/.test(codigoPostal)) return [fault('codigoPostal', 'codigo-postal-malformed')];
  return postalCodeExists(codigoPostal) ? [] : [fault('codigoPostal', 'codigo-postal-unknown')];
}

function regimenFaults(receptor: Receptor, fecha: string, allowed: UsoChoice['allowed']): Fault[] {
  const { rfc, regimenFiscal: clave, usoCfdi: uso } = receptor;
  const person = personOf(rfc);
  // As long as the RFC does not reveal the kind of person, no régimen can be wrong.
  const known = parseRfc(rfc) !== undefined;
  const row = regimenFiscal(clave);
  const params = refusalParams(receptor);
  if (clave === '') return [fault('regimenFiscal', 'regimen-required')];
  if (!row || !isInForce(row, fecha)) return [fault('regimenFiscal', 'regimen-required', 'CFDI40157')];
  if (known && !row[person]) return [fault('regimenFiscal', 'regimen-person', 'CFDI40158', params)];
  if (uso === '') return [fault('usoCfdi', 'uso-required')];
  const use = usoCfdi(uso);
  if (!use || !isInForce(use, fecha)) return [fault('usoCfdi', 'uso-required', 'CFDI40160', params)];
  if (!known) return [];
  if (!usosFor(clave, person).includes(uso)) return [fault('usoCfdi', 'uso-regimen', 'CFDI40161', params)];
  const offered = usosFor(clave, person, { allowed });
  return offered.includes(uso) ? [] : [fault('usoCfdi', 'uso-not-offered', undefined, { lista: offered.join(', ') })];
}

/** The values of the placeholders in the SAT's texts about a receptor: `{clave}` régimen, `{persona}`, `{lista}` of the usos it may have. */
export function refusalParams({ rfc, regimenFiscal: clave }: Receptor): Readonly<Record<string, string>> {
  const person = personOf(rfc);
  return { clave, persona: person === 'moral' ? 'moral' : 'física', lista: usosFor(clave, person).join(', ') };
}

/** Suggested corrections of a refused field. */
export function repairsOf(receptor: Receptor, field: ReceptorField): readonly Suggestion[] {
  const all = [...rfcSuggestions(receptor), ...nombreSuggestions(receptor, undefined)];
  return all.filter((one) => one.field === field && one.value !== receptor[field]);
}

function rfcSuggestions({ rfc }: Receptor): Suggestion[] {
  if (isGeneric(rfc)) return [];
  const value = repairedRfc(rfc);
  if (value) return [{ field: 'rfc', code: 'rfc-look-alike', value }];
  return parseRfc(rfc) && !hasCheckDigit(rfc) ? [{ field: 'rfc', code: 'rfc-unlikely', value: rfc }] : [];
}

function nombreSuggestions({ rfc, nombre }: Receptor, issuer: Issuer | undefined): Suggestion[] {
  // With a generic RFC, the name is not compared with any register.
  if (isGeneric(rfc)) return [];
  const offer = (code: string, value: string): Suggestion => ({ field: 'nombre', code, value });
  const short = personOf(rfc) === 'moral' ? withoutRegimenCapital(nombre) : nombre;
  const plain = withoutAccents(short);
  return [
    ...(issuer && isIssuerNamed(nombre, rfc, issuer) ? [offer('nombre-of-merchant', nombre)] : []),
    ...(short !== nombre ? [offer('nombre-regimen-capital', short)] : []),
    ...(plain !== short ? [offer('nombre-acentos', plain)] : []),
  ];
}
