/** For whom the portal invoices, and for what use. */
import { msg } from '@lit/localize';
import { html, nothing } from 'lit';
import { defaultUso, usosOffered } from '../../../server/catalogs/uso-cfdi.ts';
import { usoWords } from '../desk/receptor-fields.ts';
import type { Form, Values } from '../form.ts';
import type { PortalSettings } from '../wire.ts';

type Fiscal = Pick<PortalSettings, 'usos' | 'allowNoRfc' | 'allowForeign'>;

const usoName = (clave: string): string => `uso/${clave}`;
/** The default uso. */
const USUAL = defaultUso('601', 'moral');

/** Returns the form's values of the accepted fiscal data. */
export function fiscalValues({ usos, allowNoRfc, allowForeign = allowNoRfc }: Fiscal): Values {
  return {
    'usos/usual': usos?.usual ?? '',
    'usos/some': usos?.allowed ? 'yes' : '',
    ...Object.fromEntries(usosOffered().map((clave) => [usoName(clave), usos?.allowed?.includes(clave) ? 'yes' : ''])),
    allowNoRfc: allowNoRfc ? 'yes' : '',
    allowForeign: allowForeign ? 'yes' : '',
  };
}

/** Reads the accepted fiscal data from a form's values. */
export function fiscalOf(values: Values): Fiscal {
  const allowed = usosOffered().filter((clave) => values[usoName(clave)]);
  const usual = values['usos/usual'];
  const isSome = Boolean(values['usos/some']) && allowed.length > 0;
  return {
    usos: isSome || usual ? { ...(isSome && { allowed }), ...(usual && { usual }) } : null,
    allowNoRfc: Boolean(values.allowNoRfc),
    allowForeign: Boolean(values.allowForeign),
  };
}

/** Renders which usos and receptors a portal accepts. */
export function fiscalFields(form: Form, world: 'test' | 'live') {
  const values = form.values();
  const check = (name: string, text: unknown) =>
    html`<label class="check"><input type="checkbox" name=${name} .checked=${Boolean(values[name])} />${text}</label>`;
  return html`<section aria-labelledby="fiscal">
    <h2 id="fiscal">${msg('Qué datos fiscales aceptas', { id: 'fiscal' })}</h2>
    ${form.choice(
      'usos/usual',
      {
        label: msg('Uso que se propone', { id: 'fiscal-usual' }),
        hint: msg('Tu cliente puede cambiarlo. Si su régimen no lo permite, se propone otro.', {
          id: 'fiscal-usual-hint',
        }),
      },
      [
        ['', usoWords(USUAL)],
        ...usosOffered()
          .filter((clave) => clave !== USUAL)
          .map((clave) => [clave, usoWords(clave)] as const),
      ],
    )}
    <fieldset>
      <legend>${msg('Usos que tus clientes pueden elegir', { id: 'fiscal-usos' })}</legend>
      ${check('usos/some', msg('Solo algunos', { id: 'fiscal-some' }))}
      ${
        values['usos/some']
          ? html`<p class="hint">${msg('«Sin efectos fiscales» (S01) siempre se puede: hay regímenes que no tienen otro.', { id: 'fiscal-s01' })}</p>
              ${usosOffered()
                .filter((clave) => clave !== 'S01')
                .map((clave) => check(usoName(clave), usoWords(clave)))}`
          : html`<p class="hint">${msg('Todos los que su régimen permite.', { id: 'fiscal-all' })}</p>`
      }
    </fieldset>
    <fieldset>
      <legend>${msg('A quién más le facturas', { id: 'fiscal-who' })}</legend>
      ${check('allowNoRfc', msg('A personas sin RFC (XAXX010101000): sirve como comprobante, no para deducir', { id: 'fiscal-no-rfc' }))}
      ${check('allowForeign', msg('A extranjeros sin RFC mexicano (XEXX010101000)', { id: 'fiscal-foreign' }))}
      ${world === 'test' ? html`<p class="hint">${msg('En modo de prueba los dos se ofrecen siempre, para que puedas probar.', { id: 'fiscal-test' })}</p>` : nothing}
    </fieldset>
    <p class="hint">${msg('El correo siempre es opcional: la ley no deja pedirlo como condición para facturar.', { id: 'fiscal-email' })}</p>
  </section>`;
}
