import './touch-page.ts';
import { assert } from 'chai';
import { speak } from '../../widget/portal/texts.ts';
import { scenes } from './scenes.ts';
import { CAFE, standIn } from './stand-in.ts';
import { clearPage, findSale, visit } from './visitor.ts';

describe('languages', () => {
  // The language is the page's: every test begins as a page that has just been opened.
  beforeEach(() => speak(['es-MX'], ['es-MX']));

  it('speaks English where the page or the attribute says so, and asks the server for it', async () => {
    clearPage();
    const server = standIn();
    const visitor = visit({ locale: 'en-US' });
    await visitor.reads('Find my purchase');
    visitor.type('folio', 'CJ-1042');
    visitor.type('total', '527');
    visitor.press('Find my purchase');
    await visitor.reads('Your tax details');
    visitor.type('rfc', 'XAMA620210DQ5');
    await visitor.reads('Wages and salaries (605)');
    assert.equal(server.asked.find(({ route }) => route === 'POST sales/search')?.language, 'en');
    server.restore();
  });

  it('shows no English before the portal has said that it has English, and requests its texts in English', async () => {
    clearPage();
    const server = standIn({ 'GET portal': 'never' });
    const visitor = visit({ locale: 'en' });
    await visitor.reads('Un momento…');
    assert.deepEqual(
      server.asked.map(({ route, language }) => [route, language]),
      [['GET portal', 'en']],
    );
    server.restore();
  });

  it('shows only Spanish, from the first paint on, if the merchant wrote no English', async () => {
    clearPage();
    const server = standIn({ 'GET portal': { json: { ...CAFE, locales: ['es-MX'] } } });
    const seen = new Set<string>();
    const visitor = visit({ locale: 'en' });
    const look = () => seen.add(visitor.text());
    const watcher = new MutationObserver(look);
    watcher.observe(visitor.root, { subtree: true, childList: true, characterData: true });
    look();
    await visitor.reads('Buscar mi compra');
    watcher.disconnect();
    assert.isAtLeast(seen.size, 2);
    for (const text of seen) assert.notMatch(text, /\b(moment|your|find|number)\b/i);
    server.restore();
  });

  it('says which language its content is in, on a page in another one (WCAG 3.1.2)', async () => {
    for (const [locales, lang, words] of [
      [['es-MX'], 'es-MX', 'Buscar mi compra'],
      [['es-MX', 'en'], 'en', 'Find my purchase'],
    ] as const) {
      clearPage();
      const server = standIn({ 'GET portal': { json: { ...CAFE, locales } } });
      const visitor = visit({ locale: 'en' });
      await visitor.reads(words);
      for (const shown of visitor.all$('form, h2, label, button, [data-live]'))
        assert.equal(shown.closest('[lang]')?.getAttribute('lang'), lang, shown.outerHTML);
      assert.isFalse(visitor.portal.hasAttribute('lang'));
      server.restore();
    }
  });

  it('speaks the language of the page around it, through the shadow roots of other elements', async () => {
    clearPage();
    const server = standIn();
    const shop = document.createElement('div');
    shop.lang = 'en';
    document.querySelector('main')?.append(shop);
    const page = shop.appendChild(document.createElement('div')).attachShadow({ mode: 'open' });
    const step = page.appendChild(document.createElement('div')).attachShadow({ mode: 'closed' });
    const visitor = visit({ locale: '' });
    await visitor.reads('Buscar mi compra');
    step.append(visitor.portal);
    await visitor.reads('Find my purchase');
    shop.lang = 'es-MX';
    page.append(visitor.portal);
    await visitor.reads('Buscar mi compra');
    server.restore();
  });

  it('changes language in place and keeps what was typed', async () => {
    clearPage();
    const server = standIn();
    const visitor = visit();
    await findSale(visitor);
    await visitor.reads('Tus datos fiscales');
    visitor.type('rfc', 'XAMA620210DQ5');
    visitor.portal.setAttribute('locale', 'en');
    await visitor.reads('Your tax details');
    assert.equal(visitor.input('rfc').value, 'XAMA620210DQ5');
    visitor.portal.setAttribute('locale', 'es-MX');
    await visitor.reads('Tus datos fiscales');
    server.restore();
  });

  it('has a scene for every kind of side screen', () => {
    assert.isAtLeast(scenes.length, 28);
  });
});
