import { assert } from 'chai';
import { asks, isProof, makeChallenge } from './challenge.ts';
import { CAFE, PREVIEW, problem, SALE, STAMPED, standIn } from './stand-in.ts';
import { clearPage, giveReceptor, until, type Visitor, visit } from './visitor.ts';

let server = standIn();
afterEach(() => server.restore());

const OTHER = { ...SALE, token: 'tok_1060', folio: 'CJ-1060', total: '40.00', moneda: 'USD' };
const FIRST = { ...PREVIEW, documents: undefined };
const DOLLARS = { ...PREVIEW, total: '40.00', moneda: 'USD' };
const SPLIT = {
  documents: [
    { sales: [SALE.token], preview: FIRST },
    { sales: [OTHER.token], preview: DOLLARS },
  ],
};
const IN_DOLLARS = {
  ...STAMPED,
  id: 'inv_9',
  folio: '320',
  uuid: '11111111-2222-4333-8444-555555555555',
  moneda: 'USD',
};

async function lookUp(visitor: Visitor, folio: string): Promise<void> {
  await visitor.reads('Buscar mi compra');
  visitor.type('folio', folio);
  visitor.type('total', '527.00');
  visitor.press('Buscar mi compra');
}

/** Both purchases, found one after the other. */
async function withTwo(replies = {}): Promise<Visitor> {
  clearPage();
  server.restore();
  server = standIn({
    'POST sales/search': ({ folio }: { readonly folio: string }) => ({
      json: { sales: [folio === OTHER.folio ? OTHER : { ...SALE, token: `tok_again_${Math.random()}` }] },
    }),
    'POST invoices/preview': problem('sales-do-not-mix', 'lookup', { status: 422 }),
    'POST carts/preview': { json: SPLIT },
    ...replies,
  });
  const visitor = visit();
  await lookUp(visitor, SALE.folio);
  await visitor.reads('Agregar algo más a esta factura');
  visitor.press('Agregar algo más a esta factura');
  await visitor.reads('Ya está en tu factura:');
  await lookUp(visitor, OTHER.folio);
  await visitor.reads('Quitar · CJ-1060');
  return visitor;
}

