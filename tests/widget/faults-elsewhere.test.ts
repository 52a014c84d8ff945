import './touch-page.ts';
import { sendKeys } from '@web/test-runner-commands';
import { assert } from 'chai';
import { problem, type Replies, SALE, STAMPED, standIn } from './stand-in.ts';
import { clearPage, findSale, reachReview, until, type Visitor, visit } from './visitor.ts';

let server = standIn();
const meet = (replies: Replies, attributes = {}) => {
  clearPage();
  server.restore();
  server = standIn(replies);
  return visit(attributes);
};
afterEach(() => server.restore());

describe('a fault at a field that is not on the screen is named in the summary', () => {
  const fault = (pointer: string, detail: string) => ({ pointer, code: 'x', detail });
  const alertIn = (visitor: Visitor) => visitor.all$('[role=alert] p').map(({ textContent }) => textContent?.trim());

  it('on the fiscal data, beside the count of those that are on it', async () => {
    const errors = [
      fault('/receptor/nombre', 'No coincide.'),
      fault('/receptor/rfc', 'Este comercio no factura sin RFC.'),
      fault('/desglosarIeps', 'Aquí no se desglosa.'),
    ];
    const visitor = meet({ 'POST invoices/preview': problem('invalid-receptor', 'receptor', { status: 422, errors }) });
    await findSale(visitor);
    await visitor.reads('No tengo RFC');
    visitor.press('No tengo RFC');
    await visitor.reads('no para deducir');
    visitor.type('nombre', 'Ana');
    visitor.press('Continuar');
    await visitor.reads('No coincide.');
    assert.deepEqual(alertIn(visitor), ['Revisa un dato', 'Este comercio no factura sin RFC.', 'Aquí no se desglosa.']);
    await until(() => visitor.root.activeElement?.getAttribute('name') === 'nombre');
  });

  it('on the fiscal data, alone, with the focus on it', async () => {
    const errors = [fault('/receptor/usoCfdi', 'Elige para qué la usarás.')];
    const visitor = meet({ 'POST invoices/preview': problem('invalid-receptor', 'receptor', { status: 422, errors }) });
    await findSale(visitor);
    await visitor.reads('No tengo RFC');
    visitor.press('No tengo RFC');
    await visitor.reads('no para deducir');
    visitor.type('nombre', 'Ana');
    visitor.press('Continuar');
    await visitor.reads('Elige para qué la usarás.');
    await until(() => visitor.root.activeElement?.matches('.notice') ?? false);
  });

  it('on the proof of an invoice', async () => {
    const errors = [fault('/nombre', 'Escribe el nombre con el que la pediste.')];
    const visitor = meet({
      'POST sales/search': { json: { sales: [{ ...SALE, status: 'invoiced' }] } },
      'POST invoices/recover': problem('proof-mismatch', 'lookup', { status: 422, errors }),
    });
    await findSale(visitor);
    await visitor.reads('ya tiene factura');
    visitor.type('rfc', 'URE180429TM6');
    visitor.type('codigoPostal', '65000');
    visitor.press('Ver mi factura');
    await visitor.reads('Escribe el nombre con el que la pediste.');
    assert.lengthOf(visitor.all$('.fault'), 0);
  });
});

describe('an address that no mail can go to', () => {
  const errors = [{ pointer: '/email', code: 'email-malformed', detail: 'Revisa el correo.' }];
  const malformed = problem('malformed-request', 'merchant', { status: 400, errors });
  const typedKeys = async (visitor: Visitor, text: string) => {
    visitor.input('email').focus();
    await sendKeys({ type: text });
    await sendKeys({ press: 'Enter' });
  };
  const isAtEmail = (visitor: Visitor) =>
    until(
      () =>
        visitor.root.activeElement?.getAttribute('name') === 'email' && visitor.input('email').ariaInvalid === 'true',
      () => visitor.text(),
    );

  it('is found on the review, in the portal’s language, before anything is sent', async () => {
    const visitor = meet({});
    await reachReview(visitor);
    visitor
      .all$('button')
      .filter((one) => one.textContent === 'Cambiar')
      .at(-1)
      ?.click();
    await until(() => visitor.root.querySelector('[name=email]') !== null);
    await typedKeys(visitor, 'ana@gmail');
    await isAtEmail(visitor);
    await visitor.reads('Revisa el correo: va como nombre@ejemplo.com.');
    assert.lengthOf(server.sent('POST invoices'), 0);
    await sendKeys({ type: '.com' });
    await sendKeys({ press: 'Enter' });
    await visitor.reads('Tu factura está lista');
    assert.deepInclude(server.sent('POST invoices')[0], { email: 'ana@gmail.com' });
  });

  it('that only the server refuses comes back to its field, and the invoice is still one press away', async () => {
    const visitor = meet({
      'POST sales/search': { json: { sales: [{ ...SALE, emailHint: undefined }] } },
      'POST invoices': (_, times) => (times === 1 ? malformed : { status: 201, json: STAMPED }),
    });
    await reachReview(visitor);
    await typedKeys(visitor, 'ana..b@gmail.com');
    await isAtEmail(visitor);
    await visitor.reads('Revisa el correo.');
    (visitor.input('email') as HTMLInputElement).select();
    await sendKeys({ type: 'ana@gmail.com' });
    await sendKeys({ press: 'Enter' });
    await visitor.reads('Tu factura está lista');
  });

  it('is found where one more mail is asked for: none at all, a mistyped one, and one that only the server refuses', async () => {
    const visitor = meet({
      'POST invoices': { status: 201, json: STAMPED },
      'POST email': (_, times) => (times === 1 ? malformed : { status: 202 }),
    });
    await reachReview(visitor);
    visitor.press('Generar factura');
    await visitor.reads('Tu factura está lista');
    await typedKeys(visitor, '');
    await isAtEmail(visitor);
    await visitor.reads('Escribe este dato.');
    await typedKeys(visitor, 'ana@');
    await isAtEmail(visitor);
    await typedKeys(visitor, 'gmail.com');
    await isAtEmail(visitor);
    await visitor.reads('Revisa el correo.');
    await sendKeys({ type: '.mx' });
    await sendKeys({ press: 'Enter' });
    await visitor.reads('La enviaremos a ana@gmail.com.mx.');
  });
});
