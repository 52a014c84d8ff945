import type { CDPSession } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { ALBA, type Customer, reads, search, uuidOf } from './customer.ts';
import { stampCount } from './demo.ts';
import { focused, pressUntil, tabTo } from './keyboard.ts';
import { openStage } from './stage.ts';

const stage = openStage();
let customer: Customer;

const key = (name: string) => customer.page.keyboard.press(name);
const keys = (text: string) => customer.page.keyboard.type(text);
const field = (name: string) => customer.portal.locator(`[name=${name}]`);

/** Everything in the focused field is marked and typed over. */
async function retype(text: string): Promise<void> {
  await key('Control+A');
  await keys(text);
}

/** The last letters of the focused field are rubbed out and others typed. */
async function mend(wrong: number, text: string): Promise<void> {
  // Tab has marked everything.
  await key('End');
  for (let presses = 0; presses < wrong; presses++) await key('Backspace');
  await keys(text);
}

/** The focus is in that field, and what was typed stands in it. */
async function stands(name: string, value: string): Promise<void> {
  expect(await focused(customer.page)).toMatchObject({ text: name, value, ring: true });
}

/** That field is said to be wrong, and has the focus. */
async function isWrong(name: string): Promise<void> {
  await customer.portal.locator(`#${name}-fault`).waitFor();
  await expect.poll(async () => (await focused(customer.page)).text).toBe(name);
}

async function findsNothing(): Promise<void> {
  await key('Enter');
  await expect.poll(async () => (await focused(customer.page)).text).toMatch(/^No encontramos tu compra/);
}

describe('without mouse or touch, with two mistakes in every field, typed key by key,', { timeout: 90_000 }, () => {
  for (const { width, folio, total } of [
    { width: 390, folio: 'CJ-1042', total: '527' },
    { width: 1280, folio: 'CJ-1058', total: '1000' },
  ]) {
    it(`a person ${width} px wide reaches the invoice`, async () => {
      customer = await stage.visit('/cafe-jacaranda', { viewport: { width, height: 844 } });
      const { page } = customer;
      const stamps = await stampCount(stage.demo);
      await reads(customer, 'Factura tu compra');

      // The search: nothing at all, the folio wrong twice, the total wrong twice.
      await tabTo(page, 'Buscar mi compra');
      await key('Enter');
      await isWrong('folio');
      await keys(folio.slice(0, -1));
      await stands('folio', folio.slice(0, -1));
      await tabTo(page, 'Buscar con el total');
      await key('Enter');
      await expect.poll(async () => (await focused(page)).text).toBe('total');
      await keys(total);
      await stands('total', total);
      await findsNothing();
      await tabTo(page, 'folio');
      await retype(folio.replace('1', '7'));
      await findsNothing();
      await tabTo(page, 'folio');
      await mend(4, folio.slice(-4));
      await stands('folio', folio);
      await tabTo(page, 'total');
      await retype(`${total}.10`);
      await findsNothing();
      await tabTo(page, 'total');
      await mend(1, '9');
      await findsNothing();
      await tabTo(page, 'total');
      await retype(`$${total}`);
      await stands('total', `$${total}`);
      await key('Enter');
      await reads(customer, 'Tus datos fiscales');
      await expect.poll(async () => (await focused(page)).text).toBe('Tus datos fiscales');

      // The fiscal data: nothing, then malformed.
      await tabTo(page, 'Continuar');
      await key('Enter');
      await isWrong('rfc');
      await keys('xama62021');
      await stands('rfc', 'xama62021');
      await key('Tab');
      await keys('ALBA XKARAJAM');
      await stands('nombre', 'ALBA XKARAJAM');
      await key('Tab');
      await keys('0121');
      await stands('codigoPostal', '0121');
      await key('Enter');
      await isWrong('rfc');
      // Right in form, but not as the SAT has them: RFC, then name, then postal code.
      await mend(0, '0dq6');
      await stands('rfc', 'XAMA620210dq6');
      await tabTo(page, 'codigoPostal');
      await retype('06700');
      await stands('codigoPostal', '06700');
      await key('Tab');
      await pressUntil(page, 'ArrowDown', '605');
      await stands('regimenFiscal', '605');
      await tabTo(page, 'Continuar');
      await key('Space');
      await isWrong('rfc');
      await mend(1, '5');
      await stands('rfc', 'XAMA620210DQ5');
      await key('Enter');
      await isWrong('nombre');
      await retype('ALVA XKARAJAM MENDEZ');
      await stands('nombre', 'ALVA XKARAJAM MENDEZ');
      await key('Tab');
      await retype('01218');
      await stands('codigoPostal', '01218');
      await key('Tab');
      await pressUntil(page, 'ArrowDown', '606');
      await stands('regimenFiscal', '606');
      await tabTo(page, 'nombre', 'Shift+Tab');
      await mend('VA XKARAJAM MENDEZ'.length, 'BA XKARAJAM MENDEZ');
      await stands('nombre', ALBA.nombre);
      await key('Tab');
      await mend(1, '9');
      await stands('codigoPostal', ALBA.codigoPostal);
      await key('Tab');
      await pressUntil(page, 'ArrowUp', '');
      await pressUntil(page, 'ArrowDown', ALBA.regimenFiscal);
      await stands('regimenFiscal', ALBA.regimenFiscal);
      await tabTo(page, 'Continuar');
      await key('Enter');
      await reads(customer, 'Revisa y genera');

      // The address for the copy, wrong twice.
      if ((await customer.portal.getByRole('button', { name: 'No enviar' }).count()) > 0) {
        await tabTo(page, 'No enviar');
        await key('Enter');
        await expect.poll(async () => (await focused(page)).text).toBe('Enviar');
        await key('Enter');
        await expect.poll(async () => (await focused(page)).text).toBe('email');
      } else await tabTo(page, 'email');
      await keys('alba');
      await key('Enter');
      await stands('email', 'alba');
      await keys('@');
      await key('Enter');
      await stands('email', 'alba@');
      await keys('example.com');
      await stands('email', 'alba@example.com');
      await tabTo(page, 'Generar factura');
      expect(await stampCount(stage.demo)).toBe(stamps);
      await key('Enter');
      await reads(customer, 'Tu factura está lista');
      expect(await uuidOf(customer)).toMatch(/^[\dA-F-]{36}$/i);
      expect(await stampCount(stage.demo)).toBe(stamps + 1);
    });
  }
});

