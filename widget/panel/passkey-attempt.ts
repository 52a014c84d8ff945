/** A button that does something with a passkey; what went wrong is shown above it. */
import { msg } from '@lit/localize';
import { part } from '../ui/part.ts';
import { Refusal } from './api.ts';
import type { Panel } from './page.ts';
import { type Attempt, createAttempt } from './team/attempt.ts';

const library = part(() => import('./passkey.ts'));

type Library = typeof import('./passkey.ts');

/** Whether this browser supports passkeys, and this address may have them: they are bound to a domain. */
export function hasPasskeys(): boolean {
  return 'PublicKeyCredential' in window && !/^[\d.]+$|^\[/.test(location.hostname);
}

/** Runs one at a time; a person who closes the browser's dialog is told that nothing happened. */
export function createPasskeyAttempt(panel: Pick<Panel, 'signal' | 'redraw'>): {
  readonly run: (work: (passkeys: Library) => Promise<unknown>) => Promise<void>;
  readonly shown: Attempt['shown'];
} {
  const attempt = createAttempt(panel);
  let isBusy = false;
  return {
    shown: attempt.shown,
    async run(work) {
      if (isBusy) return;
      isBusy = true;
      await attempt.run(async () => {
        const passkeys = await library.need();
        await work(passkeys).catch((error: unknown) => {
          throw inWords(error);
        });
      });
      isBusy = false;
    },
  };
}

/** The browser's own failures have names; all others are left to the caller. */
function inWords(error: unknown): unknown {
  const name = error instanceof Error && !(error instanceof Refusal) ? error.name : '';
  const words: Readonly<Record<string, () => string>> = {
    NotAllowedError: () => msg('No se usó ninguna llave de acceso.', { id: 'passkey-none' }),
    AbortError: () => msg('No se usó ninguna llave de acceso.', { id: 'passkey-none' }),
    InvalidStateError: () => msg('Este dispositivo ya tiene una llave de tu cuenta.', { id: 'passkey-here' }),
    SecurityError: () =>
      msg('Abre el panel por el nombre de tu servidor: las llaves de acceso valen solo ahí.', { id: 'passkey-place' }),
    NotSupportedError: () => msg('Este dispositivo no puede guardar llaves de acceso.', { id: 'passkey-not-able' }),
  };
  const detail = words[name]?.();
  return detail === undefined ? error : new Refusal({ status: 0, title: detail, detail, code: 'passkey' });
}
