/** The form that connects the merchant's own account with a mail carrier. Its secrets are never stored, nor shown again. */
import { msg } from '@lit/localize';
import { html, nothing } from 'lit';
import { type Clipboard, copyableText } from '../clipboard.ts';
import { createForm, type Form, type Values } from '../form.ts';
import type { Panel } from '../page.ts';
import { passwordField } from '../password-field.ts';

/** The fields that each carrier requires, by the pointers that the server uses. The SMTP URL is written as its host. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  resend: ['credentials/apiKey', 'credentials/from'],
  smtp: ['credentials/url', 'smtp/user', 'smtp/password', 'credentials/from'],
};
const SECRET = ['credentials/apiKey', 'credentials/webhookSecret', 'smtp/password'];
/** On 465 TLS comes first; on the others it is started by STARTTLS. */
const TLS_PORT = '465';
const PORTS = ['587', TLS_PORT, '2525'];

/** Creates the form, with this carrier chosen at first. `done` is called once the account is connected. */
export function createCarrierForm(panel: Panel, carrier: string, done: () => Promise<unknown>): Form {
  const names = [...new Set([...Object.values(NEEDED).flat(), ...SECRET])];
  const form = createForm(panel, {
    ...{ name: 'mail-carrier', secret: SECRET },
    values: { carrier, 'smtp/port': '587', ...Object.fromEntries(names.map((name) => [name, ''])) },
    required: ({ carrier = '' }) => NEEDED[carrier] ?? [],
    tidy: (name, value) => (name === 'credentials/url' ? bareHost(value) : value.trim()),
    async send(values) {
      const credentials = values.carrier === 'resend' ? resendOf(values) : smtpOf(values);
      await panel.call('PUT', `mail-accounts/${values.carrier}`, { body: { credentials } });
      form.set(Object.fromEntries(SECRET.map((name) => [name, ''])));
      await done();
    },
  });
  return form;
}

function resendOf(values: Values) {
  const webhookSecret = values['credentials/webhookSecret'];
  return {
    ...{ apiKey: values['credentials/apiKey'], from: values['credentials/from'] },
    ...(webhookSecret && { webhookSecret }),
  };
}

function smtpOf(values: Values) {
  const port = values['smtp/port'];
  const [user, password] = [values['smtp/user'], values['smtp/password']].map((text = '') => encodeURIComponent(text));
  const scheme = port === TLS_PORT ? 'smtps' : 'smtp';
  const host = bareHost(values['credentials/url'] ?? '');
  return { url: `${scheme}://${user}:${password}@${host}:${port}`, from: values['credentials/from'] };
}

/** The host of a server, also where its port or an address was copied along. */
function bareHost(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, '')
    .replace(/[:/].*$/, '');
}

/** Renders the fields of the chosen carrier. */
export function carrierFields(form: Form, clipboard: Clipboard, eventsUrl: string) {
  const isResend = form.values().carrier === 'resend';
  return html`${form.choice('carrier', { label: msg('¿Con qué servicio envías correos?', { id: 'carrier-which' }) }, [
    ['smtp', msg('Tu servidor de correo (SMTP)', { id: 'carrier-smtp' })],
    ['resend', 'Resend'],
  ])}
    ${isResend ? passwordField(form, { name: 'credentials/apiKey', label: msg('Llave de Resend (re_…)', { id: 'carrier-key' }) }) : smtpFields(form)}
    ${form.field('credentials/from', {
      label: msg('Correo desde el que salen', { id: 'carrier-from' }),
      hint: msg('De un dominio o cuenta que ese servicio te deje usar.', { id: 'carrier-from-hint' }),
      ...{ type: 'email', inputmode: 'email', example: 'facturas@tuempresa.com' },
    })}
    ${isResend ? bounceFields(form, clipboard, eventsUrl) : nothing}`;
}

function smtpFields(form: Form) {
  return html`<div class="two">
      ${form.field('credentials/url', { label: msg('Servidor', { id: 'carrier-host' }), example: 'smtp.tuempresa.com', maxlength: 250 })}
      ${form.choice(
        'smtp/port',
        { label: msg('Puerto', { id: 'carrier-port' }) },
        PORTS.map((port) => [port, `${port} (${port === TLS_PORT ? 'TLS' : 'STARTTLS'})`] as const),
      )}
    </div>
    <div class="two">
      ${form.field('smtp/user', { label: msg('Usuario', { id: 'pac-user' }), maxlength: 120 })}
      ${passwordField(form, {
        name: 'smtp/password',
        label: msg('Contraseña', { id: 'password' }),
        hint: msg('Con Gmail, una contraseña de aplicación.', { id: 'carrier-password-hint' }),
      })}
    </div>`;
}

function bounceFields(form: Form, clipboard: Clipboard, eventsUrl: string) {
  return html`<p class="hint">${msg('Para enterarte de los correos que rebotan, agrega en Resend un webhook a esta dirección, con los eventos email.bounced y email.complained:', { id: 'carrier-webhook' })}</p>
    <p>${copyableText(clipboard, eventsUrl, 'events-url')}</p>
    ${passwordField(form, {
      name: 'credentials/webhookSecret',
      label: msg('Secreto de ese webhook, whsec_… (opcional)', { id: 'carrier-webhook-secret' }),
      optional: true,
    })}`;
}
