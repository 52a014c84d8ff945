/** Who issues: RFC, registered name and régimen, as they were typed and as every CFDI will carry them. */
import { isInForce } from '../catalogs/entry.ts';
import { regimenesFor, regimenFiscal } from '../catalogs/regimen-fiscal.ts';
import { withoutRegimenCapital } from '../cfdi/nombre.ts';
import { checkReceptor } from '../cfdi/receptor.ts';
import { isGeneric, parseRfc, personOf } from '../cfdi/rfc.ts';
import type { Fault } from '../problems/problem.ts';
import type { Merchant } from './merchant.ts';

/** The three data that identify the issuer on a CFDI (Emisor: Rfc, Nombre, RegimenFiscal). */
export type FiscalIdentity = Pick<Merchant, 'rfc' | 'nombre' | 'regimenFiscal'>;

/** The normalised identity and everything that is wrong with it; it is usable only if `faults` is empty. */
export type IdentityCheck = { readonly identity: FiscalIdentity; readonly faults: readonly Fault[] };

/**
 * What was typed, normalised, with everything that is wrong with it; pointers are `/rfc`, `/nombre`, `/regimenFiscal`. `today` is the
 * local day. A capital regime at the end of the name is a fault whose `value` is the name without it, unless `asGiven`.
 */
export function checkIdentity(typed: FiscalIdentity, today: string, asGiven = false): IdentityCheck {
  // The issuer's data are checked like a receptor's: they are in the same register.
  const { receptor, faults } = checkReceptor(
    { ...typed, codigoPostal: '', usoCfdi: 'S01' },
    { lugarExpedicion: '', fecha: today, allowNoRfc: true },
  );
  const { rfc, nombre } = receptor;
  const identity = { rfc, nombre, regimenFiscal: typed.regimenFiscal.trim() };
  const found = faults
    .map((fault) => ({ ...fault, pointer: fault.pointer.replace('/receptor', '') }))
    .filter(({ pointer }) => pointer === '/rfc' || pointer === '/nombre');
  if (isGeneric(rfc)) found.push({ code: 'issuer-rfc-generic', pointer: '/rfc' });
  return {
    identity,
    faults: [...found, ...regimenCapitalFaults(identity, asGiven), ...regimenFaults(identity, today)],
  };
}

function regimenCapitalFaults({ rfc, nombre }: FiscalIdentity, asGiven: boolean): readonly Fault[] {
  const value = withoutRegimenCapital(nombre);
  if (asGiven || personOf(rfc) !== 'moral' || value === nombre) return [];
  return [{ code: 'issuer-nombre-regimen-capital', pointer: '/nombre', params: { value } }];
}

// CFDI40141: the régimen has to be one that this kind of person can have (matriz de errores, 2024-12).
function regimenFaults({ rfc, regimenFiscal: clave }: FiscalIdentity, today: string): readonly Fault[] {
  const row = regimenFiscal(clave);
  const pointer = '/regimenFiscal';
  if (!row || !isInForce(row, today)) return [{ code: 'regimen-required', pointer }];
  const person = personOf(rfc);
  if (parseRfc(rfc) === undefined || row[person]) return [];
  const params = { persona: person === 'moral' ? 'moral' : 'física', lista: regimenesFor(person).join(', ') };
  return [{ code: 'issuer-regimen-person', pointer, params }];
}