describe('something added to the invoice', () => {
  it('is searched for while the first waits, and both go on; the same one again is one', async () => {
    const visitor = await withTwo({ 'POST invoices/preview': { json: PREVIEW } });
    visitor.press('Agregar algo más a esta factura');
    await lookUp(visitor, SALE.folio);
    await visitor.reads('Quitar · CJ-1060');
    assert.lengthOf(visitor.all$('.card'), 2);
    await giveReceptor(visitor);
    await visitor.reads('Generar factura');
    assert.lengthOf((server.sent('POST invoices/preview')[0] as { sales: string[] }).sales, 2);
    assert.isEmpty(server.sent('POST carts/preview'));
  });

  it('is left by Back for the data of what waits; and Back from both is the first search', async () => {
    const entries = history.length;
    const visitor = await withTwo({ 'POST invoices/preview': { json: PREVIEW } });
    assert.equal(history.length, entries + 2);
    visitor.press('Agregar algo más a esta factura');
    await visitor.reads('Seguir sin agregar más');
    history.back();
    await visitor.reads('Quitar · CJ-1060');
    assert.lengthOf(visitor.all$('.card'), 2);
    history.back();
    await visitor.reads('Buscar mi compra');
    assert.notInclude(visitor.text(), 'Ya está en tu factura');
  });

  it('that cannot be invoiced stops nothing of what waits', async () => {
    const visitor = await withTwo({
      'POST sales/search': ({ folio }: { readonly folio: string }) => ({
        json: {
          sales: [folio === 'CJ-1052' ? { ...OTHER, folio, status: 'closed' } : folio === OTHER.folio ? OTHER : SALE],
        },
      }),
    });
    visitor.press('Agregar algo más a esta factura');
    await lookUp(visitor, 'CJ-1052');
    await visitor.reads('ya no se puede facturar');
    visitor.press('Hacer otra búsqueda');
    await visitor.reads('Seguir sin agregar más');
    visitor.press('Seguir sin agregar más');
    await visitor.reads('Quitar · CJ-1060');
    assert.include(visitor.text(), SALE.folio);
  });

  it('that does not fit shows each CFDI, issues all at once, and lists each with its files', async () => {
    const invoices = {
      documents: [
        { sales: [SALE.token], invoice: { ...STAMPED, mailedTo: ['a•••@example.com'] } },
        { sales: [OTHER.token], invoice: IN_DOLLARS },
      ],
    };
    const visitor = await withTwo({ 'POST carts': { status: 201, json: invoices } });
    await giveReceptor(visitor);
    await visitor.reads('Son 2 facturas');
    await visitor.reads('Factura 2 de 2');
    assert.include(visitor.text(), '$40.00 USD');
    visitor.press('Generar las 2 facturas');
    await visitor.reads('Tus facturas están listas');
    assert.include(visitor.text(), 'Las enviaremos a a•••@example.com.');
    const files = visitor.all$<HTMLAnchorElement>('a[download]').map(({ href }) => new URL(href).pathname);
    assert.lengthOf(files, 4);
    assert.isEmpty(server.sent('POST invoices'));
  });

  it('is paid for with a proof of work where one of the CFDIs costs one, and then lists both', async () => {
    const challenge = await makeChallenge();
    const visitor = await withTwo({
      'POST carts': (_: never, times: number) => ({
        json: {
          documents: [
            { sales: [SALE.token], invoice: STAMPED },
            times === 1
              ? { sales: [OTHER.token], problem: asks(challenge).json }
              : { sales: [OTHER.token], invoice: IN_DOLLARS },
          ],
        },
      }),
    });
    await giveReceptor(visitor);
    await visitor.reads('Generar las 2 facturas');
    visitor.press('Generar las 2 facturas');
    await visitor.reads('Tus facturas están listas');
    const [first, second, ...more] = server.asked.filter(({ route }) => route === 'POST carts');
    assert.isEmpty(more);
    assert.deepEqual(second?.body, first?.body);
    assert.isTrue(await isProof(second?.proof));
  });

  it('is asked for again until none is pending, and what the merchant has to issue says so in its place', async () => {
    const request = { id: 'req_3', links: { self: '/v1/requests/req_3?access=b2' } };
    const stopped = problem('needs-merchant', 'merchant', { detail: 'El comercio confirmará tu factura.', request });
    const visitor = await withTwo({
      'POST carts': (_: never, times: number) => ({
        json: {
          documents: [
            { sales: [SALE.token], invoice: times > 1 ? STAMPED : { ...STAMPED, status: 'pending' } },
            { sales: [OTHER.token], problem: stopped.json },
          ],
        },
      }),
    });
    await giveReceptor(visitor);
    await visitor.reads('Generar las 2 facturas');
    visitor.press('Generar las 2 facturas');
    await visitor.reads('Tu factura está lista');
    await visitor.reads('El comercio confirmará tu factura.');
    await until(() => server.sent('POST carts').length === 2);
    assert.include(visitor.text(), 'Ver mi solicitud');
    assert.include(visitor.text(), 'CJ-1060');
  });

  it('comes back after a reload while the next one is looked for', async () => {
    const visitor = await withTwo({ 'GET sale': { json: OTHER } });
    visitor.press('Agregar algo más a esta factura');
    await visitor.reads('Ya está en tu factura:');
    visitor.portal.remove();
    await visit().reads('Agregar algo más a esta factura');
    assert.isAbove(server.asked.filter(({ route }) => route === 'GET sale').length, 1);
  });

  it('refused for the data leads back to them, with everything found', async () => {
    const refused = problem('sat-refused-receptor', 'receptor', {
      status: 422,
      detail: 'El SAT no reconoce el nombre.',
    });
    const visitor = await withTwo({ 'POST carts': refused });
    await giveReceptor(visitor);
    await visitor.reads('Generar las 2 facturas');
    visitor.press('Generar las 2 facturas');
    await visitor.reads('El SAT no reconoce el nombre.');
    await visitor.reads('Quitar · CJ-1060');
    assert.include(visitor.text(), CAFE.contact.email ?? '');
  });
});
