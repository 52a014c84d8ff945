import './touch-page.ts';
import { assert } from 'chai';
import { MAILED, PENDING, RECEPTOR, REQUESTED, SALE, STAMPED, standIn } from './stand-in.ts';
import { clearPage, findSale, giveReceptor, reachReview, until, type Visitor, visit } from './visitor.ts';

let server = standIn();
beforeEach(() => {
  clearPage();
  server = standIn();
});
afterEach(() => server.restore());

// What a reload does to an element: this one goes, a new one comes, storage stays.
function reload(visitor: Visitor, attributes = {}): Visitor {
  visitor.portal.remove();
  return visit(attributes);
}

describe('a reload', () => {
  it('a reload keeps a half-typed search', async () => {
    const before = visit();
    await before.reads('Buscar mi compra');
    before.type('folio', 'CJ-10');
    const after = reload(before);
    await after.reads('Buscar mi compra');
    assert.equal(after.input('folio').value, 'CJ-10');
  });

  it('keeps the found sale and the half-typed receptor', async () => {
    const before = visit();
    await findSale(before);
    await before.reads('Tus datos fiscales');
    before.type('rfc', RECEPTOR.rfc);
    const after = reload(before);
    await after.reads('Tus datos fiscales');
    assert.equal(after.input('rfc').value, RECEPTOR.rfc);
    assert.lengthOf(server.sent('POST sales/search'), 1);
  });

  it('a reload resumes a pending invoice', async () => {
    server.restore();
    server = standIn({ 'POST invoices': { status: 202, json: PENDING }, 'GET invoice': { json: PENDING } });
    const before = visit();
    await reachReview(before);
    before.press('Generar factura');
    await until(() => server.sent('GET invoice').length > 0);
    server.restore();
    server = standIn();
    const after = reload(before);
    await after.reads('Tu factura está lista');
    assert.lengthOf(server.sent('POST invoices'), 0);
  });

  it('shows the same invoice again until another is begun', async () => {
    const before = visit();
    await reachReview(before);
    before.press('Generar factura');
    await before.reads('Tu factura está lista');
    const after = reload(before);
    await after.reads(STAMPED.uuid);
    after.press('Hacer otra factura');
    await after.reads('Buscar mi compra');
    const fresh = reload(after);
    await fresh.reads('Buscar mi compra');
    assert.equal(fresh.input('folio').value, '');
  });

  it('still says where the invoice goes, and says it of no other', async () => {
    server.restore();
    server = standIn({ 'POST invoices': { status: 201, json: MAILED } });
    const before = visit();
    await reachReview(before);
    before.press('Generar factura');
    await before.reads('La enviaremos a');
    const after = reload(before);
    await after.reads('La enviaremos a a•••@example.com');
    server.restore();
    server = standIn({ 'GET invoice': { json: { ...STAMPED, id: 'inv_8' } } });
    const other = reload(after);
    await other.reads('Tu factura está lista');
    assert.notInclude(other.text(), 'La enviaremos');
  });

  it('does not bring an old sale under a link to another', async () => {
    const before = visit();
    await findSale(before);
    await before.reads('Tus datos fiscales');
    server.restore();
    server = standIn({ 'GET sale': { json: { ...SALE, token: 'tok_2', folio: 'CJ-2000' } } });
    const after = reload(before, { token: 'tok_2' });
    await after.reads('CJ-2000');
  });
});

describe('«Recordar mis datos en este dispositivo»', () => {
  it('is off, and then keeps nothing beyond the tab', async () => {
    const visitor = visit();
    await reachReview(visitor);
    assert.isNull(localStorage.getItem('autofactura-receptor'));
  });

  it('takes the next purchase straight to the review', async () => {
    const first = visit();
    await findSale(first);
    await first.reads('Recordar mis datos');
    first.all$('input[type=checkbox]').at(0)?.click();
    await giveReceptor(first);
    await first.reads('Revisa y genera');
    sessionStorage.clear();
    const second = reload(first, { token: SALE.token });
    await second.reads('Revisa y genera');
    assert.include(second.text(), RECEPTOR.rfc);
  });

  it('the receptor is forgotten once the box is unticked', async () => {
    localStorage.setItem('autofactura-receptor', JSON.stringify(RECEPTOR));
    const visitor = visit();
    await findSale(visitor);
    await visitor.reads('Revisa y genera');
    visitor.press('Cambiar');
    await visitor.reads('Recordar mis datos');
    visitor.all$('input[type=checkbox]').at(0)?.click();
    visitor.press('Continuar');
    await visitor.reads('Revisa y genera');
    assert.isNull(localStorage.getItem('autofactura-receptor'));
  });
});

describe('links', () => {
  it('a token opens its sale without a search', async () => {
    const visitor = visit({ token: SALE.token });
    await visitor.reads('Tus datos fiscales');
    assert.lengthOf(server.sent('POST sales/search'), 0);
  });

  it('a folio attribute is typed already', async () => {
    const visitor = visit({ folio: 'CJ-1042' });
    await visitor.reads('Buscar mi compra');
    assert.equal(visitor.input('folio').value, 'CJ-1042');
  });

  it('the copied link shows the request it was copied from', async () => {
    server.restore();
    server = standIn({ 'GET request': { json: { ...REQUESTED, status: 'declined', answer: 'Ejercicio cerrado.' } } });
    location.hash = '#autofactura=cafe-jacaranda/requests%2Freq_3%3Faccess%3Db2';
    const visitor = visit();
    await visitor.reads('Ejercicio cerrado.');
  });

  it('the link of a mail leads to its request after the portal got another slug', async () => {
    server.restore();
    server = standIn({ 'GET request': { json: { ...REQUESTED, status: 'declined', answer: 'Ejercicio cerrado.' } } });
    location.hash = '#autofactura=cafe-de-antes/requests%2Freq_3%3Faccess%3Db2';
    const visitor = visit();
    await visitor.reads('Ejercicio cerrado.');
  });

  it('the link of an invoice that was canceled says that it is no longer valid', async () => {
    server.restore();
    const detail =
      'El comercio la canceló ante el SAT y ya no tiene validez. Si aún necesitas una, puedes pedirla de nuevo.';
    const problem = {
      status: 409,
      code: 'invoice-canceled',
      title: 'Esta factura se canceló',
      detail,
      fixedAt: 'lookup',
      errors: [],
    };
    const links = { self: '/v1/invoices/inv_7?token=a1' };
    server = standIn({ 'GET invoice': { json: { id: 'inv_7', status: 'canceled', problem, links } } });
    location.hash = '#autofactura=cafe-jacaranda/invoices%2Finv_7%3Ftoken%3Da1';
    const visitor = visit();
    await visitor.reads('ya no tiene validez');
  });

  it('a link to anywhere but this API is not followed', async () => {
    for (const path of ['https://evil.example/x', '//evil.example/x', '../../x']) {
      clearPage();
      location.hash = `#autofactura=cafe-jacaranda/${encodeURIComponent(path)}`;
      const visitor = visit();
      await visitor.reads('Buscar mi compra');
    }
    assert.isFalse(server.asked.some(({ route }) => route === 'GET invoice' || route === 'GET request'));
  });
});
