import { sendKeys } from '@web/test-runner-commands';
import { assert } from 'chai';
import type { SaleStatus } from '../../widget/portal/wire.ts';
import { PREVIEW, SALE, standIn } from './stand-in.ts';
import { clearPage, findSale, giveReceptor, until, type Visitor, visit } from './visitor.ts';

let server = standIn();
afterEach(() => server.restore());

/** Several found, `A`, `B` … in the given states. */
async function find(...statuses: readonly SaleStatus[]): Promise<Visitor> {
  clearPage();
  server.restore();
  const sales = statuses.map((status, index) => {
    const folio = String.fromCharCode(65 + index);
    return { ...SALE, token: `tok_${folio}`, folio, status };
  });
  server = standIn({ 'POST sales/search': { json: { sales } } });
  const visitor = visit();
  await findSale(visitor);
  await visitor.reads('Encontramos varios resultados');
  // Keys pressed before the focus has come to the heading would go elsewhere.
  await until(() => visitor.root.activeElement?.tagName === 'H2');
  return visitor;
}

const boxes = (visitor: Visitor) => visitor.all$<HTMLInputElement>('input[type=checkbox]');
const cardOf = (visitor: Visitor, folio: string) =>
  visitor.all$('li').find((one) => one.querySelector('b')?.textContent === folio);

async function tabTo(visitor: Visitor, words: string): Promise<void> {
  for (let presses = 0; !visitor.root.activeElement?.textContent?.includes(words); presses++) {
    if (presses > 20) throw new Error(`no Tab comes to «${words}»: ${visitor.text()}`);
    await sendKeys({ press: 'Tab' });
  }
}

describe('several found', () => {
  it('one of two invoiced: says so beside it, cannot be ticked, and the other goes on with one press', async () => {
    const visitor = await find('invoiced', 'open');
    assert.include(cardOf(visitor, 'A')?.textContent, 'Ya tiene factura');
    assert.isNull(cardOf(visitor, 'A')?.querySelector('input'));
    assert.deepEqual(
      boxes(visitor).map(({ value, checked }) => [value, checked]),
      [['tok_B', true]],
    );
    assert.notInclude(visitor.text(), 'Puedes elegir más de uno');
    await tabTo(visitor, 'Continuar');
    await sendKeys({ press: 'Enter' });
    await giveReceptor(visitor);
    await visitor.reads('Revisa y genera');
    assert.deepInclude(server.sent('POST invoices/preview')[0], { sales: ['tok_B'] });
  });

  it('all invoiced: no invitation to choose and nothing to continue with, but each invoice', async () => {
    const visitor = await find('invoiced', 'invoiced');
    assert.lengthOf(boxes(visitor), 0);
    assert.notInclude(visitor.text(), '¿Qué quieres facturar?');
    assert.notInclude(visitor.text(), 'Continuar');
    assert.include(visitor.text(), 'Todos ya tienen factura');
    await tabTo(visitor, 'Ver mi factura · B');
    await sendKeys({ press: 'Space' });
    await visitor.reads('Tu compra ya tiene factura');
    await until(() => visitor.root.activeElement?.tagName === 'H2');
    await sendKeys({ press: 'Tab' });
    await sendKeys({ type: 'ure180429tm6' });
    await sendKeys({ press: 'Tab' });
    await sendKeys({ type: '65000' });
    await sendKeys({ press: 'Enter' });
    await visitor.reads('Tu factura está lista');
    assert.deepInclude(server.sent('POST invoices/recover')[0], { sale: 'tok_B' });
  });

  it('all late: each says so and may be asked of the merchant; another search is offered', async () => {
    const visitor = await find('late', 'late');
    assert.lengthOf(boxes(visitor), 0);
    assert.notInclude(visitor.text(), 'Continuar');
    assert.include(cardOf(visitor, 'A')?.textContent, 'El plazo para facturar terminó');
    cardOf(visitor, 'A')?.querySelector('button')?.click();
    await visitor.reads('Enviar mi solicitud');
    visitor.press('Hacer otra búsqueda');
    await visitor.reads('Factura tu compra');
  });

  it('all late, looked for again by key: «Hacer otra búsqueda» leads to the form, what was typed still there', async () => {
    const visitor = await find('late', 'late');
    await tabTo(visitor, 'Hacer otra búsqueda');
    await sendKeys({ press: 'Enter' });
    await visitor.reads('Factura tu compra');
    assert.equal(visitor.input('folio').value, 'CJ-1042');
  });

  it('mixed: every state in words, a way on where there is one, and ticks for the open ones alone', async () => {
    const visitor = await find(
      'open',
      'closed',
      'unpaid',
      'late',
      'in-global',
      'in-progress',
      'needs-merchant',
      'open',
    );
    const cards = Object.fromEntries(
      [...'BCDEFG'].map((folio) => {
        const card = cardOf(visitor, folio);
        return [folio, [card?.querySelector('p b')?.textContent, card?.querySelector('button')?.textContent ?? '']];
      }),
    );
    assert.deepEqual(cards, {
      B: ['Ya no se puede facturar', ''],
      C: ['El pago aún no se confirma', 'Ver cómo va · C'],
      D: ['El plazo para facturar terminó', 'Pedir mi factura al comercio · D'],
      E: ['Ya está en una factura global', 'Pedir mi factura al comercio · E'],
      F: ['Ya se está facturando', 'Ver cómo va · F'],
      G: ['Necesita la revisión del comercio', 'Pedir mi factura al comercio · G'],
    });
    assert.deepEqual(
      boxes(visitor).map(({ value, checked }) => [value, checked]),
      [
        ['tok_A', false],
        ['tok_H', false],
      ],
    );
    boxes(visitor)[1]?.focus();
    await sendKeys({ press: 'Space' });
    await sendKeys({ press: 'Enter' });
    await visitor.reads('Tus datos fiscales');
  });

  it('two chosen that only the merchant can invoice: the request is for both', async () => {
    const visitor = await find('open', 'open');
    server.restore();
    server = standIn({
      'POST invoices/preview': {
        json: { ...PREVIEW, request: { reason: 'portal-off', detail: 'El comercio te la hace.' } },
      },
    });
    for (const box of boxes(visitor)) if (!box.checked) box.click();
    await tabTo(visitor, 'Continuar');
    await sendKeys({ press: 'Enter' });
    await giveReceptor(visitor);
    await visitor.reads('El comercio te la hace.');
    await tabTo(visitor, 'solicitud');
    await sendKeys({ press: 'Enter' });
    await visitor.reads('revisará tu solicitud');
    assert.deepInclude(server.sent('POST requests')[0], { sales: ['tok_A', 'tok_B'] });
  });
});
