import './touch-page.ts';
import { assert } from 'chai';
import { AutofacturaPortal } from '../../widget/portal/portal.ts';
import { readableOn } from '../../widget/portal/theme.ts';
import { BASE, CAFE, standIn } from './stand-in.ts';
import { clearPage, findSale, until, visit } from './visitor.ts';

let server = standIn();
beforeEach(() => {
  clearPage();
  server = standIn();
});
afterEach(() => server.restore());

const button = (visitor: ReturnType<typeof visit>) => getComputedStyle(visitor.all$('.main')[0] ?? document.body);

describe('on somebody’s page', () => {
  it('shows the page’s own link until it is upgraded, and hides it then', async () => {
    const visitor = visit();
    await visitor.reads('Buscar mi compra');
    assert.isFalse(visitor.portal.querySelector('a')?.checkVisibility());
  });

  it('asks for its settings once when the page’s own markup is upgraded', async () => {
    const main = document.querySelector('main');
    if (main)
      main.innerHTML = `<autofactura-portal portal="cafe-jacaranda" api="${BASE}" locale="es-MX"></autofactura-portal>`;
    const shadow = document.querySelector('autofactura-portal')?.shadowRoot;
    await until(() => shadow?.textContent?.includes('Buscar mi compra') ?? false);
    assert.lengthOf(server.sent('GET portal'), 1);
  });

  it('has the merchant’s colour on its main action, with the text that reads best on it', async () => {
    const dark = visit();
    await dark.reads('Buscar mi compra');
    assert.equal(button(dark).backgroundColor, 'rgb(91, 58, 140)');
    assert.equal(button(dark).color, 'rgb(255, 255, 255)');
    server.restore();
    server = standIn({ 'GET portal': { json: { ...CAFE, theme: { primary: '#ffd34d', accent: '#333333' } } } });
    clearPage();
    const light = visit();
    await light.reads('Buscar mi compra');
    assert.equal(button(light).color, 'rgb(0, 0, 0)');
  });

  it('lets the page’s --autofactura-primary win, contrast included', async () => {
    document.documentElement.style.setProperty('--autofactura-primary', 'hotpink');
    const visitor = visit();
    await visitor.reads('Buscar mi compra');
    assert.equal(button(visitor).backgroundColor, 'rgb(255, 105, 180)');
    assert.equal(button(visitor).color, 'rgb(0, 0, 0)');
    document.documentElement.style.removeProperty('--autofactura-primary');
  });

  it('ignores a theme that is not a colour', async () => {
    server.restore();
    server = standIn({
      'GET portal': { json: { ...CAFE, theme: { primary: 'red;} body{display:none', accent: '#fff' } } },
    });
    const visitor = visit();
    await visitor.reads('Buscar mi compra');
    assert.equal(button(visitor).backgroundColor, 'rgb(31, 78, 121)');
    assert.notEqual(getComputedStyle(document.body).display, 'none');
  });

  it('is defined once however often its script loads', async () => {
    const again: { readonly AutofacturaPortal: unknown } = await import(
      '../../widget/portal/portal.ts?again=1' as string
    );
    assert.notStrictEqual(again.AutofacturaPortal, AutofacturaPortal);
    assert.strictEqual(customElements.get('autofactura-portal'), AutofacturaPortal);
  });

  it('leaves no global and no cookie', async () => {
    const before = new Set(Object.keys(window));
    const visitor = visit();
    await findSale(visitor);
    await visitor.reads('Tus datos fiscales');
    assert.deepEqual(
      Object.keys(window).filter((name) => !before.has(name)),
      [],
    );
    assert.equal(document.cookie, '');
  });

  it('does not take the focus from a page that is only loading', async () => {
    const visitor = visit({ token: 'tok_1042' });
    await visitor.reads('Tus datos fiscales');
    assert.notStrictEqual(document.activeElement, visitor.portal);
  });

  it('stops asking when it is taken off the page', async () => {
    server.restore();
    server = standIn({ 'POST sales/search': 'never' });
    const visitor = visit();
    await findSale(visitor);
    await until(() => server.sent('POST sales/search').length === 1);
    visitor.portal.remove();
    await visitor.reads('Buscando…');
  });

  it('without its portal attribute it warns the developer once, shows the page’s own link and sends no request', async () => {
    const logged: string[] = [];
    const real = console.error;
    console.error = (text: string) => logged.push(text);
    try {
      const visitor = visit({ portal: '' });
      visitor.portal.setAttribute('folio', 'CJ-1042');
      await until(() => logged.length > 0);
      assert.match(logged.join('\n'), /^<autofactura-portal> needs the attribute «portal»/);
      assert.lengthOf(logged, 1);
      assert.isTrue(visitor.portal.querySelector('a')?.checkVisibility());
      assert.deepEqual(server.asked, []);
      visitor.portal.setAttribute('portal', 'cafe-jacaranda');
      await visitor.reads('Buscar mi compra');
      visitor.portal.removeAttribute('portal');
      await until(() => visitor.portal.querySelector('a')?.checkVisibility() ?? false);
      assert.lengthOf(logged, 1);
    } finally {
      console.error = real;
    }
  });

  it('does not warn a framework that sets the portal attribute right after inserting the element', async () => {
    const logged: string[] = [];
    const real = console.error;
    console.error = (text: string) => logged.push(text);
    try {
      const visitor = visit({ portal: '' });
      visitor.portal.setAttribute('portal', 'cafe-jacaranda');
      await visitor.reads('Buscar mi compra');
      assert.deepEqual(logged, []);
    } finally {
      console.error = real;
    }
  });

  it('breaks no rule of a strict CSP', async () => {
    const frame = document.createElement('iframe');
    frame.src = '/tests/widget/strict-csp.html';
    document.querySelector('main')?.append(frame);
    await until(() =>
      Boolean(frame.contentDocument?.querySelector('autofactura-portal')?.shadowRoot?.querySelector('.notice')),
    );
    assert.equal(frame.contentDocument?.documentElement.dataset.violations, undefined);
  });
});

describe('text on a colour', () => {
  it('is black or white, whichever contrasts more', () => {
    assert.equal(readableOn('rgb(255, 255, 255)'), '#000');
    assert.equal(readableOn('rgb(0, 0, 0)'), '#fff');
    assert.equal(readableOn('rgb(91, 58, 140)'), '#fff');
    assert.equal(readableOn('rgb(255, 211, 77)'), '#000');
  });
});