describe('after a fault, other input methods', () => {
  const toReceptor = async (folio: string, total: string) => {
    customer = await stage.visit('/cafe-jacaranda', { permissions: ['clipboard-read', 'clipboard-write'] });
    await search(customer, { folio, total });
    await reads(customer, 'Tus datos fiscales');
    await tabTo(customer.page, 'Continuar');
    await key('Enter');
    await isWrong('rfc');
  };
  const keyboardOf = (): Promise<CDPSession> => customer.page.context().newCDPSession(customer.page);

  it('a composition (accents, a phone’s suggestions) is never interrupted, and the element keeps its place at each step', async () => {
    await toReceptor('CJ-1043', '348.00');
    await tabTo(customer.page, 'nombre');
    const cdp = await keyboardOf();
    for (const text of ['Mar', 'Marí', 'María']) {
      await cdp.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
      await stands('nombre', text);
    }
    await cdp.send('Input.insertText', { text: 'María ' });
    await cdp.send('Input.imeSetComposition', { text: 'Ló', selectionStart: 2, selectionEnd: 2 });
    await cdp.send('Input.imeSetComposition', { text: 'López', selectionStart: 5, selectionEnd: 5 });
    await cdp.send('Input.insertText', { text: 'López' });
    await stands('nombre', 'María López');
  });

  it('a composition in the middle of an RFC keeps the letters around it, and the caret', async () => {
    await toReceptor('CJ-1043', '348.00');
    await keys('xaa620210dq5');
    for (let presses = 0; presses < 10; presses++) await key('ArrowLeft');
    const cdp = await keyboardOf();
    await cdp.send('Input.imeSetComposition', { text: 'm', selectionStart: 1, selectionEnd: 1 });
    await stands('rfc', 'xama620210dq5');
    await cdp.send('Input.insertText', { text: 'm' });
    await keys('ñ');
    await stands('rfc', 'xamña620210dq5');
    await key('Backspace');
    await key('Tab');
    expect(await field('rfc').inputValue()).toBe('XAMA620210DQ5');
  });

  it('dictation, which inserts whole words, arrives in its field', async () => {
    await toReceptor('CJ-1043', '348.00');
    await tabTo(customer.page, 'nombre');
    await customer.page.keyboard.insertText('Alba ');
    await customer.page.keyboard.insertText('Xkarajam Mendez');
    await stands('nombre', 'Alba Xkarajam Mendez');
  });

  it('text pasted over a wrong value arrives in its field, and typing continues after it', async () => {
    await toReceptor('CJ-1043', '348.00');
    await customer.page.evaluate(`navigator.clipboard.writeText('xama-620210')`);
    await keys('mal');
    await key('Control+A');
    await key('Control+V');
    await keys('dq5');
    await stands('rfc', 'xama-620210dq5');
    await key('Tab');
    expect(await field('rfc').inputValue()).toBe('XAMA620210DQ5');
  });

  it('an address typed with spaces keeps its letters in order', async () => {
    customer = await stage.visit('/cafe-jacaranda');
    await reads(customer, 'Factura tu compra');
    await search(customer, { folio: 'CJ-9999', total: '1' });
    await customer.portal.getByText('No encontramos tu compra').waitFor();
    await customer.portal.getByRole('button', { name: 'Buscar con mi correo' }).focus();
    await key('Enter');
    await expect.poll(async () => (await focused(customer.page)).text).toBe('email');
    await keys('ana @example. com');
    expect((await field('email').inputValue()).replace(/\s/g, '')).toBe('ana@example.com');
    expect((await focused(customer.page)).text).toBe('email');
  });
});
