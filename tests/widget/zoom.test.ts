import './touch-page.ts';
import { setViewport } from '@web/test-runner-commands';
import { assert } from 'chai';
import { scenes } from './scenes.ts';
import { hurry, standIn } from './stand-in.ts';
import { clearPage, reachReview, type Visitor, visit } from './visitor.ts';

/** A word longer than this may need a second line on a phone at 200 %: a folio fiscal. So may an address. */
const LONGEST_WORD = 16;

/** The words that stand on more than one line, though each is short enough for one. */
function brokenWords(visitor: Visitor): string[] {
  const broken: string[] = [];
  for (const part of visitor.root.children) {
    const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      if (!node.parentElement?.checkVisibility() || node.parentElement.closest('[data-live], option')) continue;
      for (const { 0: word, index } of (node.textContent ?? '').matchAll(/(?<![^\s])[^\s@]+(?![^\s])/g)) {
        const range = document.createRange();
        range.setStart(node, index);
        range.setEnd(node, index + word.length);
        const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
        if (word.length <= LONGEST_WORD && lines.size > 1) broken.push(word);
      }
    }
  }
  return broken;
}

// A quiet action reaches a quarter of an em beyond its text, for the finger.
const slackOf = (element: Element): number => Number.parseFloat(getComputedStyle(element).fontSize) / 4 + 1;

function cutOff(visitor: Visitor): string[] {
  return visitor
    .all$('button, a, .card, .sum, .uuid, h2, h3, p')
    .filter(
      (one) =>
        one.checkVisibility() && !one.hasAttribute('data-live') && one.scrollWidth > one.clientWidth + slackOf(one),
    )
    .filter((one) => getComputedStyle(one).display !== 'inline')
    .map((one) => one.outerHTML);
}

const CONDITIONS = [
  ['zoomed to 200 % on a 390 px phone', 195, ''],
  ['with text at 200 % on a 390 px phone', 390, '200%'],
  ['on a 320 px phone', 320, ''],
] as const;

describe('every screen', () => {
  // As wide a face as phones have, not the narrow one of a page without styles.
  before(() => {
    document.body.style.fontFamily = 'system-ui, sans-serif';
  });
  after(() => {
    document.body.style.fontFamily = '';
  });
  afterEach(async () => {
    document.documentElement.style.fontSize = '';
    await setViewport({ width: 800, height: 600 });
  });

  for (const [condition, width, fontSize] of CONDITIONS) {
    for (const scene of scenes) {
      it(`${scene.name}, ${condition}: no sideways scroll, no word broken, nothing cut off`, async () => {
        clearPage();
        await setViewport({ width, height: 800 });
        document.documentElement.style.fontSize = fontSize;
        const server = standIn(scene.replies);
        const relax = scene.hurried ? hurry() : () => {};
        try {
          const visitor = visit(scene.attributes);
          await scene.play(visitor);
          assert.isAtMost(document.documentElement.scrollWidth, width);
          assert.deepEqual(brokenWords(visitor), []);
          assert.deepEqual(cutOff(visitor), []);
        } finally {
          relax();
          server.restore();
        }
      });
    }
  }

  it('a chosen régimen or use can be read whole, in its box or below it, at any width and zoom', async () => {
    const server = standIn();
    for (const width of [195, 320, 390, 1280]) {
      clearPage();
      await setViewport({ width, height: 800 });
      const visitor = visit();
      await reachReview(visitor);
      visitor.press('Cambiar');
      await visitor.reads('Tus datos fiscales');
      visitor.press('Uso:');
      for (const rfc of ['XAMA620210DQ5', 'URE180429TM6']) {
        visitor.type('rfc', rfc);
        const box = visitor.input('regimenFiscal') as HTMLSelectElement;
        for (const { value } of [...box.options].filter((one) => one.value)) {
          visitor.type('regimenFiscal', value);
          for (const select of visitor.all$<HTMLSelectElement>('select')) {
            const chosen = select.selectedOptions[0]?.text ?? '';
            const below = visitor.all$('p').find((one) => one.textContent === chosen && one.checkVisibility());
            assert.isTrue(fits(select, chosen) || below !== undefined, `${chosen} at ${width}`);
            assert.isFalse(width > 900 && chosen.length < 35 && below !== undefined, `${chosen} twice at ${width}`);
          }
        }
      }
    }
    server.restore();
  });
});

/** Whether a select's box is wide enough for a text, its arrow aside. */
function fits(select: HTMLSelectElement, text: string): boolean {
  const { font, paddingInlineStart, paddingInlineEnd } = getComputedStyle(select);
  const pen = document.createElement('canvas').getContext('2d');
  if (!pen) throw new Error('no canvas');
  pen.font = font;
  const inside = select.clientWidth - Number.parseFloat(paddingInlineStart) - Number.parseFloat(paddingInlineEnd);
  return pen.measureText(text).width <= inside - ARROW;
}

const ARROW = 16;
