import { sendKeys, setViewport } from '@web/test-runner-commands';
import { assert } from 'chai';
import { until } from '../visitor-waits.ts';
import { ALBA, desk, NO_FORMA_PAGO, quietDesk, REFUNDED } from './desk-stand-in.ts';
import { enter, type } from './keys.ts';
import { problem, type Replies, type Shop, shop, standIn } from './stand-in.ts';
import { clearPage, type Visit, visit } from './visit.ts';

let server: ReturnType<typeof standIn>;

function open(path: string, has: Shop = shop(), replies: Replies = {}): Visit {
  server = standIn(has, replies);
  return visit(path);
}

const badge = ({ root }: Visit) => root.querySelector('.badge')?.textContent;
const asked = (route: string) => server.asked.filter((one) => `${one.method} ${one.path}` === route);

beforeEach(async () => {
  clearPage();
  localStorage.setItem('autofactura-panel-locale', '"es-MX"');
  await setViewport({ width: 1280, height: 800 });
});
afterEach(() => server.restore());

describe('requests', () => {
  it('are answered with the keyboard: accepted with the data given, what came of it stays, and the count goes down', async () => {
    const lucia = open('/panel/solicitudes');
    await lucia.reads('La pidió fuera de plazo');
    await until(() => badge(lucia) === '2');
    await enter(lucia, 'ALBA XKARAJAM MENDEZ');
    await lucia.reads('Si la aceptas, se factura con fecha de hoy');
    await lucia.reads('alba@example.com');
    await enter(lucia, 'Facturar con estos datos');
    await lucia.reads('Ya se facturó. CJ-318');
    assert.deepEqual(server.sent('POST requests/req_1/accept'), [{}]);
    await until(() => badge(lucia) === '1');
    assert.notInclude(lucia.text(), 'Rechazar…');
  });

  it('are declined only with a reason, which the customer reads as it is typed', async () => {
    const lucia = open('/panel/solicitudes/req_1');
    await lucia.reads('Los datos que dejó');
    await enter(lucia, 'Rechazar…');
    await until(
      () => lucia.root.activeElement?.id === 'reason',
      () => 'the reason has no focus',
    );
    await sendKeys({ press: 'Enter' });
    await lucia.reads('Escribe este dato');
    assert.isEmpty(server.sent('POST requests/req_1/decline'));
    await sendKeys({ type: 'El ticket es de otra sucursal.' });
    await sendKeys({ press: 'Enter' });
    await lucia.reads('Le dijiste a tu cliente: «El ticket es de otra sucursal.»');
    assert.deepEqual(server.sent('POST requests/req_1/decline'), [{ reason: 'El ticket es de otra sucursal.' }]);
  });

  it('that match several sales are accepted for the one that is chosen', async () => {
    const lucia = open('/panel/solicitudes/req_2');
    await lucia.reads('¿Cuál es su compra?');
    const [, second] = lucia.all$('input[name="sale"]');
    second?.focus();
    await sendKeys({ press: 'Space' });
    await enter(lucia, 'Facturar con estos datos');
    await lucia.reads('Ya se facturó');
    assert.deepEqual(server.sent('POST requests/req_2/accept'), [{ sale: 'sale_6' }]);
  });

  it('that cannot be invoiced say why, fault by fault, and stay to be answered', async () => {
    const refusal = problem('invalid-receptor', 422, {
      errors: [
        { pointer: '/receptor/codigoPostal', code: 'cp', detail: 'Ese código postal no existe.' },
        { pointer: '/receptor/usoCfdi', code: 'uso', detail: 'Ese uso no va con su régimen.' },
      ],
    });
    const lucia = open('/panel/solicitudes/req_1', shop(), { 'POST requests/req_1/accept': refusal });
    await lucia.reads('Los datos que dejó');
    await enter(lucia, 'Facturar con estos datos');
    await lucia.reads('Ese código postal no existe.');
    await lucia.reads('Ese uso no va con su régimen.');
    await enter(lucia, 'Corregir los datos y facturar');
    await lucia.reads('Revisar antes de timbrar');
    assert.equal(lucia.input('receptor/rfc').value, ALBA.rfc, 'what the customer left is there to be corrected');
  });
});

