import { sendKeys } from '@web/test-runner-commands';
import { assert } from 'chai';
import fc from 'fast-check';
import { render } from 'lit/html.js';
import { fieldsOf, shownWays } from '../../server/portals/ways.ts';
import type { Api } from '../../widget/portal/api.ts';
import { answerOf } from '../../widget/portal/effects.ts';
import { next } from '../../widget/portal/machine.ts';
import type { State } from '../../widget/portal/state.ts';
import { begin } from '../../widget/portal/states.ts';
import { lookupStep } from '../../widget/portal/steps/lookup.ts';
import { speak } from '../../widget/portal/texts.ts';
import type { LookupField, PortalSettings } from '../../widget/portal/wire.ts';
import { CAFE, problem, type Replies, standIn } from './stand-in.ts';
import { clearPage, until, type Visitor, visit } from './visitor.ts';

type Set_ = readonly LookupField[];
const FIELDS: Set_ = ['folio', 'email', 'total', 'date', 'cardLast4'];
const OVERLAPPING: readonly Set_[] = [
  ['folio', 'email'],
  ['folio', 'total'],
  ['date', 'total', 'cardLast4'],
];
const CAFE_OVERLAPPING = {
  ...CAFE,
  lookup: { ...CAFE.lookup, ...shownWays({ lookup: OVERLAPPING }), fields: fieldsOf({ lookup: OVERLAPPING }) },
};

let server = standIn();
const meet = (replies: Replies = {}, attributes = {}, lookup: PortalSettings['lookup'] = CAFE_OVERLAPPING.lookup) => {
  clearPage();
  server.restore();
  server = standIn({ 'GET portal': { json: { ...CAFE, lookup } }, ...replies });
  return visit(attributes);
};
afterEach(() => server.restore());

const namesIn = (root: ParentNode) => [...root.querySelectorAll('input')].map((one) => one.name);
const focusedIn = ({ root }: Visitor) => root.activeElement?.getAttribute('name') ?? root.activeElement?.tagName;
const wayButtons = (root: ParentNode) => [...root.querySelectorAll<HTMLElement>('.ways button')];
const saying = (words: string) => (one: HTMLElement) => one.textContent === words;

/** Walks to a button with Tab, as somebody without a mouse does, and presses it. */
async function pressByKeys(visitor: Visitor, words: string, key: 'Enter' | 'Space' = 'Enter'): Promise<void> {
  for (let presses = 0; visitor.root.activeElement?.textContent !== words; presses++) {
    if (presses > 20) throw new Error(`no Tab comes to «${words}»: ${visitor.text()}`);
    await sendKeys({ press: 'Tab' });
  }
  await sendKeys({ press: key });
}

async function typeInto(visitor: Visitor, name: string, text: string): Promise<void> {
  visitor.input(name).focus();
  await sendKeys({ type: text });
}

