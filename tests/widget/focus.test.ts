import './touch-page.ts';
import { sendKeys } from '@web/test-runner-commands';
import { assert } from 'chai';
import { type Replies, STAMPED, standIn } from './stand-in.ts';
import { clearPage, findSale, giveReceptor, reachReview, until, type Visitor, visit } from './visitor.ts';

let server = standIn();
const meet = (replies: Replies = {}) => {
  clearPage();
  server.restore();
  server = standIn(replies);
  return visit();
};
afterEach(() => server.restore());

const inputOf = (visitor: Visitor, name: string) => visitor.input(name) as HTMLInputElement;
const focusedIn = ({ root }: Visitor) => root.activeElement?.getAttribute('name') ?? root.activeElement?.tagName;

async function retype(visitor: Visitor, name: string, text: string): Promise<void> {
  inputOf(visitor, name).select();
  await sendKeys({ type: text });
}

// Voice control and screen readers press a button without taking the keyboard's focus there.
describe('a press by voice, while a half-typed field has the focus,', () => {
  it('on «Volver» leaves the focus on the heading of the step before, and keeps what was typed', async () => {
    const visitor = meet();
    await findSale(visitor);
    await visitor.reads('Tus datos fiscales');
    inputOf(visitor, 'nombre').focus();
    await sendKeys({ type: 'Alba Xka' });
    visitor.press('Volver');
    await visitor.reads('Factura tu compra');
    await until(
      () => focusedIn(visitor) === 'H2',
      () => `the focus is on ${focusedIn(visitor)}`,
    );
    await findSale(visitor);
    await visitor.reads('Tus datos fiscales');
    assert.equal(inputOf(visitor, 'nombre').value, 'Alba Xka');
  });

  it('on «No tengo RFC» leaves the focus in the form that comes', async () => {
    const visitor = meet();
    await findSale(visitor);
    await visitor.reads('No tengo RFC');
    inputOf(visitor, 'codigoPostal').focus();
    await sendKeys({ type: '012' });
    visitor.press('No tengo RFC');
    await visitor.reads('no para deducir');
    await until(
      () => focusedIn(visitor) === 'nombre',
      () => `the focus is on ${focusedIn(visitor)}`,
    );
  });

  it('on «Dejar mis datos» leaves the focus on the heading of the request', async () => {
    const visitor = meet({ 'POST sales/search': { json: { sales: [] } } });
    await findSale(visitor);
    await visitor.reads('No encontramos');
    inputOf(visitor, 'folio').focus();
    await sendKeys({ type: '-B' });
    visitor.press('Dejar mis datos');
    await visitor.reads('Tus datos fiscales');
    await until(
      () => focusedIn(visitor) === 'H2',
      () => `the focus is on ${focusedIn(visitor)}`,
    );
  });
});

describe('typing while an answer is awaited', () => {
  it('is not lost: what the field shows is what is sent next', async () => {
    let answer: (() => void) | undefined;
    const visitor = meet();
    const real = window.fetch;
    window.fetch = async (...call) => {
      if (String(call[0]).endsWith('sales/search') && server.sent('POST sales/search').length === 0) {
        await new Promise<void>((resolve) => {
          answer = resolve;
        });
        await real(...call);
        return new Response(JSON.stringify({ sales: [] }));
      }
      return real(...call);
    };
    await findSale(visitor);
    await visitor.reads('Buscando…');
    await retype(visitor, 'folio', 'CJ-1043');
    await sendKeys({ press: 'Tab' });
    // «Buscando…» stands before the part that asks has been fetched.
    await until(() => answer !== undefined);
    answer?.();
    await visitor.reads('No encontramos');
    assert.equal(inputOf(visitor, 'folio').value, 'CJ-1043');
    visitor.press('Buscar mi compra');
    await visitor.reads('Tus datos fiscales');
    assert.deepInclude(server.sent('POST sales/search').at(-1), { folio: 'CJ-1043' });
  });

  it('never changes an invoice after it was looked at', async () => {
    const visitor = meet();
    await findSale(visitor);
    await giveReceptor(visitor);
    visitor.type('nombre', 'OTRO NOMBRE');
    await visitor.reads('Revisa y genera');
    visitor.press('Generar factura');
    await visitor.reads('Tu factura está lista');
    assert.deepEqual(
      (server.sent('POST invoices').at(-1) as { receptor: unknown }).receptor,
      (server.sent('POST invoices/preview').at(-1) as { receptor: unknown }).receptor,
    );
  });
});