describe('a request for a sale in a factura global', () => {
  it('says so in the queue and on its page, with the global and what accepting leads to besides the invoice', async () => {
    const [late] = desk().requests;
    if (!late) throw new Error('no request');
    const inGlobal = { id: 'inv_g1', serie: 'G', folio: '1' };
    const request = { ...late, reason: 'other', sales: late.sales.map((sale) => ({ ...sale, inGlobal })) };
    const lucia = open('/panel/solicitudes', shop({ desk: { ...desk(), requests: [request] } }));
    await lucia.reads('Su compra ya está en una factura global');
    await enter(lucia, 'ALBA XKARAJAM MENDEZ');
    await lucia.reads('Su compra ya está en la factura global G-1');
    await lucia.reads('una nota de crédito');
  });
});

describe('a link of an alert', () => {
  it('opens its page for the merchant and in the mode that it is about, and the address does not say so afterwards', async () => {
    const [jacaranda] = shop().merchants;
    const milpa = { ...jacaranda, id: 'mer_milpa', tradeName: 'La Milpa' } as NonNullable<typeof jacaranda>;
    const has = shop({ merchants: [jacaranda as typeof milpa, milpa] });
    const lucia = open('/panel/solicitudes/req_1?negocio=mer_milpa&modo=live', has);
    await lucia.reads('Los datos que dejó');
    const { merchant, world } = asked('GET requests/req_1')[0] ?? {};
    assert.deepEqual([merchant, world], ['mer_milpa', 'live']);
    assert.equal(location.pathname + location.search, '/panel/solicitudes/req_1');
  });
});

describe('sales', () => {
  it('are found by folio and total as they are typed, and the address keeps the search', async () => {
    const lucia = open('/panel/ventas');
    await lucia.reads('CJ-1060');
    await type(lucia, 'folio', 'cj 1060');
    await type(lucia, 'total', '$1,348.00');
    await sendKeys({ press: 'Enter' });
    await until(() => asked('GET sales').length === 2);
    const query = new URLSearchParams(asked('GET sales').at(-1)?.query);
    assert.equal(query.get('folio'), 'cj 1060');
    assert.equal(query.get('total'), '1348.00');
    assert.include(location.search, 'folio=cj+1060');
    await lucia.reads('Ver todas');
  });

  it('tell their story, the newest first, with who did what', async () => {
    const lucia = open('/panel/ventas/sale_3');
    await lucia.reads('Factura CJ-318: timbrada');
    const story = lucia.all$('.story > li').map((one) => one.textContent?.replace(/\s+/g, ' ').trim() ?? '');
    assert.match(story[0] ?? '', /timbrada/);
    assert.match(story[2] ?? '', /Se aceptó la solicitud de ALBA XKARAJAM MENDEZ.*Lucía Robles/);
    assert.match(story.at(-1) ?? '', /Se vendió por \$1,348\.00 MXN/);
  });

  it('say what they were sold for after a refund, and their lines add up to what is left', async () => {
    const lucia = open(`/panel/ventas/${REFUNDED}`);
    await lucia.reads('Se vendió por $348.00 MXN');
    await lucia.reads('Se devolvieron $48.00 MXN');
    const lines = lucia.all$('.lines > li').map((one) => one.textContent?.replace(/\s+/g, ' ').trim());
    assert.deepEqual(lines, [
      '2 × Café de Coatepec 500 g$348.00 MXN',
      'Descuentos y devoluciones−$48.00 MXN',
      'Total$300.00 MXN',
    ]);
  });

  it('are invoiced for a customer with the keyboard: typed, reviewed as it will be, stamped, and then opened', async () => {
    const lucia = open('/panel/ventas/sale_4/facturar');
    await lucia.reads('Revisar antes de timbrar');
    await type(lucia, 'receptor/rfc', 'xama620210dq5');
    await type(lucia, 'receptor/codigoPostal', '01219');
    await type(lucia, 'receptor/nombre', 'Alba Xkarajam Mendez');
    lucia.choose('receptor/regimenFiscal', '612');
    await until(
      () => lucia.input('receptor/usoCfdi').value === 'G03',
      () => 'the usual use of that régimen',
    );
    await type(lucia, 'email', 'alba@example.com');
    await sendKeys({ press: 'Enter' });
    await lucia.reads('Así quedará la factura');
    await lucia.reads('IVA 16 %');
    assert.isEmpty(server.sent('POST sales/sale_4/invoice'), 'nothing is stamped before it was looked at');
    await enter(lucia, 'Timbrar la factura');
    await lucia.reads('Descargar PDF');
    assert.deepEqual(server.sent('POST sales/sale_4/invoice'), [{ receptor: ALBA, email: 'alba@example.com' }]);
    assert.equal(location.pathname, '/panel/facturas/inv_2');
  });

  it('ask to choose a régimen where there is none, and to type what is typed', async () => {
    const lucia = open('/panel/ventas/sale_4/facturar');
    await lucia.reads('Revisar antes de timbrar');
    await type(lucia, 'receptor/rfc', 'xama620210dq5');
    await sendKeys({ press: 'Enter' });
    await lucia.reads('Elige una opción.');
    const faultOf = (id: string) => lucia.root.getElementById(`${id}-fault`)?.textContent?.trim();
    assert.equal(faultOf('receptor/regimenFiscal'), 'Elige una opción.');
    assert.equal(faultOf('receptor/nombre'), 'Escribe este dato.');
  });

  it('are refunded once what will be issued was read: the goods that came back, and what they come to', async () => {
    const lucia = open('/panel/ventas/sale_3/devolucion');
    await lucia.reads('¿Qué se devolvió?');
    lucia.choose('what', 'goods');
    await lucia.reads('Se vendieron 2');
    await type(lucia, 'cantidad/0', '3');
    await sendKeys({ press: 'Enter' });
    await until(() => lucia.root.querySelector('[aria-invalid]')?.id === 'cantidad/0');
    await type(lucia, 'cantidad/0', '1');
    await sendKeys({ press: 'Enter' });
    await lucia.reads('Se emite esta nota de crédito');
    await lucia.reads('Nota de crédito de CJ-318');
    const [previewed] = server.sent('POST sales/sale_3/refunds/preview') as {
      total: string;
      conceptos: { cantidad: string }[];
    }[];
    assert.equal(previewed?.total, '174.00');
    assert.deepEqual(
      previewed?.conceptos.map(({ cantidad }) => cantidad),
      ['1'],
    );
    assert.isEmpty(server.sent('POST sales/sale_3/refunds'));
    await enter(lucia, 'Registrar la devolución');
    await until(() => location.pathname === '/panel/ventas/sale_3');
    assert.deepEqual(server.sent('POST sales/sale_3/refunds'), [previewed], 'what was shown is what is registered');
  });

  it('ask how the money was returned where the sale does not say how it was paid', async () => {
    const lucia = open(`/panel/ventas/${NO_FORMA_PAGO}/devolucion`);
    await lucia.reads('¿Cómo lo devolviste?');
    await type(lucia, 'total', '100');
    await sendKeys({ press: 'Enter' });
    await until(() => lucia.root.querySelector('[aria-invalid]')?.id === 'formaPago');
    assert.isEmpty(server.sent(`POST sales/${NO_FORMA_PAGO}/refunds/preview`));
    lucia.choose('formaPago', '01');
    lucia.press('Ver qué se emite');
    await lucia.reads('Se emite esta nota de crédito');
    const [previewed] = server.sent(`POST sales/${NO_FORMA_PAGO}/refunds/preview`) as { formaPago: string }[];
    assert.equal(previewed?.formaPago, '01');
  });
});

