/** The account with the PAC: chosen, its credentials entered, and tested on the spot. */
import { msg, str } from '@lit/localize';
import { html, nothing } from 'lit';
import { action } from '../../ui/button.ts';
import { notice } from '../../ui/notice.ts';
import { createForm, type Form } from '../form.ts';
import { afterwards, news } from '../next-step.ts';
import type { OpenPage, Panel } from '../page.ts';
import { passwordField } from '../password-field.ts';
import { remote } from '../remote.ts';
import type { Connection, PacAccount } from '../wire.ts';

/** The credentials that each PAC requires; secrets last. */
const PACS: Readonly<
  Record<string, { readonly name: string; readonly open: readonly string[]; readonly secret: readonly string[] }>
> = {
  finkok: { name: 'Finkok', open: ['username'], secret: ['password'] },
  sw: { name: 'SW sapien', open: ['user'], secret: ['password'] },
  facturama: { name: 'Facturama', open: ['user'], secret: ['password'] },
  facturapi: { name: 'Facturapi', open: [], secret: ['key'] },
  prodigia: { name: 'Prodigia (PADE)', open: ['user', 'contrato'], secret: ['password'] },
  diverza: { name: 'Diverza', open: ['id'], secret: ['token'] },
};

/** The test mode has a PAC of its own. */
const REAL = { world: 'live' } as const;

/** Opens the page of the merchant's PAC accounts. */
export const pacPage: OpenPage = (panel) => {
  let tried: { readonly name: string; readonly connection: Connection } | undefined;
  const accounts = remote(panel, () => panel.call<{ accounts: readonly PacAccount[] }>('GET', 'pac-accounts', REAL));
  const again = (): void => {
    tried = undefined;
  };
  const form = pacForm(panel, again, async (pac) => {
    tried = {
      name: PACS[pac]?.name ?? pac,
      connection: await panel.call<Connection>('POST', `pac-accounts/${pac}/test`, REAL),
    };
    await Promise.all([accounts.reload(), panel.changed()]);
    panel.say(connectionWords(tried.name, tried.connection));
  });
  const test = async ({ pac, name }: PacAccount): Promise<void> => {
    tried = { name, connection: await panel.call<Connection>('POST', `pac-accounts/${pac}/test`, REAL) };
    panel.redraw();
    panel.say(connectionWords(name, tried.connection));
  };
  return {
    title: () => msg('Tu PAC', { id: 'step-pac' }),
    lead: () =>
      msg(
        'El PAC es la empresa autorizada por el SAT que timbra tus facturas. Tú tienes tu cuenta con él, y a él le pagas sus timbres.',
        { id: 'pac-lead' },
      ),
    // The form comes with the accounts: drawn before them, it would be pushed away by them.
    render: () => html`
      ${manifestNotice()} ${sandboxHint()}
      ${tried ? outcome(panel, tried) : nothing}
      ${accounts.show(
        ({ accounts: all }) => html`
          ${all.length ? accountList(all, test) : nothing}
          <section aria-labelledby="pac-add">
            <h2 id="pac-add">${msg('Conectar tu cuenta', { id: 'pac-add' })}</h2>
            ${form.render(fields(form), msg('Guardar y probar', { id: 'pac-save' }), msg('Probando la conexión…', { id: 'pac-saving' }))}
          </section>`,
      )}`,
  };
};

function sandboxHint() {
  return html`<p class="hint">${msg('Para el modo de prueba no necesitas nada: ya trae un PAC de prueba. Esta cuenta es la de tus facturas de verdad.', { id: 'pac-sandbox' })}</p>`;
}

function manifestNotice() {
  return notice(
    'warn',
    // There is no space between a tag and a line break.
    html`<p><strong>${msg('Contrato y manifiesto con tu PAC:', { id: 'pac-manifest' })}</strong> ${msg('se firma allá con tu e.firma, que aquí nunca se sube.', { id: 'pac-manifest-why' })}</p>`,
  );
}

