/** What the page says after each act, and where the focus is then: nobody has to look for either, on a phone or with a keyboard. */
import { sendKeys, setViewport } from '@web/test-runner-commands';
import { assert } from 'chai';
import { until } from '../visitor-waits.ts';
import { booksReplies } from './books-stand-in.ts';
import { type } from './keys.ts';
import { emptyServer, problem, type Replies, type Shop, shop, standIn } from './stand-in.ts';
import { clearPage, type Visit, visit } from './visit.ts';

let server: ReturnType<typeof standIn>;

function open(path: string, has: Shop = shop(), replies: Replies = {}): Visit {
  server = standIn(has, replies);
  return visit(path);
}

const RESTORED = {
  ...{ kind: 'restored', subject: 'database', informs: true, since: '2026-11-28T12:00:00Z' },
  detail: 'La base de datos se restauró de un respaldo y recuperamos 3 facturas que le faltaban.',
};
const EXPIRING = { ...RESTORED, kind: 'csd-expiring', informs: false, detail: 'Tu sello vence el 20 de diciembre.' };

async function enter({ all$ }: Visit, words: string): Promise<void> {
  const target = all$('button, main a').find((one) => one.textContent?.trim().includes(words) && one.checkVisibility());
  if (!target) throw new Error(`nothing to press says «${words}»`);
  target.focus();
  await sendKeys({ press: 'Enter' });
}

const focused = ({ root }: Visit) =>
  root.activeElement?.textContent?.trim().replace(/\s+/g, ' ') || root.activeElement?.id;

function pick({ root }: Visit, id: string, file: File): HTMLInputElement {
  const input = root.getElementById(id) as HTMLInputElement;
  const chosen = new DataTransfer();
  chosen.items.add(file);
  input.files = chosen.files;
  input.dispatchEvent(new Event('change', { bubbles: true }));
  return input;
}

beforeEach(async () => {
  clearPage();
  localStorage.setItem('autofactura-panel-locale', '"es-MX"');
  await setViewport({ width: 390, height: 700 });
});
afterEach(() => server.restore());

describe('on a phone', () => {
  it('what was saved is said in view, with the focus there, however far down the button was', async () => {
    const lucia = open('/panel/ventas/nueva');
    await lucia.reads('Guardar la venta');
    await type(lucia, 'folio', 'CJ-1062');
    await type(lucia, 'conceptos/0/descripcion', 'Café de olla');
    await type(lucia, 'conceptos/0/valorUnitario', '45.50');
    await type(lucia, 'email', 'ana@example.com');
    await sendKeys({ press: 'Enter' });
    await until(() => focused(lucia)?.startsWith('La venta CJ-1062') ?? false);
    const { top, bottom } = (lucia.root.activeElement as HTMLElement).getBoundingClientRect();
    assert.isTrue(top >= 0 && bottom <= innerHeight, `${top} to ${bottom} of ${innerHeight}`);
  });

  it('Escape closes the menu, and its button has the focus again', async () => {
    const lucia = open('/panel/ventas');
    await lucia.reads('Ventas');
    await enter(lucia, 'Menú');
    await until(() => lucia.root.querySelector('header.open') !== null);
    await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'Escape' });
    await until(() => lucia.root.querySelector('header.open') === null);
    assert.equal(focused(lucia), 'Menú');
  });
});

describe('what had the focus and is gone', () => {
  it('leaves it with what is before it: a group of search fields that is removed', async () => {
    const lucia = open('/panel/portales/cafe-jacaranda');
    await lucia.reads('64 intentos');
    await enter(lucia, 'Quitar «Folio y total»');
    await until(() => !lucia.text().includes('Quitar «Folio y total»'));
    await until(() => lucia.root.activeElement?.closest('fieldset.way') !== null && lucia.root.activeElement !== null);
  });

  it('does not disturb somebody who is elsewhere', async () => {
    const lucia = open('/panel/ventas/nueva');
    await lucia.reads('Guardar la venta');
    await enter(lucia, 'Agregar otro producto');
    await until(() => Boolean(lucia.root.getElementById('conceptos/1/descripcion')));
    await type(lucia, 'folio', 'CJ-1');
    lucia.press('Quitar el último');
    await until(() => lucia.root.getElementById('conceptos/1/descripcion') === null);
    assert.equal(lucia.root.activeElement?.id, 'folio');
  });
});

