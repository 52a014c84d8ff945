import './touch-page.ts';
import { sendKeys } from '@web/test-runner-commands';
import { assert } from 'chai';
import { asks, isProof, makeChallenge } from './challenge.ts';
import { ENDLESS, GUARDED, problem, REQUESTED, type Replies, SALE, standIn } from './stand-in.ts';
import { clearPage, findSale, giveReceptor, until, type Visitor, visit } from './visitor.ts';

let server = standIn();
const meet = (replies: Replies, attributes = {}) => {
  clearPage();
  server.restore();
  server = standIn(replies);
  return visit(attributes);
};
afterEach(() => server.restore());

/** Presses Tab until that has the focus. */
async function tabTo(v: Visitor, words: string): Promise<void> {
  for (let stops = 0; stops < 20; stops++) {
    const at = v.root.activeElement;
    if (at?.getAttribute('name') === words || at?.textContent?.includes(words)) return;
    await sendKeys({ press: 'Tab' });
  }
  throw new Error(`Tab never reached «${words}»`);
}

/** With keys alone: the folio and the total, and Enter. */
async function searchByKeys(v: Visitor): Promise<void> {
  await v.reads('Buscar mi compra');
  v.input('folio').focus();
  await sendKeys({ type: 'CJ-1042' });
  await tabTo(v, 'total');
  await sendKeys({ type: '527' });
  await sendKeys({ press: 'Enter' });
}

const WRONG = problem('second-proof-mismatch', 'lookup', {
  status: 403,
  errors: [{ pointer: '/cardLast4', code: 'second-proof-mismatch', detail: 'No coincide. Revísalo.' }],
});

describe('a purchase that is found and not shown', () => {
  const guarded: Replies = { 'POST sales/search': { json: { sales: [GUARDED] } } };

  it('asks for one more detail with keys alone, says a wrong one at its field, and goes on with the right one', async () => {
    const v = meet({
      ...guarded,
      'POST sales/prove': (_, times) => (times === 1 ? WRONG : { json: { sales: [SALE] } }),
    });
    await searchByKeys(v);
    await v.reads('Encontramos tu compra');
    await until(() => v.root.activeElement?.tagName === 'H2');
    assert.notInclude(v.text(), 'CJ-1042');
    await tabTo(v, 'cardLast4');
    await sendKeys({ type: '4243' });
    await sendKeys({ press: 'Enter' });
    await v.reads('No coincide');
    await until(() => v.root.activeElement === v.input('cardLast4'));
    await sendKeys({ press: 'Backspace' });
    await sendKeys({ type: '2' });
    assert.equal(v.input('cardLast4').value, '4242');
    await sendKeys({ press: 'Enter' });
    await v.reads('Tus datos fiscales');
    await v.reads('CJ-1042');
    assert.deepEqual(server.sent('POST sales/prove'), [
      { sale: 'tok_guarded', cardLast4: '4243' },
      { sale: 'tok_guarded', cardLast4: '4242' },
    ]);
  });

  it('left empty is asked for at its field, and nothing is sent', async () => {
    const v = meet(guarded);
    await findSale(v);
    await v.reads('Encontramos tu compra');
    v.press('Ver mi compra');
    await v.reads('Escribe este dato.');
    assert.isEmpty(server.sent('POST sales/prove'));
  });

  it('raises no event about a found purchase until it is open', async () => {
    const v = meet(guarded);
    const heard: unknown[] = [];
    v.portal.addEventListener('autofactura-found', ({ detail }) => heard.push(detail));
    await findSale(v);
    await v.reads('Encontramos tu compra');
    assert.isEmpty(heard);
    v.type('cardLast4', '4242');
    v.press('Ver mi compra');
    await v.reads('Tus datos fiscales');
    assert.deepEqual(heard, [{ sales: [{ folio: 'CJ-1042', total: '527.00', moneda: 'MXN' }] }]);
  });

  for (const proof of ['cardLast4', undefined] as const)
    it(`${proof ? 'without that detail at hand' : 'with nothing on file to prove it by'}, the merchant is asked for the invoice`, async () => {
      const v = meet({
        'POST sales/search': { json: { sales: [{ ...GUARDED, proof }] } },
        'POST requests': { status: 202, json: REQUESTED },
      });
      await findSale(v);
      await v.reads('Encontramos tu compra');
      v.press('Pedir mi factura al comercio');
      await v.reads('Tus datos fiscales');
      assert.isEmpty(v.all$('.card'));
      await giveReceptor(v, {}, 'Enviar mi solicitud');
      await v.reads('revisará tu solicitud');
      assert.deepInclude(server.sent('POST requests')[0], { reason: 'other', sales: ['tok_guarded'] });
    });

  it('a guarded purchase is explained in English, too', async () => {
    const v = meet(guarded, { locale: 'en' });
    await v.reads('Find my purchase');
    v.type('folio', 'CJ-1042');
    v.type('total', '527');
    v.press('Find my purchase');
    await v.reads('We found your purchase');
    await v.reads('give us one more from your');
  });
});

