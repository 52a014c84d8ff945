import './touch-page.ts';
import { assert } from 'chai';
import { hurry, MAILED, PENDING, problem, REQUESTED, type Replies, SALE, STAMPED, standIn } from './stand-in.ts';
import { clearPage, findSale, giveReceptor, reachReview, until, type Visitor, visit } from './visitor.ts';

let server = standIn();
const meet = (replies: Replies, attributes = {}) => {
  clearPage();
  server.restore();
  server = standIn(replies);
  return visit(attributes);
};
afterEach(() => server.restore());

/** In the enclosing `describe`, polls come at once: the first look at a request would come as late as `until` gives up. */
function withQuickPolls(): void {
  let relax = () => {};
  beforeEach(() => {
    relax = hurry();
  });
  afterEach(() => relax());
}

describe('a refusal lands where it can be put right', () => {
  const landings: readonly (readonly [string, Parameters<typeof problem>[1], string])[] = [
    ['invalid-receptor', 'receptor', 'Tus datos fiscales'],
    ['sat-refused-receptor', 'receptor', 'Tus datos fiscales'],
    ['missing-lookup-combination', 'lookup', 'Buscar mi compra'],
    ['already-invoiced', 'lookup', 'ya tiene factura'],
    ['in-progress', 'later', 'ya se está facturando'],
    ['sale-unpaid', 'later', 'aún no se confirma'],
    ['sale-closed', 'merchant', 'ya no se puede facturar'],
    ['sale-in-global', 'merchant', 'ya está en una factura global'],
    ['deadline-passed', 'merchant', 'El plazo para facturar terminó'],
    ['needs-merchant', 'merchant', 'El comercio revisará'],
    ['portal-off', 'merchant', 'no está disponible'],
    ['unknown-token', 'lookup', 'Este enlace ya no funciona'],
    ['link-expired', 'lookup', 'Este enlace ya no funciona'],
    ['too-many-attempts', 'later', 'Revisa y genera'],
    ['pac-unavailable', 'review', 'Revisa y genera'],
    ['unheard-of', 'merchant', 'El comercio revisará'],
  ];
  for (const [code, fixedAt, landing] of landings) {
    it(`${code} → «${landing}», with the server's sentence`, async () => {
      const visitor = meet({ 'POST invoices': problem(code, fixedAt) });
      await reachReview(visitor);
      visitor.press('Generar factura');
      await visitor.reads(landing);
      if (code !== 'already-invoiced') await visitor.reads(`Detalle de ${code}.`);
    });
  }

  it('unknown-portal while loading → not available, and the page’s own link is shown', async () => {
    const visitor = meet({ 'GET portal': problem('unknown-portal', 'later', { status: 404 }) });
    await visitor.reads('Detalle de unknown-portal');
    assert.isTrue(visitor.portal.querySelector('a')?.checkVisibility());
  });

  it('merchant-must-fix → the kept request and its link', async () => {
    const visitor = meet({ 'POST invoices': problem('merchant-must-fix', 'merchant', { request: REQUESTED }) });
    await reachReview(visitor);
    visitor.press('Generar factura');
    await visitor.reads('Copiar enlace');
    const link = visitor.all$<HTMLInputElement>('#link').at(0)?.value;
    assert.equal(
      link,
      'https://facturas.example/cafe-jacaranda#autofactura=cafe-jacaranda/requests%2Freq_3%3Faccess%3Db2',
    );
  });

  it('a fault of the SAT is tied to its field, its code in small print, the field focused', async () => {
    const errors = [
      {
        pointer: '/receptor/codigoPostal',
        code: 'codigo-postal',
        satCode: 'CFDI40148',
        detail: 'No es el de tu domicilio fiscal.',
      },
    ];
    const visitor = meet({ 'POST invoices': problem('sat-refused-receptor', 'receptor', { status: 422, errors }) });
    await reachReview(visitor);
    visitor.press('Generar factura');
    await visitor.reads('Revisa un dato');
    const field = visitor.input('codigoPostal');
    await until(() => visitor.root.activeElement === field);
    assert.include(visitor.root.getElementById('codigoPostal-fault')?.textContent, 'CFDI40148');
    assert.equal(visitor.input('rfc').value, 'XAMA620210DQ5');
  });
});