describe('whatever sets of fields a portal has', () => {
  // What the schema of a portal's settings lets through, and what was kept before redundant sets were refused.
  const sets = fc.array(fc.array(fc.constantFrom(...FIELDS), { minLength: 1, maxLength: 5 }), {
    minLength: 1,
    maxLength: 5,
  });
  const key = (names: Iterable<string>) => [...new Set(names)].sort().join();
  const isWithin = (one: Set_, other: Set_) => one.every((name) => other.includes(name));
  const leastFirst = (all: readonly Set_[]) => all.find((one) => leastOf(all).has(key(one))) ?? [];
  const leastOf = (all: readonly Set_[]) =>
    new Set(all.filter((one) => !all.some((other) => isWithin(other, one) && !isWithin(one, other))).map(key));

  /** The first screen of a portal with its machine and nothing else, after presses of the n-th button of another way. */
  function screenAfter(combinations: readonly Set_[], presses: readonly number[] = []) {
    const root = document.createElement('div');
    document.querySelector('main')?.replaceChildren(root);
    let state: State = next(begin({}), { kind: 'loaded', enabled: true });
    const send = (event: Parameters<typeof next>[1]) => {
      state = next(state, event);
      draw();
    };
    const sent = { ...shownWays({ lookup: combinations }), fields: fieldsOf({ lookup: combinations }) };
    const settings = { ...CAFE, lookup: { ...sent, hints: {} } };
    const draw = () => {
      if (state.kind !== 'lookup') return;
      render(lookupStep(state, { settings, send, address: String, pathOf: String }), root);
    };
    draw();
    for (const press of presses) wayButtons(root)[press]?.click();
    return {
      root,
      send,
      state: () => state,
      submit: () => root.querySelector<HTMLElement>('button.main')?.click(),
    };
  }

  /** Every screen of a lookup that one or two presses lead to. */
  function* screensOf(combinations: readonly Set_[]) {
    const others = [...wayButtons(screenAfter(combinations).root).keys()];
    yield screenAfter(combinations);
    for (const first of others) {
      yield screenAfter(combinations, [first]);
      for (const second of others) yield screenAfter(combinations, [first, second]);
    }
  }

  afterEach(() => speak(['es-MX'], ['es-MX']));

  for (const locale of ['es-MX', 'en'] as const) {
    it(`each field is there once, each set one press away, and no two buttons say the same (${locale})`, async () => {
      await speak([locale], [locale]);
      fc.assert(
        fc.property(sets, (combinations) => {
          const expected = leastOf(combinations);
          assert.equal(key(namesIn(screenAfter(combinations).root)), key(leastFirst(combinations)));
          for (const { root } of screensOf(combinations)) {
            const ids = [...root.querySelectorAll('[id]')].map(({ id }) => id);
            assert.equal(new Set(ids).size, ids.length, `${ids}`);
            assert.equal(new Set(namesIn(root)).size, namesIn(root).length);
            assert.include(expected, key(namesIn(root)));
            const words = wayButtons(root).map(({ textContent }) => textContent);
            assert.lengthOf(words, expected.size - 1);
            assert.equal(new Set(words).size, words.length, `${words}`);
          }
          const onePress = [...wayButtons(screenAfter(combinations).root).keys()];
          const reached = onePress.map((press) => key(namesIn(screenAfter(combinations, [press]).root)));
          assert.deepEqual(new Set([key(namesIn(screenAfter(combinations).root)), ...reached]), expected);
        }),
        { numRuns: 40 },
      );
    });
  }

  it('an empty search finds fault with the shown fields, all of them and no other', () => {
    fc.assert(
      fc.property(sets, (combinations) => {
        for (const { root, submit, state } of screensOf(combinations)) {
          submit();
          const { faults } = state() as State & { kind: 'lookup' };
          assert.sameMembers(
            faults.map(({ pointer }) => pointer.slice(1)),
            namesIn(root),
          );
          assert.isTrue([...root.querySelectorAll('input')].every((one) => one.ariaInvalid === 'true'));
        }
      }),
      { numRuns: 30 },
    );
  });

  it('what is sent is exactly one set, whatever stands half-typed in the others', async () => {
    await fc.assert(
      fc.asyncProperty(sets, async (combinations) => {
        for (const { root, send, submit, state } of screensOf(combinations)) {
          send({ kind: 'edit', lookup: { folio: 'F', email: 'ana@', total: '1', date: '2026-', cardLast4: '4' } });
          const shown = namesIn(root);
          submit();
          assert.equal(state().kind, 'searching');
          let sent: object = {};
          const api = {
            post: async (_route: string, _signal: AbortSignal, body: object) => {
              sent = body;
              return { sales: [] };
            },
          } as unknown as Api;
          await answerOf(state(), api, new AbortController().signal, send);
          assert.sameMembers(Object.keys(sent), shown);
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe('sets of fields that overlap', () => {
  const PAIR = 'Buscar con el total';
  const WITHOUT = 'Buscar sin folio: total, fecha y tarjeta';

  it('ask for the first, and say in the customer’s words what the other ways ask for', async () => {
    const visitor = meet();
    await visitor.reads('Buscar mi compra');
    assert.deepEqual(namesIn(visitor.root), ['folio', 'email']);
    assert.deepEqual(
      wayButtons(visitor.root).map(({ textContent }) => textContent),
      [PAIR, WITHOUT],
    );
    await pressByKeys(visitor, WITHOUT);
    assert.deepEqual(namesIn(visitor.root), ['total', 'date', 'cardLast4']);
    assert.deepEqual(
      wayButtons(visitor.root).map(({ textContent }) => textContent),
      ['Buscar con mi folio y mi correo', 'Buscar con mi folio y el total'],
    );
  });

  it('the ways to search are named in English', async () => {
    const visitor = meet({}, { locale: 'en' });
    await visitor.reads('Find my purchase');
    assert.deepEqual(
      wayButtons(visitor.root).map(({ textContent }) => textContent),
      ['Search with the total', 'Search without a folio: total, date, and card'],
    );
  });

  it('switched by key keep what was typed, and the next key lands in the field that is new', async () => {
    const visitor = meet();
    await visitor.reads('Buscar mi compra');
    await typeInto(visitor, 'folio', 'CJ-1042');
    await typeInto(visitor, 'email', 'ana@');
    await pressByKeys(visitor, PAIR);
    await until(() => focusedIn(visitor) === 'total');
    await sendKeys({ type: '527.00' });
    assert.equal(visitor.input('folio').value, 'CJ-1042');
    assert.equal(visitor.input('total').value, '527.00');
    await sendKeys({ press: 'Enter' });
    await visitor.reads('Tus datos fiscales');
    assert.deepEqual(server.sent('POST sales/search'), [{ folio: 'CJ-1042', total: '527.00' }]);
  });

  it('switched by voice, without moving the focus from a half-typed field that goes, put the focus into the new way', async () => {
    for (const [typedInto, words, expected] of [
      ['email', PAIR, 'total'],
      ['email', WITHOUT, 'total'],
      ['folio', WITHOUT, 'total'],
    ] as const) {
      const visitor = meet();
      await visitor.reads('Buscar mi compra');
      await typeInto(visitor, typedInto, 'ana@exam');
      assert.equal(focusedIn(visitor), typedInto);
      visitor.press(words);
      await until(
        () => focusedIn(visitor) === expected,
        () => `${typedInto} → ${words}: ${focusedIn(visitor)}`,
      );
      await sendKeys({ type: '527.00' });
      assert.equal(visitor.input('total').value, '527.00');
      visitor.press(words === PAIR ? 'Buscar con mi correo' : 'Buscar con mi folio y mi correo');
      await until(() => namesIn(visitor.root).includes('email'));
      assert.equal(visitor.input(typedInto).value, 'ana@exam');
    }
  });

  it('switched there and back with the space bar have lost nothing', async () => {
    const visitor = meet();
    await visitor.reads('Buscar mi compra');
    await typeInto(visitor, 'email', 'ana@example.com');
    await pressByKeys(visitor, PAIR, 'Space');
    await pressByKeys(visitor, 'Buscar con mi correo', 'Space');
    await until(() => focusedIn(visitor) === 'email');
    assert.equal(visitor.input('email').value, 'ana@example.com');
  });

  it('switched after an error show no error of the other way', async () => {
    const visitor = meet();
    await visitor.reads('Buscar mi compra');
    visitor.press('Buscar mi compra');
    await visitor.reads('Revisa 2 datos');
    await until(() => focusedIn(visitor) === 'folio');
    await pressByKeys(visitor, PAIR);
    await until(() => focusedIn(visitor) === 'total');
    assert.notInclude(visitor.text(), 'Revisa');
    assert.lengthOf(visitor.all$('.fault'), 0);
  });

  it('switched add nothing to the browser’s history', async () => {
    const visitor = meet();
    await visitor.reads('Buscar mi compra');
    const before = history.length;
    for (const words of [PAIR, 'Buscar con mi correo', WITHOUT, 'Buscar con mi folio y el total']) {
      await pressByKeys(visitor, words);
      await until(() => !wayButtons(visitor.root).some(saying(words)));
    }
    assert.equal(history.length, before);
  });

  it('are still where the customer left them after a reload', async () => {
    const before = meet();
    await before.reads('Buscar mi compra');
    await typeInto(before, 'folio', 'CJ-1042');
    await pressByKeys(before, PAIR);
    await until(() => focusedIn(before) === 'total');
    before.portal.remove();
    const after = visit();
    await after.reads('Buscar mi compra');
    assert.deepEqual(namesIn(after.root), ['folio', 'total']);
    assert.equal(after.input('folio').value, 'CJ-1042');
  });

  it('open on a way that takes the folio which the page gives', async () => {
    const lookup = {
      ...CAFE.lookup,
      combinations: [
        ['total', 'date'],
        ['folio', 'email'],
      ] as const,
      fields: ['total', 'date', 'folio', 'email'] as const,
    };
    const visitor = meet({}, { folio: 'CJ-1042' }, lookup);
    await visitor.reads('Buscar mi compra');
    assert.deepEqual(namesIn(visitor.root), ['folio', 'email']);
    assert.equal(visitor.input('folio').value, 'CJ-1042');
    // Emptied by hand it stays: a field does not leave under the hands.
    visitor.input('folio').focus();
    for (const _ of 'CJ-1042') await sendKeys({ press: 'Backspace' });
    assert.deepEqual(namesIn(visitor.root), ['folio', 'email']);
    assert.equal(focusedIn(visitor), 'folio');
  });

  it('a refusal of a field that is not shown stands above the form, with its sentence', async () => {
    const errors = [{ pointer: '/cardLast4', code: 'x', detail: 'Escribe los 4 dígitos.' }];
    const visitor = meet({ 'POST sales/search': problem('malformed', 'lookup', { status: 422, errors }) });
    await visitor.reads('Buscar mi compra');
    await typeInto(visitor, 'folio', 'CJ-1042');
    await typeInto(visitor, 'email', 'ana@example.com');
    await sendKeys({ press: 'Enter' });
    await visitor.reads('Escribe los 4 dígitos.');
    assert.lengthOf(visitor.all$('.fault'), 0);
  });
});

describe('a field that is optional beside a way', () => {
  const lookup = {
    combinations: [
      ['folio', 'total'],
      ['total', 'date'],
    ] as const,
    optional: [['email'], []] as const,
    fields: ['folio', 'total', 'date', 'email'] as const,
    hints: { email: 'El que diste en la caja.' },
  };
  const found = { 'POST sales/search': { json: { sales: [] } } };
  const searched = () => server.sent('POST sales/search');

  it('is marked so, asks nobody for it, and is not sent empty', async () => {
    const visitor = meet(found, {}, lookup);
    await visitor.reads('Buscar mi compra');
    assert.deepEqual(namesIn(visitor.root), ['folio', 'total', 'email']);
    await visitor.reads('Opcional. El que diste en la caja.');
    assert.isFalse(visitor.input('email').required);
    visitor.press('Buscar mi compra');
    await visitor.reads('Revisa 2 datos');
    assert.equal(visitor.input('email').ariaInvalid, null);
    await typeInto(visitor, 'folio', 'CJ-1042');
    await typeInto(visitor, 'total', '527');
    await sendKeys({ press: 'Enter' });
    await visitor.reads('No encontramos tu compra');
    assert.deepEqual(searched(), [{ folio: 'CJ-1042', total: '527' }]);
  });

  it('is sent where it is given, stays through the search, and is not sent by a way that lacks it', async () => {
    const visitor = meet(found, {}, lookup);
    await visitor.reads('Buscar mi compra');
    await typeInto(visitor, 'folio', 'CJ-1042');
    await typeInto(visitor, 'total', '527');
    await typeInto(visitor, 'email', 'ana@example.com');
    await sendKeys({ press: 'Enter' });
    await visitor.reads('No encontramos tu compra');
    assert.deepEqual(namesIn(visitor.root), ['folio', 'total', 'email']);
    assert.equal(visitor.input('email').value, 'ana@example.com');
    await pressByKeys(visitor, 'Buscar sin folio: total y fecha');
    assert.deepEqual(namesIn(visitor.root), ['total', 'date']);
    await typeInto(visitor, 'date', '11202026');
    await sendKeys({ press: 'Enter' });
    await until(() => searched().length === 2);
    assert.deepEqual(searched(), [
      { folio: 'CJ-1042', total: '527', email: 'ana@example.com' },
      { total: '527', date: '2026-11-20' },
    ]);
  });

  it('is named in English', async () => {
    const visitor = meet(found, { locale: 'en' }, lookup);
    await visitor.reads('Optional. El que diste en la caja.');
  });
});
