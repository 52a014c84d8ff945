import './touch-page.ts';
import { assert } from 'chai';
import {
  arrived,
  go,
  headingOf,
  ISSUED,
  ISSUING,
  issue,
  LOOKUP,
  onFreshPages,
  RECEPTOR,
  REVIEW,
  shows,
} from './browser-history.ts';
import { PENDING, problem, SALE, STAMPED } from './stand-in.ts';
import { findSale, giveReceptor, RECEPTOR_FIELDS, reachReview, until, type Visitor, visit } from './visitor.ts';

const { answer, meet, server } = onFreshPages();

describe('the browser’s Back', () => {
  it('goes one step back inside the portal each time, keeps what was typed, and leaves the address alone', async () => {
    const visitor = meet();
    const { href } = location;
    await reachReview(visitor);
    await go(-1);
    await shows(visitor, RECEPTOR);
    assert.equal(visitor.input('rfc').value, 'XAMA620210DQ5');
    assert.include(visitor.text(), SALE.folio);
    await go(-1);
    await shows(visitor, LOOKUP);
    assert.equal(visitor.input('folio').value, 'CJ-1042');
    assert.equal(location.href, href);
  });

  it('moves the focus to the heading of the step it shows', async () => {
    const visitor = meet();
    await reachReview(visitor);
    await go(-1);
    await shows(visitor, RECEPTOR);
    await until(() => visitor.root.activeElement?.tagName === 'H2');
  });

  it('from the first step is the page’s own', async () => {
    history.pushState({ shop: 'order' }, '');
    const visitor = meet();
    history.replaceState({ shop: 'invoice' }, '');
    await findSale(visitor);
    await shows(visitor, RECEPTOR);
    await go(-1);
    await shows(visitor, LOOKUP);
    assert.equal(history.state.shop, 'invoice');
    await go(-1);
    assert.isUndefined(history.state?.shop);
    await shows(visitor, LOOKUP);
  });

  it('from a step opened by a ticket’s link is the page’s own: there is none before it', async () => {
    const visitor = meet({}, { token: SALE.token });
    await shows(visitor, RECEPTOR);
    assert.isNull(history.state);
    await giveReceptor(visitor);
    await shows(visitor, REVIEW);
    await go(-1);
    await shows(visitor, RECEPTOR);
  });

  it('while data are being checked calls the check off', async () => {
    const visitor = meet({ 'POST invoices/preview': 'never' });
    await findSale(visitor);
    await giveReceptor(visitor);
    await visitor.reads('Revisando tus datos');
    await go(-1);
    await shows(visitor, LOOKUP);
  });

  for (const [name, stamping] of [
    ['asked for', 'never'],
    ['being stamped', { status: 202, json: PENDING }],
  ] as const) {
    it(`while an invoice is ${name} neither stops it nor leaves its screen, however often it is pressed`, async () => {
      const visitor = meet({ 'POST invoices': stamping, 'GET invoice': { json: PENDING } });
      await reachReview(visitor);
      visitor.press('Generar factura');
      await until(() =>
        server().asked.some(({ route }) => route === (stamping === 'never' ? 'POST invoices' : 'GET invoice')),
      );
      for (let times = 0; times < 3; times++) {
        await go(-1);
        await arrived(2);
        assert.equal(headingOf(visitor), ISSUING);
      }
      assert.lengthOf(server().sent('POST invoices'), 1);
      answer();
      const again = visitor.portal.cloneNode() as Visitor['portal'];
      visitor.portal.replaceWith(again);
      await until(() => again.shadowRoot?.querySelector('h2')?.textContent === ISSUED);
    });
  }

  it('from the invoice begins anew and asks for none again; Forward shows the invoice', async () => {
    const visitor = meet();
    await issue(visitor);
    await go(-1);
    await shows(visitor, LOOKUP);
    assert.equal(visitor.input('folio').value, '');
    await go(1);
    await shows(visitor, ISSUED);
    await visitor.reads(STAMPED.uuid);
    await go(-1);
    await shows(visitor, LOOKUP);
    assert.lengthOf(server().sent('POST invoices'), 1);
  });

  it('from the invoice, pressed twice, leaves the portal: none of the steps that led to it is opened', async () => {
    history.pushState({ shop: 'order' }, '');
    history.pushState(null, '');
    const visitor = visit();
    await issue(visitor);
    const seen: string[] = [];
    visitor.portal.addEventListener('autofactura-step', ({ detail }) => seen.push(detail.step));
    await go(-1);
    await shows(visitor, LOOKUP);
    history.back();
    await until(
      () => history.state?.shop === 'order',
      () => JSON.stringify(history.state),
    );
    assert.deepEqual(seen, ['lookup']);
  });

  it('from a request begins anew and asks for none again', async () => {
    const visitor = meet({ 'POST sales/search': { json: { sales: [{ ...SALE, status: 'late' }] } } });
    await findSale(visitor);
    await visitor.reads('Enviar mi solicitud');
    visitor.press('Enviar mi solicitud');
    await shows(visitor, RECEPTOR);
    await go(-1);
    await shows(visitor, 'El plazo para facturar terminó');
    visitor.press('Enviar mi solicitud');
    await shows(visitor, RECEPTOR);
    for (const [name, value] of Object.entries(RECEPTOR_FIELDS)) visitor.type(name, value);
    visitor.press('Enviar mi solicitud');
    await visitor.reads('Copiar enlace');
    await go(-1);
    await shows(visitor, LOOKUP);
    assert.lengthOf(server().sent('POST requests'), 1);
  });

  it('after a refusal goes to the search, not to the review that was refused', async () => {
    const visitor = meet({
      'POST invoices': (_, times) =>
        times === 1
          ? problem('sat-refused-receptor', 'receptor', {
              status: 422,
              errors: [{ pointer: '/receptor/nombre', code: 'x', detail: 'No coincide.' }],
            })
          : { status: 201, json: STAMPED },
    });
    await reachReview(visitor);
    visitor.press('Generar factura');
    await shows(visitor, RECEPTOR);
    await arrived(1);
    await go(-1);
    await shows(visitor, LOOKUP);
  });

  it('after a reload still goes one step back, and so on to the first', async () => {
    const before = meet();
    await reachReview(before);
    before.portal.remove();
    const after = visit();
    await shows(after, REVIEW);
    await go(-1);
    await shows(after, RECEPTOR);
    await go(-1);
    await shows(after, LOOKUP);
  });

  it('goes on working for an element that is taken off the page and put back', async () => {
    const visitor = meet();
    await findSale(visitor);
    await shows(visitor, RECEPTOR);
    visitor.portal.remove();
    document.querySelector('main')?.append(visitor.portal);
    await shows(visitor, RECEPTOR);
    await giveReceptor(visitor);
    await shows(visitor, REVIEW);
    await go(-1);
    await shows(visitor, RECEPTOR);
    await go(-1);
    await shows(visitor, LOOKUP);
  });

  it('of several portals on a page concerns the one that went forward last', async () => {
    const first = visit();
    const second = visit({ portal: 'ferreteria-el-clavo' });
    await findSale(first);
    await shows(first, RECEPTOR);
    await findSale(second);
    await shows(second, RECEPTOR);
    await go(-1);
    await shows(second, LOOKUP);
    assert.equal(headingOf(first), RECEPTOR);
    await go(-1);
    await shows(first, LOOKUP);
    assert.equal(headingOf(second), LOOKUP);
  });

  it('tells two portals of one merchant on a page apart', async () => {
    const first = visit();
    const second = visit();
    await findSale(first);
    await shows(first, RECEPTOR);
    await findSale(second);
    await shows(second, RECEPTOR);
    await go(-1);
    await shows(second, LOOKUP);
    assert.equal(headingOf(first), RECEPTOR);
  });
});

describe('the browser’s Forward', () => {
  it('shows the steps again; the review is made anew from what was typed since', async () => {
    const visitor = meet();
    await reachReview(visitor);
    await go(-1);
    await shows(visitor, RECEPTOR);
    visitor.type('nombre', 'OTRO NOMBRE');
    await go(-1);
    await shows(visitor, LOOKUP);
    await go(1);
    await shows(visitor, RECEPTOR);
    assert.include(visitor.text(), SALE.folio);
    await go(1);
    await shows(visitor, REVIEW);
    const preview = server().sent('POST invoices/preview').at(-1) as { receptor: { nombre: string } };
    assert.equal(preview.receptor.nombre, 'OTRO NOMBRE');
  });

  it('into a step that a reload has forgotten does nothing, and Back goes on from there', async () => {
    const before = meet();
    await reachReview(before);
    await go(-1);
    await go(-1);
    await shows(before, LOOKUP);
    before.portal.remove();
    const after = visit();
    await shows(after, LOOKUP);
    await go(1);
    assert.equal(headingOf(after), LOOKUP);
    await findSale(after);
    await shows(after, RECEPTOR);
    await go(-1);
    await shows(after, LOOKUP);
  });
});
