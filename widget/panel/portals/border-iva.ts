/** IVA at 8 % in the border region: until which day the merchant may charge it. Only the merchant knows whether it gave the SAT notice. */
import { msg } from '@lit/localize';
import { html } from 'lit';
import type { Form, Values } from '../form.ts';
import type { PortalSettings } from '../wire.ts';

type Border = Pick<PortalSettings, 'ivaFrontera'>;

const UNTIL = 'ivaFrontera/until';

/** Returns the form's value of the last day; empty for none. */
export function borderValues({ ivaFrontera }: Border): Values {
  return { [UNTIL]: ivaFrontera?.until ?? '' };
}

/** Nothing if it is unchanged. */
export function borderOf(values: Values, now: Border): Border {
  const until = values[UNTIL] ?? '';
  if (until === (now.ivaFrontera?.until ?? '')) return {};
  return { ivaFrontera: until ? { until } : null };
}

/** Whether the portal has a last day; one that ended stays on the page. */
export function hasBorderIva(values: Values): boolean {
  return Boolean(values[UNTIL]);
}

/** Renders the last day. */
export function borderFields(form: Form) {
  return html`<section aria-labelledby="border">
    <h2 id="border">${msg('IVA de 8 % en la frontera', { id: 'border-iva' })}</h2>
    ${form.field(UNTIL, {
      label: msg('Lo cobras hasta (opcional)', { id: 'border-until' }),
      hint: msg('El último día de tu estímulo, si diste el aviso al SAT. Sin fecha, tus ventas llevan 16 %.', {
        id: 'border-until-hint',
      }),
      type: 'date',
      optional: true,
    })}
  </section>`;
}
