import './touch-page.ts';
import { sendKeys } from '@web/test-runner-commands';
import { assert } from 'chai';
import type { CorrectionPlan, Receptor } from '../../widget/portal/wire.ts';
import { arrived, go } from './browser-history.ts';
import { PLAN, problem, RECEPTOR, REPLACED, REQUESTED, type Replies, STAMPED, standIn } from './stand-in.ts';
import { clearPage, reachReview, until, type Visitor, visit } from './visitor.ts';

let server = standIn();
afterEach(() => server.restore());

const focused = ({ root }: Visitor) =>
  root.activeElement?.getAttribute('name') ?? root.activeElement?.textContent?.trim() ?? '';

/** A stamped invoice on the screen, and the focus on its heading. */
async function invoiced(replies: Replies = {}): Promise<Visitor> {
  clearPage();
  server.restore();
  server = standIn(replies);
  const visitor = visit();
  await reachReview(visitor);
  visitor.press('Generar factura');
  await visitor.reads('Tu factura está lista');
  return visitor;
}

async function tabTo(visitor: Visitor, words: string): Promise<void> {
  for (let presses = 0; !focused(visitor).includes(words); presses++) {
    if (presses > 25) throw new Error(`no Tab comes to «${words}», but to «${focused(visitor)}»: ${visitor.text()}`);
    await sendKeys({ press: 'Tab' });
  }
}

async function pressOn(visitor: Visitor, words: string): Promise<void> {
  await tabTo(visitor, words);
  await sendKeys({ press: 'Enter' });
}

/** Goes to a field with Tab, which selects what is in it, and types over it. */
async function retype(visitor: Visitor, name: string, text: string): Promise<void> {
  await tabTo(visitor, name);
  (visitor.input(name) as HTMLInputElement).select();
  await sendKeys({ type: text });
}

async function openForm(visitor: Visitor): Promise<void> {
  await pressOn(visitor, 'Corregir un dato');
  await visitor.reads('Corrige tu factura');
}

const planned = ({ receptor }: { readonly receptor?: Receptor }) => ({
  json: receptor ? { ...PLAN, receptor: RECEPTOR } : { receptor: RECEPTOR, changes: [] },
});

describe('correcting an invoice with the keyboard', () => {
  it('shows the data of the invoice, then what changes, what is issued and what is cancelled, and only then does it', async () => {
    const visitor = await invoiced();
    await openForm(visitor);
    assert.include(visitor.text(), 'CJ-318');
    assert.equal(visitor.input('nombre').value, RECEPTOR.nombre);
    await retype(visitor, 'codigoPostal', '01210');
    await pressOn(visitor, 'Ver qué va a cambiar');
    await visitor.reads('Revisa la corrección');
    assert.include(visitor.text(), 'Dice: 01219');
    assert.include(visitor.text(), 'Va a decir: 01210');
    assert.include(visitor.text(), 'Se cancela tu factura CJ-318');
    assert.include(visitor.text(), STAMPED.uuid);
    assert.lengthOf(server.sent('POST invoices/correct'), 0);
    await pressOn(visitor, 'Corregir mi factura');
    await visitor.reads('CJ-319');
    assert.include(visitor.text(), 'Usa solo la nueva');
    const sent = { invoice: STAMPED.id, token: STAMPED.accessToken, receptor: { ...RECEPTOR, codigoPostal: '01210' } };
    assert.deepEqual(server.sent('POST invoices/correct'), [sent]);
  });

  it('says what is mistyped at its field, and goes on once it is put right', async () => {
    const visitor = await invoiced();
    await openForm(visitor);
    await retype(visitor, 'codigoPostal', '0121');
    await pressOn(visitor, 'Ver qué va a cambiar');
    await visitor.reads('El código postal lleva 5 dígitos.');
    await until(() => focused(visitor) === 'codigoPostal');
    assert.lengthOf(server.sent('POST invoices/correct/preview'), 1);
    await sendKeys({ press: 'End' });
    await sendKeys({ type: '0' });
    await sendKeys({ press: 'Enter' });
    await visitor.reads('Revisa la corrección');
  });

  it('says that nothing was changed, and what the SAT does not have, where it can be changed', async () => {
    const mismatch = {
      pointer: '/receptor/nombre',
      code: 'nombre-mismatch',
      detail: 'El nombre no es el que el SAT tiene para ese RFC.',
    };
    const visitor = await invoiced({
      'POST invoices/correct/preview': (body: { receptor?: Receptor }) =>
        body.receptor?.nombre === RECEPTOR.nombre
          ? problem('nothing-to-correct', 'receptor', { status: 422, detail: 'Cambia el que esté mal.' })
          : planned(body),
      'POST invoices/correct': problem('sat-refused-receptor', 'receptor', { status: 422, errors: [mismatch] }),
    });
    await openForm(visitor);
    await pressOn(visitor, 'Ver qué va a cambiar');
    await visitor.reads('Cambia el que esté mal.');
    await retype(visitor, 'nombre', 'Alba Xkarajam');
    await pressOn(visitor, 'Ver qué va a cambiar');
    await visitor.reads('Revisa la corrección');
    await pressOn(visitor, 'Corregir mi factura');
    await visitor.reads('El nombre no es el que el SAT tiene');
    await until(() => focused(visitor) === 'nombre');
    assert.include(visitor.text(), 'CJ-318');
    assert.equal(visitor.input('nombre').value, 'Alba Xkarajam');
  });

  it('offers a request where the merchant decides, and its page says that the invoice stays in force', async () => {
    const asked: CorrectionPlan = { ...PLAN, how: 'request', detail: 'Tu factura es de otro mes.' };
    const { document: _, ...plan } = asked;
    const detail = 'Mientras tanto, la factura que tienes sigue vigente.';
    const visitor = await invoiced({
      'POST invoices/correct/preview': (body: { receptor?: Receptor }) =>
        body.receptor ? { json: plan } : planned(body),
      'POST invoices/correct': { status: 202, json: { request: { ...REQUESTED, detail } } },
    });
    await openForm(visitor);
    await retype(visitor, 'codigoPostal', '01210');
    await pressOn(visitor, 'Ver qué va a cambiar');
    await visitor.reads('Tu factura es de otro mes.');
    assert.include(visitor.text(), 'Si la aprueba');
    await pressOn(visitor, 'Enviar mi solicitud a Café Jacaranda');
    await visitor.reads('Tu solicitud');
    assert.include(visitor.text(), 'sigue vigente');
    assert.include(visitor.text(), 'Copiar enlace');
  });

  it('says why an invoice cannot be corrected, on the invoice, and who helps', async () => {
    const detail = 'Hay una nota de crédito relacionada con esta factura.';
    const visitor = await invoiced({
      'POST invoices/correct/preview': problem('correction-related', 'merchant', { detail }),
    });
    await pressOn(visitor, 'Corregir un dato');
    await visitor.reads(detail);
    assert.include(visitor.text(), 'Tu factura está lista');
    assert.include(visitor.text(), 'hola@jacaranda.example');
    await until(() => focused(visitor).includes(detail));
  });

  it('keeps what was typed over a refusal that passes, and asks for the same correction again', async () => {
    const visitor = await invoiced({
      'POST invoices/correct': (_: never, times: number) =>
        times === 1
          ? problem('correction-in-progress', 'later', { detail: 'Espera unos minutos.' })
          : { status: 201, json: { invoice: REPLACED } },
    });
    await openForm(visitor);
    await retype(visitor, 'codigoPostal', '01210');
    await pressOn(visitor, 'Ver qué va a cambiar');
    await visitor.reads('Revisa la corrección');
    await pressOn(visitor, 'Corregir mi factura');
    await visitor.reads('Espera unos minutos.');
    await pressOn(visitor, 'Corregir mi factura');
    await visitor.reads('CJ-319');
    const [first, second] = server.sent('POST invoices/correct');
    assert.deepEqual(first, second);
  });
});

