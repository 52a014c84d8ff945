import { sendKeys, setViewport } from '@web/test-runner-commands';
import { assert } from 'chai';
import { globalPeriod } from '../../../widget/panel/books/global-period.ts';
import { booksReplies } from './books-stand-in.ts';
import { problem, type Replies, shop, standIn } from './stand-in.ts';
import { clearPage, type Visit, visit } from './visit.ts';

let server: ReturnType<typeof standIn>;

function open(path: string, replies: Replies = booksReplies()): Visit {
  server = standIn(shop(), replies);
  return visit(path);
}

async function enter({ all$ }: Visit, words: string): Promise<void> {
  const target = all$('main button, main a').find((one) => one.textContent?.trim().includes(words));
  if (!target) throw new Error(`nothing to press says «${words}»`);
  target.focus();
  await sendKeys({ press: 'Enter' });
}

const lastRow = ({ all$ }: Visit) => all$('tfoot td').map((cell) => cell.textContent?.trim());

beforeEach(async () => {
  clearPage();
  localStorage.setItem('autofactura-panel-locale', '"es-MX"');
  await setViewport({ width: 1280, height: 800 });
});
afterEach(() => server.restore());

describe('the factura global', () => {
  it('is previewed with what stays out and why, then issued, and says how far it is until it is', async () => {
    const lucia = open('/panel/global');
    await lucia.reads('Ver qué llevaría');
    await enter(lucia, 'Ver qué llevaría');
    await lucia.reads('$419,992.00 MXN');
    await lucia.reads('Ventas: 1204. CFDI que se emiten: 2.');
    await lucia.reads('Sin pagar: 3');
    await lucia.reads('De antes de tu corte: van en globales hechas en otro sistema: 12');
    await enter(lucia, 'Emitir la factura global');
    await lucia.reads('CFDI timbrados: 1 de 2.');
    await lucia.reads('La factura global está emitida');
    await lucia.reads('CFDI timbrados: 2 de 2.');
    const asked = server.asked.find(({ path }) => path === 'global-invoices')?.body as Record<
      'branch' | 'from' | 'to' | 'periodicidad',
      string
    >;
    assert.include(asked, { branch: 'roma', periodicidad: '04' });
    assert.match(asked.from, /-01$/);
    assert.equal(asked.to.slice(0, 7), asked.from.slice(0, 7));
  });

  it('says what keeps it from being issued', async () => {
    const replies = { ...booksReplies(), 'POST global-invoices': problem('month-locked', 409) };
    const lucia = open('/panel/global', replies);
    await lucia.reads('Ver qué llevaría');
    await enter(lucia, 'Ver qué llevaría');
    await lucia.reads('$419,992.00 MXN');
    await enter(lucia, 'Emitir la factura global');
    await lucia.reads('month-locked');
  });
});

describe('when the factura global is issued by itself', () => {
  it('is said for each branch, and set by keys for one that had no schedule', async () => {
    const lucia = open('/panel/global');
    await lucia.reads('No se emite sola: la emites tú.');
    await lucia.reads('Periodo: El mes. A las 3:00, cuando termina.');
    await enter(lucia, 'Roma Norte');
    await lucia.reads('Desde qué día');
    const periods = lucia.all$('[name=periodicidad]')[0] as HTMLSelectElement;
    periods.focus();
    await sendKeys({ press: 'ArrowDown' });
    await enter(lucia, 'Guardar');
    await lucia.reads('Quedó guardado.');
    const put = server.asked.find(({ path }) => path === 'global-schedules/roma')?.body as Record<string, unknown>;
    assert.include(put, { enabled: true, periodicidad: '03', hour: 3, serie: 'G' });
  });
});

describe('the periods of a factura global', () => {
  it('are parted as the server parts them', () => {
    const of = (date: string, clave: string) => Object.values(globalPeriod(date, clave)).join(' ');
    assert.equal(of('2026-10-31', '01'), '2026-10-31 2026-10-31');
    assert.equal(of('2026-10-31', '02'), '2026-10-26 2026-10-31');
    assert.equal(of('2026-11-01', '02'), '2026-11-01 2026-11-01');
    assert.equal(of('2026-10-15', '03'), '2026-10-01 2026-10-15');
    assert.equal(of('2026-02-16', '03'), '2026-02-16 2026-02-28');
    assert.equal(of('2026-02-03', '04'), '2026-02-01 2026-02-28');
    assert.equal(of('2026-12-31', '05'), '2026-11-01 2026-12-31');
    assert.equal(of('2026-09-30', '05'), '2026-09-01 2026-10-31');
  });
});