describe('the setup', () => {
  it('leads whoever has an account already from a spent address to the sign-in', async () => {
    const lucia = open('/panel/setup?token=tok_vieja', emptyServer());
    await lucia.reads('¿Ya tienes cuenta? Entrar');
    const link = lucia.all$<HTMLAnchorElement>('a').find((one) => one.textContent === 'Entrar');
    assert.deepEqual([link?.pathname, link?.target], ['/panel', '_self'], 'the entrance follows no link by itself');
  });

  it('says at once when the data are not those of the seal, and does not call the same page the next step', async () => {
    const detail = 'El nombre no es el de tu sello digital. Escríbelo como «CAFÉ JACARANDA».';
    const steps = [
      { step: 'issuer', done: false, missing: ['nombre-not-of-csd'], details: [detail] },
      { step: 'portal', done: false, missing: ['portal-missing'], details: ['Falta tu portal.'] },
    ];
    const lucia = open('/panel/datos-fiscales', shop(), { 'GET merchant/checklist': { json: { steps } } });
    await lucia.reads('Razón social');
    await type(lucia, 'nombre', 'CAFETERIA JACARANDA');
    await sendKeys({ press: 'Enter' });
    await until(() => focused(lucia)?.includes(detail) ?? false);
    assert.notInclude(lucia.text(), 'Sigue:');
    clearPage();
    localStorage.setItem('autofactura-panel-locale', '"es-MX"');
    const home = visit('/panel/puesta-en-marcha');
    await home.reads(detail);
    assert.notInclude(home.text(), 'Falta tu portal.', 'what is only not done yet has its own sentence');
  });

  it('shows no file as chosen that will not be sent, and no fault of an earlier one', async () => {
    const lucia = open('/panel/sello', shop({ csd: false }));
    await lucia.reads('Guardar mi sello');
    assert.equal(pick(lucia, 'certificate', new File(['x'], 'ventas.csv')).value, '');
    await lucia.reads('«ventas.csv» no es .cer ni .key.');
    await enter(lucia, 'Guardar mi sello');
    await lucia.reads('Elige el archivo .cer de tu sello.');
    const seal = new Uint8Array([0x30, 0x0e, 0x06, 0x03, 0x55, 0x1d, 0x0f, 0x04, 0x04, 0x03, 0x02, 0x06, 0xc0]);
    pick(lucia, 'certificate', new File([seal], 'CSD_luna.cer'));
    await lucia.reads('CSD_luna.cer');
    await until(() => !lucia.text().includes('Elige el archivo .cer') && !lucia.text().includes('ventas.csv'));
  });

  it('finds the columns of a file under the name of the shop, and names the rows as the file has them', async () => {
    const lucia = open('/panel/ventas/archivo', shop(), {
      'POST sources/src_1/sales': {
        json: {
          line: 2,
          folio: 'T-1',
          result: 'refused',
          errors: [{ pointer: '/total', code: 'x', detail: 'No es una cantidad.' }],
        },
      },
    });
    await lucia.reads('Archivo CSV');
    const rows = 'Ticket;Fec. venta;Total\r\nT-1;20/11/2026 18:32;x\r\n';
    pick(lucia, 'file', new File([`Café Luna, caja 1\r\n;;\r\n${rows}`], 'corte.csv'));
    await lucia.reads('T-1');
    assert.deepEqual(
      ['folio', 'date', 'total'].map((name) => lucia.input(`column/${name}`).value),
      ['0', '1', '2'],
    );
    await enter(lucia, 'Subir estas ventas');
    await lucia.reads('No es una cantidad.');
    assert.deepEqual(server.sent('POST sources/src_1/sales'), ['folio;date;total\r\nT-1;20/11/2026 18:32;x\r\n']);
    assert.equal(lucia.root.querySelector('main tbody th')?.textContent?.trim().slice(0, 1), '4');
    await until(() => focused(lucia)?.startsWith('Ventas guardadas: 0.') ?? false);
  });
});

