/** The five tax details of an invoice's receptor, asked for in the same way as at the portal. */
import { msg } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import { REGIMEN_NAMES as ENGLISH, USO_NAMES as USOS_ENGLISH } from '../../../server/catalogs/plain-names-en.ts';
import { REGIMEN_NAMES as SPANISH, USO_NAMES as USOS } from '../../../server/catalogs/plain-names-es.ts';
import { regimenesFor } from '../../../server/catalogs/regimen-fiscal.ts';
import { defaultUso, usosFor } from '../../../server/catalogs/uso-cfdi.ts';
import { normalizeRfc, personOf } from '../../../server/cfdi/rfc.ts';
import type { Form, Values } from '../form.ts';
import { language } from '../texts.ts';
import type { Receptor } from './desk-wire.ts';

/** The receptor's fields, in the order of the form. */
export const RECEPTOR = ['rfc', 'nombre', 'codigoPostal', 'regimenFiscal', 'usoCfdi'] as const;

type Field = (typeof RECEPTOR)[number];

/** A field's name in the form, which the API's faults point to. */
const at = (field: Field): string => `receptor/${field}`;

/** The names of the receptor's fields in a form. */
export const receptorNames: readonly string[] = RECEPTOR.map(at);

/** Converts a receptor to the form's values. */
export function receptorValues(receptor: Partial<Receptor> = {}): Values {
  return Object.fromEntries(RECEPTOR.map((field) => [at(field), receptor[field] ?? '']));
}

/** Reads the receptor from a form's values. */
export function receptorOf(values: Values): Receptor {
  const [rfc = '', nombre = '', codigoPostal = '', regimenFiscal = '', usoCfdi = ''] = RECEPTOR.map(
    (field) => values[at(field)],
  );
  return { rfc, nombre, codigoPostal, regimenFiscal, usoCfdi };
}

/** Normalises a typed value to the SAT's form: spaces collapsed, RFC and name in capitals. */
export function tidyReceptor(name: string, value: string): string {
  if (name === at('rfc')) return normalizeRfc(value);
  const text = value.trim().replace(/\s+/g, ' ');
  return name === at('nombre') ? text.toLocaleUpperCase('es-MX') : text;
}

/** The régimen's usual uso, if none was chosen or the chosen one does not fit it. */
export function withUso(values: Values): Values {
  const { rfc, regimenFiscal, usoCfdi } = receptorOf(values);
  if (rfc.length < 12 || !regimenFiscal) return values;
  const allowed = usosFor(regimenFiscal, personOf(rfc));
  if (allowed.includes(usoCfdi) || !allowed.length) return values;
  return { ...values, [at('usoCfdi')]: defaultUso(regimenFiscal, personOf(rfc)) };
}

/** Renders the receptor's fields. The régimen and uso offered depend on the RFC. */
export function receptorFields(form: Form): TemplateResult {
  const { rfc, regimenFiscal } = receptorOf(form.values());
  return html`<div class="two">
      ${form.field(at('rfc'), { label: 'RFC', caps: true, maxlength: 16, example: 'XAMA620210DQ5' })}
      ${codigoPostal(form)}
    </div>
    ${nameAndRegimen(form)}
    ${form.choice(at('usoCfdi'), { label: msg('Uso del CFDI (para qué la usará)', { id: 'receptor-uso' }) }, usos(rfc, regimenFiscal))}`;
}

/** What the SAT compares with its register of the day, in the order of the form. */
export const receptorNamesToday: readonly string[] = (['codigoPostal', 'nombre', 'regimenFiscal'] as const).map(at);

/** Renders only those fields: the RFC stays as it is in the form's values. */
export function receptorToday(form: Form): TemplateResult {
  return html`${codigoPostal(form)} ${nameAndRegimen(form)}`;
}

function codigoPostal(form: Form): TemplateResult {
  return form.field(at('codigoPostal'), {
    label: msg('Código postal de su domicilio fiscal', { id: 'receptor-cp' }),
    inputmode: 'numeric',
    maxlength: 5,
  });
}

function nameAndRegimen(form: Form): TemplateResult {
  const { rfc } = receptorOf(form.values());
  const isFisica = rfc.length >= 12 && personOf(rfc) === 'fisica';
  return html`${form.field(at('nombre'), {
    label: isFisica
      ? msg('Nombre completo, como en su Constancia', { id: 'receptor-fisica' })
      : msg('Razón social, sin «SA de CV»', { id: 'receptor-moral' }),
    caps: true,
  })}
    ${form.choice(at('regimenFiscal'), { label: msg('Régimen fiscal', { id: 'regimen' }) }, regimenes(rfc))}`;
}

/** «Simplificado de Confianza, RESICO (626)»; an unknown régimen is shown as it is. */
export function regimenWords(clave: string): string {
  return (language() === 'en' ? ENGLISH : SPANISH)[clave] ?? clave;
}

/** «Gastos en general (G03)». */
export function usoWords(clave: string): string {
  const name = (language() === 'en' ? USOS_ENGLISH : USOS)[clave];
  return name === undefined ? clave : `${name} (${clave})`;
}

function regimenes(rfc: string): readonly (readonly [string, string])[] {
  const claves =
    rfc.length >= 12
      ? regimenesFor(personOf(rfc))
      : [...new Set([...regimenesFor('moral'), ...regimenesFor('fisica')])];
  return [
    ['', msg('Elige su régimen', { id: 'receptor-choose-regimen' })],
    ...claves.map((clave) => [clave, regimenWords(clave)] as const),
  ];
}

function usos(rfc: string, regimen: string): readonly (readonly [string, string])[] {
  const allowed = rfc.length >= 12 && regimen ? usosFor(regimen, personOf(rfc)) : [];
  const claves = allowed.length ? allowed : Object.keys(USOS);
  return [
    ['', msg('Elige el uso', { id: 'receptor-choose-uso' })],
    ...claves.map((clave) => [clave, usoWords(clave)] as const),
  ];
}