describe('what is found', () => {
  const statuses: readonly (readonly [string, string])[] = [
    ['unpaid', 'aún no se confirma'],
    ['closed', 'ya no se puede facturar'],
    ['in-global', 'ya está en una factura global'],
    ['late', 'El plazo para facturar terminó'],
    ['in-progress', 'ya se está facturando'],
    ['needs-merchant', 'El comercio revisará'],
    ['invoiced', 'ya tiene factura'],
  ];
  for (const [status, words] of statuses) {
    it(`${status} → «${words}»`, async () => {
      const visitor = meet({ 'POST sales/search': { json: { sales: [{ ...SALE, status, reason: 'Porque sí.' }] } } });
      await findSale(visitor);
      await visitor.reads(words);
      if (status !== 'invoiced') await visitor.reads('Porque sí.');
    });
  }

  it('several: the chosen ones go into one invoice', async () => {
    const sales = ['t1', 't2', 't3'].map((token) => ({ ...SALE, token, folio: token }));
    const visitor = meet({ 'POST sales/search': { json: { sales } } });
    await findSale(visitor);
    await visitor.reads('¿Qué quieres facturar?');
    for (const box of visitor.all$('input[type=checkbox]').slice(1)) box.click();
    visitor.press('Continuar');
    await giveReceptor(visitor);
    await visitor.reads('Revisa y genera');
    assert.deepInclude(server.sent('POST invoices/preview')[0], { sales: ['t2', 't3'] });
  });

  it('several, and none chosen: asks to choose', async () => {
    const sales = ['t1', 't2'].map((token) => ({ ...SALE, token }));
    const visitor = meet({ 'POST sales/search': { json: { sales } } });
    await findSale(visitor);
    await visitor.reads('¿Qué quieres facturar?');
    visitor.press('Continuar');
    await visitor.reads('Elige al menos');
  });

  it('an invoiced sale is given again to whoever has its RFC and postal code', async () => {
    const visitor = meet({ 'POST sales/search': { json: { sales: [{ ...SALE, status: 'invoiced' }] } } });
    await findSale(visitor);
    await visitor.reads('ya tiene factura');
    visitor.type('rfc', 'ure-180429-tm6');
    visitor.type('codigoPostal', '65000');
    visitor.press('Ver mi factura');
    await visitor.reads('Tu factura está lista');
    assert.deepEqual(server.sent('POST invoices/recover'), [
      { sale: SALE.token, rfc: 'URE180429TM6', codigoPostal: '65000' },
    ]);
  });

  it('a wrong proof stays there and says so', async () => {
    const visitor = meet({
      'POST sales/search': { json: { sales: [{ ...SALE, status: 'invoiced' }] } },
      'POST invoices/recover': problem('proof-mismatch', 'lookup', { status: 403 }),
    });
    await findSale(visitor);
    await visitor.reads('ya tiene factura');
    visitor.type('rfc', 'URE180429TM6');
    visitor.type('codigoPostal', '65001');
    visitor.press('Ver mi factura');
    await visitor.reads('Detalle de proof-mismatch');
    assert.equal(visitor.input('rfc').value, 'URE180429TM6');
  });
});

describe('requests', () => {
  withQuickPolls();

  it('a sale not here yet: what was typed and the five data are kept for when it comes', async () => {
    const visitor = meet({ 'POST sales/search': { json: { sales: [] } } });
    await findSale(visitor);
    await visitor.reads('No encontramos');
    visitor.press('Dejar mis datos');
    await visitor.reads('Correo (opcional)');
    visitor.type('rfc', 'XAMA620210DQ5');
    visitor.type('nombre', 'ALBA XKARAJAM MENDEZ');
    visitor.type('codigoPostal', '01219');
    visitor.type('regimenFiscal', '612');
    visitor.type('email', 'alba@');
    visitor.press('Enviar mi solicitud');
    await visitor.reads('Revisa el correo');
    visitor.type('email', 'alba@example.com');
    visitor.press('Enviar mi solicitud');
    await visitor.reads('revisará tu solicitud');
    assert.deepInclude(server.sent('POST requests')[0], {
      reason: 'not-here-yet',
      lookup: { folio: 'CJ-1042', total: '527.00' },
      email: 'alba@example.com',
    });
    assert.lengthOf(server.sent('POST receptor/check'), 0);
  });

  it('one that waits for the merchant says who answers before it says until when', async () => {
    const visitor = meet({
      'POST invoices': problem('merchant-must-fix', 'merchant', { request: REQUESTED }),
      'GET request': {
        json: { ...REQUESTED, detail: 'Si no te responde antes del 29 de diciembre, esta solicitud vence.' },
      },
    });
    await reachReview(visitor);
    visitor.press('Generar factura');
    await visitor.reads('revisará tu solicitud');
    visitor.press('Revisar de nuevo');
    await visitor.reads('esta solicitud vence');
    assert.match(visitor.text(), /revisará tu solicitud\..*Si no te responde antes del/s);
  });

  it('a merchant’s system that does not answer is not a dead end: the details are left for when it does, with nothing typed twice', async () => {
    const visitor = meet({ 'POST sales/search': problem('merchant-not-answering', 'later', { status: 503 }) });
    await findSale(visitor);
    await visitor.reads('Detalle de merchant-not-answering.');
    assert.equal(visitor.input('folio').value, 'CJ-1042');
    visitor.press('Dejar mis datos');
    await visitor.reads('Correo (opcional)');
    visitor.type('rfc', 'XAMA620210DQ5');
    visitor.type('nombre', 'ALBA XKARAJAM MENDEZ');
    visitor.type('codigoPostal', '01219');
    visitor.type('regimenFiscal', '612');
    visitor.press('Enviar mi solicitud');
    await visitor.reads('revisará tu solicitud');
    assert.deepInclude(server.sent('POST requests')[0], {
      reason: 'not-here-yet',
      lookup: { folio: 'CJ-1042', total: '527.00' },
    });
  });

  it('a temporary refusal such as too many attempts offers no request', async () => {
    const visitor = meet({ 'POST sales/search': problem('too-many-attempts', 'later', { status: 429 }) });
    await findSale(visitor);
    await visitor.reads('Detalle de too-many-attempts.');
    assert.notInclude(visitor.text(), 'Dejar mis datos');
  });

  const askLate = async (visitor: Visitor) => {
    await findSale(visitor);
    await visitor.reads('Enviar mi solicitud');
    visitor.press('Enviar mi solicitud');
    await visitor.reads('Tus datos fiscales');
    visitor.type('rfc', 'XAMA620210DQ5');
    visitor.type('nombre', 'ALBA XKARAJAM MENDEZ');
    visitor.type('codigoPostal', '01219');
    visitor.type('regimenFiscal', '612');
    visitor.press('Enviar mi solicitud');
    await visitor.reads('Revisar de nuevo');
  };
  const answeredWith = (answer: object): Replies => ({
    'POST sales/search': { json: { sales: [{ ...SALE, status: 'late' }] } },
    'GET request': { json: { ...REQUESTED, ...answer } },
  });

  it('accepted: the invoice itself, with nothing asked twice', async () => {
    const visitor = meet(answeredWith({ status: 'accepted', invoice: STAMPED }));
    await askLate(visitor);
    visitor.press('Revisar de nuevo');
    await visitor.reads('Tu factura está lista');
    assert.include(visitor.text(), STAMPED.uuid);
  });

  it('answered while its page is open: the page shows it without a reload', async () => {
    const visitor = meet(answeredWith({ status: 'declined', answer: 'El ticket es de otra sucursal.' }));
    await askLate(visitor);
    await visitor.reads('El ticket es de otra sucursal.');
    assert.include(visitor.text(), 'no pudo aceptar tu solicitud');
  });

  it('expired: says so, and leads to a new search', async () => {
    const visitor = meet(answeredWith({ status: 'expired', detail: 'Tu compra no llegó a tiempo.' }));
    await askLate(visitor);
    visitor.press('Revisar de nuevo');
    await visitor.reads('Tu solicitud venció');
    await visitor.reads('Tu compra no llegó a tiempo.');
    visitor.press('Hacer otra búsqueda');
    await visitor.reads('Buscar mi compra');
  });
});

