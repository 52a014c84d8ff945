/** The SAT keys and taxes of one product: found in words, saved, or taken away again. */
import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { action } from '../../ui/button.ts';
import { notice } from '../../ui/notice.ts';
import { Refusal } from '../api.ts';
import { createForm, type Form, type Values } from '../form.ts';
import { ivas } from '../lists/sold-words.ts';
import { leads, type OpenPage, type Panel } from '../page.ts';
import { remote } from '../remote.ts';
import { createAttempt } from '../team/attempt.ts';
import type { Fault } from '../wire.ts';
import { type ClaveSearch, createClaveSearch } from './clave-search.ts';
import { iepsRates, taxesOf, taxMembers } from './product-taxes.ts';
import { isCategory, type MappedProduct, nameIn, type ProductKey, type UnmappedProduct } from './product-wire.ts';
import { productName, salesWords, units } from './product-words.ts';

/** What is known about the product: its own keys, or how it was sold without them. */
type Known = { readonly mapped?: MappedProduct | undefined; readonly sold?: UnmappedProduct | undefined };

/** Opens the page of a product, whose key is in the address as `de`; without one, that of a new product. */
export const productPage: OpenPage = (panel) => {
  const key = panel.query.get('de') ?? '';
  const known = remote(panel, () => read(panel, key));
  let parts: { readonly render: () => TemplateResult } | undefined;
  return {
    title: () =>
      key
        ? msg(str`Clave de «${known.value()?.sold?.descripcion || productName(key)}»`, { id: 'prod-title' })
        : msg('Agregar un producto', { id: 'prod-add' }),
    lead: () => {
      const sold = known.value()?.sold;
      return sold && soldWords(sold);
    },
    render: () =>
      known.show((now) => {
        parts ??= createParts(panel, key, now);
        return parts.render();
      }),
  };
};

async function read(panel: Panel, key: string): Promise<Known> {
  if (!key) return {};
  const [{ products }, { products: unmapped }] = await Promise.all([
    panel.call<{ products: readonly MappedProduct[] }>('GET', `products/mapped?key=${encodeURIComponent(key)}`),
    panel.call<{ products: readonly UnmappedProduct[] }>('GET', 'products/unmapped'),
  ]);
  return { mapped: products[0], sold: unmapped.find((product) => product.key === key) };
}

function soldWords({ sku, category, sales, source, defaults }: UnmappedProduct): string {
  const called = [sku && `SKU ${sku}`, category].filter(Boolean).join(', ');
  return msg(
    str`${called}: ${salesWords(sales)} por «${source.name}». Hoy se factura con la clave ${defaults.claveProdServ}.`,
    { id: 'prod-sold' },
  );
}

function createParts(panel: Panel, key: string, { mapped, sold }: Known) {
  const claves = createClaveSearch(panel, 'c_ClaveProdServ', 'claveProdServ');
  const unidades = createClaveSearch(panel, 'c_ClaveUnidad', 'claveUnidad');
  const form = createForm(panel, {
    ...{ name: `product ${key}`, values: valuesOf(mapped, sold), required: requiredOf(key), check: claveFaults },
    async send(values) {
      const saved = key ? keyOf(values, key, sold) : `${values.kind}:${values.name}`;
      await put(panel, saved, { ...productOf(values, mapped) });
      await done(panel, saved);
    },
  });
  const removal = createRemoval(panel, key);
  const isLead = leads(panel.merchant);
  return {
    render: () =>
      isLead
        ? html`${form.render(fields(form, { key, mapped, sold, claves, unidades }), msg('Guardar', { id: 'save' }))}
            ${mapped ? removal.render() : nothing}
            <p><a href="/panel/productos">${msg('Ver los productos', { id: 'prod-all' })}</a></p>`
        : html`${notice('warn', html`<p>${msg('Solo el dueño o un administrador cambia esto.', { id: 'prod-leads-only' })}</p>`)}`,
  };
}

function valuesOf(mapped: MappedProduct | undefined, sold: UnmappedProduct | undefined): Values {
  const { claveProdServ = '', claveUnidad = sold?.defaults.claveUnidad ?? 'H87' } = mapped ?? {};
  const isUsual = units().some(([unit]) => unit === claveUnidad);
  return {
    ...{ kind: 'sku', name: '', scope: 'sku', claveProdServ, claveUnidad, unit: isUsual ? claveUnidad : 'other' },
    ...(mapped ? taxesOf(mapped) : { iva: '', ieps: '' }),
  };
}

const requiredOf =
  (key: string) =>
  ({ unit }: Values): readonly string[] => [
    ...(key ? [] : ['name']),
    'claveProdServ',
    ...(unit === 'other' ? ['claveUnidad'] : []),
  ];

/** What can be known before the server is asked: how a clave is written. */
function claveFaults({ claveProdServ = '' }: Values): readonly Fault[] {
  if (/^\d{8}$/.test(claveProdServ.trim())) return [];
  const detail = msg('Son ocho números. Si no la sabes, búscala por su nombre.', { id: 'prod-clave-digits' });
  return [{ pointer: '/claveProdServ', code: 'malformed', detail }];
}

/** What is sold with a SKU may get the keys of its whole category. */
function keyOf({ scope }: Values, key: string, sold: UnmappedProduct | undefined): string {
  return scope === 'category' && sold?.category ? `category:${sold.category}` : key;
}

function productOf(values: Values, known: ProductKey | undefined): ProductKey {
  const { claveProdServ = '', unit = '', iva = '', ieps = '' } = values;
  const claveUnidad = unit === 'other' ? (values.claveUnidad ?? '').toUpperCase() : unit;
  const unidad = known?.claveUnidad === claveUnidad ? known.unidad : undefined;
  return { claveProdServ, claveUnidad, ...(unidad && { unidad }), ...taxMembers({ iva, ieps }, known) };
}

