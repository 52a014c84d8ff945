/** What a source's sales leave out: what is sold, its IVA, how it was paid and where. */
import { msg, str } from '@lit/localize';
import { html, nothing } from 'lit';
import type { Form, Values } from '../form.ts';
import { clavesOf, formasPago, impuestosOf, ivas, soldKinds } from '../lists/sold-words.ts';
import type { Branch } from '../wire.ts';
import type { SourceDefaults } from './source-wire.ts';

/** The values of the fields for a new source. */
export function newSold(sold: string): Values {
  return { sold, iva: '0.160000', formaPago: '', branch: '' };
}

/** The values of the fields for known settings; empty where they are not among the choices. */
export function soldOf(defaults: SourceDefaults): Values {
  const { claveProdServ, claveUnidad, impuestos = [], formaPago = '', branch = '' } = defaults;
  const [sold = ''] =
    soldKinds().find(([kind]) => {
      const claves = clavesOf(kind);
      return claves.claveProdServ === claveProdServ && claves.claveUnidad === claveUnidad;
    }) ?? [];
  const [tax] = impuestos;
  const rate = tax?.tipoFactor === 'Exento' ? 'exento' : (tax?.tasaOCuota ?? '');
  const isUsual = impuestos.length === 1 && ivas().some(([value]) => value === rate);
  return { sold, iva: isUsual ? rate : '', formaPago, branch };
}

/** The settings that the fields say; what they do not say stays as it is in `known`. */
export function defaultsOf(values: Values, known?: SourceDefaults): object {
  const { sold = '', iva = '', formaPago = '', branch = '' } = values;
  const { formaPago: _, branch: __, ...others } = known ?? {};
  return {
    pricesIncludeTax: true,
    ...others,
    ...(sold && clavesOf(sold)),
    ...(iva && { impuestos: impuestosOf(iva) }),
    ...(formaPago && { formaPago }),
    ...(branch && { branch }),
  };
}

/** Renders the fields. `known` has settings that may not be among the choices. */
export function soldFields(form: Form, branches: readonly Branch[], known?: SourceDefaults) {
  const kept = known && soldOf(known);
  return html`${form.choice(
    'sold',
    {
      label: msg('¿Qué vendes por aquí?', { id: 'source-sold' }),
      hint: msg('Decide las claves del SAT de lo que no tenga otras.', { id: 'source-sold-hint' }),
    },
    [
      ...(kept?.sold === ''
        ? [
            [
              '',
              msg(str`Otro: clave ${known?.claveProdServ ?? ''}, unidad ${known?.claveUnidad ?? ''}`, {
                id: 'source-sold-other',
              }),
            ] as const,
          ]
        : []),
      ...soldKinds(),
    ],
  )}
    <div class="two">
      ${form.choice('iva', { label: 'IVA' }, [...(kept?.iva === '' ? [['', msg('Como está', { id: 'source-as-is' })] as const] : []), ...ivas()])}
      ${form.choice('formaPago', { label: msg('Si no dice cómo pagaron', { id: 'source-paid' }) }, [['', msg('Tarjeta de crédito, y que me avisen', { id: 'source-paid-unknown' })], ...formasPago()])}
    </div>
    ${
      branches.length > 1
        ? form.choice('branch', { label: msg('Sucursal que vende', { id: 'source-branch' }) }, [
            ['', msg('La primera', { id: 'source-branch-first' })],
            ...branches.map(({ code, name }) => [code, name] as const),
          ])
        : nothing
    }`;
}
