import { sendKeys, setViewport } from '@web/test-runner-commands';
import { assert } from 'chai';
import { until } from '../visitor-waits.ts';
import { type } from './keys.ts';
import { SETTINGS, type Shop, shop, standIn } from './stand-in.ts';
import { clearPage, type Visit, visit } from './visit.ts';

let server: ReturnType<typeof standIn>;

function open(has: Shop = shop()): Visit {
  server = standIn(has);
  return visit('/panel/notificaciones');
}

const inMail = ({ root }: Visit): string =>
  root.querySelector<HTMLIFrameElement>('iframe.mail')?.contentDocument?.body.textContent ?? '';

beforeEach(async () => {
  clearPage();
  localStorage.setItem('autofactura-panel-locale', '"es-MX"');
  await setViewport({ width: 1280, height: 800 });
});
afterEach(() => server.restore());

describe('the customer’s mail', () => {
  it('is drawn as it is being written, saved with what was typed, and sent as a test, by keyboard', async () => {
    const lucia = open();
    await until(() => inMail(lucia).includes('Gracias por tu compra.'));
    await type(lucia, 'mail/subject', 'Tu factura {serieFolio}');
    await sendKeys({ press: 'Tab' });
    await sendKeys({ type: 'Gracias, {nombre}.' });
    await until(() => inMail(lucia).includes('Gracias, {nombre}.'));
    await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'Enter' });
    await lucia.reads('El correo quedó guardado');
    assert.deepEqual(server.sent('PATCH portals/cafe-jacaranda/settings'), [
      { mail: { subject: 'Tu factura {serieFolio}', message: 'Gracias, {nombre}.' } },
    ]);
    lucia.press('Mándame uno de prueba');
    lucia.input('to').focus();
    await sendKeys({ press: 'Enter' });
    await lucia.reads('Revisa tu bandeja');
    assert.deepInclude(server.sent('POST portals/cafe-jacaranda/mail/test').at(-1) as object, {
      to: 'lucia@cafejacaranda.example',
      message: 'Gracias, {nombre}.',
    });
  });

  it('has words of its own for readers of English, where the portal speaks it', async () => {
    const english = { title: 'Invoice your purchase', subtitle: '', submitText: 'Invoice', hints: {} };
    const lucia = open(shop({ portals: [{ slug: 'cafe-jacaranda', settings: { ...SETTINGS, english } }] }));
    await lucia.reads('En inglés');
    lucia.press('En inglés');
    await until(() => Boolean(lucia.root.getElementById('mail/english/subject')));
    await type(lucia, 'mail/english/subject', 'Here it is');
    await sendKeys({ press: 'Enter' });
    await lucia.reads('El correo quedó guardado');
    assert.deepEqual(server.sent('PATCH portals/cafe-jacaranda/settings'), [
      { mail: { english: { subject: 'Here it is' } } },
    ]);
  });
});

describe('the team’s alerts', () => {
  it('are added by keyboard for what waits for an answer, and tried; what was sent is listed with what became of it', async () => {
    const lucia = open();
    await lucia.reads('Caja Roma');
    lucia.press('Agregar un aviso');
    await type(lucia, 'name', 'Gerencia');
    await type(lucia, 'target', 'gerencia@cafejacaranda.example');
    await sendKeys({ press: 'Enter' });
    await until(() => server.sent('POST alert-channels').length === 1);
    assert.deepEqual(server.sent('POST alert-channels'), [
      {
        ...{ kind: 'mail', name: 'Gerencia', target: 'gerencia@cafejacaranda.example' },
        events: ['request.created', 'invoice.rejected'],
      },
    ]);
    lucia.press('Enviar prueba');
    await until(() => server.asked.some(({ path }) => path === 'alert-channels/alc_1/test'));
    lucia.press('Lo que se envió');
    await lucia.reads('No llegó');
  });
});
