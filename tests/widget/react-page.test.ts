import './touch-page.ts';
import { assert } from 'chai';
import { define, folioTyped, place, portalOnPage, reads } from './framework-page.ts';
import { BASE, standIn } from './stand-in.ts';

type React = {
  readonly createElement: (tag: string, props: Readonly<Record<string, unknown>>) => unknown;
  readonly createRoot: (at: Element) => { readonly render: (node: unknown) => void; readonly unmount: () => void };
};

const { createElement, createRoot }: React = await import('/frameworks/react.js' as string);
const SHOP = { portal: 'cafe-jacaranda', api: BASE, locale: 'es-MX' };

describe('on a page with React 19', () => {
  let server = standIn();
  let root = createRoot(place());
  const render = (props: Readonly<Record<string, unknown>>) =>
    root.render(createElement('autofactura-portal', { ...SHOP, ...props }));
  beforeEach(() => {
    server = standIn();
    root = createRoot(place());
  });
  afterEach(() => {
    root.unmount();
    server.restore();
  });

  it('what is rendered before the element is defined holds once it is, and makes one request', async () => {
    render({ folio: 'CJ-1042' });
    while (!document.querySelector('autofactura-portal')) await new Promise(requestAnimationFrame);
    await define();
    await reads('Buscar mi compra');
    assert.equal(folioTyped(), 'CJ-1042');
    assert.lengthOf(server.sent('GET portal'), 1);
  });

  it('sets properties on a defined element, and a render that changes two of them makes one request', async () => {
    await define();
    render({ folio: 'CJ-1042' });
    while (!document.querySelector('autofactura-portal')) await new Promise(requestAnimationFrame);
    await reads('Buscar mi compra');
    assert.equal(portalOnPage().folio, 'CJ-1042');
    assert.isFalse(portalOnPage().hasAttribute('folio'));
    render({ folio: 'CJ-2001', locale: 'en' });
    await reads('Find my purchase');
    assert.equal(folioTyped(), 'CJ-2001');
    assert.lengthOf(server.sent('GET portal'), 2);
  });

  it('a render that changes nothing makes no request, and a property that goes away is none', async () => {
    await define();
    render({ folio: 'CJ-1042' });
    while (!document.querySelector('autofactura-portal')) await new Promise(requestAnimationFrame);
    await reads('Buscar mi compra');
    render({ folio: 'CJ-1042', token: undefined });
    render({});
    while (portalOnPage().folio) await new Promise(requestAnimationFrame);
    await reads('Buscar mi compra');
    assert.lengthOf(server.sent('GET portal'), 2);
  });
});
