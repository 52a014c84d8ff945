import './touch-page.ts';
import { sendKeys } from '@web/test-runner-commands';
import { assert } from 'chai';
import type { Sale } from '../../widget/portal/wire.ts';
import { BASE, SALE, standIn } from './stand-in.ts';
import { clearPage, findSale, until, type Visitor, visit } from './visitor.ts';

const CALENDAR = '/v1/portals/cafe-jacaranda/sales/tok_1042/deadline.ics';
const IN_TIME: Sale['deadline'] = {
  date: '2026-12-31',
  expired: false,
  text: 'Tienes hasta el 31 de diciembre, 23:59, hora de Tijuana.',
  calendar: `https://elsewhere.example${CALENDAR}`,
};
const NOTE = 'Si la vas a deducir en 2026, pídela a más tardar el 31 de diciembre.';

let server: ReturnType<typeof standIn>;
afterEach(() => server.restore());

async function find(sale: Partial<Sale>, locale = 'es-MX'): Promise<Visitor> {
  clearPage();
  server = standIn({ 'GET sale': { json: { ...SALE, ...sale } } });
  const visitor = visit({ locale, token: 'tok_1042' });
  await visitor.reads('CJ-1042');
  return visitor;
}
const links = (visitor: Visitor) => visitor.all$<HTMLAnchorElement>('a[download]');

describe('the deadline of a found sale', () => {
  it('is said on its card, to the minute and by whose clock, with a way to the customer’s own calendar', async () => {
    const visitor = await find({ deadline: IN_TIME });
    await visitor.reads('Tienes hasta el 31 de diciembre, 23:59, hora de Tijuana. Agregar a mi calendario');
    assert.deepEqual(
      links(visitor).map(({ href }) => href),
      [`${BASE}${CALENDAR}`],
    );
    assert.notInclude(visitor.text(), 'deducir');
  });

  it('reaches its calendar with the keyboard alone', async () => {
    clearPage();
    server = standIn({ 'POST sales/search': { json: { sales: [{ ...SALE, deadline: IN_TIME }] } } });
    const visitor = visit();
    await findSale(visitor);
    await visitor.reads('Tus datos fiscales');
    await until(() => visitor.root.activeElement?.tagName === 'H2');
    for (let presses = 0; presses < 5 && visitor.root.activeElement !== links(visitor)[0]; presses++)
      await sendKeys({ press: 'Tab' });
    assert.isTrue(links(visitor)[0] === visitor.root.activeElement);
  });

  it('has its link in English', async () => {
    const visitor = await find({ deadline: { ...IN_TIME, text: 'You have until December 31.' } }, 'en');
    await visitor.reads('You have until December 31. Add to my calendar');
  });

  it('says, at the end of a year, until when to ask for what is to be deducted', async () => {
    const visitor = await find({ deadline: { ...IN_TIME, note: NOTE } });
    await visitor.reads(NOTE);
    const notices = visitor.all$('.notice').map(({ textContent }) => textContent);
    assert.include(notices.join(), NOTE);
  });

  it('is not mentioned once it is over: what is left is a request', async () => {
    const deadline = { date: '2026-10-31', expired: true };
    const visitor = await find({ status: 'late', deadline, reason: 'El plazo terminó el 31 de octubre.' });
    await visitor.reads('El plazo terminó el 31 de octubre.');
    assert.deepEqual(links(visitor), []);
    await visitor.reads('Enviar mi solicitud');
  });

  it('is said of each sale that is invoiced together', async () => {
    clearPage();
    const other = {
      ...SALE,
      token: 'tok_2',
      folio: 'CJ-1043',
      deadline: { ...IN_TIME, text: 'Tienes hasta el 30 de noviembre.' },
    };
    server = standIn({ 'POST sales/search': { json: { sales: [{ ...SALE, deadline: IN_TIME }, other] } } });
    const visitor = visit();
    await findSale(visitor);
    await visitor.reads('¿Qué quieres facturar?');
    for (const box of visitor.all$<HTMLInputElement>('[name=sale]')) box.click();
    visitor.press('Continuar');
    await visitor.reads('Tienes hasta el 31 de diciembre');
    await visitor.reads('Tienes hasta el 30 de noviembre');
    assert.lengthOf(links(visitor), 2);
  });
});
