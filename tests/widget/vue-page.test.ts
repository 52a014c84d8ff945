import './touch-page.ts';
import { assert } from 'chai';
import { define, folioTyped, place, portalOnPage, reads } from './framework-page.ts';
import { BASE, standIn } from './stand-in.ts';

type Props = Readonly<Record<string, unknown>>;
type Vue = {
  readonly createApp: (root: unknown) => { readonly mount: (at: Element) => void; readonly unmount: () => void };
  readonly h: (tag: string, props: Props) => unknown;
  readonly shallowRef: <T>(value: T) => { value: T };
};

const { createApp, h, shallowRef }: Vue = await import('/frameworks/vue.js' as string);
const SHOP = { portal: 'cafe-jacaranda', api: BASE, locale: 'es-MX' };

describe('on a page with Vue 3', () => {
  let server = standIn();
  let unmount = () => {};
  const mount = (first: Props) => {
    const props = shallowRef(first);
    const app = createApp({ render: () => h('autofactura-portal', { ...SHOP, ...props.value }) });
    app.mount(place());
    unmount = app.unmount;
    return props;
  };
  beforeEach(() => {
    server = standIn();
  });
  afterEach(() => {
    unmount();
    server.restore();
  });

  it('what is bound before the element is defined, as attribute or as property, holds once it is, and makes one request', async () => {
    // `.folio` is what a template's `:folio.prop` becomes.
    mount({ '.folio': 'CJ-1042' });
    await define();
    await reads('Buscar mi compra');
    assert.equal(folioTyped(), 'CJ-1042');
    assert.equal(portalOnPage().folio, 'CJ-1042');
    assert.lengthOf(server.sent('GET portal'), 1);
  });

  it('sets properties on a defined element, and changing two of them at once makes one request', async () => {
    await define();
    const props = mount({ folio: 'CJ-1042' });
    await reads('Buscar mi compra');
    assert.equal(portalOnPage().folio, 'CJ-1042');
    assert.isFalse(portalOnPage().hasAttribute('folio'));
    props.value = { folio: 'CJ-2001', locale: 'en' };
    await reads('Find my purchase');
    assert.equal(folioTyped(), 'CJ-2001');
    assert.lengthOf(server.sent('GET portal'), 2);
  });
});
