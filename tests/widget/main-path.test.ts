import './touch-page.ts';
import { sendKeys } from '@web/test-runner-commands';
import { assert } from 'chai';
import type { PortalEventDetails } from '../../widget/portal/events.ts';
import { CAFE, MAILED, PREVIEW, RECEPTOR, SALE, STAMPED, standIn } from './stand-in.ts';
import { clearPage, findSale, giveReceptor, reachReview, until, visit } from './visitor.ts';

let server = standIn();
beforeEach(() => {
  clearPage();
  server = standIn();
});
afterEach(() => server.restore());

describe('the main path', () => {
  it('asks for a sale, five data and a yes; sends each once, clean', async () => {
    const visitor = visit();
    await findSale(visitor);
    await giveReceptor(visitor, {
      rfc: ' xama-620210 dq5',
      codigoPostal: 'C.P. 01219',
      nombre: '  Alba  Xkarajam Mendez ',
    });
    await visitor.reads('Revisa y genera');
    visitor.press('Generar factura');
    await visitor.reads('Tu factura está lista');
    const receptor = { ...RECEPTOR, nombre: 'Alba Xkarajam Mendez' };
    assert.deepEqual(server.sent('POST sales/search'), [{ folio: 'CJ-1042', total: '527.00' }]);
    assert.deepEqual(server.sent('POST receptor/check'), [{ sale: SALE.token, ...receptor }]);
    assert.deepEqual(server.sent('POST invoices/preview'), [{ sales: [SALE.token], receptor, desglosarIeps: false }]);
    assert.deepEqual(server.sent('POST invoices'), [{ sales: [SALE.token], receptor, desglosarIeps: false }]);
  });

  it('shows of a sale that was refunded in part figures that add up to its total', async () => {
    const refunded = { ...SALE, total: '500.00', descuento: '27.00' };
    server.restore();
    server = standIn({ 'POST sales/search': { json: { sales: [refunded] } } });
    const visitor = visit();
    await findSale(visitor);
    await visitor.reads('Tus datos fiscales');
    const lines = visitor.all$('.lines > li').map((one) => one.textContent?.replace(/\s+/g, ' ').trim());
    assert.deepEqual(lines, [
      '2 × Café de altura, bolsa de 500 g$378.00 MXN',
      '1 × Taza de barro$149.00 MXN',
      'Descuentos y devoluciones−$27.00 MXN',
    ]);
  });

  it('can be walked with the keyboard alone', async () => {
    const visitor = visit();
    await visitor.reads('Buscar mi compra');
    const focused = () => visitor.root.activeElement;
    const tabTo = async (holds: (element: Element) => boolean) => {
      for (let presses = 0; presses < 30; presses++) {
        const here = focused();
        if (here && holds(here)) return;
        await sendKeys({ press: 'Tab' });
      }
      throw new Error(`Tab does not lead there: ${focused()?.outerHTML}`);
    };
    const named = (name: string) => (element: Element) => element.getAttribute('name') === name;
    await tabTo(named('folio'));
    await sendKeys({ type: 'CJ-1042' });
    await tabTo(named('total'));
    await sendKeys({ type: '527' });
    await sendKeys({ press: 'Enter' });
    await visitor.reads('Tus datos fiscales');
    await until(() => focused()?.tagName === 'H2');
    await tabTo(named('rfc'));
    await sendKeys({ type: 'xama620210dq5' });
    await tabTo(named('nombre'));
    await sendKeys({ type: RECEPTOR.nombre });
    await tabTo(named('codigoPostal'));
    await sendKeys({ type: '01219' });
    await tabTo(named('regimenFiscal'));
    await sendKeys({ type: 'Act' });
    await tabTo((element) => element.textContent?.includes('Continuar') ?? false);
    await sendKeys({ press: 'Enter' });
    await visitor.reads('Revisa y genera');
    await until(() => focused()?.tagName === 'H2');
    await tabTo((element) => element.textContent?.includes('Generar factura') ?? false);
    await sendKeys({ press: 'Space' });
    await visitor.reads('Tu factura está lista');
    assert.deepInclude(server.sent('POST invoices')[0], { receptor: RECEPTOR });
  });

  it('gives the downloads as real links, and the check at the SAT', async () => {
    const visitor = visit();
    await reachReview(visitor);
    visitor.press('Generar factura');
    await visitor.reads('Tu factura está lista');
    const links = visitor.all$<HTMLAnchorElement>('a[download]').map((link) => link.href);
    const { pdf, xml, zip, verify } = STAMPED.links;
    assert.deepEqual(
      links,
      [pdf, xml, zip].map((link) => new URL(link, 'https://facturas.example').href),
    );
    assert.equal(visitor.all$<HTMLAnchorElement>('a[target=_blank]').at(0)?.href, verify);
  });

  it('says that the SAT does not know a test invoice, and only of a live one that it is valid', async () => {
    for (const [world, hint, other] of [
      ['test', 'el SAT no la conoce', 'ya es válida'],
      ['live', 'tu factura ya es válida', 'no la conoce'],
    ] as const) {
      clearPage();
      server.restore();
      server = standIn({ 'GET portal': { json: { ...CAFE, world } } });
      const visitor = visit();
      await reachReview(visitor);
      visitor.press('Generar factura');
      await visitor.reads(hint);
      assert.notInclude(visitor.text(), other);
    }
  });

  it('mails to the sale’s own address unless another is chosen, and to nobody when none is', async () => {
    const bodies: unknown[] = [];
    for (const choose of ['', 'No enviar', 'other'] as const) {
      clearPage();
      const visitor = visit();
      await reachReview(visitor);
      await visitor.reads('a•••@example.com');
      if (choose === 'No enviar') visitor.press(choose);
      if (choose === 'other') {
        visitor
          .all$('button')
          .filter((one) => one.textContent === 'Cambiar')
          .at(-1)
          ?.click();
        await visitor.reads('Enviar copia a');
        visitor.type('email', ' otra@example.com ');
      }
      visitor.press('Generar factura');
      await visitor.reads('Tu factura está lista');
      bodies.push((server.sent('POST invoices').at(-1) as { email?: unknown }).email);
    }
    assert.deepEqual(bodies, [undefined, null, 'otra@example.com']);
  });

  it('sends the invoice by mail afterwards', async () => {
    const visitor = visit();
    await reachReview(visitor);
    visitor.press('Generar factura');
    await visitor.reads('Tu factura está lista');
    visitor.type('email', 'ana@example.com');
    visitor.press('Enviar');
    await visitor.reads('La enviaremos a ana@example.com.');
    assert.deepEqual(server.sent('POST email'), [{ email: 'ana@example.com' }]);
  });

  it('says where the invoice goes by itself, and asks for no address that it has; another one is added', async () => {
    server.restore();
    server = standIn({ 'POST invoices': { status: 201, json: MAILED } });
    const visitor = visit();
    await reachReview(visitor);
    visitor.press('No enviar');
    await visitor.reads('No la enviaremos');
    visitor.press('Enviar');
    await visitor.portal.updateComplete;
    visitor.type('email', 'conta@empresa.example');
    visitor.press('Generar factura');
    await visitor.reads('La enviaremos a a•••@example.com y c•••@empresa.example.');
    assert.isFalse(visitor.input('email').checkVisibility());
    assert.equal(visitor.input('email').value, '');
    visitor.press('Enviar a otro correo');
    assert.isTrue(visitor.input('email').checkVisibility());
    visitor.type('email', 'otra@example.com');
    visitor.all$('form button').at(0)?.click();
    await visitor.reads('La enviaremos a a•••@example.com, c•••@empresa.example y otra@example.com.');
    assert.deepEqual(server.sent('POST email'), [{ email: 'otra@example.com' }]);
  });

  it('promises no mail where nobody carries it', async () => {
    server.restore();
    server = standIn({ 'GET portal': { json: { ...CAFE, sendsMail: false } } });
    const visitor = visit();
    await reachReview(visitor);
    assert.notMatch(visitor.text(), /enviar|correo/i);
    visitor.press('Generar factura');
    await visitor.reads('Tu factura está lista');
    assert.notMatch(visitor.text(), /enviar|correo/i);
  });

  it('says when a value was normalised', async () => {
    const visitor = visit();
    await findSale(visitor);
    await giveReceptor(visitor, { nombre: 'alba xkarajam mendez' });
    await visitor.reads('En tu factura aparecerá así');
    assert.include(visitor.text(), PREVIEW.receptor.nombre);
  });

  it('two presses of the final button stamp one invoice', async () => {
    const visitor = visit();
    await reachReview(visitor);
    const button = visitor.all$('.main').at(0);
    button?.click();
    button?.click();
    await visitor.reads('Tu factura está lista');
    assert.lengthOf(server.sent('POST invoices'), 1);
  });

  it('tells the page what happened, without personal data', async () => {
    const heard: string[] = [];
    const names: (keyof PortalEventDetails)[] = ['autofactura-step', 'autofactura-found', 'autofactura-issued'];
    for (const name of names)
      document.body.addEventListener(
        name,
        (event) => heard.push(`${name} ${JSON.stringify((event as CustomEvent).detail)}`),
        { once: name !== 'autofactura-step' },
      );
    const visitor = visit();
    await reachReview(visitor);
    visitor.press('Generar factura');
    await visitor.reads('Tu factura está lista');
    assert.deepEqual(
      heard.filter((line) => line.startsWith('autofactura-step')).map((line) => line.slice(17)),
      ['lookup', 'receptor', 'review', 'issued'].map((step) => JSON.stringify({ step })),
    );
    assert.include(heard.join('\n'), STAMPED.uuid);
    for (const secret of [RECEPTOR.rfc, RECEPTOR.nombre, 'example.com']) assert.notInclude(heard.join('\n'), secret);
    assert.notInclude(JSON.stringify(server.sent('POST events')), RECEPTOR.rfc);
  });
});

