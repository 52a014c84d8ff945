import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { isSignedWith } from '../../server/sources/own-system/signed-link.ts';
import { runProgram } from '../support/run-program.ts';
import { WOO_STANDINGS } from '../support/woo-states.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PLUGIN = `${ROOT}demo/woocommerce/autofactura/`;
const SECRET = 'tienda&"<\'8f3kQ!vZ0w_Tn5yR-7uXe2LcJ9mD4b';
const OPTION = {
  server: 'https://factura.cafejacaranda.mx',
  portal: 'cafe-jacaranda',
  source: 'src_5f2c8a90b1d34e67f8091a2b',
  secret: SECRET,
};
const ORDER = { id: 10_457, status: 'processing', total: '232.00', datePaid: '2026-11-20T18:32:00-06:00' };
const THANKS = 'woocommerce_thankyou';
const DETAILS = 'woocommerce_order_details_after_order_table';
const MAIL = 'woocommerce_email_after_order_table';

type Kept = { readonly kept: object; readonly errors: readonly { readonly code: string; readonly message: string }[] };
type Played = {
  readonly declared: readonly unknown[];
  readonly capabilities: readonly string[];
  readonly inRest: boolean;
  readonly played: readonly (string & Kept)[];
};

/** Plays a scenario; whatever PHP complains of fails it, and so does a secret that is shown. */
async function play(scenario: object): Promise<Played> {
  const args = ['-d', 'error_reporting=E_ALL', '-d', 'display_errors=1', 'tests/support/wordpress-stub.php'];
  const input = JSON.stringify({ option: OPTION, ...scenario });
  const written = await runProgram('php', [...args, `${PLUGIN}autofactura.php`], { cwd: ROOT, input });
  return JSON.parse(written) as Played;
}

async function shown(step: object, scenario: object = {}): Promise<string> {
  const html = (await play({ ...scenario, steps: [{ order: ORDER, ...step }] })).played[0] ?? '';
  expect(html).not.toContain('8f3kQ!vZ0w');
  return html;
}

/** What a browser makes of an attribute. */
const addressIn = (html: string): string =>
  (/ href="([^"]*)"/.exec(html)?.[1] ?? '').replaceAll('&#038;', '&').replaceAll('&#039;', "'");

function expectSigned(address: string, folio: string): void {
  const { origin, pathname, searchParams } = new URL(address);
  const source = searchParams.get('source') ?? '';
  expect([origin, pathname, source, searchParams.get('folio')]).toEqual([
    OPTION.server,
    `/${OPTION.portal}`,
    OPTION.source,
    folio,
  ]);
  const link = { slug: OPTION.portal, source, folio, date: '', total: '', formaPago: '' };
  expect(isSignedWith(SECRET, link, searchParams.get('sig') ?? '')).toBe(true);
}

