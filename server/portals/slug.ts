/** A portal's address: the first path segment on the server, `https://factura.example.mx/cafe-luna`. */

/** Paths that this server answers itself, or may answer one day. */
const RESERVED: ReadonlySet<string> = new Set(
  (
    'v1 panel demo docs problems widget assets health openapi openapi.json ayuda help api admin auth setup static public portal portales ' +
    'page.css favicon.ico robots.txt well-known test live equipo team'
  ).split(' '),
);

const FORM = /^[a-z0-9](?:[a-z0-9-]{1,58})[a-z0-9]$/;
const MOST = 60;

/** Why a text cannot be a slug, as the code of the fault; `undefined` if it can. */
export function slugFault(slug: string): 'slug-malformed' | 'slug-reserved' | undefined {
  if (RESERVED.has(slug)) return 'slug-reserved';
  return FORM.test(slug) && !slug.includes('--') ? undefined : 'slug-malformed';
}

/** The slug that a name suggests: «Café Jacaranda, S.» becomes `cafe-jacaranda-s`; `undefined` if nothing in the name can be used. */
export function slugOf(name: string): string | undefined {
  const words = name
    .normalize('NFD')
    .replace(/[\u0300-\u036f'’]/g, '')
    .toLowerCase()
    .replaceAll('&', ' y ')
    .replace(/[^a-z0-9]+/g, '-');
  const slug = words.slice(0, MOST - 12).replace(/^-+|-+$/g, '');
  return slugFault(slug) === undefined
    ? slug
    : slugFault(`portal-${slug}`) === undefined
      ? `portal-${slug}`
      : undefined;
}

/** The same slug, and then with 2, 3, 4… appended. */
export function* slugsLike(slug: string): Generator<string> {
  yield slug;
  for (let number = 2; ; number++) yield `${slug}-${number}`;
}
