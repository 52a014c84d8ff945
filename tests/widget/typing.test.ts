import './touch-page.ts';
import { sendKeys } from '@web/test-runner-commands';
import { assert } from 'chai';
import { problem, type Replies, SALE, standIn } from './stand-in.ts';
import { clearPage, findSale, giveReceptor, reachReview, until, type Visitor, visit } from './visitor.ts';

type Trouble = {
  /** What went wrong, as a title reads it. */
  readonly after: string;
  readonly replies?: Replies;
  /** From an empty page to the error on the screen. */
  readonly reach: (visitor: Visitor) => Promise<void>;
  /** What is typed into each field then, key by key. */
  readonly fields: Readonly<Record<string, string>>;
};

const LOOKUP = { folio: 'CJ-1042', total: '527.00' };
const BY_EMAIL = { folio: 'CJ-1042', email: 'ana.lopez@example.com' };
const RECEPTOR = { rfc: 'xama620210dq5', nombre: 'ALBA XKARAJAM MENDEZ', codigoPostal: '01219' };
const PROOF = { rfc: 'ure180429tm6', codigoPostal: '65000' };
const EMAIL = { email: 'alba@example.com' };
const TOO_MANY = problem('too-many-attempts', 'later', { status: 429 });
const INVOICED: Replies = { 'POST sales/search': { json: { sales: [{ ...SALE, status: 'invoiced' }] } } };

const fault = (pointer: string) => ({ pointer, code: 'x', satCode: 'CFDI40143', detail: `Revisa ${pointer}.` });
const RECEPTOR_FAULTS = ['rfc', 'nombre', 'codigoPostal'].map((field) => ({ ...fault(`/receptor/${field}`), field }));

const searchEmpty = async (v: Visitor) => {
  await v.reads('Buscar mi compra');
  v.press('Buscar mi compra');
  await v.reads('Revisa 2 datos');
};
const searchAndRead = (words: string) => async (v: Visitor) => {
  await findSale(v);
  await v.reads(words);
};
const describeAndRead = (words: string) => async (v: Visitor) => {
  await findSale(v);
  await giveReceptor(v);
  await v.reads(words);
};
const issueAndRead = (words: string) => async (v: Visitor) => {
  await reachReview(v);
  v.press('Generar factura');
  await v.reads(words);
};
const proveAndRead = (words: string) => async (v: Visitor) => {
  await findSale(v);
  await v.reads('ya tiene factura');
  v.type('rfc', 'URE180429TM6');
  v.type('codigoPostal', '65001');
  v.press('Ver mi factura');
  await v.reads(words);
};

