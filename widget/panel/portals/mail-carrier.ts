/** Who sends the mail to customers: this server, or the merchant's own account with a carrier. */
import { msg, str } from '@lit/localize';
import { html, nothing } from 'lit';
import { action } from '../../ui/button.ts';
import { notice } from '../../ui/notice.ts';
import { createClipboard } from '../clipboard.ts';
import type { Panel } from '../page.ts';
import { createAttempt } from '../team/attempt.ts';
import type { Connection, MailCarrier } from '../wire.ts';
import { carrierFields, createCarrierForm } from './carrier-form.ts';

/** Creates the section about the carrier, which was read with the page. */
export function createMailCarrier(panel: Panel, read: MailCarrier) {
  let now = read;
  let tried: Connection | undefined;
  const clipboard = createClipboard(panel);
  const attempt = createAttempt(panel);
  const reload = async (): Promise<void> => {
    now = await panel.call<MailCarrier>('GET', 'mail-carrier');
  };
  const test = async (): Promise<void> => {
    tried = await panel.call<Connection>('POST', `mail-accounts/${now.carrier}/test`);
    panel.say(connectionWords(tried));
  };
  const remove = async (): Promise<void> => {
    await panel.call('DELETE', `mail-accounts/${now.carrier}`);
    tried = undefined;
    await reload();
    panel.say(standing(now));
  };
  const form = createCarrierForm(panel, read.carrier ?? 'smtp', async () => {
    tried = undefined;
    await reload();
    await test();
  });
  const connect = () =>
    form.render(
      carrierFields(form, clipboard, now.eventsUrl),
      msg('Guardar y probar', { id: 'pac-save' }),
      msg('Probando la conexión…', { id: 'pac-saving' }),
    );
  return {
    render: () => html`<section class="column" aria-labelledby="mail-carrier">
      <h2 id="mail-carrier">${msg('Quién envía tus correos', { id: 'carrier-title' })}</h2>
      ${now.by === 'nobody' ? notice('warn', html`<p>${standing(now)}</p>`) : html`<p>${standing(now)}</p>`}
      ${bounces(now)}
      ${panel.world === 'test' ? html`<p class="hint">${msg('La cuenta que conectes aquí es la del modo de prueba. Cuando factures de verdad, conéctala también ahí.', { id: 'carrier-test-world' })}</p>` : nothing}
      ${attempt.shown()} ${tried ? outcome(tried) : nothing}
      ${now.by === 'merchant' ? action(msg('Probar la conexión', { id: 'carrier-test' }), () => attempt.run(test), 'big') : nothing}
      ${now.by === 'nobody' ? connect() : html`<details><summary class="hint">${now.by === 'merchant' ? msg('Cambiar la cuenta', { id: 'carrier-change' }) : msg('Usar mi propia cuenta', { id: 'carrier-own' })}</summary>${connect()}</details>`}
      ${now.by === 'merchant' ? removal(() => attempt.run(remove)) : nothing}
    </section>`,
  };
}

function standing({ by, carrier, from = '' }: MailCarrier): string {
  if (by === 'nobody')
    return msg(
      'Todavía nadie envía tus correos. Tus clientes descargan su factura en el portal; conecta tu cuenta para que también les llegue.',
      { id: 'carrier-nobody' },
    );
  if (by === 'server')
    return msg(str`Los envía este servidor, desde ${from}. Con una cuenta tuya, salen desde tu correo.`, {
      id: 'carrier-server',
    });
  return carrier === 'resend'
    ? msg(str`Salen por tu cuenta de Resend, desde ${from}.`, { id: 'carrier-by-resend' })
    : msg(str`Salen por tu servidor de correo (SMTP), desde ${from}.`, { id: 'carrier-by-smtp' });
}

/** Only Resend reports bounces. */
function bounces({ carrier, hearsBounces }: MailCarrier) {
  if (carrier !== 'resend') return nothing;
  return html`<p class="hint">${
    hearsBounces
      ? msg('Si un correo rebota, Resend nos avisa y ya no le escribimos a esa dirección.', { id: 'carrier-hears' })
      : msg('Los correos que rebotan aún no se ven aquí: cambia la cuenta y agrega el secreto de tu webhook.', {
          id: 'carrier-deaf',
        })
  }</p>`;
}

function removal(remove: () => unknown) {
  return html`<details>
    <summary class="hint">${msg('Dejar de usar mi cuenta', { id: 'carrier-remove' })}</summary>
    <p>${msg('Borramos sus datos de aquí. Tus correos vuelven a salir por este servidor, si tiene con qué enviarlos; lo que falte por enviar se queda esperando.', { id: 'carrier-remove-why' })}</p>
    ${action(msg('Sí, dejar de usarla', { id: 'carrier-remove-go' }), remove, 'big')}
  </details>`;
}

/** The carrier's own words in small print, for whoever has to ask its support. */
function outcome(connection: Connection) {
  const { status, reason } = connection;
  return notice(
    status === 'ok' ? 'good' : 'bad',
    html`<p>${connectionWords(connection)}</p>${reason ? html`<p><small>${reason}</small></p>` : nothing}`,
  );
}

function connectionWords({ status }: Connection): string {
  return {
    ok: () => msg('La conexión funciona. Mándate uno de prueba, arriba, para verlo llegar.', { id: 'carrier-ok' }),
    refused: () =>
      msg('El servicio no reconoce esos datos. Revisa el usuario y la contraseña, o la llave.', {
        id: 'carrier-refused',
      }),
    unavailable: () =>
      msg(
        'El servicio no respondió. Tus datos quedaron guardados; revisa el servidor y el puerto, o prueba en un rato.',
        {
          id: 'carrier-away',
        },
      ),
  }[status]();
}
