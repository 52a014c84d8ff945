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

  it('a long régimen that was chosen can be read whole, below its box', async () => {
    clearPage();
    await setViewport({ width: 390, height: 800 });
    const server = standIn();
    const visitor = visit();
    await reachReview(visitor);
    visitor.press('Cambiar');
    await visitor.reads('Tus datos fiscales');
    const box = visitor.all$<HTMLSelectElement>('select').find(({ name }) => name === 'regimenFiscal');
    const chosen = box?.selectedOptions[0]?.text ?? '';
    assert.isAbove(chosen.length, 34);
    const below = visitor.all$('p').find((one) => one.textContent === chosen);
    assert.isTrue(below?.checkVisibility());
    server.restore();
  });
});