describe('a paid order', () => {
  it.each([THANKS, DETAILS, MAIL])('has a link that the server takes for signed, where %s is', async (hook) => {
    const html = await shown({ hook });
    expect(html).toContain('>Factura tu compra</a>');
    expectSigned(addressIn(html), '10457');
  });

  it('has it as text in a mail of text', async () => {
    const text = await shown({ hook: MAIL, plainText: true });
    expect(text).not.toMatch(/[<>]|&#/);
    expectSigned(/Factura tu compra: (\S+)\n/.exec(text)?.[1] ?? '', '10457');
  });

  it('has it once on a page that shows its details too', async () => {
    const steps = [DETAILS, THANKS, DETAILS].map((hook) => ({ hook, order: ORDER }));
    const { played } = await play({ steps });
    expect(played.map((html) => html.includes('<a '))).toEqual([true, false, false]);
  });

  it('is linked by the number its customer was given, whatever stands in it', async () => {
    const number = `JAC-7 "ñ" <b>&'#`;
    const html = await shown({ hook: THANKS, order: { ...ORDER, number } });
    expect(
      html.replace(/^<p class="autofactura"><a class="[^"<>]*" href="[^"<>]*">Factura tu compra<\/a><\/p>$/, ''),
    ).toBe('');
    expect(html).not.toMatch(/&(?!#038;)/);
    expectSigned(addressIn(html), number);
  });

  it.each([
    ['en_US', 'Get your invoice (CFDI)'],
    ['es_MX', 'Factura tu compra'],
    ['fr_FR', 'Factura tu compra'],
  ])('speaks the shop’s language (%s)', async (locale, label) => {
    expect(await shown({ hook: THANKS }, { locale })).toContain(`>${label}</a>`);
  });

  it('has none in what is sent to the merchant', async () => {
    expect(await shown({ hook: MAIL, sentToAdmin: true })).toBe('');
  });
});

describe('the link is offered for exactly the orders that the source takes for paid in full', () => {
  it.each(WOO_STANDINGS)(
    '$status by $method, dated: $isDated → $isPaid',
    async ({ status, method, isDated, isPaid }) => {
      const { datePaid, ...order } = { ...ORDER, status, method };
      const html = await shown({ hook: THANKS, order: isDated ? { ...order, datePaid } : order });
      expect(html.includes('Factura tu compra')).toBe(isPaid);
    },
  );

  it('not for a state that a plugin calls paid, of which the source does not know what it means', async () => {
    expect(await shown({ hook: THANKS, order: { ...ORDER, status: 'enviado', isPaid: true } })).toBe('');
  });
});

describe('nothing is shown', () => {
  it.each(['pending', 'on-hold', 'cancelled', 'refunded', 'failed'])('of an order that is %s', async (status) => {
    for (const hook of [THANKS, DETAILS, MAIL]) expect(await shown({ hook, order: { ...ORDER, status } })).toBe('');
  });

  it('of an order that was refunded whole, whatever its status says', async () => {
    for (const hook of [THANKS, DETAILS, MAIL])
      expect(await shown({ hook, order: { ...ORDER, refunded: ORDER.total } })).toBe('');
    expect(await shown({ hook: THANKS, order: { ...ORDER, refunded: '58.00' } })).toContain('Factura tu compra');
  });

  it('of an order that cost nothing', async () => {
    expect(await shown({ hook: THANKS, order: { ...ORDER, total: '0.00' } })).toBe('');
  });

  it('where there is no order', async () => {
    for (const hook of [THANKS, DETAILS, MAIL]) expect(await shown({ hook, order: null })).toBe('');
  });

  it.each(Object.keys(OPTION))('until %s is set up', async (name) => {
    expect(await shown({ hook: THANKS }, { option: { ...OPTION, [name]: '' } })).toBe('');
  });

  it('before anything is set up, nor with an option that is none', async () => {
    for (const option of [null, 'x', { ...OPTION, secret: ['x'] }])
      expect(await shown({ hook: THANKS }, { option })).toBe('');
  });

  it.each(['A\n1', ' ', 'A'.repeat(101)])('of a number that no link can carry (%j)', async (number) => {
    expect(await shown({ hook: THANKS, order: { ...ORDER, number } })).toBe('');
  });
});

describe('the settings', () => {
  it('are for who manages the shop, and no part of the REST API', async () => {
    const { capabilities, inRest, declared } = await play({});
    expect(capabilities).toEqual(['woocommerce', 'manage_woocommerce', 'manage_woocommerce']);
    expect(inRest).toBe(false);
    expect(declared).toEqual([['custom_order_tables', 'autofactura.php', true]]);
  });

  it('are shown escaped with their nonce, the secret never', async () => {
    const option = { ...OPTION, portal: '"><script>alert(1)</script>' };
    const page = await shown({ page: true }, { option, can: ['manage_woocommerce'] });
    expect(page).toContain('name="_wpnonce"');
    expect(page).toContain(`value="${OPTION.server}"`);
    expect(page).not.toContain('<script');
    expect(page).toContain('type="password" id="autofactura-secret" name="autofactura[secret]" value=""');
    expect(await shown({ page: true }, { can: ['edit_posts'] })).toBe('');
  });

  it('are kept as they were typed, a blank secret as it was', async () => {
    const typed = { ...OPTION, server: ` ${OPTION.server}/ `, secret: '' };
    const other = { ...typed, portal: '', secret: 'x'.repeat(32) };
    const { played } = await play({ steps: [{ typed }, { typed: other }, { typed: null }] });
    expect(played.map(({ kept, errors }) => [kept, errors])).toEqual([
      [OPTION, []],
      [{ ...OPTION, portal: '', secret: 'x'.repeat(32) }, []],
      [{ ...OPTION, server: '', portal: '', source: '' }, []],
    ]);
  });

  it.each([
    ['server', 'http://factura.cafejacaranda.mx'],
    ['server', 'javascript:alert(1)'],
    ['server', 'https://factura.cafejacaranda.mx/otra'],
    ['portal', 'Café Jacaranda'],
    ['source', 'sk_live_x'],
    ['secret', 'corto'],
    ['secret', `${'ñ'.repeat(32)}`],
  ])('stay as they were when %s is malformed, and it is named', async (name, value) => {
    const { played } = await play({ steps: [{ typed: { ...OPTION, [name]: value } }] });
    expect([played[0]?.kept, played[0]?.errors.map(({ code }) => code)]).toEqual([OPTION, [name]]);
    expect(played[0]?.errors[0]?.message).not.toContain(value);
  });
});

describe('the folder', () => {
  it('signs with the very function of the recipe', () => {
    expect(readFileSync(`${PLUGIN}sign_link.php`, 'utf8')).toBe(
      readFileSync(`${ROOT}demo/sign-link/sign_link.php`, 'utf8'),
    );
  });

  it('leaves nothing when it is uninstalled, and does nothing outside WordPress', async () => {
    const script = `function delete_option($name) { echo $name; } define('WP_UNINSTALL_PLUGIN', 'x'); require 'uninstall.php';`;
    expect(await runProgram('php', ['-r', script], { cwd: PLUGIN })).toBe('autofactura');
    for (const file of ['autofactura.php', 'settings.php', 'invoice-link.php', 'uninstall.php'])
      expect(await runProgram('php', [file], { cwd: PLUGIN })).toBe('');
  });
});
