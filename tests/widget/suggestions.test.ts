import './touch-page.ts';
import { assert } from 'chai';
import { CHECK, PENDING, problem, type Replies, SALE, STAMPED, standIn } from './stand-in.ts';
import { clearPage, findSale, giveReceptor, reachReview, until, visit } from './visitor.ts';

let server = standIn();
const meet = (replies: Replies, attributes = {}) => {
  clearPage();
  server.restore();
  server = standIn(replies);
  return visit(attributes);
};
afterEach(() => server.restore());

describe('what the server suggests', () => {
  it('is not explained any longer once it was taken', async () => {
    const suggestions = [{ field: 'nombre', value: 'ALBA XKARAJAM MENDEZ', detail: 'Sin acentos, por ejemplo.' }];
    const faults = [{ code: 'CFDI40145', pointer: '/receptor/nombre', detail: 'El nombre no coincide.' }];
    const visitor = meet({ 'POST receptor/check': { json: { faults, suggestions } } });
    await findSale(visitor);
    await giveReceptor(visitor, { nombre: 'ALBA XKARAJAM MÉNDEZ' });
    await visitor.reads('Sin acentos, por ejemplo.');
    visitor.press('Usar «');
    await until(() => !visitor.text().includes('Sin acentos, por ejemplo.'));
    assert.equal((visitor.input('nombre') as HTMLInputElement).value, 'ALBA XKARAJAM MENDEZ');
  });

  it('is offered, stops nobody, and is taken with one press', async () => {
    const suggestions = [{ field: 'nombre', value: 'COMERCIALIZADORA TEODORIKAS', detail: 'Sin el tipo de sociedad.' }];
    const visitor = meet({
      'POST receptor/check': (_, times) => ({ json: times === 1 ? { ...CHECK, suggestions } : CHECK }),
    });
    await findSale(visitor);
    await giveReceptor(visitor);
    await visitor.reads('Revisa y genera');
    visitor.press('Usar «');
    await until(() => server.sent('POST invoices/preview').length === 2);
    await visitor.reads('Revisa y genera');
    assert.deepInclude(server.sent('POST invoices/preview').at(-1), { sales: [SALE.token] });
    assert.include(JSON.stringify(server.sent('POST invoices/preview').at(-1)), 'COMERCIALIZADORA TEODORIKAS');
  });
});

describe('a name that the SAT has otherwise', () => {
  const NAME = 'FARMACIA LA PAZ';
  const TYPED = {
    rfc: 'URE180429TM6',
    nombre: 'Farmacia La Paz SA de CV',
    regimenFiscal: '601',
    codigoPostal: '65000',
  };
  const suggestions = [{ field: 'nombre', value: NAME, detail: 'El SAT lo tiene sin el tipo de sociedad.' }] as const;
  const errors = [{ pointer: '/receptor/nombre', code: 'CFDI40145', satCode: 'CFDI40145', detail: 'No coincide.' }];
  const refused = problem('sat-refused-receptor', 'receptor', { status: 422, errors, suggestions });
  const once = (answer: typeof refused) => (_: never, times: number) =>
    times === 1 ? answer : { status: 201, json: STAMPED };

  it('is one tap away after a refused stamp, and the tap leads on to the invoice', async () => {
    const visitor = meet({ 'POST invoices': once(refused) });
    await findSale(visitor);
    await giveReceptor(visitor, TYPED);
    await visitor.reads('Revisa y genera');
    visitor.press('Generar factura');
    await visitor.reads('No coincide.');
    visitor.press(`Usar «${NAME}»`);
    await visitor.portal.updateComplete;
    assert.equal(visitor.input('nombre').value, NAME);
    assert.lengthOf(visitor.all$('.fault'), 0);
    visitor.press('Continuar');
    await visitor.reads('Revisa y genera');
    visitor.press('Generar factura');
    await visitor.reads('Tu factura está lista');
    assert.deepInclude((server.sent('POST invoices').at(-1) as { receptor: object }).receptor, { nombre: NAME });
  });

  it('is one tap away when the refusal comes only after a while', async () => {
    const rejected = { ...PENDING, status: 'rejected', problem: refused.json };
    const visitor = meet({
      'POST invoices': { status: 202, json: PENDING },
      'GET invoice': { json: rejected },
    });
    await reachReview(visitor);
    visitor.press('Generar factura');
    await visitor.reads('No coincide.');
    visitor.press(`Usar «${NAME}»`);
    await visitor.portal.updateComplete;
    assert.equal(visitor.input('nombre').value, NAME);
  });

  it('is still one tap away after a lost connection, and on the form behind «Cambiar»', async () => {
    const visitor = meet({
      'POST receptor/check': { json: { ...CHECK, suggestions } },
      'POST invoices': 'offline',
    });
    await findSale(visitor);
    await giveReceptor(visitor, TYPED);
    await visitor.reads(`Usar «${NAME}»`);
    visitor.press('Generar factura');
    await visitor.reads('No pudimos comunicarnos');
    await visitor.reads(`Usar «${NAME}»`);
    visitor.press('Cambiar');
    await visitor.reads('Tus datos fiscales');
    visitor.press(`Usar «${NAME}»`);
    await visitor.portal.updateComplete;
    assert.equal(visitor.input('nombre').value, NAME);
  });
});
