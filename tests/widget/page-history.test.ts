import './touch-page.ts';
import { assert } from 'chai';
import {
  arrived,
  go,
  headingOf,
  ISSUED,
  issue,
  LOOKUP,
  onFreshPages,
  RECEPTOR,
  REVIEW,
  shows,
} from './browser-history.ts';
import { CAFE, SALE, STAMPED } from './stand-in.ts';
import { clearPage, findSale, giveReceptor, reachReview, visit } from './visitor.ts';

const { meet } = onFreshPages();

describe('the page’s own history', () => {
  it('does not grow by «Volver» and «Cambiar»', async () => {
    const visitor = meet();
    await reachReview(visitor);
    const { length } = history;
    for (let times = 0; times < 3; times++) {
      visitor.press('Cambiar');
      await shows(visitor, RECEPTOR);
      await arrived(1);
      visitor.press('Volver');
      await shows(visitor, LOOKUP);
      await arrived(0);
      await reachReview(visitor);
      await arrived(2);
    }
    assert.equal(history.length, length);
  });

  it('does not grow by one invoice after another', async () => {
    const visitor = meet();
    await issue(visitor);
    const { length } = history;
    for (let times = 0; times < 2; times++) {
      visitor.press('Hacer otra factura');
      await shows(visitor, LOOKUP);
      await arrived(0);
      visitor.type('folio', 'CJ-1043');
      visitor.type('total', '348');
      visitor.press('Buscar mi compra');
      await shows(visitor, RECEPTOR);
      visitor.press('Continuar');
      await shows(visitor, REVIEW);
      visitor.press('Generar factura');
      await shows(visitor, ISSUED);
    }
    assert.equal(history.length, length);
  });

  it('keeps what a router has put into it, entry by entry, before, between and after the portal’s steps', async () => {
    history.replaceState({ idx: 4, key: 'a' }, '');
    const visitor = visit();
    await shows(visitor, LOOKUP);
    await findSale(visitor);
    await shows(visitor, RECEPTOR);
    assert.deepInclude(history.state, { idx: 4, key: 'a' });
    history.pushState({ idx: 5, key: 'menu' }, '');
    await giveReceptor(visitor);
    await shows(visitor, REVIEW);
    assert.deepInclude(history.state, { idx: 5, key: 'menu' });
    history.pushState({ idx: 6, key: 'modal' }, '', '#modal');
    assert.equal(headingOf(visitor), REVIEW);
    await go(-1);
    assert.equal(headingOf(visitor), REVIEW);
    assert.deepInclude(history.state, { idx: 5, key: 'menu' });
    await go(-1);
    await shows(visitor, RECEPTOR);
    assert.deepInclude(history.state, { idx: 5, key: 'menu' });
    await go(-1);
    assert.equal(headingOf(visitor), RECEPTOR);
    assert.deepInclude(history.state, { idx: 4, key: 'a' });
    await go(-1);
    await shows(visitor, LOOKUP);
    assert.deepInclude(history.state, { idx: 4, key: 'a' });
  });

  it('is not popped by «Volver» when the page has put an entry of its own on top', async () => {
    const visitor = meet();
    await findSale(visitor);
    await shows(visitor, RECEPTOR);
    history.pushState({ page: 'modal' }, '');
    let popped = 0;
    const count = () => popped++;
    addEventListener('popstate', count);
    visitor.press('Volver');
    await shows(visitor, LOOKUP);
    await findSale(visitor);
    await shows(visitor, RECEPTOR);
    assert.equal(history.state.page, 'modal');
    assert.equal(popped, 0);
    removeEventListener('popstate', count);
  });

  it('scrolls as the page wants it to, at every entry that is the present one', async () => {
    for (const wanted of ['auto', 'manual'] as const) {
      history.scrollRestoration = wanted;
      const visitor = visit();
      await reachReview(visitor);
      assert.equal(history.scrollRestoration, wanted);
      await go(-1);
      await shows(visitor, RECEPTOR);
      assert.equal(history.scrollRestoration, wanted);
      await go(-1);
      await shows(visitor, LOOKUP);
      assert.equal(history.scrollRestoration, wanted);
      clearPage();
    }
    history.scrollRestoration = 'auto';
  });

  it('with a state that is no object is left as it is', async () => {
    history.replaceState('order', '');
    const { length } = history;
    const visitor = visit();
    await findSale(visitor);
    await shows(visitor, RECEPTOR);
    await giveReceptor(visitor);
    await shows(visitor, REVIEW);
    assert.equal(history.state, 'order');
    assert.equal(history.length, length);
  });

  it('that a browser refuses to write breaks nothing', async () => {
    const visitor = meet();
    const push = history.pushState;
    history.pushState = () => {
      throw new DOMException('Attempt to use history.pushState() more than 100 times per 30 seconds', 'SecurityError');
    };
    try {
      await issue(visitor);
    } finally {
      history.pushState = push;
    }
  });

  it('holds no link, no token and nothing that was typed', async () => {
    const visitor = meet({ 'GET portal': { json: CAFE } });
    await issue(visitor);
    const text = JSON.stringify(history.state);
    for (const secret of [SALE.token, 'access', 'XAMA', STAMPED.id]) assert.notInclude(text, secret);
  });

  it('is let go of when the element is taken away', async () => {
    const visitor = meet();
    await findSale(visitor);
    await shows(visitor, RECEPTOR);
    visitor.portal.remove();
    await go(-1);
    assert.equal(headingOf(visitor), RECEPTOR);
  });
});
