/** Fiscal data as people have them: copied from a chat or from a Constancia, pasted with the keyboard. */
import { describe, expect, it } from 'vitest';
import { ALBA, type Customer, reads, search, UNIVERSIDAD } from './customer.ts';
import { focused, tabTo } from './keyboard.ts';
import { openStage } from './stage.ts';

const stage = openStage();
let customer: Customer;

// A bubble of a chat: copied with its markup, an emoji and a time, as a browser copies it.
const CHAT = `<div><b>Alba · Mostrador</b><p>Buenas tardes 🙂 te paso mis datos para la factura:</p>
<p>RFC: XAMA620210DQ5<br>Nombre: Alba Xkarajam Mendez<br>C.P. 01219<br>Régimen: 612<br>Uso: G03</p><p>Gracias!</p><i>10:42</i></div>`;
// What a PDF reader copies of a Constancia.
const CONSTANCIA = `<pre>CONSTANCIA DE SITUACIÓN FISCAL
Lugar y Fecha de Emisión
MONTERREY , NUEVO LEON A 03 DE NOVIEMBRE DE 2026
Datos de Identificación del Contribuyente:
RFC: URE180429TM6
Denominación/Razón Social: UNIVERSIDAD ROBOTICA ESPAÑOLA
Régimen Capital: SOCIEDAD ANONIMA DE CAPITAL VARIABLE
Nombre Comercial:
Fecha inicio de operaciones: 29 DE ABRIL DE 2018
Estatus en el padrón: ACTIVO
Datos del domicilio registrado
Código Postal:65000 Tipo de Vialidad: CALLE
Nombre de Vialidad: HIDALGO Número Exterior: 120
Nombre de la Entidad Federativa: NUEVO LEON
Regímenes:
Régimen Fecha Inicio Fecha Fin
Régimen General de Ley Personas Morales 29/04/2018</pre>`;

const value = (name: string) => customer.portal.locator(`[name=${name}]`).inputValue();
const note = () => customer.portal.getByText(/^De lo que pegaste llenamos/);

async function typed() {
  const [rfc, nombre, codigoPostal] = [await value('rfc'), await value('nombre'), await value('codigoPostal')];
  return { rfc, nombre, codigoPostal, regimenFiscal: await value('regimenFiscal') };
}

/** At the fiscal data, with the text of a page that lies beside it on the clipboard: selected and copied by key. */
async function copied(content: string): Promise<void> {
  customer = await stage.visit('/cafe-jacaranda', { permissions: ['clipboard-read', 'clipboard-write'] });
  const chat = await customer.page.context().newPage();
  await chat.setContent(content);
  await chat.keyboard.press('Control+A');
  await chat.keyboard.press('Control+C');
  await chat.close();
  await customer.page.bringToFront();
  await search(customer, { folio: 'CJ-1043', total: '348.00' });
  await reads(customer, 'Tus datos fiscales');
}

describe('a block pasted with Ctrl+V', { timeout: 60_000 }, () => {
  it('from a chat fills every field that it names, says which, and leads to the review by keyboard alone', async () => {
    await copied(CHAT);
    const { page } = customer;
    await tabTo(page, 'rfc');
    await page.keyboard.press('Control+V');
    await note().waitFor();
    expect(await note().innerText()).toContain('RFC, nombre, código postal, régimen, uso');
    expect(await typed()).toMatchObject({ ...ALBA, nombre: expect.stringMatching(/^alba xkarajam mendez$/i) });
    expect((await focused(page)).text).toBe('rfc');
    await page.keyboard.press('Enter');
    await reads(customer, 'Revisa y genera');
  });

  it('from a Constancia into the name fills in the name without its capital regime, the RFC, the postal code and the régimen', async () => {
    await copied(CONSTANCIA);
    const { page } = customer;
    await tabTo(page, 'nombre');
    await page.keyboard.press('Control+V');
    await note().waitFor();
    expect(await typed()).toEqual(UNIVERSIDAD);
    expect((await focused(page)).text).toBe('nombre');
    await page.keyboard.press('Enter');
    await reads(customer, 'Revisa y genera');
  });

  it('is undone with «Deshacer», by keyboard: what was typed before returns, and only the field that was pasted into keeps the text', async () => {
    await copied(CONSTANCIA);
    const { page } = customer;
    await tabTo(page, 'rfc');
    await page.keyboard.type('XAMA620210DQ5');
    await tabTo(page, 'nombre');
    await page.keyboard.type('ALBA ');
    await page.keyboard.press('Control+V');
    await note().waitFor();
    expect(await value('rfc')).toBe(UNIVERSIDAD.rfc);
    await tabTo(page, 'Deshacer');
    await page.keyboard.press('Enter');
    await note().waitFor({ state: 'detached' });
    expect(await typed()).toMatchObject({ rfc: 'XAMA620210DQ5', codigoPostal: '', regimenFiscal: '' });
    expect(await value('nombre')).toMatch(/^ALBA CONSTANCIA DE SITUACIÓN FISCAL Lugar/);
    expect((await focused(page)).tag).not.toBe('BODY');
  });

  it('with a single value stays in its field unchanged, with no message and nothing to undo', async () => {
    await copied('<p>65000</p>');
    const { page } = customer;
    await tabTo(page, 'codigoPostal');
    await page.keyboard.press('Control+V');
    expect(await value('codigoPostal')).toBe('65000');
    expect(await note().count()).toBe(0);
  });
});
