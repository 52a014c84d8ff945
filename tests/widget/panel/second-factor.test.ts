import { sendKeys, setViewport } from '@web/test-runner-commands';
import { assert } from 'chai';
import { until } from '../visitor-waits.ts';
import { type } from './keys.ts';
import { OWNER, PASSWORD, problem, type Replies, type Shop, shop, standIn } from './stand-in.ts';
import { CODE, RECOVERY_CODES } from './stand-in-team.ts';
import { clearPage, type Visit, visit } from './visit.ts';

let server: ReturnType<typeof standIn>;

function open(path: string, has: Shop = shop(), replies: Replies = {}): Visit {
  server = standIn(has, replies);
  return visit(path);
}

const focusedId = ({ root }: Visit) => root.activeElement?.id;
const enter = (): Promise<void> => sendKeys({ press: 'Enter' });

beforeEach(async () => {
  clearPage();
  localStorage.setItem('autofactura-panel-locale', '"es-MX"');
  await setViewport({ width: 390, height: 800 });
});
afterEach(() => server.restore());

describe('codes of one’s phone', () => {
  it('are turned on by a QR or a key, a first code and ten recovery codes that are shown once, with the keyboard alone', async () => {
    const lucia = open('/panel/cuenta');
    await lucia.reads('Activar los códigos');
    lucia.press('Activar los códigos');
    await lucia.reads('JBSW Y3DP EHPK 3PXP');
    assert.match(lucia.root.querySelector('img')?.src ?? '', /^data:image\/svg\+xml,/);
    await until(() => focusedId(lucia) === 'code');
    await sendKeys({ type: '111111' });
    await enter();
    await lucia.reads('Ese código no es.');
    await until(() => focusedId(lucia) === 'code');
    await type(lucia, 'code', CODE);
    await enter();
    for (const code of RECOVERY_CODES) await lucia.reads(code);
    await until(() => focusedId(lucia) === 'recovery-codes');
    lucia.press('Ya los guardé');
    await lucia.reads('Te quedan 10 códigos de recuperación.');
    assert.notInclude(lucia.text(), RECOVERY_CODES[0] ?? '');
    assert.notInclude(JSON.stringify({ ...sessionStorage, ...localStorage }), CODE);
  });

  it('are turned off only after saying so', async () => {
    const lucia = open('/panel/cuenta', shop({ codesLeft: 1 }));
    await lucia.reads('Te queda un código de recuperación. Haz otros y guárdalos.');
    lucia.press('Quitar los códigos');
    await lucia.reads('tu contraseña basta para entrar');
    lucia.press('Ahora no');
    await lucia.reads('Quitar los códigos');
    lucia.press('Quitar los códigos');
    await lucia.reads('Sí, quitarlos');
    lucia.press('Sí, quitarlos');
    await lucia.reads('Activar los códigos');
    assert.include(
      server.asked.map(({ method, path }) => `${method} ${path}`),
      'DELETE auth/second-factor',
    );
  });
});

describe('signing in with a second step', () => {
  it('asks for the code once the password is right, at its field, and says there that one is wrong', async () => {
    const lucia = open('/panel/equipo', shop({ signedIn: false, codesLeft: 10 }));
    await lucia.reads('Entra a tu panel');
    assert.isNull(lucia.root.getElementById('code'));
    await type(lucia, 'email', OWNER.email);
    await type(lucia, 'password', PASSWORD);
    await enter();
    await until(() => focusedId(lucia) === 'code');
    assert.notInclude(lucia.text(), 'Revisa');
    await sendKeys({ type: '000000' });
    await enter();
    await until(() => lucia.root.getElementById('code-fault')?.textContent?.trim() === 'Ese código no es.');
    assert.equal(lucia.input('password').value, PASSWORD);
    await type(lucia, 'code', CODE);
    await enter();
    await lucia.reads('Tu equipo');
  });

  it('takes a recovery code from whoever has no phone at hand', async () => {
    let sent: unknown;
    const lucia = open('/panel', shop({ signedIn: false }), {
      'POST auth/sign-in': ({ body }) => {
        sent = body;
        return (body as { code?: string }).code ? undefined : problem('code-needed', 401);
      },
    });
    await lucia.reads('Entra a tu panel');
    await type(lucia, 'email', OWNER.email);
    await type(lucia, 'password', PASSWORD);
    await enter();
    await until(() => focusedId(lucia) === 'code');
    lucia.press('No tengo mi teléfono');
    await lucia.reads('Código de recuperación');
    await until(() => focusedId(lucia) === 'code');
    await sendKeys({ type: RECOVERY_CODES[0] ?? '' });
    await enter();
    await lucia.reads('Pon a facturar');
    assert.deepEqual(sent, { email: OWNER.email, password: PASSWORD, code: RECOVERY_CODES[0] });
  });

  it('is asked for over the page too, before something sensitive', async () => {
    let isProven = false;
    const lucia = open('/panel/cuenta', shop({ codesLeft: 5 }), {
      'POST auth/recovery-codes': () => (isProven ? undefined : problem('step-up-needed', 403)),
      'POST auth/step-up': ({ body }) => {
        isProven = (body as { code?: string }).code === CODE;
        return isProven ? { json: {} } : problem('code-needed', 401);
      },
    });
    await lucia.reads('Hacer nuevos códigos');
    lucia.press('Hacer nuevos códigos');
    await lucia.reads('Confirma que eres tú');
    await until(() => Boolean(lucia.root.querySelector('dialog')?.open));
    await type(lucia, 'password', PASSWORD);
    await enter();
    await until(() => focusedId(lucia) === 'code');
    await sendKeys({ type: CODE });
    await enter();
    await lucia.reads(RECOVERY_CODES[0] ?? '');
  });
});