describe('a proof of work', () => {
  const proofs = () => server.asked.filter(({ route }) => route === 'POST sales/search').map(({ proof }) => proof);

  it('is made while a screen says so, sent with the same search, and the customer goes on where the search leads', async () => {
    const challenge = await makeChallenge(777);
    const v = meet({
      'POST sales/search': (_, times) => (times === 1 ? asks(challenge) : { json: { sales: [SALE] } }),
    });
    const screens: string[] = [];
    new MutationObserver(() => screens.push(v.text())).observe(v.root, { childList: true, subtree: true });
    await searchByKeys(v);
    await v.reads('Tus datos fiscales');
    assert.isTrue(screens.some((text) => text.includes('Un momento, estamos comprobando')));
    const [first, second] = server.sent('POST sales/search');
    assert.deepEqual(second, first);
    assert.isNull(proofs()[0]);
    assert.isTrue(await isProof(proofs()[1]));
    await giveReceptor(v);
    await v.reads('Revisa y genera');
  });

  it('shows how far it is, and its heading has the focus', async () => {
    const v = meet({ 'POST sales/search': asks(ENDLESS) });
    await searchByKeys(v);
    await v.reads('Un momento, estamos comprobando');
    await until(() => v.root.activeElement?.tagName === 'H2');
    const bar = v.all$<HTMLProgressElement>('progress').at(0);
    assert.equal(bar?.max, 1);
    await until(() => (bar?.position ?? -1) >= 0 && v.root.activeElement?.tagName === 'H2');
  });

  it('that was too late is made once more, for the server’s new challenge', async () => {
    const [late, next] = [await makeChallenge(40), await makeChallenge(80)];
    const v = meet({
      'POST sales/search': (_, times) => (times < 3 ? asks(times === 1 ? late : next) : { json: { sales: [SALE] } }),
    });
    await findSale(v);
    await v.reads('Tus datos fiscales');
    assert.isTrue(await isProof(proofs()[2]));
    assert.notEqual(proofs()[2], proofs()[1]);
  });

  it('that is never accepted ends at the first screen, with an explanation and everything that was typed', async () => {
    const challenge = await makeChallenge(8);
    const v = meet({ 'POST sales/search': asks(challenge) });
    await findSale(v);
    await v.reads('Detalle de proof-of-work.');
    assert.equal(v.input('folio').value, 'CJ-1042');
    assert.equal(v.input('total').value, '527.00');
    assert.lengthOf(proofs(), 4);
  });

  it('that finds nothing says so, with everything that was typed', async () => {
    const challenge = await makeChallenge(8);
    const v = meet({ 'POST sales/search': (_, times) => (times === 1 ? asks(challenge) : { json: { sales: [] } }) });
    await findSale(v);
    await v.reads('No encontramos tu compra');
    assert.equal(v.input('folio').value, 'CJ-1042');
  });

  it('that this browser cannot make (a page without https) is sent as none, and the search goes on', async () => {
    const challenge = await makeChallenge(8);
    const v = meet({
      'POST sales/search': (_, times) => (times === 1 ? asks(challenge) : { json: { sales: [SALE] } }),
    });
    const real = Object.getOwnPropertyDescriptor(Crypto.prototype, 'subtle') ?? {};
    Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined, configurable: true });
    try {
      await findSale(v);
      await v.reads('Tus datos fiscales');
    } finally {
      Object.defineProperty(Crypto.prototype, 'subtle', real);
    }
    assert.equal(proofs()[1], 'none');
  });

  it('is given up where the portal is left, and coming back everything that was typed is there', async () => {
    const v = meet({ 'POST sales/search': asks(ENDLESS) });
    await findSale(v);
    await v.reads('Un momento');
    v.portal.remove();
    await until(() => !v.portal.isConnected);
    const again = visit();
    await again.reads('Buscar mi compra');
    assert.equal(again.input('folio').value, 'CJ-1042');
    assert.lengthOf(proofs(), 1);
  });
});