/** Stores a product, or takes its keys away. A fault's pointer begins with the product, which the form does not name. */
async function put(panel: Panel, key: string, product: ProductKey | null): Promise<void> {
  try {
    await panel.call('PUT', 'products', { body: { [key]: product } });
  } catch (error) {
    if (!(error instanceof Refusal) || !error.problem.errors) throw error;
    const errors = error.problem.errors.map((fault) => ({ ...fault, pointer: fieldOf(fault.pointer) }));
    throw new Refusal({ ...error.problem, errors });
  }
}

function fieldOf(pointer: string): string {
  const [, , member = 'name'] = pointer.split('/');
  const fields: Readonly<Record<string, string>> = { impuestos: 'iva', objetoImp: 'iva' };
  return `/${fields[member] ?? member}`;
}

async function done(panel: Panel, key: string): Promise<void> {
  await panel.changed();
  panel.go(`/panel/productos?listo=${encodeURIComponent(key)}`);
}

type Parts = Known & { readonly key: string; readonly claves: ClaveSearch; readonly unidades: ClaveSearch };

function fields(form: Form, { key, mapped, sold, claves, unidades }: Parts): TemplateResult {
  const { iva = '', unit = '' } = form.values();
  return html`${key ? nothing : nameFields(form)}
    ${sold?.sku && sold.category ? form.choice('scope', { label: msg('¿A qué se la das?', { id: 'prod-scope' }) }, scopes(sold)) : nothing}
    ${claves.render(
      form,
      {
        label: msg('Clave del SAT', { id: 'prod-clave-label' }),
        hint: msg('De producto o servicio, ocho números.', { id: 'prod-clave-hint' }),
        ...{ inputmode: 'numeric', maxlength: 8 },
      },
      {
        label: msg('Búscala por su nombre', { id: 'prod-words' }),
        example: msg('Ej. café, pan, taza', { id: 'prod-words-example' }),
      },
    )}
    ${form.choice('unit', { label: msg('¿Cómo lo vendes?', { id: 'prod-unit' }) }, [...units(), ['other', msg('Otra unidad', { id: 'prod-unit-other' })]])}
    ${
      unit === 'other'
        ? unidades.render(
            form,
            { label: msg('Clave de la unidad', { id: 'prod-unit-clave' }), caps: true, maxlength: 3 },
            {
              label: msg('Busca la unidad', { id: 'prod-unit-words' }),
              example: msg('Ej. tonelada', { id: 'prod-unit-example' }),
            },
          )
        : nothing
    }
    <div class="two">
      ${form.choice('iva', { label: 'IVA' }, ivaChoices(mapped))}
      ${/^\d|exento/.test(iva) ? form.choice('ieps', { label: 'IEPS' }, [['', msg('No lleva', { id: 'prod-no-ieps' })], ...iepsRates()]) : nothing}
    </div>`;
}

function nameFields(form: Form): TemplateResult {
  return html`<div class="two">
    ${form.choice('kind', { label: msg('¿Qué vas a agregar?', { id: 'prod-kind' }) }, [
      ['sku', msg('Un producto, por su SKU', { id: 'prod-kind-sku' })],
      ['category', msg('Una categoría completa', { id: 'prod-kind-category' })],
    ])}
    ${form.field('name', {
      label: msg('Como está en tu caja o tu tienda', { id: 'prod-name' }),
      example: form.values().kind === 'category' ? msg('Ej. Bebidas', { id: 'prod-name-category' }) : 'CAFE-250',
      maxlength: 200,
    })}
  </div>`;
}

function scopes({ sku, category }: UnmappedProduct): readonly (readonly [string, string])[] {
  return [
    ['sku', msg(str`Solo a este (${sku ?? ''})`, { id: 'prod-scope-sku' })],
    ['category', msg(str`A toda la categoría ${category ?? ''}`, { id: 'prod-scope-category' })],
  ];
}

function ivaChoices(mapped: ProductKey | undefined): readonly (readonly [string, string])[] {
  return [
    ['', msg('El de su conexión', { id: 'prod-iva-default' })],
    ...ivas(),
    ['none', msg('No es objeto de impuesto', { id: 'prod-iva-none' })],
    ...(mapped && taxesOf(mapped).iva === 'kept' ? [['kept', msg('Como está', { id: 'source-as-is' })] as const] : []),
  ];
}

/** The way to take a product's keys away; nothing is sent before it is confirmed. */
function createRemoval(panel: Panel, key: string) {
  const attempt = createAttempt(panel);
  const remove = (): Promise<void> =>
    attempt.run(async () => {
      await put(panel, key, null);
      await panel.changed();
      panel.say(msg(str`«${nameIn(key)}» ya no tiene clave propia.`, { id: 'prod-removed' }));
      panel.go('/panel/productos');
    });
  return {
    render: (): TemplateResult => html`<details>
      <summary class="hint">${msg('Quitarle su clave', { id: 'prod-remove' })}</summary>
      <p>${isCategory(key) ? msg('Lo de esta categoría vuelve a facturarse con la clave general de su conexión.', { id: 'prod-remove-category' }) : msg('Vuelve a facturarse con la clave de su categoría, o la general de su conexión.', { id: 'prod-remove-sku' })}</p>
      ${attempt.shown()}
      ${action(msg('Sí, quitarla', { id: 'prod-remove-go' }), remove, 'big')}
    </details>`,
  };
}
