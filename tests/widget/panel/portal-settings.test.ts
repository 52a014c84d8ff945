import { sendKeys, setViewport } from '@web/test-runner-commands';
import { assert } from 'chai';
import { until } from '../visitor-waits.ts';
import { type } from './keys.ts';
import { type Replies, SETTINGS, type Shop, shop, standIn } from './stand-in.ts';
import { clearPage, type Visit, visit } from './visit.ts';

let server: ReturnType<typeof standIn>;
const SAVE = 'PATCH portals/cafe-jacaranda/settings';

async function open(has: Shop = shop(), replies: Replies = {}): Promise<Visit> {
  server = standIn(has, replies);
  const lucia = visit('/panel/portales/cafe-jacaranda');
  await lucia.reads('Guardar mi portal');
  return lucia;
}

const saved = async (lucia: Visit): Promise<Record<string, unknown>> => {
  lucia.press('Guardar mi portal');
  await lucia.reads('Tu portal quedó guardado');
  return server.sent(SAVE).at(-1) as Record<string, unknown>;
};
const within = (lucia: Visit, legend: string): HTMLElement => {
  const group = lucia.all$('fieldset').find((one) => one.querySelector('legend')?.textContent?.includes(legend));
  if (!group) throw new Error(`no group «${legend}»: ${lucia.text()}`);
  return group;
};
/** Ticks or unticks with the space bar, as the keyboard does. */
async function tick(group: ParentNode, words: string): Promise<void> {
  const box = [...group.querySelectorAll('label')]
    .find((one) => one.textContent?.includes(words))
    ?.querySelector('input');
  if (!box) throw new Error(`nothing to tick says «${words}»`);
  box.focus();
  await sendKeys({ press: 'Space' });
}

