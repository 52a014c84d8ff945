/** A sale whose free tries a stranger has spent: the portal computes a proof of work, says so, and does what was asked for. */
import './touch-page.ts';
import { assert } from 'chai';
import { asks, isProof, makeChallenge } from './challenge.ts';
import { CHECK, ENDLESS, GUARDED, REPLACED, REQUESTED, type Replies, SALE, STAMPED, standIn } from './stand-in.ts';
import { clearPage, findSale, giveReceptor, reachReview, until, type Visitor, visit } from './visitor.ts';

let server = standIn();
const meet = (replies: Replies) => {
  clearPage();
  server.restore();
  server = standIn(replies);
  return visit();
};
afterEach(() => server.restore());

/** Asserts that the request was sent twice with the same body, the second time with a proof of work. */
async function assertPaid(route: string): Promise<void> {
  const [first, second, ...more] = server.asked.filter((one) => one.route === route);
  assert.isEmpty(more);
  assert.deepEqual(second?.body, first?.body);
  assert.isNull(first?.proof);
  assert.isTrue(await isProof(second?.proof));
}

const INVOICED: Replies = { 'POST sales/search': { json: { sales: [{ ...SALE, status: 'invoiced' }] } } };

async function askForInvoice(v: Visitor): Promise<void> {
  await findSale(v);
  await v.reads('ya tiene factura');
  v.type('rfc', 'URE180429TM6');
  v.type('codigoPostal', '65000');
  v.press('Ver mi factura');
}

describe('a try that is not free', () => {
  it('opens an invoiced sale again', async () => {
    const challenge = await makeChallenge();
    const v = meet({
      ...INVOICED,
      'POST invoices/recover': (_, times) => (times === 1 ? asks(challenge) : { json: STAMPED }),
    });
    await askForInvoice(v);
    await v.reads('Tu factura está lista');
    await assertPaid('POST invoices/recover');
  });

  it('opens a guarded purchase by its detail', async () => {
    const challenge = await makeChallenge();
    const v = meet({
      'POST sales/search': { json: { sales: [GUARDED] } },
      'POST sales/prove': (_, times) => (times === 1 ? asks(challenge) : { json: { sales: [SALE] } }),
    });
    await findSale(v);
    await v.reads('Encontramos tu compra');
    v.type('cardLast4', '4242');
    v.root.querySelector('form')?.requestSubmit();
    await v.reads('Tus datos fiscales');
    await assertPaid('POST sales/prove');
  });

  it('invoices a sale', async () => {
    const challenge = await makeChallenge();
    const v = meet({
      'POST invoices': (_, times) => (times === 1 ? asks(challenge) : { status: 201, json: STAMPED }),
    });
    await reachReview(v);
    v.press('Generar');
    await v.reads('Tu factura está lista');
    await assertPaid('POST invoices');
  });

  it('corrects an invoice', async () => {
    const challenge = await makeChallenge();
    const v = meet({
      'POST invoices/correct': (_, times) =>
        times === 1 ? asks(challenge) : { status: 201, json: { invoice: REPLACED } },
    });
    await reachReview(v);
    v.press('Generar');
    await v.reads('Tu factura está lista');
    v.press('Corregir un dato');
    await v.reads('Corrige tu factura');
    v.type('codigoPostal', '01210');
    v.press('Ver qué va a cambiar');
    await v.reads('Revisa la corrección');
    v.press('Corregir mi factura');
    await v.reads('Usa solo la nueva');
    await assertPaid('POST invoices/correct');
  });

  it('leaves a request', async () => {
    const challenge = await makeChallenge();
    const v = meet({
      'POST sales/search': { json: { sales: [GUARDED] } },
      'POST requests': (_, times) => (times === 1 ? asks(challenge) : { status: 202, json: REQUESTED }),
    });
    await findSale(v);
    await v.reads('Encontramos tu compra');
    v.press('Pedir mi factura al comercio');
    await giveReceptor(v, {}, 'Enviar mi solicitud');
    await v.reads('revisará tu solicitud');
    await assertPaid('POST requests');
  });

  it('that takes longer than a second shows why and how far it is, with the focus on its heading', async () => {
    const v = meet({ ...INVOICED, 'POST invoices/recover': asks(ENDLESS) });
    await askForInvoice(v);
    await v.reads('Un momento, estamos comprobando');
    await v.reads('Hoy alguien está probando datos');
    await until(() => v.root.activeElement?.tagName === 'H2');
    const bar = v.all$<HTMLProgressElement>('progress').at(0);
    await until(() => (bar?.position ?? -1) >= 0);
  });

  it('whose proof is never accepted ends at its form, with what was typed and what the server says', async () => {
    const challenge = await makeChallenge();
    const v = meet({ ...INVOICED, 'POST invoices/recover': asks(challenge) });
    await askForInvoice(v);
    await v.reads('Detalle de proof-of-work.');
    assert.equal(v.input('rfc').value, 'URE180429TM6');
    assert.equal(v.input('codigoPostal').value, '65000');
    assert.lengthOf(server.sent('POST invoices/recover'), 4);
  });
});

describe('the check of the tax details', () => {
  const mismatch = {
    pointer: '/receptor/nombre',
    code: 'nombre-mismatch',
    field: 'nombre',
    detail: 'No coincide con el SAT.',
  };

  it('is asked again with a proof of work, and its advice is shown', async () => {
    const challenge = await makeChallenge();
    const v = meet({
      'POST receptor/check': (_, times) =>
        times === 1 ? { json: { ...CHECK, challenge } } : { json: { ...CHECK, faults: [mismatch] } },
    });
    await findSale(v);
    await giveReceptor(v);
    await v.reads('No coincide con el SAT.');
    await assertPaid('POST receptor/check');
  });

  it('is left out if its proof takes more than a few seconds: issuing tells the same', async () => {
    const challenge = await makeChallenge(90, 8_000);
    const v = meet({ 'POST receptor/check': { json: { ...CHECK, challenge } } });
    await findSale(v);
    await giveReceptor(v);
    await v.reads('Revisa y genera');
    assert.lengthOf(server.sent('POST receptor/check'), 1);
  });
});
