import { sendKeys, setViewport } from '@web/test-runner-commands';
import { assert } from 'chai';
import { until } from '../visitor-waits.ts';
import { FAILED_RUN } from './outward-stand-in.ts';
import { type Replies, SETTINGS, type Shop, shop, standIn } from './stand-in.ts';
import { clearPage, type Visit, visit } from './visit.ts';

let server: ReturnType<typeof standIn>;

function open(path: string, has: Shop = shop(), replies: Replies = {}): Visit {
  server = standIn(has, replies);
  return visit(path);
}

/** Walks to a button with the keyboard, and presses it. */
async function press({ all$ }: Visit, words: string): Promise<void> {
  const button = all$('button, a').find((one) => one.textContent?.includes(words));
  if (!button) throw new Error(`nothing to press says «${words}»`);
  button.focus();
  await sendKeys({ press: 'Enter' });
}

beforeEach(async () => {
  clearPage();
  localStorage.setItem('autofactura-panel-locale', '"es-MX"');
  await setViewport({ width: 1280, height: 800 });
});
afterEach(() => server.restore());

describe('testing the portal', () => {
  it('ticks every step that the server walked, shows the mail and what was made, and says what to type in a private window', async () => {
    const lucia = open('/panel/prueba');
    await lucia.reads('Probar mi portal');
    await press(lucia, 'Probar mi portal');
    await lucia.reads('Tu portal funciona de principio a fin');
    assert.equal(lucia.all$('.run .ok').length, 10);
    await lucia.reads('Asunto: Tu factura de Café Jacaranda · CJ-12');
    await until(() =>
      Boolean(lucia.root.querySelector('iframe')?.contentDocument?.body?.textContent?.includes('está lista')),
    );
    const links = lucia.all$<HTMLAnchorElement>('.bar-of-actions.start a').map(({ href }) => new URL(href).pathname);
    assert.deepEqual(links, ['/v1/invoices/inv_9/pdf', '/v1/invoices/inv_9/xml']);
    await lucia.reads('PRUEBA-7');
    await lucia.reads('ventana privada');
    assert.equal(
      server.asked.find(({ method, path }) => method === 'POST' && path.endsWith('test-run'))?.world,
      'test',
    );
  });

  it('says of what failed why, and what to do about it', async () => {
    const lucia = open('/panel/prueba', shop(), { 'POST portals/cafe-jacaranda/test-run': { json: FAILED_RUN } });
    await lucia.reads('Probar mi portal');
    await press(lucia, 'Probar mi portal');
    await lucia.reads('Algo no funcionó');
    await lucia.reads('ya venció. Saca uno nuevo en el portal del SAT y súbelo. Venció el 1 de noviembre');
    assert.deepEqual([lucia.all$('.run .ok').length, lucia.all$('.run .stop').length], [1, 1]);
  });

  it('can be done again where the server was away', async () => {
    const lucia = open('/panel/prueba', shop(), { 'POST portals/cafe-jacaranda/test-run': 'offline' });
    await lucia.reads('Probar mi portal');
    await press(lucia, 'Probar mi portal');
    await lucia.reads('No pudimos comunicarnos con el servidor');
    await lucia.reads('Probar mi portal');
  });
});

describe('promoting the portal', () => {
  const downloads: string[] = [];
  const real = HTMLAnchorElement.prototype.click;
  beforeEach(() => {
    downloads.length = 0;
    HTMLAnchorElement.prototype.click = function click(this: HTMLAnchorElement): void {
      if (this.download) downloads.push(this.download);
      else real.call(this);
    };
  });
  afterEach(() => {
    HTMLAnchorElement.prototype.click = real;
  });

  it('has every poster, and the QR for people who draw and for printers', async () => {
    const lucia = open('/panel/difundir');
    await lucia.reads('Para imprimir');
    const wanted = [
      ['tamaño carta', 'cafe-jacaranda-carta.pdf', 'paper=letter'],
      ['tamaño A4', 'cafe-jacaranda-a4.pdf', 'paper=a4'],
      ['Para la mesa', 'cafe-jacaranda-mesa.pdf', 'paper=table-tent'],
      ['Para la caja', 'cafe-jacaranda-caja.pdf', 'paper=till-sticker'],
      ['PNG', 'cafe-jacaranda-qr.png', 'format=png'],
      ['SVG', 'cafe-jacaranda-qr.svg', 'format=svg'],
      ['80 mm', 'cafe-jacaranda-qr-80.bin', 'format=escpos&roll=80'],
      ['58 mm', 'cafe-jacaranda-qr-58.bin', 'format=escpos&roll=58'],
    ] as const;
    for (const [words, name, query] of wanted) {
      await press(lucia, words);
      await until(() => downloads.at(-1) === name);
      assert.include(server.asked.at(-1)?.query ?? '', query);
    }
    assert.equal(
      lucia.all$<HTMLAnchorElement>('a').find((one) => one.textContent?.includes('Abrir la pantalla'))?.pathname,
      '/cafe-jacaranda/pantalla',
    );
  });

  it('proposes first the paper of the trade', async () => {
    const first = async (noun: 'consumo' | 'servicio'): Promise<string | undefined> => {
      clearPage();
      localStorage.setItem('autofactura-panel-locale', '"es-MX"');
      server?.restore();
      const lucia = open(
        '/panel/difundir',
        shop({ portals: [{ slug: 'cafe-jacaranda', settings: { ...SETTINGS, noun } }] }),
      );
      await lucia.reads('Para imprimir');
      return lucia.all$('#prints ~ .actions button')[0]?.textContent?.trim();
    };
    assert.deepEqual([await first('consumo'), await first('servicio')], ['Para la mesa', 'Cartel, tamaño carta']);
  });

  it('says which link brought how many, the most first', async () => {
    const lucia = open('/panel/difundir');
    await lucia.reads('Por dónde llegan');
    const rows = lucia.all$('tbody tr').map((row) => row.textContent?.replace(/\s+/g, ' ').trim());
    assert.deepEqual(rows, ['QR del ticket48', 'Cartel9', 'WhatsApp4']);
  });

  it('is of the portal that was chosen, where there are several', async () => {
    const portals = ['cafe-jacaranda', 'jacaranda-roma'].map((slug) => ({ slug, settings: SETTINGS }));
    const json = { pieces: [] };
    const lucia = open('/panel/difundir?portal=jacaranda-roma', shop({ portals }), {
      'GET portals/jacaranda-roma/promotion/texts': { json },
      'GET portals/jacaranda-roma/promotion/visits': { json: { total: 0, channels: {} } },
    });
    await lucia.reads('Aún nadie');
    assert.equal(lucia.root.querySelector('.tabs [aria-current]')?.textContent?.includes('/jacaranda-roma'), true);
  });
});
