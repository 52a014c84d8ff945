import { sendKeys, setViewport } from '@web/test-runner-commands';
import { assert } from 'chai';
import { until } from '../visitor-waits.ts';
import { shop, standIn } from './stand-in.ts';
import { clearPage, type Visit, visit } from './visit.ts';

let server: ReturnType<typeof standIn>;

function open(path: string): Visit {
  server = standIn(shop());
  return visit(path);
}

const top = ({ root }: Visit, id: string): number => root.getElementById(id)?.getBoundingClientRect().top ?? 9_999;
const focused = ({ root }: Visit): string => root.activeElement?.id ?? '';

beforeEach(async () => {
  clearPage();
  localStorage.setItem('autofactura-panel-locale', '"es-MX"');
  await setViewport({ width: 390, height: 800 });
});
afterEach(() => server.restore());

describe('the bars above and below a portal’s form', () => {
  /** Whether a bar covers part of what has the focus (WCAG 2.4.11). */
  function isCovered({ root }: Visit): boolean {
    const at = root.activeElement;
    if (!at?.closest('.settings') || at.closest('.sections, .submit')) return false;
    const { top: from, bottom: to } = at.getBoundingClientRect();
    const above = root.querySelector('.sections')?.getBoundingClientRect().bottom ?? 0;
    const below = root.querySelector('.beside .submit')?.getBoundingClientRect().top ?? innerHeight;
    const isInForm = Boolean(at.closest('form')?.querySelector('.submit'));
    return from < above || (isInForm && to > below);
  }

  it('cover nothing that the Tab key reaches, in either direction', async () => {
    await setViewport({ width: 1280, height: 800 });
    const lucia = open('/panel/portales/cafe-jacaranda');
    await lucia.reads('Hasta cuándo pueden facturar');
    lucia.root.getElementById('title')?.focus();
    const covered: string[] = [];
    for (const isBack of [false, true]) {
      if (isBack) await sendKeys({ down: 'Shift' });
      for (let at = 0; at < 45; at++) {
        await sendKeys({ press: 'Tab' });
        const { activeElement } = lucia.root;
        if (isCovered(lucia)) covered.push(`${isBack} ${activeElement?.tagName} ${activeElement?.id}`);
      }
    }
    await sendKeys({ up: 'Shift' });
    assert.deepEqual(covered, []);
  });

  it('cover no heading that a section’s link leads to, also in two rows', async () => {
    await setViewport({ width: 1280, height: 800 });
    const lucia = open('/panel/portales/cafe-jacaranda');
    await lucia.reads('Hasta cuándo pueden facturar');
    const nav = lucia.root.querySelector('nav.sections') as HTMLElement;
    for (const id of ['look', 'search', 'fiscal']) {
      nav.querySelector<HTMLAnchorElement>(`a[href="?seccion=${id}"]`)?.click();
      await until(() => focused(lucia) === id);
      assert.isAtLeast(top(lucia, id), nav.getBoundingClientRect().bottom, id);
    }
  });
});

describe('the sections of a portal’s page on a phone', () => {
  it('are reached by name with the keyboard, keep an address and what was typed, and stay in sight', async () => {
    const lucia = open('/panel/portales/cafe-jacaranda');
    await lucia.reads('Hasta cuándo pueden facturar');
    lucia.input('title').focus();
    await sendKeys({ type: ' nuevo' });
    const link = lucia.root.querySelector<HTMLAnchorElement>('nav.sections a[href="?seccion=deadline-title"]');
    link?.focus();
    await sendKeys({ press: 'Enter' });
    await until(() => focused(lucia) === 'deadline-title');
    assert.isBelow(Math.abs(top(lucia, 'deadline-title') - 72), 60);
    assert.equal(new URLSearchParams(location.search).get('seccion'), 'deadline-title');
    assert.include(lucia.input('title').value, 'nuevo');
    const nav = lucia.root.querySelector('nav.sections');
    assert.isAtLeast(nav?.getBoundingClientRect().top ?? -1, 0);
    assert.equal(nav?.querySelector('[aria-current]')?.textContent, 'Plazo');
  });

  it('are arrived at by their address', async () => {
    const lucia = open('/panel/portales/cafe-jacaranda?seccion=fiscal');
    await lucia.reads('Qué datos fiscales aceptas');
    await until(() => focused(lucia) === 'fiscal');
  });

  it('are all there: every section has its name among them', async () => {
    const lucia = open('/panel/portales/cafe-jacaranda');
    await lucia.reads('Hasta cuándo pueden facturar');
    const named = [...lucia.root.querySelectorAll<HTMLAnchorElement>('nav.sections a')].map((link) =>
      link.getAttribute('href')?.replace('?seccion=', ''),
    );
    const there = [...lucia.root.querySelectorAll('.settings h2[id]')].map(({ id }) => id);
    assert.deepEqual(named, there);
  });
});
