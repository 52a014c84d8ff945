/** Checks a receptor without a request. The server checks everything again. */
import { msg, str } from '@lit/localize';
import type { Person } from '../../server/catalogs/person.ts';
import { regimenesFor } from '../../server/catalogs/regimen-fiscal.ts';
import { defaultUso, type UsoChoice, usosFor } from '../../server/catalogs/uso-cfdi.ts';
import { isPublicoEnGeneral } from '../../server/cfdi/nombre.ts';
import { isGeneric, normalizeRfc, parseRfc, surplusOf } from '../../server/cfdi/rfc.ts';
import { isCurp } from '../../server/cfdi/rfc-repair.ts';
import { clean } from './clean.ts';
import { faultOf } from './steps/step.ts';
import type { Fault, Receptor, ReceptorField } from './wire.ts';

type Typed = Partial<Receptor>;

/** `clean`, and an RFC in capitals without spaces, dashes or dots. */
export function cleanReceptor(name: string, text: string): string {
  return name === 'rfc' ? normalizeRfc(text) : clean(name, text);
}

/** Whose RFC it is, known from its first four characters: three letters for a company, four for a person. */
export function personTyped({ rfc = '' }: Typed): Person | undefined {
  const start = /^[A-ZÑ&]{3}([A-ZÑ&])?/.exec(normalizeRfc(rfc));
  return start && normalizeRfc(rfc).length > 3 ? (start[1] ? 'fisica' : 'moral') : undefined;
}

/** Someone without an RFC of their own: for the generic RFCs, the other data are not requested. */
export function isWithoutRfc({ rfc = '' }: Typed): boolean {
  return isGeneric(normalizeRfc(rfc));
}

/**
 * The receptor as it will be sent: a generic RFC implies régimen 616 and uso S01 (the server sets its postal code);
 * a régimen or uso that the list no longer offers is dropped; the usual uso applies until another one is chosen.
 */
export function settled(receptor: Typed, usos?: UsoChoice): Typed {
  if (isWithoutRfc(receptor)) return { ...receptor, codigoPostal: '', regimenFiscal: '616', usoCfdi: 'S01' };
  const person = personTyped(receptor);
  const { regimenFiscal = '', usoCfdi = '' } = receptor;
  if (!person || !regimenesFor(person).includes(regimenFiscal)) return { ...receptor, regimenFiscal: '', usoCfdi: '' };
  return usosFor(regimenFiscal, person, usos).includes(usoCfdi)
    ? receptor
    : { ...receptor, usoCfdi: defaultUso(regimenFiscal, person, usos) };
}

/** Everything missing or malformed, in the order of the form, as the names of the fields that were shown. */
export function receptorFaults(receptor: Typed, asked: readonly ReceptorField[]): readonly Fault[] {
  return asked.flatMap((field) => {
    const detail = faultIn(field, receptor[field] ?? '');
    return detail ? [faultOf(`/receptor/${field}`, detail)] : [];
  });
}

/** Whether an optional address looks like one; the server checks it fully. */
export function emailFaults(email: string | null | undefined): readonly Fault[] {
  const fine = !email || /^\S+@\S+\.\S+$/.test(email);
  return fine ? [] : [faultOf('/email', msg('Revisa el correo: va como nombre@ejemplo.com.', { id: 'email-form' }))];
}

function faultIn(field: ReceptorField, value: string): string | false {
  switch (field) {
    case 'rfc':
      return rfcFault(value);
    case 'nombre':
      return nombreFault(value);
    case 'codigoPostal':
      if (!value) return msg('Escribe tu código postal.', { id: 'cp-empty' });
      return !/^\d{5}$/.test(value) && msg('El código postal lleva 5 dígitos.', { id: 'cp-form' });
    case 'regimenFiscal':
      return !value && msg('Elige tu régimen fiscal de la lista.', { id: 'regimen-form' });
    default:
      return !value && msg('Escribe este dato.', { id: 'required' });
  }
}

function rfcFault(value: string): string | false {
  const typed = normalizeRfc(value);
  if (parseRfc(typed)) return false;
  if (!typed) return msg('Escribe tu RFC.', { id: 'rfc-empty' });
  if (isCurp(typed))
    return msg(
      str`Eso es una CURP. Sus primeros diez caracteres (${typed.slice(0, 10)}) son el inicio de tu RFC; faltan los tres últimos, que están en tu Constancia.`,
      { id: 'rfc-curp' },
    );
  const surplus = surplusOf(typed);
  if (surplus < 0)
    return msg('A este RFC le falta un carácter: el de una empresa lleva 12 y el de una persona, 13.', {
      id: 'rfc-short',
    });
  if (surplus > 0)
    return msg('A este RFC le sobra un carácter: el de una empresa lleva 12 y el de una persona, 13.', {
      id: 'rfc-long',
    });
  // If the length is right, the fault is in a character, so the message does not mention the length.
  return typed.length === 12 || typed.length === 13
    ? msg('Hay un carácter que no va en este RFC. Revísalo letra por letra.', { id: 'rfc-character' })
    : msg('El RFC lleva 12 caracteres si es empresa y 13 si es persona. Revísalo letra por letra.', {
        id: 'rfc-form',
      });
}

function nombreFault(value: string): string | false {
  if (!value) return msg('Escribe este dato.', { id: 'required' });
  return (
    isPublicoEnGeneral(value) &&
    msg('Escribe tu nombre o razón social: «PUBLICO EN GENERAL» es solo para la factura global del comercio.', {
      id: 'publico-en-general',
    })
  );
}