describe('invoices', () => {
  it('are found by number with its serie, customer and days', async () => {
    const lucia = open('/panel/facturas');
    await lucia.reads('ALBA XKARAJAM');
    await type(lucia, 'folio', 'CJ-318');
    await type(lucia, 'rfc', 'XAMA620210DQ5');
    await sendKeys({ press: 'Enter' });
    await until(() => asked('GET invoices').length === 2);
    const query = Object.fromEntries(new URLSearchParams(asked('GET invoices').at(-1)?.query));
    assert.deepInclude(query, { serie: 'CJ', folio: '318', rfc: 'XAMA620210DQ5' });
  });

  it('are cancelled after what it takes was said, with a motivo in words, and followed until the SAT has spoken', async () => {
    const lucia = open('/panel/facturas/inv_2');
    await lucia.reads('Descargar PDF');
    await enter(lucia, 'Cancelar esta factura');
    await lucia.reads('Tu cliente tiene que aceptarla en su Buzón Tributario');
    await enter(lucia, 'Pedir la cancelación al SAT');
    await lucia.reads('Elige una opción.');
    assert.isEmpty(server.sent('POST invoices/inv_2/cancel'));
    const [first] = lucia.all$('input[name="motivo"]');
    first?.focus();
    await sendKeys({ press: 'Space' });
    await sendKeys({ press: 'ArrowDown' });
    await enter(lucia, 'Pedir la cancelación al SAT');
    await lucia.reads('Cancelación en curso: todavía es válida');
    assert.deepEqual(server.sent('POST invoices/inv_2/cancel'), [{ motivo: '03' }]);
    assert.notInclude(lucia.text(), 'Cancelar esta factura', 'it is not asked for twice');
    await enter(lucia, 'Preguntarle al SAT ahora');
    await lucia.reads('Cancelada ante el SAT');
  });

  it('with motivo 01 ask for the one that replaces it', async () => {
    const lucia = open('/panel/facturas/inv_2/cancelar');
    await lucia.reads('¿Por qué la cancelas?');
    lucia
      .all$<HTMLInputElement>('input[name="motivo"]')
      .find(({ value }) => value === '01')
      ?.focus();
    await sendKeys({ press: 'Space' });
    await lucia.reads('Folio fiscal de la que la sustituye');
    await enter(lucia, 'Pedir la cancelación al SAT');
    await lucia.reads('Escribe este dato.');
    await type(lucia, 'substitute', '6128396F-C09B-4EC6-8699-43C5F7E3B230');
    await sendKeys({ press: 'Enter' });
    await lucia.reads('Cancelación en curso');
    assert.deepEqual(server.sent('POST invoices/inv_2/cancel'), [
      { motivo: '01', substitute: '6128396F-C09B-4EC6-8699-43C5F7E3B230' },
    ]);
  });

  it('are corrected with the keyboard: a mistake is put right, what is stamped and cancelled is shown, then it is done', async () => {
    const lucia = open('/panel/facturas/inv_2');
    await lucia.reads('Descargar PDF');
    await enter(lucia, 'Corregir los datos de tu cliente');
    await lucia.reads('Corregir CJ-318');
    await type(lucia, 'receptor/codigoPostal', '0121');
    await type(lucia, 'receptor/nombre', ' ');
    await enter(lucia, 'Ver qué va a cambiar');
    await lucia.reads('Escribe este dato.');
    assert.isEmpty(server.sent('POST invoices/inv_2/correct/preview'));
    await type(lucia, 'receptor/nombre', 'Alba Xkarajam Méndez');
    await type(lucia, 'receptor/codigoPostal', '01210');
    await sendKeys({ press: 'Enter' });
    await lucia.reads('Código postal: dice «01219», va a decir «01210»');
    await lucia.reads('se cancela en el SAT con motivo 01');
    await enter(lucia, 'Timbrar la nueva y cancelar esta');
    await lucia.reads('Descargar PDF');
    const receptor = { ...ALBA, nombre: 'ALBA XKARAJAM MÉNDEZ', codigoPostal: '01210' };
    assert.deepEqual(server.sent('POST invoices/inv_2/correct'), [{ receptor }]);
  });

  it('are mailed again, to another address too', async () => {
    const lucia = open('/panel/facturas/inv_2');
    await lucia.reads('Enviar copia por correo');
    assert.equal(lucia.input('email').value, 'alba@example.com');
    await type(lucia, 'email', 'contadora@example.com');
    await sendKeys({ press: 'Enter' });
    await lucia.reads('Va en camino a contadora@example.com');
    assert.deepEqual(server.sent('POST invoices/inv_2/copies'), [{ email: 'contadora@example.com' }]);
  });
});

