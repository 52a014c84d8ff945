import { sendKeys, setViewport } from '@web/test-runner-commands';
import { assert } from 'chai';
import { until } from '../visitor-waits.ts';
import { type } from './keys.ts';
import { OWNER, PASSWORD, problem, type Replies, type Shop, shop, standIn } from './stand-in.ts';
import { clearPage, type Visit, visit } from './visit.ts';

let server: ReturnType<typeof standIn>;

function open(path: string, has: Shop = shop(), replies: Replies = {}): Visit {
  server = standIn(has, replies);
  return visit(path);
}

const enter = (): Promise<void> => sendKeys({ press: 'Enter' });

beforeEach(async () => {
  clearPage();
  localStorage.setItem('autofactura-panel-locale', '"es-MX"');
  await setViewport({ width: 390, height: 800 });
});
afterEach(() => server.restore());

describe('one’s own name and e-mail', () => {
  it('are changed where one sees them; an e-mail counts once it is confirmed, and the page says so', async () => {
    const lucia = open('/panel/cuenta', shop(), {
      'POST auth/name': () => ({ json: {} }),
      'POST auth/email': ({ body }) =>
        (body as { email: string }).email === 'beto@cafe.example'
          ? problem('email-taken', 409, { detail: 'Elige otro.' })
          : { json: { changed: false } },
    });
    await lucia.reads('Cambiar mi nombre');
    assert.equal(lucia.input('ownName').value, OWNER.name);
    await type(lucia, 'ownName', 'Lucía Robles Gil');
    await enter();
    await lucia.reads('Ahora te llamas Lucía Robles Gil aquí.');
    await lucia.reads('Lucía Robles Gil, ');
    assert.deepEqual(server.sent('POST auth/name'), [{ name: 'Lucía Robles Gil' }]);
    await type(lucia, 'email', 'beto@cafe.example');
    await enter();
    await lucia.reads('Elige otro.');
    await type(lucia, 'email', 'lucia@cafe.example');
    await enter();
    await lucia.reads('Te mandamos un enlace a lucia@cafe.example.');
  });

  it('and nothing that was typed is left in the tab by whoever signs out', async () => {
    await setViewport({ width: 1280, height: 800 });
    const lucia = open('/panel/cuenta', shop(), { 'POST auth/sign-out': () => ({ json: {} }) });
    await lucia.reads('Cambiar mi nombre');
    await type(lucia, 'ownName', 'Lucía Robles Gil');
    const drafts = () => Object.values(sessionStorage).filter((kept) => String(kept).includes('Robles Gil'));
    assert.lengthOf(drafts(), 1, 'a reload would lose it otherwise');
    lucia.press('Salir');
    await lucia.reads('Entrar');
    assert.isEmpty(drafts());
  });

  it('and whoever signs out is at the top of the way in, which has the focus, is said and gives the page its title', async () => {
    await setViewport({ width: 1280, height: 400 });
    const lucia = open('/panel/cuenta', shop(), { 'POST auth/sign-out': () => ({ json: {} }) });
    await lucia.reads('Dónde está abierta tu cuenta');
    scrollTo(0, 400);
    lucia.press('Salir');
    await lucia.reads('Entrar');
    await until(() => lucia.root.activeElement?.tagName === 'H1');
    assert.equal(lucia.root.activeElement?.textContent, 'Entra a tu panel');
    await until(() => document.title === 'Entra a tu panel · Autofactura');
    await until(() => lucia.root.querySelector('[data-live]')?.textContent === 'Entra a tu panel');
    assert.equal(scrollY, 0);
  });

  it('a wrong current password is said at its field, together with what is wrong with the new one', async () => {
    const errors = [
      { pointer: '/current', code: 'password-wrong', detail: 'Esa no es tu contraseña. Escríbela otra vez.' },
      { pointer: '/password', code: 'password-short', detail: 'Usa al menos 12 caracteres.' },
    ];
    const lucia = open('/panel/cuenta', shop(), {
      'POST auth/password': problem('wrong-credentials', 401, { errors }),
    });
    await lucia.reads('Cambiar mi contraseña');
    await type(lucia, 'current', 'no es la de siempre');
    await type(lucia, 'password', 'corta');
    await enter();
    await lucia.reads('Revisa 2 datos');
    await until(() => lucia.root.activeElement?.id === 'current');
    assert.include(lucia.root.getElementById('current-fault')?.textContent, 'Esa no es tu contraseña.');
    assert.include(lucia.root.getElementById('password-fault')?.textContent, 'Usa al menos 12 caracteres.');
  });

  it('an e-mail is confirmed by a button behind its link, because mail programs open links by themselves', async () => {
    const lucia = open('/panel/confirm-email?token=tok_correo', shop({ signedIn: false }), {
      'POST auth/confirm-email': () => ({ json: {} }),
    });
    await lucia.reads('Desde ahora entras a tu cuenta con este correo.');
    assert.deepEqual(server.sent('POST auth/confirm-email'), []);
    lucia.press('Confirmar');
    await lucia.reads('Entra a tu panel');
    assert.deepEqual(server.sent('POST auth/confirm-email'), [{ token: 'tok_correo' }]);
  });
});

describe('an account for whoever asks', () => {
  const openToAll: Replies = {
    'GET auth/sign-up': () => ({ json: { open: true } }),
    'POST auth/sign-up': () => ({ status: 202, json: {} }),
  };

  it('is not offered where the server is closed', async () => {
    const closed = open('/panel', shop({ signedIn: false }), { 'GET auth/sign-up': () => ({ json: { open: false } }) });
    await closed.reads('Entra a tu panel');
    await until(() => server.asked.some(({ path }) => path === 'auth/sign-up'));
    assert.notInclude(closed.text(), 'Crear una cuenta');
  });

  it('is asked for beside the way in where the server is open', async () => {
    const ana = open('/panel', shop({ signedIn: false }), openToAll);
    await ana.reads('Crear una cuenta');
    ana.press('Crear una cuenta');
    await ana.reads('Crea tu cuenta');
    await type(ana, 'email', 'ana@example.com');
    await enter();
    await ana.reads('Revisa tu correo');
    assert.deepEqual(server.sent('POST auth/sign-up'), [{ email: 'ana@example.com' }]);
    ana.press('Volver');
    await ana.reads('Entra a tu panel');
  });

  it('is made by the link of its mail, and then one’s own business', async () => {
    const has = shop({ signedIn: false, merchants: [] });
    const ana = open('/panel/sign-up?token=tok_ana', has, {
      'POST auth/accounts': () => {
        has.signedIn = true;
        return { status: 201, json: {} };
      },
    });
    await ana.reads('Termina tu cuenta');
    await type(ana, 'name', 'Ana Solís');
    await type(ana, 'password', PASSWORD);
    await enter();
    await ana.reads('Los datos de tu negocio');
    assert.deepEqual(server.sent('POST auth/accounts'), [{ token: 'tok_ana', name: 'Ana Solís', password: PASSWORD }]);
    await until(() => location.search === '');
  });
});