function pacForm(panel: Panel, again: () => void, done: (pac: string) => Promise<unknown>): Form {
  const names = [...new Set(Object.values(PACS).flatMap(({ open, secret }) => [...open, ...secret]))];
  const secret = [...new Set(Object.values(PACS).flatMap((pac) => pac.secret))].map(pointerName);
  const namesOf = (pac: string): readonly string[] => [...(PACS[pac]?.open ?? []), ...(PACS[pac]?.secret ?? [])];
  return createForm(panel, {
    ...{
      name: 'pac',
      values: { pac: '', ...Object.fromEntries(names.map((name) => [pointerName(name), ''])) },
      secret,
    },
    again,
    required: ({ pac = '' }) => ['pac', ...namesOf(pac).map(pointerName)],
    async send({ pac = '', ...values }) {
      const credentials = Object.fromEntries(namesOf(pac).map((name) => [name, values[pointerName(name)] ?? '']));
      await panel.call('PUT', `pac-accounts/${pac}`, { ...REAL, body: { credentials } });
      await done(pac);
    },
  });
}

const pointerName = (name: string): string => `credentials/${name}`;

function fields(form: Form) {
  const { pac = '' } = form.values();
  const chosen = PACS[pac];
  return html`${form.choice('pac', { label: msg('¿Con quién timbras?', { id: 'pac-which' }) }, [
    ['', msg('Elige tu PAC', { id: 'pac-choose' })],
    ...Object.entries(PACS).map(([key, { name }]) => [key, name] as const),
  ])}
    ${chosen?.open.map((name) => form.field(pointerName(name), { label: credentialWords(name) }))}
    ${chosen?.secret.map((name) => passwordField(form, { name: pointerName(name), label: credentialWords(name) }))}`;
}

function credentialWords(name: string): string {
  const words: Readonly<Record<string, () => string>> = {
    username: () => msg('Usuario', { id: 'pac-user' }),
    user: () => msg('Usuario', { id: 'pac-user' }),
    password: () => msg('Contraseña', { id: 'password' }),
    contrato: () => msg('Número de contrato', { id: 'pac-contract' }),
    key: () => msg('Llave secreta (sk_…)', { id: 'pac-key' }),
    id: () => msg('Identificador (id)', { id: 'pac-id' }),
    token: () => msg('Token', { id: 'pac-token' }),
  };
  return words[name]?.() ?? name;
}

function accountList(accounts: readonly PacAccount[], test: (account: PacAccount) => unknown) {
  return html`<section aria-labelledby="pac-now">
    <h2 id="pac-now">${msg('Cuentas conectadas', { id: 'pac-now' })}</h2>
    <ul class="lines">
      ${accounts.map(
        (account) => html`<li class="row"><strong>${account.name}</strong>
          ${action(msg(str`Probar ${account.name}`, { id: 'pac-test' }), () => test(account))}</li>`,
      )}
    </ul>
  </section>`;
}

function outcome(panel: Panel, { name, connection }: { readonly name: string; readonly connection: Connection }) {
  const words = connectionWords(name, connection);
  return connection.status === 'ok' ? afterwards(panel, words) : news(notice('bad', html`<p>${words}</p>`));
}

function connectionWords(name: string, { status, credit }: Connection): string {
  if (status === 'refused')
    return msg(str`${name} no reconoce esos datos. Revisa que sean los de tu cuenta de timbrado, y los de este modo.`, {
      id: 'pac-refused',
    });
  if (status === 'unavailable')
    return msg(str`${name} no respondió. Tus datos quedaron guardados; prueba otra vez en un rato.`, {
      id: 'pac-away',
    });
  return credit === undefined
    ? msg(str`${name} respondió bien.`, { id: 'pac-ok' })
    : msg(str`${name} respondió bien. Te quedan ${credit} timbres.`, { id: 'pac-ok-credit' });
}
