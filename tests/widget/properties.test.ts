import './touch-page.ts';
import { assert } from 'chai';
import { define, folioTyped, place, portalOnPage, reads } from './framework-page.ts';
import { BASE, standIn } from './stand-in.ts';

const SHOP = { portal: 'cafe-jacaranda', api: BASE, locale: 'es-MX' };

describe('the properties of the element', () => {
  let server = standIn();
  beforeEach(() => {
    server = standIn();
  });
  afterEach(() => server.restore());

  const put = (properties: Readonly<Record<string, unknown>>) => {
    const portal = Object.assign(document.createElement('autofactura-portal'), SHOP, properties);
    place().append(portal);
    return portal;
  };

  it('keep the values that were set before the element was defined', async () => {
    put({ folio: 'CJ-1042' });
    await define();
    await reads('Buscar mi compra');
    assert.equal(folioTyped(), 'CJ-1042');
    assert.isFalse(Object.hasOwn(portalOnPage(), 'folio'));
    assert.lengthOf(server.sent('GET portal'), 1);
  });

  it('follow their attributes, and are not reflected to them', async () => {
    await define();
    const portal = put({});
    await reads('Buscar mi compra');
    portal.setAttribute('folio', 'CJ-7');
    assert.equal(portal.folio, 'CJ-7');
    portal.folio = 'CJ-8';
    assert.equal(portal.getAttribute('folio'), 'CJ-7');
    await portal.updateComplete;
    await reads('Buscar mi compra');
    assert.equal(folioTyped(), 'CJ-8');
    assert.lengthOf(server.sent('GET portal'), 2);
  });

  it('set on an element that is on the page already, all in one task, start one visit and make one request', async () => {
    await define();
    const portal = document.createElement('autofactura-portal');
    place().append(portal);
    Object.assign(portal, SHOP, { token: 'tok_1042' });
    await reads('Tus datos fiscales');
    assert.lengthOf(server.sent('GET portal'), 1);
    assert.lengthOf(server.sent('GET sale'), 1);
  });

  it('set to null, undefined or an empty string, start nothing again', async () => {
    await define();
    const portal = put({});
    await reads('Buscar mi compra');
    for (const nothing of ['', null, undefined]) {
      portal.token = nothing;
      await portal.updateComplete;
    }
    assert.lengthOf(server.sent('GET portal'), 1);
  });
});