describe('the first page', () => {
  it('is the setup until the merchant invoices for real', async () => {
    const lucia = open('/panel');
    await lucia.reads('Pon a facturar a Café Jacaranda');
  });

  it('is the day of a merchant who does, with what waits and what is left to set up', async () => {
    const later = open('/panel', shop({ live: true, desk: desk({ requests: [] }) }));
    await later.reads('1 factura necesita que la revises');
    assert.notInclude(later.text(), 'solicitud');
    await later.reads('Te falta 1 paso de la puesta en marcha');
  });

  it('draws invoices by day or by week, and says the same numbers in a table', async () => {
    const days = [...Array.from({ length: 77 }, () => 1), 5, 0, 2, 0, 0, 0, 3];
    const lucia = open('/panel', shop({ live: true, desk: desk({ days }) }));
    await lucia.reads('Facturas por día');
    const rows = () => lucia.all$('.plot td').map((one) => Number(one.textContent));
    assert.equal(lucia.all$('.plot rect').length, 30);
    assert.deepEqual(rows().slice(-7), [5, 0, 2, 0, 0, 0, 3]);
    await enter(lucia, 'Semanas');
    assert.deepEqual(rows(), [7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 10]);
  });

  it('says that nothing waits where nothing does', async () => {
    const lucia = open('/panel', shop({ live: true, desk: quietDesk() }), { 'GET notices': { json: { notices: [] } } });
    await lucia.reads('Nada te espera. Todo va bien.');
  });

  it('is the day for whoever may not see the setup', async () => {
    const cashier = open('/panel', shop(), { 'GET merchant/checklist': problem('not-your-role', 403) });
    await cashier.reads('Facturas por día');
  });
});