const TROUBLES: readonly Trouble[] = [
  { after: 'an empty search', reach: searchEmpty, fields: LOOKUP },
  {
    after: 'an empty search the other way',
    reach: async (v) => {
      await v.reads('Buscar mi compra');
      v.press('Buscar con mi correo');
      await searchEmpty(v);
    },
    fields: BY_EMAIL,
  },
  {
    after: 'a search that found nothing',
    replies: { 'POST sales/search': { json: { sales: [] } } },
    reach: searchAndRead('No encontramos'),
    fields: LOOKUP,
  },
  {
    after: 'a search that the server found malformed',
    replies: {
      'POST sales/search': problem('malformed', 'lookup', { status: 400, errors: [fault('/folio'), fault('/total')] }),
    },
    reach: searchAndRead('Revisa 2 datos'),
    fields: LOOKUP,
  },
  {
    after: 'too many searches',
    replies: { 'POST sales/search': TOO_MANY },
    reach: searchAndRead('Detalle de too-many-attempts'),
    fields: LOOKUP,
  },
  {
    after: 'a search without network',
    replies: { 'POST sales/search': 'offline' },
    reach: searchAndRead('Vuelve a intentarlo'),
    fields: LOOKUP,
  },
  {
    after: 'empty fiscal data',
    reach: async (v) => {
      await findSale(v);
      await v.reads('Tus datos fiscales');
      v.press('Continuar');
      await v.reads('Revisa 4 datos');
    },
    fields: RECEPTOR,
  },
  {
    after: 'malformed fiscal data',
    reach: async (v) => {
      await findSale(v);
      await giveReceptor(v, { rfc: 'XAMA62021', nombre: '', codigoPostal: '012' });
      await v.reads('Revisa 3 datos');
    },
    fields: RECEPTOR,
  },
  {
    after: 'fiscal data that the check refuses',
    replies: { 'POST receptor/check': { json: { faults: RECEPTOR_FAULTS, suggestions: [] } } },
    reach: describeAndRead('Revisa 3 datos'),
    fields: RECEPTOR,
  },
  {
    after: 'fiscal data that the SAT refuses',
    replies: {
      'POST invoices': problem('sat-refused-receptor', 'receptor', { status: 422, errors: RECEPTOR_FAULTS }),
    },
    reach: issueAndRead('Revisa 3 datos'),
    fields: RECEPTOR,
  },
  {
    after: 'too many tries of fiscal data',
    replies: { 'POST invoices/preview': TOO_MANY },
    reach: describeAndRead('Detalle de too-many-attempts'),
    fields: RECEPTOR,
  },
  {
    after: 'fiscal data sent without network',
    replies: { 'POST invoices/preview': 'offline' },
    reach: describeAndRead('Vuelve a intentarlo'),
    fields: RECEPTOR,
  },
  {
    after: 'a malformed address in a request',
    replies: { 'POST sales/search': { json: { sales: [] } } },
    reach: async (v) => {
      await findSale(v);
      await v.reads('No encontramos');
      v.press('Dejar mis datos');
      await v.reads('Correo (opcional)');
      v.type('email', 'alba@');
      v.press('Enviar mi solicitud');
      await v.reads('Revisa el correo');
    },
    fields: { ...RECEPTOR, ...EMAIL },
  },
  {
    after: 'an empty proof',
    replies: INVOICED,
    reach: async (v) => {
      await findSale(v);
      await v.reads('ya tiene factura');
      v.press('Ver mi factura');
      await v.reads('Revisa 2 datos');
    },
    fields: PROOF,
  },
  {
    after: 'a wrong proof',
    replies: { ...INVOICED, 'POST invoices/recover': problem('proof-mismatch', 'lookup', { status: 403 }) },
    reach: proveAndRead('Detalle de proof-mismatch'),
    fields: PROOF,
  },
  {
    after: 'an invoice that could not be stamped now',
    replies: {
      'POST sales/search': { json: { sales: [{ ...SALE, emailHint: undefined }] } },
      'POST invoices': problem('pac-unavailable', 'review', { status: 503 }),
    },
    reach: issueAndRead('Detalle de pac-unavailable'),
    fields: EMAIL,
  },
  {
    after: 'a mail that could not be sent',
    replies: { 'POST email': TOO_MANY },
    reach: async (v) => {
      await reachReview(v);
      v.press('Generar factura');
      await v.reads('Tu factura está lista');
      v.type('email', 'ana@example.com');
      v.press('Enviar');
      await v.reads('Detalle de too-many-attempts');
    },
    fields: EMAIL,
  },
];

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

/** What the line for screen readers is given to say from now on. */
function hearing({ root }: Visitor): readonly string[] {
  const announced: string[] = [];
  const live = root.querySelector('[data-live]');
  new MutationObserver(() => announced.push(live?.textContent ?? '')).observe(live ?? root, {
    childList: true,
    characterData: true,
    subtree: true,
  });
  return announced;
}

/** Replaces what a field holds as a person does: into it, everything marked, key after key. */
async function retype(visitor: Visitor, name: string, text: string): Promise<void> {
  inputOf(visitor, name).focus();
  await sendKeys({ down: 'Control' });
  await sendKeys({ press: 'KeyA' });
  await sendKeys({ up: 'Control' });
  await sendKeys({ type: text });
}