describe('when the network fails', () => {
  it('keeps what was typed and says so; the next try goes through', async () => {
    let up = false;
    const visitor = meet({ 'POST sales/search': () => (up ? { json: { sales: [SALE] } } : { status: 502 }) });
    await findSale(visitor);
    await visitor.reads('Vuelve a intentarlo');
    assert.equal(visitor.input('folio').value, 'CJ-1042');
    up = true;
    visitor.press('Buscar mi compra');
    await visitor.reads('Tus datos fiscales');
  });

  it('a check that fails stops nobody', async () => {
    const visitor = meet({ 'POST receptor/check': problem('too-many-attempts', 'later', { status: 429 }) });
    await reachReview(visitor);
  });

  it('a lost answer to «generar» returns to the review, ready to be asked again', async () => {
    const visitor = meet({ 'POST invoices': 'offline' });
    await reachReview(visitor);
    visitor.press('Generar factura');
    await visitor.reads('Vuelve a intentarlo');
    await visitor.reads('Revisa y genera');
  });
});

describe('a pending invoice', () => {
  withQuickPolls();

  it('is polled until it is there', async () => {
    const visitor = meet({
      'POST invoices': { status: 202, json: PENDING },
      'GET invoice': (_, times) => ({ json: times < 2 ? PENDING : STAMPED }),
    });
    await reachReview(visitor);
    visitor.press('Generar factura');
    await visitor.reads('Tu factura está lista');
  });

  it('says where copies go, as the answer to the request said', async () => {
    const visitor = meet({
      'POST invoices': { status: 202, json: { ...PENDING, mailedTo: MAILED.mailedTo } },
      'GET invoice': (_, times) => ({ json: times < 2 ? PENDING : STAMPED }),
    });
    await reachReview(visitor);
    visitor.press('Generar factura');
    await visitor.reads('La enviaremos a a•••@example.com y c•••@empresa.example.');
  });

  it('that the SAT refuses returns to the field', async () => {
    const refused = {
      status: 422,
      title: '',
      detail: '',
      code: 'sat-refused-receptor',
      fixedAt: 'receptor',
      errors: [{ pointer: '/receptor/nombre', code: 'nombre', detail: 'El nombre no coincide.' }],
    };
    const visitor = meet({
      'POST invoices': { status: 202, json: PENDING },
      'GET invoice': { json: { ...PENDING, status: 'rejected', problem: refused } },
    });
    await reachReview(visitor);
    visitor.press('Generar factura');
    await visitor.reads('El nombre no coincide.');
  });
});