describe('fiscal data', () => {
  it('offers only what that person and that régimen may have', async () => {
    const visitor = visit();
    await findSale(visitor);
    await visitor.reads('Tus datos fiscales');
    const values = (name: string) => [...visitor.input(name).querySelectorAll('option')].map((option) => option.value);
    assert.deepEqual(values('regimenFiscal'), ['']);
    visitor.type('rfc', 'CTE9');
    assert.notInclude(values('regimenFiscal'), '605');
    visitor.type('rfc', 'RAQÑ7701212M3');
    visitor.type('regimenFiscal', '605');
    assert.include(values('usoCfdi'), 'D10');
    assert.notInclude(values('usoCfdi'), 'G03');
    assert.equal(visitor.input('usoCfdi').value, 'S01');
  });

  it('shows each uso with its clave, by which an accountant asks for it', async () => {
    const visitor = visit();
    await findSale(visitor);
    await visitor.reads('Tus datos fiscales');
    visitor.type('rfc', 'CTE950627K46');
    visitor.type('regimenFiscal', '601');
    const options = [...visitor.input('usoCfdi').querySelectorAll('option')];
    assert.isAbove(options.length, 3);
    for (const { value, textContent } of options) assert.match(textContent ?? '', new RegExp(`\\S \\(${value}\\)$`));
    await visitor.reads('Gastos en general (G03)');
  });

  it('warns about a check digit and goes on; stops at a malformed RFC, all faults at once, the first focused', async () => {
    const visitor = visit();
    await findSale(visitor);
    await giveReceptor(visitor, { rfc: 'XAMA620210', codigoPostal: '012' });
    await visitor.reads('Revisa 2 datos');
    await until(() => visitor.root.activeElement === visitor.input('rfc'));
    assert.equal(visitor.input('rfc').getAttribute('aria-invalid'), 'true');
    const described = visitor.input('rfc').getAttribute('aria-describedby') ?? '';
    assert.include(visitor.root.getElementById(described)?.textContent, 'letra por letra');
    visitor.type('rfc', 'XAMA620210DQ4');
    await visitor.reads('el último carácter');
    assert.isNull(visitor.input('rfc').getAttribute('aria-invalid'));
    visitor.type('codigoPostal', '01219');
    visitor.press('Continuar');
    await visitor.reads('Revisa y genera');
  });

  it('asks someone without an RFC for a name only', async () => {
    const visitor = visit();
    await findSale(visitor);
    await visitor.reads('Soy extranjero');
    visitor.press('Soy extranjero');
    await visitor.reads('no para deducir');
    visitor.type('nombre', 'Jane Doe');
    visitor.press('Continuar');
    await visitor.reads('Revisa y genera');
    const receptor = {
      rfc: 'XEXX010101000',
      nombre: 'Jane Doe',
      codigoPostal: '',
      regimenFiscal: '616',
      usoCfdi: 'S01',
    };
    assert.deepInclude(server.sent('POST invoices/preview')[0], { receptor });
  });

  it('keeps what is typed in capitals on the screen without moving the caret', async () => {
    const visitor = visit();
    await findSale(visitor);
    await visitor.reads('Tus datos fiscales');
    const rfc = visitor.input('rfc') as HTMLInputElement;
    rfc.focus();
    await sendKeys({ type: 'xma620' });
    rfc.setSelectionRange(1, 1);
    await sendKeys({ type: 'a' });
    assert.equal(rfc.value, 'xama620');
    assert.equal(rfc.selectionStart, 2);
    assert.equal(getComputedStyle(rfc).textTransform, 'uppercase');
  });
});
