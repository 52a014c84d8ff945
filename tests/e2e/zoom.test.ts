/** The hosted page at 200 % zoom on a 390 px phone: 195 px of CSS. */
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { ALBA, type Customer, describe as describeReceptor, pressMain, reads, search } from './customer.ts';
import { openStage } from './stage.ts';

const stage = openStage();
let customer: Customer;

const ZOOMED = { viewport: { width: 195, height: 422 }, hasTouch: true, isMobile: true } as const;

/** A mark as wide as wordmarks are, one colour all over. */
function wideLogo(): string {
  const image = new PNG({ width: 640, height: 128 });
  image.data.fill(0x5a);
  return `data:image/png;base64,${PNG.sync.write(image).toString('base64')}`;
}

const sideways = () =>
  customer.page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');

/** The words of the page's header that stand on more than one line. */
const brokenWords = () =>
  customer.page.evaluate<readonly string[]>(`(() => {
    const text = document.querySelector('.portal-header strong').firstChild;
    return [...text.data.matchAll(/\\S+/g)].filter(({ 0: word, index }) => {
      const range = document.createRange();
      range.setStart(text, index);
      range.setEnd(text, index + word.length);
      return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1;
    }).map(([word]) => word);
  })()`);

async function nameMerchant(name: string): Promise<void> {
  await customer.page.evaluate(`document.querySelector('.portal-header strong').textContent = ${JSON.stringify(name)}`);
}

describe('at 200 % zoom on a 390 px phone', { timeout: 60_000 }, () => {
  it('the merchant’s name breaks between words and the page never scrolls sideways, even with a wide logo', async () => {
    await setLogo(wideLogo());
    for (const slug of ['cafe-jacaranda', 'la-milpa', 'ingrid-xodar']) {
      customer = await stage.visit(`/${slug}`, ZOOMED);
      await reads(customer, /^Factura tu/);
      for (const name of [
        undefined,
        'Comercializadora de Electrónica Internacional',
        'Refaccionaria y Autoservicio Hernández Villaseñor',
      ]) {
        if (name) await nameMerchant(name);
        expect([slug, name, await sideways(), await brokenWords()]).toEqual([slug, name, 0, []]);
      }
      await nameMerchant('Otorrinolaringologíapediátrica');
      expect([slug, await sideways()]).toEqual([slug, 0]);
      if (slug !== 'ingrid-xodar') await customer.leave();
    }
  });

  it('every step to the invoice stays within the window', async () => {
    customer = await stage.visit('/cafe-jacaranda', ZOOMED);
    await search(customer, { folio: 'CJ-1042', total: '527.00' });
    await reads(customer, 'Tus datos fiscales');
    expect(await sideways()).toBe(0);
    await describeReceptor(customer, ALBA);
    await reads(customer, 'Revisa y genera');
    expect(await sideways()).toBe(0);
    await pressMain(customer);
    await reads(customer, 'Tu factura está lista');
    expect(await sideways()).toBe(0);
  });
});

/** Gives Café Jacaranda a logo, as its merchant does. */
async function setLogo(logo: string): Promise<void> {
  const answer = await fetch(`${stage.demo.url}/v1/portals/cafe-jacaranda/settings`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${stage.demo.key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ theme: { primary: '#5b3a8c', accent: '#c8553d', logo } }),
  });
  if (!answer.ok) throw new Error(await answer.text());
}