describe('Back, «Volver» and a reload while correcting', () => {
  it('go back one step each, to the invoice as it was, and the form comes back as it was left', async () => {
    const visitor = await invoiced();
    await openForm(visitor);
    await retype(visitor, 'codigoPostal', '01210');
    await pressOn(visitor, 'Ver qué va a cambiar');
    await visitor.reads('Revisa la corrección');
    await go(-1);
    await visitor.reads('Corrige tu factura');
    assert.equal(visitor.input('codigoPostal').value, '01210');
    await go(-1);
    await visitor.reads('Tu factura está lista');
    assert.include(visitor.text(), 'CJ-318');
    await go(1);
    await visitor.reads('Corrige tu factura');
    await pressOn(visitor, 'Volver');
    await visitor.reads('Tu factura está lista');
    await arrived(2);
    await pressOn(visitor, 'Hacer otra factura');
    await visitor.reads('Buscar mi compra');
  });

  it('keep the form over its invoice after a reload, and the answer of a correction that was asked for', async () => {
    const visitor = await invoiced({ 'POST invoices/correct': 'never' });
    await openForm(visitor);
    await retype(visitor, 'codigoPostal', '01210');
    visitor.portal.remove();
    const again = visit();
    await again.reads('Corrige tu factura');
    assert.equal(again.input('codigoPostal').value, '01210');
    again.press('Ver qué va a cambiar');
    await again.reads('Revisa la corrección');
    again.press('Corregir mi factura');
    await again.reads('Estamos timbrando');
    again.portal.remove();
    server.restore();
    server = standIn({ 'POST invoices/correct': { status: 200, json: { invoice: REPLACED } } });
    const last = visit();
    await last.reads('CJ-319');
    assert.lengthOf(server.sent('POST invoices/correct'), 1);
    assert.lengthOf(server.sent('GET invoice'), 0);
  });

  it('begin anew once it is done, and nothing is corrected twice', async () => {
    const visitor = await invoiced();
    await openForm(visitor);
    await retype(visitor, 'codigoPostal', '01210');
    await pressOn(visitor, 'Ver qué va a cambiar');
    await visitor.reads('Revisa la corrección');
    await pressOn(visitor, 'Corregir mi factura');
    await visitor.reads('CJ-319');
    await go(-1);
    await visitor.reads('Buscar mi compra');
    assert.lengthOf(server.sent('POST invoices/correct'), 1);
  });
});
