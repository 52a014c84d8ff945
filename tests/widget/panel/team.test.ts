import { sendKeys, setViewport } from '@web/test-runner-commands';
import { assert } from 'chai';
import { until } from '../visitor-waits.ts';
import { type } from './keys.ts';
import { PASSWORD, type Replies, type Shop, shop, standIn } from './stand-in.ts';
import { clearPage, type Visit, visit } from './visit.ts';

let server: ReturnType<typeof standIn>;

function open(path: string, has: Shop = shop(), replies: Replies = {}): Visit {
  server = standIn(has, replies);
  return visit(path);
}

const focused = ({ root }: Visit) => root.activeElement?.textContent?.trim() || root.activeElement?.id;

async function submit(): Promise<void> {
  await sendKeys({ press: 'Enter' });
}

beforeEach(async () => {
  clearPage();
  localStorage.setItem('autofactura-panel-locale', '"es-MX"');
  await setViewport({ width: 1280, height: 800 });
});
afterEach(() => server.restore());

describe('a team', () => {
  it('is invited with the keyboard by a link that is shown once, given another role, and sent away', async () => {
    const lucia = open('/panel/equipo');
    await lucia.reads('Beto Salas');
    await type(lucia, 'email', 'ana@cafejacaranda.example');
    await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'c' });
    await sendKeys({ press: 'Tab' });
    await submit();
    await lucia.reads('panel/invitation?token=tok_beto');
    assert.include(
      server.asked.map(({ method, path }) => `${method} ${path}`),
      'POST members',
    );
    await until(() => Boolean(lucia.root.querySelector('.notice a[href^="mailto:ana%40"]')));

    lucia.press('Cambiar Beto Salas');
    await until(() => focused(lucia) === 'Qué le toca a Beto Salas');
    await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'Home' });
    await sendKeys({ press: 'ArrowDown' });
    await sendKeys({ press: 'Tab' });
    await submit();
    await lucia.reads('Beto Salas ahora es: Administración.');

    lucia.press('Cambiar Beto Salas');
    await lucia.reads('Si quitas a Beto Salas');
    lucia.press('Quitar a Beto Salas');
    await lucia.reads('Beto Salas ya no entra a este negocio.');
    assert.notInclude(lucia.root.querySelector('table')?.textContent ?? '', 'Beto Salas');
  });

  it('limits who works at the till to branches with the keyboard, when invited and later; other roles have no such choice', async () => {
    const branches = [
      { code: 'matriz', name: 'Matriz', codigoPostal: '06700' },
      { code: 'roma', name: 'Roma', codigoPostal: '06700' },
    ];
    const lucia = open('/panel/equipo', shop({ branches }));
    await lucia.reads('¿En qué sucursales?');
    await type(lucia, 'email', 'ana@cafejacaranda.example');
    await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'Space' });
    await submit();
    await lucia.reads('panel/invitation?token=tok_beto');
    assert.deepEqual(server.sent('POST members').at(-1), {
      email: 'ana@cafejacaranda.example',
      role: 'cashier',
      branches: ['roma'],
    });

    lucia.press('Cambiar Beto Salas');
    await until(() => focused(lucia) === 'Qué le toca a Beto Salas');
    await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'Space' });
    await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'Tab' });
    await submit();
    await lucia.reads('Beto Salas ahora es: Caja.');
    assert.deepEqual(server.sent('PATCH members/usr_2').at(-1), { role: 'cashier', branches: ['matriz'] });
    await until(() => /Beto Salas[\s\S]*Matriz/.test(lucia.root.querySelector('table')?.textContent ?? ''));

    lucia.press('Cambiar Beto Salas');
    await until(() => focused(lucia) === 'Qué le toca a Beto Salas');
    await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'Home' });
    await sendKeys({ press: 'ArrowDown' });
    await until(() => !lucia.root.querySelector('.drop input[type="checkbox"]'));
    await sendKeys({ press: 'Tab' });
    await submit();
    await lucia.reads('Beto Salas ahora es: Administración.');
    assert.deepEqual(server.sent('PATCH members/usr_2').at(-1), { role: 'admin' });
  });
});

describe('one’s own account', () => {
  it('changes its password, which is never kept in the browser, and says in words how good it is; ends a session elsewhere', async () => {
    const lucia = open('/panel/cuenta');
    await lucia.reads('Safari en iPhone');
    await type(lucia, 'current', PASSWORD);
    await sendKeys({ press: 'Tab' });
    await sendKeys({ type: 'corta' });
    await lucia.reads('Todavía es corta.');
    await sendKeys({ type: ' pero después ya larga' });
    await lucia.reads('Muy buena.');
    assert.notInclude(JSON.stringify({ ...sessionStorage, ...localStorage }), 'corta');
    await submit();
    await lucia.reads('Tu contraseña cambió.');
    lucia.press('Cerrar sesión Safari en iPhone');
    await until(() => !lucia.root.querySelector('table')?.textContent?.includes('iPhone'));
  });
});
