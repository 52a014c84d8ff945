import './touch-page.ts';
import { assert } from 'chai';
import { CAFE, PENDING, problem, RECEPTOR, REQUESTED, SALE, STAMPED, standIn } from './stand-in.ts';
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
  it('while the invoice is asked for comes back to it, as the same request, not to a proof', async () => {
    server.restore();
    server = standIn({ 'POST invoices': 'never' });
    const before = visit();
    await reachReview(before);
    before.press('Generar factura');
    await until(() => server.sent('POST invoices').length === 1);
    const asked = server.sent('POST invoices');
    server.restore();
    const invoiced = { 'GET sale': { json: { ...SALE, status: 'invoiced' } } };
    server = standIn({ ...invoiced, 'POST invoices': 'never' });
    const waiting = reload(before);
    await waiting.reads('Estamos timbrando tu factura');
    server.restore();
    server = standIn(invoiced);
    const after = reload(waiting);
    await after.reads('Tu factura está lista');
    assert.deepEqual(server.sent('POST invoices'), asked);
    assert.lengthOf(server.sent('GET sale'), 0);
    const again = reload(after);
    await again.reads(STAMPED.uuid);
    assert.lengthOf(server.sent('POST invoices'), 1);
  });

  it('after the answer to «generar» was lost asks for the same invoice again', async () => {
    server.restore();
    server = standIn({ 'POST invoices': 'offline' });
    const before = visit();
    await reachReview(before);
    before.press('No enviar');
    before.press('Generar factura');
    await before.reads('Vuelve a intentarlo');
    const asked = server.sent('POST invoices');
    server.restore();
    server = standIn({ 'GET sale': { json: { ...SALE, status: 'invoiced' } } });
    const after = reload(before);
    await after.reads('Tu factura está lista');
    assert.deepEqual(server.sent('POST invoices'), asked);
  });

  it('asks for no invoice again an hour later, nor for one whose data are being changed', async () => {
    server.restore();
    server = standIn({ 'POST invoices': 'offline' });
    const before = visit();
    await reachReview(before);
    before.press('Generar factura');
    await before.reads('Vuelve a intentarlo');
    const now = Date.now;
    Date.now = () => now() + 3_600_001;
    const late = reload(before);
    await late.reads('Revisa y genera').finally(() => {
      Date.now = now;
    });
    assert.lengthOf(server.sent('POST invoices'), 1);
    late.press('Generar factura');
    await late.reads('Vuelve a intentarlo');
    late.press('Cambiar');
    await late.reads('Tus datos fiscales');
    const changing = reload(late);
    await changing.reads('Tus datos fiscales');
    assert.lengthOf(server.sent('POST invoices'), 2);
  });

  it('of an invoice that is then refused comes back to its field, with its sale, and can be sent again', async () => {
    const errors = [{ pointer: '/receptor/nombre', code: 'nombre', detail: 'El nombre no coincide.' }];
    for (const answer of [PENDING, 'never'] as const) {
      clearPage();
      server.restore();
      server = standIn({
        'POST invoices': answer === 'never' ? answer : { status: 202, json: answer },
        'GET invoice': { json: PENDING },
      });
      const before = visit();
      await reachReview(before);
      before.press('Generar factura');
      await until(() => server.sent('POST invoices').length === 1);
      if (answer !== 'never') await until(() => server.sent('GET invoice').length > 0);
      server.restore();
      const refused = problem('sat-refused-receptor', 'receptor', { status: 422, errors });
      server = standIn({
        'POST invoices': refused,
        'GET invoice': { json: { ...PENDING, status: 'rejected', problem: refused.json } },
      });
      const after = reload(before);
      await after.reads('El nombre no coincide.');
      await after.reads(SALE.folio);
      after.press('Continuar');
      await after.reads('Revisa y genera');
      assert.deepInclude(server.sent('POST invoices/preview')[0], { sales: [SALE.token] });
    }
  });

  it('without network, while the invoice is asked for, comes back to it when the network does', async () => {
    server.restore();
    server = standIn({ 'POST invoices': 'never' });
    const before = visit();
    await reachReview(before);
    before.press('Generar factura');
    await until(() => server.sent('POST invoices').length === 1);
    server.restore();
    server = standIn({ 'GET portal': 'offline', 'GET sale': { json: { ...SALE, status: 'invoiced' } } });
    const without = reload(before);
    await without.reads('Volver a intentar');
    server.restore();
    server = standIn({ 'GET sale': { json: { ...SALE, status: 'invoiced' } } });
    without.press('Volver a intentar');
    await without.reads('Tu factura está lista');
  });

  it('on the review comes back to the review, with what was ticked there', async () => {
    server.restore();
    server = standIn({ 'GET portal': { json: { ...CAFE, itemizeIeps: true } } });
    const before = visit();
    await reachReview(before);
    before.all$('input[type=checkbox]').at(0)?.click();
    await until(() => server.sent('POST invoices/preview').length === 2);
    await before.reads('Revisa y genera');
    const after = reload(before);
    await after.reads('Revisa y genera');
    assert.deepInclude(server.sent('POST invoices/preview').at(-1), { desglosarIeps: true });
  });

  it('while the data are checked goes on with the check', async () => {
    server.restore();
    server = standIn({ 'POST invoices/preview': 'never' });
    const before = visit();
    await findSale(before);
    await giveReceptor(before);
    await until(() => server.sent('POST invoices/preview').length === 1);
    server.restore();
    server = standIn();
    await reload(before).reads('Revisa y genera');
  });

  it('while a proof is looked at keeps what was typed; while a mail is sent keeps the invoice', async () => {
    const invoiced = { ...SALE, status: 'invoiced' };
    server.restore();
    server = standIn({
      'POST sales/search': { json: { sales: [invoiced] } },
      'GET sale': { json: invoiced },
      'POST invoices/recover': (_, times) => (times > 1 ? { json: STAMPED } : { status: 502 }),
      'POST email': 'never',
    });
    const before = visit();
    await findSale(before);
    await before.reads('ya tiene factura');
    before.type('rfc', RECEPTOR.rfc);
    before.type('codigoPostal', RECEPTOR.codigoPostal);
    before.press('Ver mi factura');
    const after = reload(before);
    await after.reads('ya tiene factura');
    assert.equal(after.input('rfc').value, RECEPTOR.rfc);
    assert.equal(after.input('codigoPostal').value, RECEPTOR.codigoPostal);
    after.press('Ver mi factura');
    await until(() => server.sent('POST invoices/recover').length === 2);
    await after.reads('Tu factura está lista');
    after.type('email', 'ana@example.com');
    after.press('Enviar');
    await until(() => server.sent('POST email').length === 1);
    const mailing = reload(after);
    await mailing.reads('Tu factura está lista');
    assert.lengthOf(server.sent('POST email'), 1);
  });

  it('twice in a row, or without network, does not lose the sale', async () => {
    const before = visit();
    await findSale(before);
    await before.reads('Tus datos fiscales');
    server.restore();
    server = standIn({ 'GET sale': 'never' });
    const hasty = reload(before);
    await until(() => server.sent('GET sale').length === 1);
    server.restore();
    server = standIn({ 'GET sale': 'offline' });
    const without = reload(hasty);
    await without.reads('Volver a intentar');
    server.restore();
    server = standIn();
    await reload(without).reads('Tus datos fiscales');
  });

  it('with two sales chosen keeps both chosen', async () => {
    const sales = ['t1', 't2', 't3'].map((token) => ({ ...SALE, token, folio: token }));
    server.restore();
    server = standIn({
      'POST sales/search': { json: { sales } },
      'GET sale': (_, times) => ({ json: sales[times] ?? SALE }),
    });
    const before = visit();
    await findSale(before);
    await before.reads('¿Qué quieres facturar?');
    for (const box of before.all$('input[type=checkbox]').slice(1)) box.click();
    before.press('Continuar');
    await before.reads('Tus datos fiscales');
    const after = reload(before);
    await after.reads('Tus datos fiscales');
    await giveReceptor(after);
    await after.reads('Revisa y genera');
    assert.deepInclude(server.sent('POST invoices/preview').at(-1), { sales: ['t2', 't3'] });
  });

  it('of an accepted request shows its invoice', async () => {
    server.restore();
    server = standIn({
      'POST sales/search': { json: { sales: [{ ...SALE, status: 'late' }] } },
      'GET request': { json: { ...REQUESTED, status: 'accepted', invoice: STAMPED } },
    });
    const before = visit();
    await findSale(before);
    await before.reads('Enviar mi solicitud');
    before.press('Enviar mi solicitud');
    await before.reads('Tus datos fiscales');
    for (const [name, value] of Object.entries(RECEPTOR)) if (name !== 'usoCfdi') before.type(name, value);
    before.press('Enviar mi solicitud');
    await before.reads('Revisar de nuevo');
    const after = reload(before);
    await after.reads('Tu factura está lista');
    assert.include(after.text(), STAMPED.uuid);
  });

  it('does not show one order’s invoice on the page of another; its fiscal data are typed already', async () => {
    const first = visit({ folio: 'CJ-1042' });
    await reachReview(first);
    first.press('Generar factura');
    await first.reads('Tu factura está lista');
    const second = reload(first, { folio: 'CJ-2000' });
    await second.reads('Buscar mi compra');
    assert.equal(second.input('folio').value, 'CJ-2000');
    assert.equal(second.input('total').value, '');
    second.type('total', '10');
    second.press('Buscar mi compra');
    await second.reads('Tus datos fiscales');
    assert.equal(second.input('rfc').value, RECEPTOR.rfc);
  });

  it('does not ask for one ticket’s invoice on the page of another', async () => {
    server.restore();
    server = standIn({ 'POST invoices': 'never' });
    const before = visit({ token: SALE.token });
    await giveReceptor(before);
    await before.reads('Revisa y genera');
    before.press('Generar factura');
    await until(() => server.sent('POST invoices').length === 1);
    server.restore();
    server = standIn({ 'GET sale': { json: { ...SALE, token: 'tok_2', folio: 'CJ-2000' } } });
    const after = reload(before, { token: 'tok_2' });
    await after.reads('CJ-2000');
    assert.lengthOf(server.sent('POST invoices'), 0);
  });

  it('in a second tab, opened as a copy of the first, shows the same invoice in both', async () => {
    server.restore();
    server = standIn({ 'POST invoices': 'never' });
    const first = visit();
    await reachReview(first);
    first.press('Generar factura');
    await until(() => server.sent('POST invoices').length === 1);
    const copied = { ...sessionStorage };
    server.restore();
    server = standIn();
    await reload(first).reads(STAMPED.uuid);
    clearPage();
    Object.assign(sessionStorage, copied);
    await visit().reads(STAMPED.uuid);
    const [one, other] = server.sent('POST invoices');
    assert.deepEqual(one, other);
  });
});
