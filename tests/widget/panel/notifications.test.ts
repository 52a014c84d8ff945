import { sendKeys, setViewport } from '@web/test-runner-commands';
import { assert } from 'chai';
import { until } from '../visitor-waits.ts';
import { type } from './keys.ts';
import { NO_MAIL, RESEND } from './outward-stand-in.ts';
import { problem, type Replies, SETTINGS, type Shop, shop, standIn } from './stand-in.ts';
import { clearPage, type Visit, visit } from './visit.ts';

let server: ReturnType<typeof standIn>;

function open(has: Shop = shop(), replies?: Replies): Visit {
  server = standIn(has, replies);
  return visit('/panel/notificaciones');
}

const inMail = ({ root }: Visit): string =>
  root.querySelector<HTMLIFrameElement>('iframe.mail')?.contentDocument?.querySelector('body')?.textContent ?? '';

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

  it('says which of its variables is none, as one is that was misspelt', async () => {
    const lucia = open();
    await until(() => inMail(lucia).includes('Gracias por tu compra.'));
    await type(lucia, 'mail/subject', 'Tu factura {serieFolio} de {comercio}');
    assert.notInclude(lucia.text(), 'no se llena con nada');
    await type(lucia, 'mail/subject', 'Hola, {nombe}');
    await lucia.reads('{nombe} no se llena con nada');
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

describe('the reminders of a portal', () => {
  const SAVE = 'PATCH portals/cafe-jacaranda/settings';
  const checkbox = ({ root }: Visit) => root.querySelector<HTMLInputElement>('input[name="reminds"]');

  it('are turned on by keyboard for a number of days, after reading when they arrive and how a customer stops them', async () => {
    const lucia = open();
    await lucia.reads('Recordatorios');
    checkbox(lucia)?.focus();
    await sendKeys({ press: 'Space' });
    await lucia.reads('5 días antes de su último día para facturar, entre las 9 de la mañana y las 8 de la noche');
    await lucia.reads('trae un enlace para no recibir más');
    lucia.choose('reminder/daysBefore', '3');
    await lucia.reads('Le llega 3 días antes');
    lucia.press('Guardar los recordatorios');
    await lucia.reads('tus clientes reciben su recordatorio');
    assert.deepEqual(server.sent(SAVE), [{ reminder: { daysBefore: 3 } }]);
  });

  it('show what was set by the API, and are turned off', async () => {
    const reminder = { daysBefore: 4 };
    const lucia = open(
      shop({ portals: [{ slug: 'cafe-jacaranda', settings: { ...SETTINGS, reminder, enabled: false } }] }),
    );
    await lucia.reads('Le llega 4 días antes');
    await lucia.reads('Este portal está apagado');
    checkbox(lucia)?.focus();
    await sendKeys({ press: 'Space' });
    lucia.press('Guardar los recordatorios');
    await lucia.reads('no se envían recordatorios');
    assert.deepEqual(server.sent(SAVE), [{ reminder: null }]);
  });
});

describe('who sends the mail', () => {
  it('is the server until the shop connects its SMTP account by keyboard; the test’s refusal is in words, secrets are gone', async () => {
    const lucia = open();
    await lucia.reads('Los envía este servidor, desde avisos@facturas.example');
    lucia.press('Usar mi propia cuenta');
    await type(lucia, 'credentials/url', 'smtps://Mail.CafeJacaranda.example:465');
    for (const text of ['465', 'caja@cafe', 'p@ss/1', 'facturas@cafejacaranda.example']) {
      await sendKeys({ press: 'Tab' });
      await sendKeys({ type: text });
    }
    await sendKeys({ press: 'Enter' });
    await lucia.reads('no reconoce esos datos');
    await lucia.reads('535 5.7.8');
    await lucia.reads('Salen por tu servidor de correo (SMTP), desde facturas@cafejacaranda.example');
    assert.deepEqual(server.sent('PUT mail-accounts/smtp'), [
      {
        credentials: {
          url: 'smtps://caja%40cafe:p%40ss%2F1@mail.cafejacaranda.example:465',
          from: 'facturas@cafejacaranda.example',
        },
      },
    ]);
    assert.equal(lucia.input('smtp/password').value, '');
    assert.notInclude(JSON.stringify({ ...sessionStorage }), 'p@ss');
  });

  it('is nobody where the server cannot send: Resend is connected with the webhook whose address is there to copy', async () => {
    const lucia = open(shop({ mail: NO_MAIL }));
    await lucia.reads('Todavía nadie envía tus correos');
    lucia.choose('carrier', 'resend');
    await lucia.reads('https://facturas.example/v1/mail-events/mer_jacaranda/test');
    await type(lucia, 'credentials/apiKey', 're_123');
    await type(lucia, 'credentials/from', 'facturas@cafejacaranda.example');
    await type(lucia, 'credentials/webhookSecret', 'whsec_456');
    await sendKeys({ press: 'Enter' });
    await lucia.reads('La conexión funciona');
    await lucia.reads('Resend nos avisa');
    assert.deepEqual(server.sent('PUT mail-accounts/resend'), [
      { credentials: { apiKey: 're_123', from: 'facturas@cafejacaranda.example', webhookSecret: 'whsec_456' } },
    ]);
  });

  it('shows a refusal at its field, and asks for the password again before an account is changed', async () => {
    const errors = [{ pointer: '/credentials/url', code: 'url-refused', detail: 'Ese servidor no se puede usar.' }];
    let isProven = false;
    const lucia = open(shop({ mail: NO_MAIL }), {
      'POST auth/step-up': () => {
        isProven = true;
        return { json: {} };
      },
      'PUT mail-accounts/smtp': () =>
        isProven ? problem('host-refused', 422, { errors }) : problem('step-up-needed', 403),
    });
    await lucia.reads('Todavía nadie envía');
    await type(lucia, 'credentials/url', 'mail.local');
    await type(lucia, 'smtp/user', 'caja');
    await type(lucia, 'smtp/password', 'clave');
    await type(lucia, 'credentials/from', 'caja@cafejacaranda.example');
    await sendKeys({ press: 'Enter' });
    await lucia.reads('Confirma que eres tú');
    await sendKeys({ type: 'contraseña larga' });
    await sendKeys({ press: 'Enter' });
    await lucia.reads('Ese servidor no se puede usar');
    await until(() => lucia.root.activeElement?.id === 'credentials/url');
    assert.equal(lucia.input('credentials/url').getAttribute('aria-describedby'), 'credentials/url-fault');
  });

  it('is tested again, and left for the server’s after reading what happens then', async () => {
    const lucia = open(shop({ mail: RESEND }));
    await lucia.reads('Los correos que rebotan aún no se ven aquí');
    lucia.press('Probar la conexión');
    await lucia.reads('La conexión funciona');
    lucia.press('Dejar de usar mi cuenta');
    await lucia.reads('vuelven a salir por este servidor');
    lucia.press('Sí, dejar de usarla');
    await lucia.reads('Los envía este servidor');
    assert.isTrue(server.asked.some(({ method, path }) => method === 'DELETE' && path === 'mail-accounts/resend'));
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
    await lucia.reads('No llegó');
  });

  it('ask for the password again before one is added, and keep what was typed', async () => {
    let isProven = false;
    const lucia = open(shop(), {
      'POST auth/step-up': () => {
        isProven = true;
        return { json: {} };
      },
      'POST alert-channels': () => (isProven ? problem('malformed-request', 400) : problem('step-up-needed', 403)),
    });
    await lucia.reads('Caja Roma');
    lucia.press('Agregar un aviso');
    await type(lucia, 'name', 'Gerencia');
    await type(lucia, 'target', 'gerencia@cafejacaranda.example');
    await sendKeys({ press: 'Enter' });
    await lucia.reads('Confirma que eres tú');
    await sendKeys({ type: 'contraseña larga' });
    await sendKeys({ press: 'Enter' });
    await until(() => server.sent('POST alert-channels').length === 2);
    const [first, second] = server.sent('POST alert-channels');
    assert.deepEqual(second, first);
  });

  it('show their log once a test is sent, and follow it until its outcome is known', async () => {
    let reads = 0;
    const lucia = open(shop(), {
      'GET alert-channels/alc_1/deliveries': () => {
        reads += 1;
        const state = reads > 2 ? 'sent' : 'pending';
        return { json: { deliveries: [{ type: 'test', state, createdAt: '2026-11-28T18:32:00-06:00' }] } };
      },
    });
    await lucia.reads('Caja Roma');
    lucia.press('Enviar prueba');
    await lucia.reads('En camino');
    await lucia.reads('Llegó');
  });

  it('that stopped answering are turned on again; a refusal of the server is read', async () => {
    const alerts = shop().alerts.map((alert) => ({ ...alert, state: 'disabled' as const }));
    const lucia = open(shop({ alerts }), {
      'DELETE alert-channels/alc_1': problem('unavailable', 503, { detail: 'Ahora no se puede.' }),
    });
    await lucia.reads('Está apagado');
    lucia.press('Quitar «Caja Roma»');
    await lucia.reads('Ahora no se puede.');
    lucia.press('Encender');
    await lucia.reads('Enviar prueba');
    assert.deepEqual(server.sent('PUT alert-channels/alc_1'), [{ state: 'enabled' }]);
  });
});