/** A photograph, as a phone takes one. */
async function photo(width: number, height: number, isOpaque = true): Promise<File> {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d');
  if (isOpaque) context?.fillRect(0, 0, width, height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  return new File(blob ? [blob] : [], 'ticket.png', { type: 'image/png' });
}
function give({ input }: Visit, id: string, file: File): void {
  const files = new DataTransfer();
  files.items.add(file);
  const field = input(id) as HTMLInputElement;
  field.files = files.files;
  field.dispatchEvent(new Event('change', { bubbles: true, composed: true }));
}

beforeEach(async () => {
  clearPage();
  localStorage.setItem('autofactura-panel-locale', '"es-MX"');
  await setViewport({ width: 1280, height: 800 });
});
afterEach(() => server.restore());

describe('the search fields of a portal', () => {
  it('say in how many tries each group would be guessed, and what would make it safe', async () => {
    const lucia = await open();
    await lucia.reads('Segura: quien conoce a tu cliente tendría que intentar unas 2 millones veces');
    await lucia.reads('Un desconocido daría con la compra de alguien en unos 64 intentos');
    await lucia.reads('Sería segura si pidieras también: últimos 4 de la tarjeta');
  });

  it('are put together with the keyboard, and the meter follows', async () => {
    const lucia = await open();
    await lucia.reads('64 intentos');
    await tick(within(lucia, 'Folio y total'), 'Últimos 4 de la tarjeta');
    await lucia.reads('Folio, total y últimos 4 de la tarjeta');
    await until(() => !lucia.text().includes('64 intentos'));
    assert.deepEqual((await saved(lucia)).lookup, [
      ['folio', 'email'],
      ['folio', 'total', 'cardLast4'],
    ]);
  });

  it('may be optional in a group: the meter does not count them, and a field that is then required is not optional any more', async () => {
    const lucia = await open();
    await lucia.reads('64 intentos');
    const group = () => within(lucia, 'Folio y total');
    const optional = () => group().querySelector('[role=group]') as HTMLElement;
    await tick(optional(), 'Correo');
    await tick(optional(), 'Fecha');
    await lucia.reads('64 intentos');
    await tick(group(), 'Fecha');
    await lucia.reads('Folio, total y fecha');
    const { lookup, optionalLookup } = await saved(lucia);
    assert.deepEqual(lookup, [
      ['folio', 'email'],
      ['folio', 'total', 'date'],
    ]);
    assert.deepEqual(optionalLookup, [[], ['email']]);
  });

  it('stay while the last box of the only group is unticked, and saving then says at it that something has to be asked for', async () => {
    const only = { ...SETTINGS, lookup: [['folio']], optionalLookup: [] } as typeof SETTINGS;
    const lucia = await open(shop({ portals: [{ slug: 'cafe-jacaranda', settings: only }] }));
    await tick(within(lucia, 'Folio'), 'Folio');
    await lucia.reads('Marca con qué datos se busca.');
    const box = () => lucia.root.activeElement as HTMLInputElement;
    assert.isFalse(box().checked, 'the box that was unticked is still there, and has the focus');
    lucia.press('Guardar mi portal');
    await lucia.reads('Pide al menos un dato.');
    await until(() => box().getAttribute('aria-invalid') === 'true');
    assert.include(
      lucia.root.getElementById(box().getAttribute('aria-describedby') ?? '')?.textContent,
      'Pide al menos',
    );
    assert.isEmpty(server.sent(SAVE));
    await sendKeys({ press: 'Space' });
    assert.deepEqual((await saved(lucia)).lookup ?? only.lookup, [['folio']]);
  });

  it('that are easily guessed are refused until the merchant says that they want them', async () => {
    const lucia = await open(shop(), {
      [SAVE]: ({ body }) => {
        const { acknowledgedLookup = [] } = body as { acknowledgedLookup?: readonly unknown[] };
        if (acknowledgedLookup.length > 1) return undefined;
        const detail = 'Quien conoce a tu cliente puede adivinar esa combinación.';
        return {
          status: 422,
          json: {
            status: 422,
            code: 'invalid-settings',
            detail,
            errors: [{ pointer: '/lookup/2', code: 'lookup-too-weak', detail }],
          },
        };
      },
    });
    lucia.press('Agregar otra forma de buscar');
    await lucia.reads('acertaría en unos 8 intentos');
    await until(() => lucia.root.activeElement === lucia.all$('fieldset.way').at(-1)?.querySelector('input'));
    lucia.press('Guardar mi portal');
    await lucia.reads('Así no se guarda: pide también otro dato, o marca «La quiero así».');
    await until(() => lucia.root.activeElement?.parentElement?.textContent?.includes('La quiero así') ?? false);
    await tick(lucia.all$('fieldset.way').at(-1) as HTMLElement, 'La quiero así');
    assert.notInclude(lucia.text(), 'Así no se guarda', 'what was wrong is not known of what was changed');
    const body = await saved(lucia);
    assert.deepEqual(body.acknowledgedLookup, [['folio', 'total'], ['folio']]);
  });

  it('that some sales came without say how many cannot be found, and lead to them', async () => {
    const lucia = await open();
    await lucia.reads('64 intentos');
    lucia.press('Quitar «Folio y total»');
    await lucia.reads('3 de tus ventas de los últimos 90 días no se pueden encontrar con estos campos');
    lucia.press('Ver cuáles');
    await lucia.reads('nadie las encuentra en tu portal');
    const asked = server.asked.findLast(({ path }) => path === 'sales');
    assert.equal(new URLSearchParams(asked?.query).get('lacking'), 'folio.email');
  });

  it('are asked for by nobody until one is ticked, and no empty group is sent to the meter', async () => {
    const lucia = await open();
    await lucia.reads('64 intentos');
    const group = within(lucia, 'Folio y correo');
    await tick(group, 'Folio');
    await tick(group, 'Correo');
    await lucia.reads('Marca con qué datos se busca');
    const ways = server.asked.filter(({ path }) => path.endsWith('search-check')).map(({ query }) => query);
    assert.isFalse(
      ways.some((query) => /ways=,|,,|,$/.test(query)),
      ways.join(),
    );
  });
});

describe('where the folio is printed', () => {
  it('is a photo, scaled down before it travels, and the same in words', async () => {
    const lucia = await open();
    give(lucia, 'folio-picture', await photo(3000, 2000));
    await lucia.reads('Dilo también con palabras');
    lucia.press('Guardar mi portal');
    await lucia.reads('Escribe este dato');
    assert.equal(server.sent(SAVE).length, 0, 'not without its words');
    await type(lucia, 'folioPicture/alt', 'El número de arriba');
    const { folioPicture } = (await saved(lucia)) as { folioPicture: { image: string; alt: string } };
    assert.equal(folioPicture.alt, 'El número de arriba');
    const image = await createImageBitmap(await (await fetch(folioPicture.image)).blob());
    assert.deepEqual([image.width, image.height], [1200, 800]);
  });

  it('says so where a file is no image, and is taken away again', async () => {
    const settings = {
      ...SETTINGS,
      folioPicture: { image: 'data:image/gif;base64,R0lGODlhAQABAAAAACw=', alt: 'Arriba' },
    };
    const lucia = await open(shop({ portals: [{ slug: 'cafe-jacaranda', settings }] }));
    give(lucia, 'folio-picture', new File(['%PDF'], 'ticket.png', { type: 'image/png' }));
    await lucia.reads('No pudimos leer esa imagen');
    lucia.press('Quitar la foto');
    assert.isNull((await saved(lucia)).folioPicture);
  });
});

describe('IVA at 8 % in the border region', () => {
  const BRANCHES = [{ code: 'matriz', name: 'Matriz', codigoPostal: '06700', frontera: 'none' }];
  const PLAYAS = { code: 'playas', name: 'Playas', codigoPostal: '22500', frontera: 'north' };

  it('is set by its last day where a branch is there', async () => {
    const lucia = await open(shop(), { 'GET branches': { json: { branches: [...BRANCHES, PLAYAS] } } });
    await lucia.reads('IVA de 8 % en la frontera');
    lucia.choose('ivaFrontera/until', '2026-12-31');
    assert.deepEqual((await saved(lucia)).ivaFrontera, { until: '2026-12-31' });
  });

  it('is not asked about where no branch is there', async () => {
    const lucia = await open(shop(), { 'GET branches': { json: { branches: BRANCHES } } });
    await lucia.reads('64 intentos');
    assert.notInclude(lucia.text(), 'IVA de 8 %');
    assert.notProperty(await saved(lucia), 'ivaFrontera');
  });
});

describe('the tax details that a portal accepts', () => {
  it('are all of them until only some are wanted, with one that is proposed', async () => {
    const lucia = await open();
    assert.isNull((await saved(lucia)).usos);
    await tick(within(lucia, 'Usos que tus clientes'), 'Solo algunos');
    await lucia.reads('siempre se puede: hay regímenes que no tienen otro');
    const group = within(lucia, 'Usos que tus clientes');
    await tick(group, 'G03');
    await tick(group, 'D01');
    lucia.choose('usos/usual', 'D01');
    assert.deepEqual((await saved(lucia)).usos, { allowed: ['G03', 'D01'], usual: 'D01' });
  });

  it('may be those of people without an RFC, or of foreigners alone; no e-mail is ever a condition', async () => {
    const lucia = await open();
    await lucia.reads('la ley no deja pedirlo como condición');
    await tick(within(lucia, 'A quién más'), 'A extranjeros');
    const { allowNoRfc, allowForeign } = await saved(lucia);
    assert.deepEqual([allowNoRfc, allowForeign], [false, true]);
  });
});

describe('the deadline', () => {
  it('is drawn: the sale, the last day to invoice it and the global, and said in a sentence', async () => {
    const lucia = await open();
    await type(lucia, 'deadline-sale', '11202026');
    await lucia.reads(
      'Lo vendido el 20 de noviembre se factura hasta el 31 de diciembre a las 23:59, hora del centro de México',
    );
    await lucia.reads('Entra en la factura global del 30 de noviembre');
    const marks = lucia.all$('.month td[class]').map((cell) => cell.textContent?.trim());
    assert.deepEqual(marks, [
      '20: La venta',
      '30: Tu factura global',
      '31: Último día para facturarla, Tu factura global',
    ]);
    assert.deepEqual(
      lucia.all$('.month caption').map((one) => one.textContent),
      ['noviembre de 2026', 'diciembre de 2026'],
    );
  });

  it('is drawn as it is chosen, before it is saved, in one month where it ends there', async () => {
    const lucia = await open();
    await type(lucia, 'deadline-sale', '11202026');
    lucia.choose('deadline', 'month-end/0');
    await lucia.reads('se factura hasta el 30 de noviembre');
    assert.equal(lucia.all$('.month').length, 1);
    lucia.choose('deadline', 'year-end');
    assert.deepEqual((await saved(lucia)).deadline, { kind: 'year-end' });
  });
});

describe('a portal’s words', () => {
  it('are in English too where that is wanted, and not any more once it is not', async () => {
    const lucia = await open();
    await type(lucia, 'english/title', 'Invoice your coffee');
    const { english } = (await saved(lucia)) as { english: { title: string; hints: object } };
    assert.equal(english.title, 'Invoice your coffee');
    assert.deepEqual(english.hints, { folio: 'The number of your receipt.' });
    await tick(lucia.root as unknown as ParentNode, 'También en inglés');
    assert.isNull((await saved(lucia)).english);
  });

  it('are shown at another address, which is asked for as it is typed and leads there', async () => {
    const lucia = await open();
    await type(lucia, 'slug', 'Jacaranda Roma');
    await sendKeys({ press: 'Enter' });
    await until(() => location.pathname === '/panel/portales/jacaranda-roma');
    assert.deepEqual(server.sent('PATCH portals/cafe-jacaranda'), [{ slug: 'jacaranda-roma' }]);
  });
});

describe('a new portal', () => {
  it('beside another does not change what is proposed for sales that are added by hand', async () => {
    server = standIn(shop());
    const lucia = visit('/panel/portales');
    await lucia.reads('Crear otro portal');
    lucia.press('Crear otro portal');
    lucia.choose('trade', 'restaurant');
    lucia.press('Crear mi portal');
    await lucia.reads('Guardar mi portal');
    lucia.press('Ventas');
    await lucia.reads('Agregar una venta');
    lucia.press('Agregar una venta');
    await lucia.reads('Folio del ticket');
    assert.equal(lucia.input('sold').value, 'product');
  });

  for (const [trade, noun, field, sold] of [
    ['shop', 'compra', 'email', 'product'],
    ['restaurant', 'consumo', 'total', 'meal'],
    ['retail', 'compra', 'total', 'product'],
    ['services', 'servicio', 'email', 'service'],
    ['parking', 'estacionamiento', 'date', 'parking'],
  ] as const) {
    it(`of a ${trade} has its noun, its search fields and hints, and the keys of what is added by hand`, async () => {
      server = standIn(shop({ portals: [] }));
      const lucia = visit('/panel/portales');
      await lucia.reads('Crear mi portal');
      lucia.choose('trade', trade);
      lucia.press('Crear mi portal');
      await lucia.reads('Guardar mi portal');
      const { lookup, hints, english, ...made } = server.sent(SAVE).at(-1) as typeof SETTINGS;
      assert.equal(made.noun, noun);
      assert.isTrue(lookup.flat().includes(field) && Boolean(hints[field]), JSON.stringify({ lookup, hints }));
      assert.notEqual(english?.title, made.title);
      lucia.press('Ventas');
      await lucia.reads('Agregar una venta');
      lucia.press('Agregar una venta');
      await lucia.reads('Folio del ticket');
      assert.equal(lucia.input('sold').value, sold);
    });
  }
});

describe('a logo', () => {
  it('that is small or opaque is advised about and taken all the same', async () => {
    const lucia = await open();
    give(lucia, 'logo', await photo(120, 80, false));
    await lucia.reads('con 200 × 200 puntos o más se verá nítido');
    give(lucia, 'logo', await photo(400, 300));
    await lucia.reads('en modo oscuro se verá como un cuadro');
    give(lucia, 'logo', await photo(400, 300, false));
    await lucia.reads('Se ve bien');
    const { theme } = (await saved(lucia)) as { theme: { logo: string } };
    assert.match(theme.logo, /^data:image\/png/);
  });
});

describe('a colour', () => {
  it('says what it paints and how well it is seen', async () => {
    const lucia = await open();
    await lucia.reads('Pinta el botón, con letras blancas. Contraste 8.2');
    await lucia.reads(
      'Pinta la franja de tu página y marca la compra elegida. Contraste 1.1 con una página blanca: casi no se notará',
    );
    await type(lucia, 'theme/accent', '#7a1f3d');
    await lucia.reads('con una página blanca: se distingue');
  });
});