describe('typing after an error: every key lands in its field, the focus and the caret stay', () => {
  for (const { after, replies, reach, fields } of TROUBLES) {
    for (const [first, text] of Object.entries(fields)) {
      it(`${first} first, after ${after}`, async () => {
        const visitor = meet(replies);
        await reach(visitor);
        await until(() => visitor.root.activeElement !== null);
        const announced = hearing(visitor);
        await retype(visitor, first, text);
        assert.equal(focusedIn(visitor), first);
        assert.equal(inputOf(visitor, first).value, text);
        if (first !== 'email') assert.equal(inputOf(visitor, first).selectionStart, text.length);
        for (const [name, value] of Object.entries(fields)) {
          if (name === first) continue;
          await retype(visitor, name, value);
          assert.equal(focusedIn(visitor), name);
          assert.equal(inputOf(visitor, name).value, value);
        }
        assert.deepEqual(announced, []);
      });
    }
  }

  it('backspaces and the caret in the middle, in an RFC that was refused', async () => {
    const visitor = meet({ 'POST receptor/check': { json: { faults: RECEPTOR_FAULTS, suggestions: [] } } });
    await describeAndRead('Revisa 3 datos')(visitor);
    const rfc = inputOf(visitor, 'rfc');
    rfc.focus();
    rfc.setSelectionRange(4, 4);
    await sendKeys({ press: 'Backspace' });
    await sendKeys({ type: 'b' });
    assert.equal(rfc.value, 'XAMb620210DQ5');
    assert.equal(rfc.selectionStart, 4);
    assert.equal(focusedIn(visitor), 'rfc');
  });

  it('a régimen chosen with the arrow keys', async () => {
    const visitor = meet();
    await findSale(visitor);
    await giveReceptor(visitor, { regimenFiscal: '', codigoPostal: '1' });
    await visitor.reads('Revisa 2 datos');
    visitor.input('regimenFiscal').focus();
    await sendKeys({ press: 'ArrowDown' });
    await sendKeys({ press: 'ArrowDown' });
    assert.equal(focusedIn(visitor), 'regimenFiscal');
    assert.notEqual(visitor.input('regimenFiscal').value, '');
  });

  it('autofill, which sets values without the focus, moves nothing', async () => {
    const visitor = meet();
    await findSale(visitor);
    await visitor.reads('Tus datos fiscales');
    visitor.press('Continuar');
    await visitor.reads('Revisa 4 datos');
    await until(() => focusedIn(visitor) === 'rfc');
    visitor.type('nombre', 'ALBA XKARAJAM MENDEZ');
    visitor.type('codigoPostal', '01219');
    await sendKeys({ type: 'x' });
    assert.equal(focusedIn(visitor), 'rfc');
    assert.equal(inputOf(visitor, 'rfc').value, 'x');
    assert.equal(inputOf(visitor, 'codigoPostal').value, '01219');
  });

  it('a keyboard that says only «change», as some phones do, moves nothing', async () => {
    const visitor = meet();
    await searchEmpty(visitor);
    await until(() => focusedIn(visitor) === 'folio');
    inputOf(visitor, 'folio').value = 'CJ-1042';
    inputOf(visitor, 'folio').dispatchEvent(new Event('change', { bubbles: true }));
    await visitor.reads('Revisa un dato');
    assert.equal(focusedIn(visitor), 'folio');
    assert.equal(inputOf(visitor, 'folio').value, 'CJ-1042');
  });

  it('letters where a total or a postal code belongs stay to be corrected, and the fault is about them', async () => {
    const malformed = { ...fault('/total'), detail: 'Escribe el total con números, por ejemplo 348.00.' };
    const refused = problem('missing-lookup-combination', 'lookup', { status: 422, errors: [malformed] });
    const found = { json: { sales: [SALE] } };
    const visitor = meet({ 'POST sales/search': (_: never, times: number) => (times === 1 ? refused : found) });
    await visitor.reads('Buscar mi compra');
    visitor.type('folio', 'CJ-1042');
    inputOf(visitor, 'total').focus();
    await sendKeys({ type: 'quinientos' });
    await sendKeys({ press: 'Enter' });
    await visitor.reads(malformed.detail);
    await until(() => focusedIn(visitor) === 'total');
    assert.equal(inputOf(visitor, 'total').value, 'quinientos');
    assert.notInclude(visitor.text(), 'Escribe este dato.');
    visitor.type('total', '527.00');
    visitor.press('Buscar mi compra');
    await giveReceptor(visitor, { codigoPostal: 'Roma Norte' });
    await visitor.reads('El código postal lleva 5 dígitos.');
    assert.equal(inputOf(visitor, 'codigoPostal').value, 'Roma Norte');
  });
});
