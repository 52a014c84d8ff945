import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import QRCode from 'qrcode';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LinkedSale, signLink } from '../../demo/sign-link/sign-link.ts';
import { foldSale } from '../../server/sources/intake/fold.ts';
import { isSignedWith, linkFacts } from '../../server/sources/own-system/signed-link.ts';
import { startPostgres } from '../support/postgres.ts';
import { runProgram } from '../support/run-program.ts';

type Ask = { readonly name: string; readonly base: string; readonly secret: string; readonly sale: LinkedSale };
type Vectors = { readonly links: readonly (Ask & { readonly url: string })[]; readonly refused: readonly Ask[] };

const FOLDER = fileURLToPath(new URL('../../demo/sign-link/', import.meta.url));
const VECTORS = JSON.parse(readFileSync(`${FOLDER}vectors.json`, 'utf8')) as Vectors;
const ASKED: readonly Ask[] = [...VECTORS.links, ...VECTORS.refused];
const EXPECTED = [...VECTORS.links.map(({ url }) => url), ...VECTORS.refused.map(() => null)];

/** Reads the vectors from its input, writes a link for each, or null for what it refuses. */
const PHP = `require 'sign_link.php';
echo json_encode(array_map(function ($ask) {
  try { return Autofactura\\sign_link($ask['base'], $ask['secret'], $ask['sale']); } catch (InvalidArgumentException $e) { return null; }
}, json_decode(stream_get_contents(STDIN), true)));`;
const PYTHON = `import json, sys
from sign_link import sign_link
def made(ask):
    sale = dict(ask["sale"])
    if "formaPago" in sale: sale["forma_pago"] = sale.pop("formaPago")
    try: return sign_link(ask["base"], ask["secret"], **sale)
    except ValueError: return None
print(json.dumps([made(ask) for ask in json.load(sys.stdin)]))`;

function made(make: () => string): string | null {
  try {
    return make();
  } catch {
    return null;
  }
}

describe('a link is signed the same, and refused the same', () => {
  it('by the TypeScript of the recipe as by the server', () => {
    expect(ASKED.map(({ base, secret, sale }) => made(() => signLink(base, secret, sale)))).toEqual(EXPECTED);
  });

  it.each([
    ['PHP', 'php', ['-d', 'error_reporting=E_ALL', '-d', 'display_errors=1', '-r', PHP]],
    ['Python', 'python3', ['-B', '-c', PYTHON]],
  ] as const)('by the %s of the recipe as by the server', async (_, program, args) => {
    expect(JSON.parse(await runProgram(program, args, { cwd: FOLDER, input: JSON.stringify(ASKED) }))).toEqual(
      EXPECTED,
    );
  });

  describe('in SQL', () => {
    let postgres: Awaited<ReturnType<typeof startPostgres>>;
    let client: Client;
    beforeAll(async () => {
      postgres = await startPostgres(['-c', 'fsync=off']);
      client = new Client({ connectionString: await postgres.createBareDatabase() });
      await client.connect();
      await client.query(readFileSync(`${FOLDER}sign-link.sql`, 'utf8'));
    });
    afterAll(async () => {
      await client.end();
      await postgres.stop();
    });

    async function link({ base, secret, sale }: Ask): Promise<string | null> {
      const { slug, source, folio, date = null, total = null, formaPago = null } = sale;
      const values = [base, secret, slug, source, folio, date, total, formaPago];
      const asked = client.query<{ url: string }>('select sign_link($1, $2, $3, $4, $5, $6, $7, $8) as url', values);
      return asked.then(
        ({ rows }) => rows[0]?.url ?? null,
        (error: { readonly code?: string }) => {
          if (error.code !== '22023') throw error;
          return null;
        },
      );
    }

    it('by the recipe for PostgreSQL as by the server', async () => {
      const links: (string | null)[] = [];
      for (const ask of ASKED) links.push(await link(ask));
      expect(links).toEqual(EXPECTED);
    });
  });
});

describe('a link on a ticket', () => {
  it.each(VECTORS.links)('fits paper of 58 mm as a QR that any printer can print: $name', ({ url }) => {
    const { modules } = QRCode.create([{ data: Buffer.from(url), mode: 'byte' }], { errorCorrectionLevel: 'M' });
    // Modules of 0.5 mm and a quiet zone of four; 48 mm of such paper can be printed on.
    expect((modules.size + 8) * 0.5).toBeLessThan(40);
  });
});

const WITH_CONTROLS = VECTORS.refused.filter(({ sale }) => /\p{Cc}/u.test(Object.values(sale).join('')));

const MEAL = { claveProdServ: '90101501', claveUnidad: 'E48', pricesIncludeTax: true, objetoImp: '01' } as const;

describe('the server', () => {
  const readLink = (url: string) => {
    const { pathname, searchParams } = new URL(url);
    const of = (name: string): string => searchParams.get(name) ?? '';
    const link = { slug: pathname.slice(1), source: of('source'), folio: of('folio'), date: of('date') };
    return { link: { ...link, total: of('total'), formaPago: of('formaPago') }, sig: of('sig') };
  };

  it.each(VECTORS.links)('takes a link for signed: $name', ({ secret, url }) => {
    const { link, sig } = readLink(url);
    expect(isSignedWith(secret, link, sig)).toBe(true);
  });

  it.each(VECTORS.links)('takes none for signed that says anything else: $name', ({ secret, url }) => {
    const { link, sig } = readLink(url);
    for (const name of Object.keys(link) as (keyof typeof link)[])
      expect(isSignedWith(secret, { ...link, [name]: `${link[name]}1` }, sig)).toBe(false);
    expect(isSignedWith(`${secret}1`, link, sig)).toBe(false);
    expect(isSignedWith(secret, link, sig.slice(0, -1))).toBe(false);
  });

  it.each(VECTORS.links.filter(({ sale }) => sale.total))(
    'makes a sale of what is signed, as of its date: $name',
    ({ url }) => {
      const { link } = readLink(url);
      const facts = linkFacts('api', link, Date.parse('2028-03-01T12:00:00-06:00')).map(({ fact }) => fact);
      const { folio, date } = link;
      expect(facts).toMatchObject([{ kind: 'submitted', version: Date.parse(date) }]);
      expect(foldSale('api', facts, { settings: { defaults: MEAL, payments: {} }, products: {} })).toMatchObject({
        ...{ kind: 'sale', wire: { folio, date, total: link.total } },
      });
    },
  );

  it.each(WITH_CONTROLS)('takes $name for unsigned, however well it is signed', ({ secret, sale }) => {
    const link = { date: '', total: '', formaPago: '', ...sale };
    const values = [link.slug, link.source, link.folio, link.date, link.total, link.formaPago];
    const sig = createHmac('sha256', secret)
      .update(['autofactura-link-v1', ...values].join('\n'))
      .digest('hex')
      .slice(0, 32);
    expect(isSignedWith(secret, link, sig)).toBe(false);
  });
});