describe('the day', () => {
  it('a request that waits for its sale can be declined, and has nothing to invoice yet', async () => {
    const waiting = {
      ...{ id: 'req_9', status: 'open', waitsFor: 'sale', reason: 'not-here-yet', createdAt: '2026-11-29T18:00:00Z' },
      ...{
        expiresAt: '2026-12-29T18:00:00Z',
        receptor: { rfc: 'XAXX010101000', nombre: 'ANA' },
        lookup: { folio: 'ZZ-1' },
      },
      ...{ sales: [], isSaleKnown: false },
    };
    const lucia = open('/panel/solicitudes/req_9', shop(), {
      'GET requests/req_9': { json: waiting },
      'POST requests/req_9/decline': { json: { ...waiting, status: 'declined' } },
    });
    await lucia.reads('En cuanto llegue su venta se factura sola');
    assert.notInclude(lucia.text(), 'Facturar con estos datos');
    await enter(lucia, 'Rechazar…');
    await until(() => lucia.root.activeElement?.id === 'reason');
    await sendKeys({ type: 'Esa compra no existe.' });
    await sendKeys({ press: 'Enter' });
    await until(() => server.sent('POST requests/req_9/decline').length === 1);
  });

  it('an invoice that somebody of the business made is not said to be the system’s', async () => {
    const made = { ...{ id: 'inv_g', kind: 'global', origin: 'merchant', serie: 'G', folio: '2', status: 'stamped' } };
    const receptor = { rfc: 'XAXX010101000', nombre: 'PUBLICO EN GENERAL', codigoPostal: '06700' };
    const rest = { sales: [], folios: [], relations: [], relatedBy: [], cancellations: [], mails: [], links: {} };
    const invoice = { ...made, ...rest, receptor, total: '1.00', moneda: 'MXN', createdAt: '2026-12-01T10:00:00Z' };
    const lucia = open('/panel/facturas/inv_g', shop(), { 'GET invoices/inv_g': { json: invoice } });
    await lucia.reads('Alguien de tu negocio');
  });

  it('a refund of more than is left is refused at its amount', async () => {
    const lucia = open('/panel/ventas/sale_3/devolucion', shop(), {
      'POST sales/sale_3/refunds/preview': problem('refund-too-much', 422, { detail: 'Quedan 812.00 por devolver.' }),
    });
    await lucia.reads('Cuánto devolviste');
    await type(lucia, 'total', '900');
    await sendKeys({ press: 'Enter' });
    await until(() => lucia.root.activeElement?.id === 'total');
    assert.include(lucia.root.getElementById('total-fault')?.textContent ?? '', 'Quedan 812.00');
  });

  it('a period whose global cannot be made yet shows nothing of the one before', async () => {
    let isOver = true;
    const replies = booksReplies();
    const preview = replies['POST global-invoices/preview'];
    const lucia = open('/panel/global', shop(), {
      ...replies,
      'POST global-invoices/preview': () => (isOver ? preview : problem('global-period-open', 409)),
    });
    await lucia.reads('Ver qué llevaría');
    await enter(lucia, 'Ver qué llevaría');
    await lucia.reads('Emitir la factura global');
    isOver = false;
    await enter(lucia, 'Ver qué llevaría');
    await lucia.reads('global-period-open');
    assert.notInclude(lucia.text(), 'Emitir la factura global');
  });

  it('a request shows when its sale was made by the clock of its branch, wherever it is read', async () => {
    const queued = {
      ...{ id: 'req_7', status: 'open', waitsFor: 'merchant', reason: 'late', createdAt: '2026-11-20T20:00:00Z' },
      sales: [
        { id: 'sale_7', folio: 'TJ-7', date: '2026-11-20T02:30:00Z', branch: 'tj', total: '348.00', moneda: 'MXN' },
      ],
      ...{ isSaleKnown: true, lookup: {}, receptor: {}, expiresAt: '2026-12-20T20:00:00Z' },
    };
    const tijuana = { code: 'tj', name: 'Tijuana', codigoPostal: '22000', zone: 'America/Tijuana', frontera: 'north' };
    const lucia = open('/panel/solicitudes/req_7', shop({ branches: [tijuana] }), {
      'GET requests/req_7': { json: queued },
    });
    await lucia.reads('TJ-7');
    await until(() => /19 nov 2026,? (6:30|18:30)/.test(lucia.text()), lucia.text);
  });

  it('a notice that only informs leaves the list when somebody has seen it, and the focus stays in it; others have no such button', async () => {
    let notices = [RESTORED, EXPIRING];
    const lucia = open('/panel/avisos', shop(), {
      'GET notices': () => ({ json: { notices } }),
      'POST notices/dismiss': () => {
        notices = [EXPIRING];
        return {};
      },
    });
    await lucia.reads('recuperamos 3 facturas');
    assert.lengthOf(
      lucia.all$('main button').filter((one) => one.textContent?.includes('Ya lo vi')),
      1,
    );
    await enter(lucia, 'Ya lo vi');
    await until(() => !lucia.text().includes('recuperamos 3 facturas'));
    assert.deepEqual(server.sent('POST notices/dismiss'), [{ kind: 'restored', subject: 'database' }]);
    assert.include(lucia.text(), 'vence el 20 de diciembre');
    await until(
      () => focused(lucia) === 'Avisos',
      () => String(focused(lucia)),
    );
  });

  it('nobody but an owner or administrator takes a notice off the list', async () => {
    const lucia = open('/panel/avisos', shop(), {
      'GET session': {
        json: {
          user: { id: 'usr_1', name: 'Lucía', email: 'lucia@cafejacaranda.example', hasPasskey: false },
          merchants: [{ id: 'mer_jacaranda', tradeName: 'Café Jacaranda', role: 'accountant' }],
        },
      },
      'GET notices': { json: { notices: [RESTORED] } },
    });
    await lucia.reads('recuperamos 3 facturas');
    assert.notInclude(lucia.text(), 'Ya lo vi');
  });
});
