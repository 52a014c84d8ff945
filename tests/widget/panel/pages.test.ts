import { emulateMedia, setViewport } from '@web/test-runner-commands';
import 'axe-core';
import { assert } from 'chai';
import { scenes } from './scenes.ts';
import { standIn } from './stand-in.ts';
import { clearPage, visit } from './visit.ts';

// axe-core is no module: it leaves itself on the window.
const { axe } = window as unknown as { axe: typeof import('axe-core') };

const TARGETS = 'button, .button, input:not([type=checkbox], [type=radio]), label.check, select, summary, nav a';

async function play(scene: (typeof scenes)[number]) {
  const merchant = visit(scene.path);
  await merchant.reads(scene.reads);
  if (scene.press) merchant.press(scene.press);
  if (scene.after) await merchant.reads(scene.after);
  return merchant;
}

async function violations(options: object = {}): Promise<string[]> {
  const found = await axe.run(document.body, { resultTypes: ['violations'], iframes: false, ...options });
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
}

describe('every page of the panel', () => {
  beforeEach(() => {
    clearPage();
    localStorage.setItem('autofactura-panel-locale', '"es-MX"');
  });

  for (const scene of scenes) {
    it(`${scene.name}: axe finds nothing by day or night, 320 px wide needs no sideways scroll and none below its end, targets are 48 px high`, async () => {
      await setViewport({ width: 320, height: 700 });
      const server = standIn(scene.shop?.(), scene.replies);
      try {
        const { all$, panel } = await play(scene);
        assert.deepEqual(await violations(), []);
        await emulateMedia({ colorScheme: 'dark' });
        assert.deepEqual(await violations({ runOnly: ['color-contrast', 'link-in-text-block'] }), [], 'by night');
        assert.isAtMost(document.documentElement.scrollWidth, 320);
        const margin = Number.parseFloat(getComputedStyle(document.body).marginBlockEnd);
        const end = panel.getBoundingClientRect().bottom + scrollY + margin;
        assert.isAtMost(document.documentElement.scrollHeight, Math.max(innerHeight, Math.ceil(end)));
        for (const target of all$(TARGETS)) {
          if (target.checkVisibility() && !target.matches('.skip'))
            assert.isAtLeast(target.getBoundingClientRect().height, 47.9, target.outerHTML);
        }
      } finally {
        server.restore();
        await emulateMedia({ colorScheme: 'light' });
      }
    });
  }
});
