import './touch-page.ts';
import { setViewport } from '@web/test-runner-commands';
import 'axe-core';
import { assert } from 'chai';
import { scenes } from './scenes.ts';
import { hurry, standIn } from './stand-in.ts';
import { clearPage, visit } from './visitor.ts';

// axe-core is no module: it leaves itself on the window.
const { axe } = window as unknown as { axe: typeof import('axe-core') };

describe('every screen', () => {
  for (const scene of scenes) {
    it(`${scene.name}: axe finds nothing, 320 px wide needs no sideways scroll, targets are 48 px high`, async () => {
      clearPage();
      await setViewport({ width: 320, height: 700 });
      const server = standIn(scene.replies);
      const relax = scene.hurried ? hurry() : () => {};
      try {
        const visitor = visit(scene.attributes);
        await scene.play(visitor);
        const { violations } = await axe.run(document.body, { resultTypes: ['violations'] });
        assert.deepEqual(
          violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`),
          [],
        );
        assert.isAtMost(document.documentElement.scrollWidth, 320);
        for (const target of visitor.all$('button, .main, .big, input:not([type=checkbox]), select, summary')) {
          if (target.checkVisibility()) assert.isAtLeast(target.getBoundingClientRect().height, 47.9, target.outerHTML);
        }
      } finally {
        relax();
        server.restore();
      }
    });
  }
});

describe('the page in other conditions', () => {
  it('reads well in dark: axe finds nothing on the long screens', async () => {
    document.documentElement.style.colorScheme = 'dark';
    document.body.style.cssText = 'background: Canvas; color: CanvasText';
    for (const name of ['lookup-missing-field', 'receptor-faults', 'review', 'issued', 'late']) {
      const scene = scenes.find((one) => one.name === name);
      if (!scene) throw new Error(name);
      clearPage();
      const server = standIn(scene.replies);
      await scene.play(visit());
      const { violations } = await axe.run(document.body, { resultTypes: ['violations'] });
      assert.deepEqual(
        violations.map(({ id, nodes }) => `${name} ${id}: ${nodes.map((node) => node.html).join(' ')}`),
        [],
      );
      server.restore();
    }
    document.documentElement.style.colorScheme = '';
    document.body.style.cssText = '';
  });

  it('fits 320 px with text at 200 %', async () => {
    clearPage();
    await setViewport({ width: 640, height: 900 });
    document.documentElement.style.fontSize = '200%';
    const server = standIn();
    const scene = scenes.find(({ name }) => name === 'review');
    await scene?.play(visit());
    assert.isAtMost(document.documentElement.scrollWidth, 640);
    document.documentElement.style.fontSize = '';
    server.restore();
  });
});
