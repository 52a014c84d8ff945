import { sendKeys } from '@web/test-runner-commands';
import 'axe-core';
import { assert } from 'chai';
import { BASE, CAFE, type Replies, standIn } from './stand-in.ts';
import { clearPage, findSale, until, type Visitor, visit } from './visitor.ts';

// axe-core is no module: it leaves itself on the window.
const { axe } = window as unknown as { axe: typeof import('axe-core') };

let server = standIn();
const meet = (settings: Partial<typeof CAFE> & object, replies: Replies = {}, attributes = {}): Visitor => {
  clearPage();
  server.restore();
  server = standIn({ 'GET portal': { json: { ...CAFE, ...settings } }, ...replies });
  return visit(attributes);
};
afterEach(() => server.restore());

const PICTURE = { url: '/v1/portals/cafe-jacaranda/folio-picture?v=1', alt: 'El número de arriba, junto a «Ticket»' };
const pictured = { lookup: { ...CAFE.lookup, picture: PICTURE } };

/** Typed as people do; régimen and uso are offered once the RFC tells who it is. */
async function give(ana: Visitor, rfc: string, regimen: string): Promise<void> {
  ana.input('rfc').focus();
  await sendKeys({ type: rfc });
  ana.type('regimenFiscal', regimen);
}
const usos = (ana: Visitor): readonly string[] =>
  [...ana.root.querySelectorAll<HTMLOptionElement>('[name="usoCfdi"] option')].map(({ value }) => value);

describe('where the folio is printed', () => {
  it('is a picture that is opened with the keyboard and has a description', async () => {
    const ana = meet(pictured);
    await ana.reads('¿Dónde lo encuentro?');
    const summary = ana.root.querySelector<HTMLElement>('summary');
    const image = ana.root.querySelector<HTMLImageElement>('details img');
    assert.isFalse(image?.checkVisibility(), 'not before it is asked for');
    assert.deepEqual([image?.alt, image?.loading, image?.src], [PICTURE.alt, 'lazy', `${BASE}${PICTURE.url}`]);
    summary?.focus();
    await sendKeys({ press: 'Enter' });
    await until(() => Boolean(image?.checkVisibility()));
    assert.isAtLeast(summary?.getBoundingClientRect().height ?? 0, 48);
    assert.deepEqual((await axe.run(ana.portal)).violations, []);
  });

  it('is asked for in English too; without a picture nothing is offered', async () => {
    const ana = meet(pictured, {}, { locale: 'en' });
    await ana.reads('Where do I find it?');
    const beto = meet({});
    await beto.reads('Buscar mi compra');
    assert.isNull(beto.root.querySelector('details'));
  });
});

describe('the usos that a merchant allows', () => {
  it('are the only ones offered, besides S01, and the merchant’s own is suggested', async () => {
    const ana = meet({ usos: { allowed: ['G01', 'D01'], usual: 'G01' } });
    await findSale(ana);
    await ana.reads('Tus datos fiscales');
    await give(ana, 'XAMA620210DQ5', '612');
    await ana.reads('Uso: Adquisición de mercancías');
    assert.deepEqual(usos(ana), ['G01', 'D01', 'S01']);
  });

  it('leave S01 to customers whose régimen allows none of them', async () => {
    const ana = meet({ usos: { allowed: ['G03'], usual: 'G03' } });
    await findSale(ana);
    await ana.reads('Tus datos fiscales');
    await give(ana, 'XAMA620210DQ5', '605');
    await ana.reads('Uso: Sin efectos fiscales');
    assert.deepEqual(usos(ana), ['S01']);
  });
});

describe('who has no RFC', () => {
  for (const [noRfc, foreigners] of [
    [true, false],
    [false, true],
    [false, false],
  ] as const) {
    it(`is served as the merchant says: people ${noRfc}, foreigners ${foreigners}`, async () => {
      const ana = meet({ noRfc, foreigners });
      await findSale(ana);
      await ana.reads('Tus datos fiscales');
      assert.deepEqual(
        [ana.text().includes('No tengo RFC'), ana.text().includes('Soy extranjero')],
        [noRfc, foreigners],
      );
    });
  }
});
