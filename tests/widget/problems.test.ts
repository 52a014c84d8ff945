import './touch-page.ts';
import { sendKeys } from '@web/test-runner-commands';
import { assert } from 'chai';
import { CHECK, MAILED, PENDING, problem, REQUESTED, type Replies, SALE, STAMPED, standIn } from './stand-in.ts';
import { clearPage, findSale, giveReceptor, reachReview, until, type Visitor, visit } from './visitor.ts';

let server = standIn();
const meet = (replies: Replies, attributes = {}) => {
  clearPage();
  server.restore();
  server = standIn(replies);
  return visit(attributes);
};
afterEach(() => server.restore());

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

  it('several, none chosen: asks to choose', async () => {
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

  it('a merchant’s system that does not answer is no dead end: the data are left for when it does, nothing typed twice', async () => {
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

  it('what passes by itself offers no request: too many tries', async () => {
    const visitor = meet({ 'POST sales/search': problem('too-many-attempts', 'later', { status: 429 }) });
    await findSale(visitor);
    await visitor.reads('Detalle de too-many-attempts.');
    assert.notInclude(visitor.text(), 'Dejar mis datos');
  });

  it('accepted: on to the invoice without asking anything twice', async () => {
    const late = { ...SALE, status: 'late' };
    const visitor = meet({
      'POST sales/search': { json: { sales: [late] } },
      'GET request': { json: { ...REQUESTED, status: 'accepted' } },
    });
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
    visitor.press('Revisar de nuevo');
    await visitor.reads('aceptó tu solicitud');
    visitor.press('Generar factura');
    await visitor.reads('Continuar');
    assert.equal(visitor.input('rfc').value, 'XAMA620210DQ5');
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

  it('a check that cannot be had stops nobody', async () => {
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

  it('a suggestion that was taken is not explained any longer', async () => {
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

  it('a suggestion is offered, stops nobody, and is taken with one press', async () => {
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

describe('a pending invoice', () => {
  it('is asked for until it is there', async () => {
    const visitor = meet({
      'POST invoices': { status: 202, json: PENDING },
      'GET invoice': (_, times) => ({ json: times < 2 ? PENDING : STAMPED }),
    });
    await reachReview(visitor);
    visitor.press('Generar factura');
    await visitor.reads('Tu factura está lista');
  });

  it('says where copies go, as it was told when it was asked for', async () => {
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
    assert.equal(visitor.input('nombre').value, NAME);
  });
});

describe('a fault at a field that is not on the screen is told in the summary', () => {
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
