/** A person's second step: turned on with an app's QR, recovery codes shown once, turned off. */
import { msg, str } from '@lit/localize';
import { html } from 'lit';
import { action } from '../../ui/button.ts';
import { notice } from '../../ui/notice.ts';
import { createCodeStep } from '../code-step.ts';
import { longDay } from '../dates.ts';
import { focusOn } from '../focus.ts';
import { createForm, type Form } from '../form.ts';
import type { Panel } from '../page.ts';
import { remote } from '../remote.ts';
import { createAttempt } from './attempt.ts';
import { recoveryCodes } from './recovery-codes.ts';

type State = { readonly on: boolean; readonly since?: string; readonly recoveryCodesLeft: number };
type Drawn = { readonly key: string; readonly qr: string };
type Codes = { readonly recoveryCodes: readonly string[] };

type Stage =
  | { readonly kind: 'rest' | 'removing' }
  | { readonly kind: 'drawn'; readonly drawn: Drawn; readonly form: Form }
  | { readonly kind: 'codes'; readonly codes: readonly string[] };

/** Creates the section that turns the second factor on and off. */
export function secondFactorSection(panel: Panel) {
  const state = remote(panel, () => panel.call<State>('GET', 'auth/second-factor'));
  const attempt = createAttempt(panel);
  let stage: Stage = { kind: 'rest' };
  const go = async (next: Stage, focus = 'second-factor'): Promise<void> => {
    stage = next;
    await focusOn(panel, focus);
  };
  const showCodes = async ({ recoveryCodes: codes }: Codes): Promise<void> => {
    await state.reload();
    await go({ kind: 'codes', codes }, 'recovery-codes');
  };
  const confirmation = (): Form => {
    const step = createCodeStep(() => panel.redraw());
    const form = createForm(panel, {
      ...{ name: 'second-factor', values: { code: '' }, secret: ['code'], required: () => ['code'] },
      async send({ code = '' }) {
        const confirm = () =>
          panel.call<Codes>('POST', 'auth/second-factor/confirm', { body: { code } }).then(showCodes);
        await step.passes(confirm);
      },
    });
    return form;
  };
  const draw = () =>
    attempt.run(async () => {
      const drawn = await panel.call<Drawn>('POST', 'auth/second-factor');
      await go({ kind: 'drawn', drawn, form: confirmation() }, 'code');
    });
  const renew = () => attempt.run(async () => showCodes(await panel.call<Codes>('POST', 'auth/recovery-codes')));
  const remove = () =>
    attempt.run(async () => {
      await panel.call('DELETE', 'auth/second-factor');
      await state.reload();
      await go({ kind: 'rest' });
      panel.say(msg('Ya no se te piden códigos.', { id: 'second-off-done' }));
    });
  const rest = (): Promise<void> => go({ kind: 'rest' });
  const content = (now: State): unknown => {
    if (stage.kind === 'drawn') return enrolment(stage.drawn, stage.form, rest);
    if (stage.kind === 'codes') return recoveryCodes(panel, stage.codes, rest);
    if (!now.on) return turnedOff(draw);
    if (stage.kind === 'removing') return removing(remove, rest);
    return turnedOn(now, renew, () => go({ kind: 'removing' }));
  };
  return {
    render: () => html`<section aria-labelledby="second-factor">
      <h2 id="second-factor" tabindex="-1">${msg('Códigos de tu teléfono', { id: 'second-factor' })}</h2>
      ${attempt.shown()} ${state.show(content)}
    </section>`,
  };
}

function turnedOff(draw: () => unknown) {
  return html`<p>${msg('Con esto, quien tenga tu contraseña no puede entrar sin tu teléfono. Toma dos minutos y una aplicación de códigos, como Google Authenticator o la de tus contraseñas.', { id: 'second-off' })}</p>
    <div class="bar-of-actions start">${action(msg('Activar los códigos', { id: 'second-turn-on' }), () => draw(), 'big')}</div>`;
}

function enrolment({ key, qr }: Drawn, form: Form, leave: () => unknown) {
  return html`<p>${msg('Escanea este QR con tu aplicación, o escribe la clave en ella.', { id: 'second-scan' })}</p>
    <img class="qr" alt=${msg('QR para tu aplicación de códigos', { id: 'second-qr' })} src="data:image/svg+xml,${encodeURIComponent(qr)}" width="220" height="220" />
    <p>${msg('Clave:', { id: 'second-key' })} <code>${key.replace(/.{4}(?=.)/g, '$& ')}</code></p>
    ${form.render(
      form.field('code', {
        label: msg('Código que muestra tu aplicación', { id: 'second-first-code' }),
        hint: msg('Seis dígitos. Cambian cada medio minuto.', { id: 'second-first-hint' }),
        ...{ inputmode: 'numeric', autocomplete: 'one-time-code', maxlength: 12 },
      }),
      msg('Activar', { id: 'second-confirm' }),
    )}
    <div class="bar-of-actions start">${action(msg('Ahora no', { id: 'not-now' }), () => leave())}</div>`;
}

function turnedOn({ since, recoveryCodesLeft: left }: State, renew: () => unknown, off: () => unknown) {
  return html`<p><span class="state ok">${msg(str`Activados desde el ${longDay(since ?? '')}`, { id: 'second-since' })}</span></p>
    ${
      left < 3
        ? notice('warn', html`<p>${leftWords(left)} ${msg('Haz otros y guárdalos.', { id: 'recovery-few' })}</p>`)
        : html`<p>${leftWords(left)}</p>`
    }
    <div class="bar-of-actions start">
      ${action(msg('Hacer nuevos códigos de recuperación', { id: 'recovery-renew' }), () => renew(), 'big')}
      ${action(msg('Quitar los códigos', { id: 'second-turn-off' }), () => off())}
    </div>`;
}

function leftWords(left: number): string {
  return left === 1
    ? msg('Te queda un código de recuperación.', { id: 'recovery-left-one' })
    : msg(str`Te quedan ${left} códigos de recuperación.`, { id: 'recovery-left' });
}

function removing(remove: () => unknown, leave: () => unknown) {
  return html`<p>${msg('Sin los códigos, tu contraseña basta para entrar, y tus códigos de recuperación dejan de servir.', { id: 'second-off-why' })}</p>
    <div class="bar-of-actions start">
      ${action(msg('Sí, quitarlos', { id: 'second-off-go' }), () => remove(), 'big')}
      ${action(msg('Ahora no', { id: 'not-now' }), () => leave())}
    </div>`;
}