describe('the cuadre', () => {
  it('adds a month up by day and branch, and by rate, to a difference of 0.00, and each day leads to its sales and CFDIs', async () => {
    const lucia = open('/panel/cuadre?mes=2026-10');
    await lucia.reads('Todo cuadra');
    assert.deepEqual(lastRow(lucia), [
      ...['$1,624.00 MXN', '$1,392.00 MXN', '$348.00 MXN', '−$232.00 MXN', '$116.00 MXN', '$0.00 MXN'],
    ]);
    await lucia.reads('16 % $1,300.00 MXN $208.00 MXN $100.00 MXN $16.00 MXN');
    assert.deepInclude(
      Object.fromEntries(new URLSearchParams(server.asked.find(({ path }) => path === 'cuadre')?.query)),
      {
        ...{ from: '2026-10-01', to: '2026-10-31' },
      },
    );
    await enter(lucia, '2 de octubre');
    await lucia.reads('Cuadre del 2 de octubre de 2026');
    await lucia.reads('CJ-318 factura $696.00 MXN');
    await lucia.reads('CJNC-4 nota de crédito −$232.00 MXN');
    assert.include(
      lucia
        .all$('td a')
        .map((link) => link.getAttribute('href'))
        .join(),
      '/panel/facturas/inv_2',
    );
    await enter(lucia, 'Ver el mes');
    await lucia.reads('Todo cuadra');
  });

  it('says that a day does not add up, and which', async () => {
    const lucia = open('/panel/cuadre?mes=2026-10', booksReplies({ uneven: true }));
    await lucia.reads('Hay días que no cuadran');
    assert.deepEqual(
      lucia.all$('tbody tr:has(.stop) th a').map((link) => link.textContent),
      ['3 de octubre'],
    );
  });

  it('names branches as people call them, and each currency where there are several', async () => {
    const lucia = open('/panel/cuadre?mes=2026-10');
    await lucia.reads('2 de octubreRoma Norte');
    assert.notInclude(lucia.text(), 'Peso mexicano');
    await enter(lucia, '2 de octubre');
    await lucia.reads('Cuadre del 2 de octubre de 2026 Roma Norte');
    clearPage();
    localStorage.setItem('autofactura-panel-locale', '"es-MX"');
    server.restore();
    const both = open('/panel/cuadre?mes=2026-10', booksReplies({ dollars: true }));
    await both.reads('Dólar estadounidense (USD)');
    const headings = both.all$('main h2, main h3').map(({ textContent }) => textContent);
    assert.deepEqual(headings.slice(0, 4), [
      ...['Peso mexicano (MXN)', 'IVA por tasa', 'Dólar estadounidense (USD)', 'IVA por tasa'],
    ]);
  });

  it('is asked for another month by keyboard, and goes into a spreadsheet', async () => {
    const lucia = open('/panel/cuadre');
    await lucia.reads('Todo cuadra');
    const month = lucia.input('mes') as HTMLInputElement;
    month.focus();
    month.value = '2026-10';
    await sendKeys({ press: 'Enter' });
    await lucia.reads('Todo cuadra');
    assert.equal(new URLSearchParams(location.search).get('mes'), '2026-10');
    await enter(lucia, 'Descargar para hoja de cálculo');
    await lucia.reads('Todo cuadra');
    assert.include(server.asked.at(-1)?.query ?? '', 'format=csv');
  });

  it('locks a month with the keyboard, and opens it again; what the server refuses stands there', async () => {
    const lucia = open('/panel/cuadre?mes=2026-10');
    await lucia.reads('Cierre del mes');
    await enter(lucia, 'Cerrar el mes');
    await lucia.reads('Este mes está cerrado');
    await enter(lucia, 'Abrir el mes');
    await lucia.reads('Cerrar el mes');
    server.restore();
    const refused = { ...booksReplies(), 'POST months/2026-10/lock': problem('month-lock-forbidden', 403) };
    clearPage();
    localStorage.setItem('autofactura-panel-locale', '"es-MX"');
    const beto = open('/panel/cuadre?mes=2026-10', refused);
    await beto.reads('Cerrar el mes');
    await enter(beto, 'Cerrar el mes');
    await beto.reads('month-lock-forbidden');
  });
});
