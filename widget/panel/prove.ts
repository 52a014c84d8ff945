/** Proves who somebody is in the middle of something: the session ended, or the next action requires the password again. */
import { msg } from '@lit/localize';
import { html, nothing } from 'lit';
import { createRef, type Ref, ref } from 'lit/directives/ref.js';
import { action } from '../ui/button.ts';
import { type Call, Refusal, STEP_UP } from './api.ts';
import { type CodeStep, createCodeStep } from './code-step.ts';
import { createForm, type Form } from './form.ts';
import { createPasskeyAttempt, hasPasskeys } from './passkey-attempt.ts';
import { passwordField } from './password-field.ts';
import { signIn, stepUp } from './session-calls.ts';
import type { ProblemBody, Session } from './wire.ts';

/** The dialog in which somebody signs in again, or proves who they are once more. */
export type Proof = {
  /** Asks the person. All concurrent callers get the same answer. */
  readonly ask: (problem: ProblemBody) => Promise<boolean>;
  readonly form: () => Form | undefined;
  readonly step: () => CodeStep;
  readonly isStepUp: () => boolean;
  readonly cancel: () => void;
  /** What went wrong with a passkey, and a button to use one if the person has any. */
  readonly passkey: () => unknown;
  readonly dialog: Ref<HTMLDialogElement>;
};

type ProofOptions = {
  readonly redraw: () => Promise<unknown>;
  readonly call: () => Call;
  readonly user: () => Session['user'] | undefined;
};

/** Creates the dialog. It opens when the server requires a proof. */
export function createProof({ redraw, call, user }: ProofOptions): Proof {
  const dialog = createRef<HTMLDialogElement>();
  let asking: { readonly answer: Promise<boolean>; readonly settle: (is: boolean) => void } | undefined;
  let form: Form | undefined;
  let step = createCodeStep(redraw);
  let isStepUp = false;

  const settle = (is: boolean): void => {
    dialog.value?.close();
    asking?.settle(is);
    [asking, form] = [undefined, undefined];
    redraw();
  };
  const panel = { redraw, signal: new AbortController().signal, merchant: undefined, world: 'test' } as const;

  const passkey = createPasskeyAttempt(panel);
  const byPasskey = (): Promise<void> =>
    passkey.run(async ({ usePasskey }) => {
      await usePasskey(call(), isStepUp ? 'auth/step-up/passkey' : 'auth/passkey-sign-in');
      // A device may hold the passkeys of several people, and the page belongs to one person.
      const now = isStepUp ? undefined : await call()<Session>('GET', 'session', { quiet: true });
      if (now && now.user.email !== user()?.email) location.reload();
      else settle(true);
    });

  return {
    dialog,
    form: () => form,
    step: () => step,
    isStepUp: () => isStepUp,
    cancel: () => settle(false),
    passkey: () =>
      user()?.hasPasskey && hasPasskeys()
        ? html`${passkey.shown()} ${action(msg('Usar mi llave de acceso', { id: 'passkey-use' }), byPasskey, 'big')}`
        : nothing,
    async ask({ code }) {
      if (asking) return asking.answer;
      let settled: (is: boolean) => void = () => {};
      const answer = new Promise<boolean>((resolve) => {
        settled = resolve;
      });
      asking = { answer, settle: settled };
      isStepUp = code === STEP_UP;
      step = createCodeStep(redraw);
      form = createForm(panel, {
        ...{ name: 'prove', values: { password: '', code: '' }, secret: ['password', 'code'] },
        required: () => ['password'],
        async send({ password = '', code = '' }) {
          const [email, typed] = [user()?.email ?? '', { password, code }];
          const given = () => (isStepUp ? stepUp(call(), typed) : signIn(call(), email, typed));
          if (await step.passes(() => given().catch(atThePassword))) settle(true);
        },
      });
      redraw().then(() => dialog.value?.open || dialog.value?.showModal());
      return answer;
    },
  };
}

/** Whose account it is is known here: only the password can be wrong. */
function atThePassword(error: unknown): never {
  if (!(error instanceof Refusal) || error.problem.code !== 'wrong-credentials') throw error;
  const detail = msg('Esa no es tu contraseña. Escríbela otra vez.', { id: 'prove-wrong' });
  throw new Refusal({ ...error.problem, errors: [{ pointer: '/password', code: error.problem.code, detail }] });
}

/** The dialog, if a proof is needed. The page behind it stays as it is. */
export function proofDialog(proof: Proof): unknown {
  const form = proof.form();
  if (!form) return nothing;
  return html`<dialog ${ref(proof.dialog)} aria-labelledby="prove" @cancel=${proof.cancel}>
    <h2 id="prove">${proof.isStepUp() ? msg('Confirma que eres tú', { id: 'step-up' }) : msg('Tu sesión terminó', { id: 'session-over' })}</h2>
    <p>${
      proof.isStepUp()
        ? msg('Lo que vas a hacer es delicado. Escribe tu contraseña para seguir.', { id: 'step-up-why' })
        : msg('Escribe tu contraseña para seguir donde estabas. No se perdió nada de lo que escribiste.', {
            id: 'session-over-why',
          })
    }</p>
    ${form.render(
      html`${passwordField(form, { label: msg('Contraseña', { id: 'password' }), autocomplete: 'current-password' })}
      ${proof.step().field(form)}`,
      msg('Continuar', { id: 'continue' }),
      msg('Un momento…', { id: 'moment' }),
    )}
    ${proof.passkey()} ${action(msg('Ahora no', { id: 'not-now' }), proof.cancel)}
  </dialog>`;
}
