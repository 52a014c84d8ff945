/** The form for the portal's address. After a change, the old address leads to the new one. */
import { msg, str } from '@lit/localize';
import { html } from 'lit';
import { createForm } from '../form.ts';
import type { Panel } from '../page.ts';
import type { PortalRef } from '../wire.ts';
import { slugOf } from './slug.ts';

/** Creates the form that changes a portal's address. */
export function createAddressForm(panel: Panel, slug: string) {
  const form = createForm(panel, {
    ...{ name: `address ${slug}`, values: { slug } },
    required: () => ['slug'],
    tidy: (_, value) => slugOf(value),
    async send(values) {
      const { slug: now } = await panel.call<PortalRef>('PATCH', `portals/${slug}`, { body: { slug: values.slug } });
      await panel.changed();
      panel.say(msg(str`Ahora está en ${location.host}/${now}`, { id: 'address-changed' }));
      panel.go(`/panel/portales/${now}`);
    },
  });
  return {
    render: () => html`<section aria-labelledby="address">
      <h2 id="address">${msg('Dirección', { id: 'address' })}</h2>
      ${form.render(
        form.field('slug', {
          label: msg(str`Después de ${location.host}/`, { id: 'address-after' }),
          hint: msg(
            'Si la cambias, la anterior sigue funcionando: lleva a la nueva, también en tus QR, correos y páginas.',
            { id: 'address-hint' },
          ),
          maxlength: 60,
        }),
        msg('Cambiar la dirección', { id: 'address-change' }),
      )}
    </section>`,
  };
}