describe('the focus has a place after every press', () => {
  it('«No tengo RFC» leads to the name, «Sí tengo RFC» back to the RFC', async () => {
    const visitor = meet();
    await findSale(visitor);
    await visitor.reads('Soy extranjero');
    const press = async (words: string) => {
      visitor
        .all$('button')
        .find((one) => one.textContent === words)
        ?.focus();
      await sendKeys({ press: 'Enter' });
    };
    await press('No tengo RFC');
    await until(
      () => focusedIn(visitor) === 'nombre',
      () => `${focusedIn(visitor)}`,
    );
    await sendKeys({ type: 'Juan' });
    assert.equal(inputOf(visitor, 'nombre').value, 'Juan');
    await press('Sí tengo RFC');
    await until(
      () => focusedIn(visitor) === 'rfc',
      () => `${focusedIn(visitor)}`,
    );
  });

  it('a generic RFC typed to its last letter leads to the name', async () => {
    const visitor = meet();
    await findSale(visitor);
    await visitor.reads('Tus datos fiscales');
    inputOf(visitor, 'rfc').focus();
    await sendKeys({ type: 'xaxx010101000' });
    await until(
      () => focusedIn(visitor) === 'nombre',
      () => `${focusedIn(visitor)}`,
    );
  });

  it('«Cambiar» beside the address leads to its field; «No enviar» to the way back, and issues nothing', async () => {
    const visitor = meet();
    await reachReview(visitor);
    const focusOn = (words: string) =>
      visitor
        .all$('button')
        .filter((one) => one.textContent === words)
        .at(-1)
        ?.focus();
    focusOn('No enviar');
    await sendKeys({ press: 'Enter' });
    await until(() => visitor.root.activeElement?.textContent === 'Enviar');
    await sendKeys({ press: 'Enter' });
    await until(
      () => focusedIn(visitor) === 'email',
      () => `${focusedIn(visitor)}`,
    );
    assert.lengthOf(server.sent('POST invoices'), 0);
  });

  it('a mail that was sent is where the focus goes, and what is read out', async () => {
    const visitor = meet({ 'POST invoices': { status: 201, json: STAMPED } });
    await reachReview(visitor);
    visitor.press('Generar factura');
    await visitor.reads('Tu factura está lista');
    inputOf(visitor, 'email').focus();
    await sendKeys({ type: 'ana@example.com' });
    await sendKeys({ press: 'Enter' });
    await visitor.reads('La enviaremos a ana@example.com.');
    await until(() => visitor.root.activeElement?.classList.contains('notice') ?? false);
  });
});

describe('an RFC of another length than one has', () => {
  for (const [rfc, words] of [
    ['XAMA620210DQ', 'A este RFC le falta un carácter'],
    ['URE180429TM', 'A este RFC le falta un carácter'],
    ['URE180429TM66', 'A este RFC le sobra un carácter'],
  ] as const)
    it(`says so: ${rfc}`, async () => {
      const visitor = meet();
      await findSale(visitor);
      await giveReceptor(visitor, { rfc });
      await visitor.reads(words);
    });
});

describe('a suggested RFC', () => {
  it('is explained by its look-alike and not by its length, and once taken holds the focus in its field', async () => {
    const visitor = meet();
    await findSale(visitor);
    await giveReceptor(visitor, { rfc: 'XAMA62O210DQ5' });
    await visitor.reads('Hay un carácter que no va en este RFC');
    const offer = [...visitor.root.querySelectorAll('button')].find((one) =>
      one.textContent?.includes('XAMA620210DQ5'),
    );
    offer?.focus();
    await sendKeys({ press: 'Enter' });
    await until(() => inputOf(visitor, 'rfc').value === 'XAMA620210DQ5');
    assert.equal(focusedIn(visitor), 'rfc');
  });
});

describe('an empty postal code', () => {
  it('asks to be written, not to have five digits', async () => {
    const visitor = meet();
    await findSale(visitor);
    await giveReceptor(visitor, { codigoPostal: '' });
    await visitor.reads('Escribe tu código postal.');
  });
});
