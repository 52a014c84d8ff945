import { sendKeys, setViewport } from '@web/test-runner-commands';
import { assert } from 'chai';
import { until } from '../visitor-waits.ts';
import { NOTHING_WAITS, SOURCES, UNKNOWN_STATE, WAITING } from './connections-stand-in.ts';
import { type } from './keys.ts';
import { problem, type Replies, type Shop, shop, standIn } from './stand-in.ts';
import { clearPage, type Visit, visit } from './visit.ts';

let server: ReturnType<typeof standIn>;

function open(path: string, has: Shop = shop(), replies: Replies = {}): Visit {
  server = standIn(has, replies);
  return visit(path);
}

const connected = (): Shop => shop({ sources: [...SOURCES], waiting: WAITING });
const focused = ({ root }: Visit) => root.activeElement?.textContent?.trim() ?? '';
const kept = () => JSON.stringify({ ...sessionStorage, ...localStorage });

beforeEach(async () => {
  clearPage();
  localStorage.setItem('autofactura-panel-locale', '"es-MX"');
  await setViewport({ width: 1280, height: 800 });
});
afterEach(() => server.restore());

type Sent = {
  readonly type?: string;
  readonly credentials?: Readonly<Record<string, string>>;
  readonly defaults?: object;
};

describe('a source of sales', () => {
  it('is connected with the keyboard: its address comes first, and the secret that its provider gives after that', async () => {
    const lucia = open('/panel/conexiones/nueva/mercado-pago');
    await lucia.reads('¿Qué vendes por aquí?');
    await type(lucia, 'credentials/accessToken', 'TEST-4711');
    assert.notInclude(kept(), 'TEST-4711');
    await sendKeys({ press: 'Enter' });
    await until(() => focused(lucia).includes('«Mercado Pago» ya está en tus conexiones.'));
    await lucia.reads('https://facturas.example/v1/sources/src_1/webhook');
    const [made] = server.sent('POST sources') as Sent[];
    assert.equal(made?.type, 'mercado-pago');
    assert.deepEqual(made?.credentials, { accessToken: 'TEST-4711' });
    assert.deepInclude(made?.defaults, { claveProdServ: '01010101', claveUnidad: 'H87' });
    assert.notProperty(made?.defaults, 'formaPago');

    await type(lucia, 'credentials/webhookSecret', 'clave-de-mp');
    await sendKeys({ press: 'Enter' });
    await lucia.reads('Guardadas.');
    assert.deepEqual(server.sent('PUT sources/src_1'), [
      { credentials: { accessToken: 'TEST-4711', webhookSecret: 'clave-de-mp' } },
    ]);
    assert.notInclude(kept() + lucia.text(), 'clave-de-mp');
  });

  it('whose secret is ours gets a random one, which is shown once to be copied', async () => {
    const lucia = open('/panel/conexiones/nueva/woocommerce');
    await lucia.reads('¿Qué vendes por aquí?');
    lucia.press('Conectar WooCommerce');
    await lucia.reads('URL de entrega');
    const [made] = server.sent('POST sources') as Sent[];
    const secret = made?.credentials?.webhookSecret ?? '';
    assert.match(secret, /^[\da-f]{64}$/);
    assert.include(lucia.text(), secret);
    assert.notInclude(kept(), secret);
    lucia.press('Ver cómo va esta conexión');
    await lucia.reads('Falta su primer aviso');
    assert.notInclude(lucia.text(), secret);
  });

  it('leads from a sale that waits to the page that mends its cause', async () => {
    const errors = [
      { pointer: '/formaPago', code: 'tender-unknown', detail: 'No sabemos qué forma de pago es «Rappi».' },
      { pointer: '/conceptos/0', code: 'line-without-tax', detail: 'Tu tienda no cobró impuesto por «Pan».' },
    ];
    const problems = [{ sale: '#1051', since: '2026-11-28T18:32:00-06:00', errors }];
    const lucia = open(
      '/panel/conexiones/src_shop',
      shop({ sources: [...SOURCES], waiting: { problems, unread: [] } }),
    );
    await lucia.reads('«Rappi»');
    const ways = lucia.all$<HTMLAnchorElement>('[aria-labelledby=waiting] a').map((way) => way.getAttribute('href'));
    assert.deepEqual(ways, ['/panel/formas-de-pago?de=src_shop', '/panel/productos']);
  });

  it('is listed with its state: what waits, a secret that does not match, and what is in order', async () => {
    const lucia = open('/panel/conexiones', connected());
    await lucia.reads('2 esperan tu ayuda');
    const rows = [...lucia.root.querySelectorAll('tbody tr')].map((row) => row.textContent?.replace(/\s+/g, ' ') ?? '');
    assert.match(rows[0] ?? '', /Tienda en línea.*Shopify.*2 esperan tu ayuda/);
    assert.match(rows[1] ?? '', /Talleres.*Stripe.*La clave no coincide/);
    assert.match(rows[2] ?? '', /Archivo de mi caja.*Conectada/);
  });

  it('tries again what could not become a sale, and says what still waits and why', async () => {
    const lucia = open('/panel/conexiones/src_shop', connected());
    await lucia.reads('A «Taza jacaranda» le falta su clave del SAT.');
    lucia.press('Intentar otra vez');
    await until(() => focused(lucia) === 'Sigue esperando 1, por lo que dice abajo.');
    assert.notInclude(lucia.text(), 'Taza jacaranda');
    await lucia.reads('Es del otro modo');
  });

  it('brings the sales of before page by page until there are no more, and can be tested without bringing any', async () => {
    let pages = 0;
    const lucia = open('/panel/conexiones/src_shop', connected(), {
      'POST sources/src_shop/backfill': ({ body }) => {
        if ((body as { dryRun: boolean }).dryRun) return { json: { status: 'more', sales: 250 } };
        pages += 1;
        return { json: { status: pages < 3 ? 'more' : 'all', sales: 100 } };
      },
    });
    await lucia.reads('Las ventas de antes');
    lucia.press('Solo probar si responde');
    await lucia.reads('Shopify respondió bien. Ventas desde ese día: más de 250.');
    lucia.press('Traer las ventas');
    await lucia.reads('Listo: Shopify nos dio todas sus ventas desde ese día.');
    assert.equal(pages, 3);
  });

  it('that cannot be read says what is missing or that the provider did not answer', async () => {
    let answer: object = { status: 'no-list', sales: 0 };
    const lucia = open('/panel/conexiones/src_shop', connected(), {
      'POST sources/src_shop/backfill': () => ({ json: answer }),
    });
    await lucia.reads('Las ventas de antes');
    lucia.press('Traer las ventas');
    await lucia.reads('falta su llave opcional');
    answer = { status: 'unavailable', sales: 0, reason: 'HTTP 401' };
    lucia.press('Traer las ventas');
    await lucia.reads('no respondió como debía (HTTP 401)');
  });

  it('whose word for a state is unknown is told with the keyboard what it means, beside what it was told before', async () => {
    const [first] = SOURCES;
    const has = shop({
      sources: [{ ...first, states: { apartado: 'unpaid' } } as (typeof SOURCES)[number]],
      waiting: UNKNOWN_STATE,
    });
    const lucia = open('/panel/conexiones/src_shop', has);
    await lucia.reads('Dinos qué significa un estado');
    await type(lucia, 'word', 'Enviado');
    await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'ArrowDown' });
    await sendKeys({ press: 'Tab' });
    has.waiting = NOTHING_WAITS;
    await sendKeys({ press: 'Enter' });
    await until(() => !lucia.text().includes('Dinos qué significa un estado'));
    assert.deepEqual(server.sent('PUT sources/src_shop'), [{ states: { apartado: 'unpaid', enviado: 'paid' } }]);
  });

  it('keeps the SAT keys and the taxes that the panel has no words for when something else is changed', async () => {
    const [first] = SOURCES;
    const defaults = { claveProdServ: '50201706', claveUnidad: 'H87', formaPago: '04', impuestos: [], objetoImp: '01' };
    const has = shop({ sources: [{ ...first, defaults } as (typeof SOURCES)[number]] });
    const lucia = open('/panel/conexiones/src_shop', has);
    await lucia.reads('Otro: clave 50201706, unidad H87');
    await type(lucia, 'name', 'Tienda');
    await sendKeys({ press: 'Enter' });
    await lucia.reads('Guardado.');
    assert.deepEqual(server.sent('PUT sources/src_shop'), [
      { name: 'Tienda', defaults: { pricesIncludeTax: true, ...defaults } },
    ]);
  });

  it('is disconnected only when that is confirmed', async () => {
    const lucia = open('/panel/conexiones/src_shop', connected());
    await lucia.reads('Las ventas de antes');
    lucia.press('Desconectar');
    await lucia.reads('Sus ventas se quedan');
    assert.deepEqual(server.sent('DELETE sources/src_shop'), []);
    lucia.press('Sí, desconectar «Tienda en línea»');
    await lucia.reads('De dónde llegan tus ventas');
    assert.notInclude(lucia.text(), 'Tienda en línea');
  });

  it('refused by the server shows the fault at its field, also a folded one', async () => {
    const lucia = open('/panel/conexiones/nueva/stripe', shop(), {
      'POST sources': problem('malformed-request', 400, {
        errors: [{ pointer: '/credentials/secretKey', code: 'malformed', detail: 'Revisa este dato.' }],
      }),
    });
    await lucia.reads('¿Qué vendes por aquí?');
    lucia.press('Conectar Stripe');
    await until(() => lucia.root.activeElement?.id === 'credentials/secretKey');
    await lucia.reads('Revisa este dato.');
  });
});

describe('the pages of the sources', () => {
  it('are linked from the sales, from the first steps and from a sale by hand', async () => {
    const lucia = open('/panel', shop({ sales: [] }));
    await lucia.reads('¿Vendes en línea? Conecta tu tienda');
    lucia.press('Ventas');
    await lucia.reads('Aún no hay ventas');
    lucia.press('Agregar una venta');
    await lucia.reads('Guardar la venta');
    lucia.press('¿Vendes en línea? Conecta tu tienda');
    await lucia.reads('Aún no hay nada conectado');
    lucia.press('Desde tu programa, por la API');
    await lucia.reads('Llaves de API');
  });

  it('show an accountant how the sources are doing, and nothing to change', async () => {
    const lucia = open('/panel/conexiones/src_shop', connected(), {
      'GET session': {
        json: {
          user: { name: 'Carmen Ruiz', email: 'carmen@despacho.example', hasPasskey: false },
          merchants: [{ id: 'mer_jacaranda', tradeName: 'Café Jacaranda', role: 'accountant' }],
        },
      },
    });
    await lucia.reads('Taza jacaranda');
    assert.deepEqual(
      lucia.all$('main button, main form').filter((one) => one.checkVisibility()),
      [],
    );
  });
});
