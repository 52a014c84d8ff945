import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type LinkedSale, signLink } from '../../demo/sign-link/sign-link.ts';

const fileOf = (path: string): string => readFileSync(new URL(`../../demo/${path}`, import.meta.url), 'utf8');
const TEMPLATE = fileOf('shopify/order-confirmation.liquid');
const VECTORS = JSON.parse(fileOf('sign-link/vectors.json')) as {
  readonly links: readonly {
    readonly name: string;
    readonly base: string;
    readonly secret: string;
    readonly sale: LinkedSale;
  }[];
};

type Filter = (value: string, ...args: readonly string[]) => string;

/** The filters of the template, as Shopify's reference describes them. This is our reading of Liquid, not Shopify's. */
const FILTERS: Readonly<Record<string, Filter>> = {
  append: (value, more = '') => value + more,
  remove_first: (value, part = '') => value.replace(part, ''),
  strip: (value) => value.trim(),
  slice: (value, from, length) => value.slice(Number(from), Number(from) + Number(length)),
  url_decode: (value) => decodeURIComponent(value.replaceAll('+', ' ')),
  url_encode: (value) => encodeURIComponent(value).replaceAll('%20', '+'),
  hmac_sha256: (value, secret = '') => createHmac('sha256', secret).update(value).digest('hex'),
  escape: (value) =>
    value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;'),
};

/** `'text' | filter: 'one', two`, of quoted texts, numbers and variables. */
function evaluated(expression: string, variables: ReadonlyMap<string, string>): string {
  const read = (text: string): string =>
    /^'(.*)'$/.exec(text)?.[1] ?? variables.get(text) ?? (/^\d+$/.test(text) ? text : '');
  const [first = '', ...filters] = (expression.match(/(?:'[^']*'|[^|'])+/g) ?? []).map((part) => part.trim());
  return filters.reduce((value, filter) => {
    const [, name = '', args = ''] = /^(\w+)(?::(.*))?$/.exec(filter) ?? [];
    const given = (args.match(/(?:'[^']*'|[^,'])+/g) ?? []).map((arg) => read(arg.trim()));
    return FILTERS[name]?.(value, ...given) ?? `no filter ${name}`;
  }, read(first));
}

/** What the template shows of an order; what the merchant fills in is `merchant`. */
function rendered(name: string, merchant: Readonly<Record<string, string>>): string {
  const variables = new Map([['name', name]]);
  const body = TEMPLATE.replace(/\{%- comment -%\}.*?\{%- endcomment -%\}\s*/s, '');
  const left = body.replace(/\{%- assign (\w+) = (.*?) -%\}\s*/g, (_, variable: string, expression: string) => {
    variables.set(variable, merchant[variable] ?? evaluated(expression, variables));
    return '';
  });
  return left.replace(/\{\{ (.*?) \}\}/g, (_, expression: string) => evaluated(expression, variables));
}

describe('the link in Shopify’s order confirmation', () => {
  it.each(VECTORS.links)('says and signs what the recipe does: $name', ({ base, secret, sale }) => {
    const { slug, source, folio } = sale;
    const server = base.replace(/\/$/, '');
    const html = rendered(`#${folio}`, { server, secret, source, portal: slug });
    const [, href = ''] = /^<p><a href="([^"]*)">Factura tu compra<\/a><\/p>\n$/.exec(html) ?? [];
    const made = new URL(href.replaceAll('&#39;', "'").replaceAll('&amp;', '&'));
    const expected = new URL(signLink(server, secret, { slug, source, folio }));
    expect([made.origin, made.pathname, [...made.searchParams]]).toEqual([
      expected.origin,
      expected.pathname,
      [...expected.searchParams],
    ]);
  });

  it('has its secret as the filter’s argument, as in the example of Shopify’s reference', () => {
    const signed = evaluated("'Polyjuice' | hmac_sha256: 'Polina'", new Map());
    expect(signed).toBe('8e0d5d65cff1242a4af66c8f4a32854fd5fb80edcc8aabe9b302b29c7c71dc20');
  });
});

describe('the block of the thank-you page', () => {
  it('holds no secret and signs nothing: it is in the customer’s browser', () => {
    for (const file of ['src/ThankYou.jsx', 'shopify.extension.toml'])
      expect(fileOf(`shopify/thank-you/${file}`)).not.toMatch(/linkSecret|hmac|sig=/i);
  });
});
