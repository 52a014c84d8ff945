/** A person's own name and address. */
import { msg, str } from '@lit/localize';
import { html } from 'lit';
import { createForm } from '../form.ts';
import type { Panel } from '../page.ts';

/** Creates the forms for a person's own name and e-mail. */
export function ownDetails(panel: Panel, done: (words: string) => Promise<unknown>) {
  let { user } = panel.session;
  const name = createForm(panel, {
    ...{ name: 'own-name', values: { ownName: user.name }, required: () => ['ownName'] },
    async send({ ownName = '' }) {
      await panel.call('POST', 'auth/name', { body: { name: ownName } });
      user = { ...user, name: ownName };
      await done(msg(str`Ahora te llamas ${ownName} aquí.`, { id: 'own-name-changed' }));
    },
  });
  const email = createForm(panel, {
    ...{ name: 'own-email', values: { email: user.email }, required: () => ['email'] },
    async send({ email: typed = '' }) {
      const body = { email: typed };
      const { changed } = await panel.call<{ readonly changed: boolean }>('POST', 'auth/email', { body });
      if (changed) user = { ...user, email: typed };
      await done(
        changed
          ? msg(str`Desde ahora entras con ${typed}.`, { id: 'own-email-changed' })
          : msg(
              str`Te mandamos un enlace a ${typed}. Cuando lo abras, entrarás con ese correo; hasta entonces, con el de siempre.`,
              { id: 'own-email-sent' },
            ),
      );
    },
  });
  return {
    who: () => user,
    render: () => html`<section aria-labelledby="own-details">
      <h2 id="own-details">${msg('Tus datos', { id: 'own-details' })}</h2>
      ${name.render(
        name.field('ownName', { label: msg('Tu nombre', { id: 'your-name' }), autocomplete: 'name', maxlength: 120 }),
        msg('Cambiar mi nombre', { id: 'own-name-go' }),
      )}
      ${email.render(
        email.field('email', {
          label: msg('Correo con el que entras', { id: 'own-email' }),
          ...{ type: 'email', inputmode: 'email', autocomplete: 'email' },
        }),
        msg('Cambiar mi correo', { id: 'own-email-go' }),
      )}
    </section>`,
  };
}
