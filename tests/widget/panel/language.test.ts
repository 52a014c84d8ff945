import { assert } from 'chai';
import { until } from '../visitor-waits.ts';
import { standIn } from './stand-in.ts';
import { clearPage, visit } from './visit.ts';

describe('the languages of the panel', () => {
  it('speaks English where it was chosen, asks the server for it, and goes back to Spanish at a press', async () => {
    clearPage();
    localStorage.setItem('autofactura-panel-locale', '"en"');
    const server = standIn();
    const merchant = visit('/panel');
    await merchant.reads('Get Café Jacaranda invoicing');
    assert.equal(server.asked.at(-1)?.language, 'en');
    merchant.press('Menu');
    await until(() => Boolean(merchant.root.querySelector('.open')));
    merchant.press('Español');
    await merchant.reads('Pon a facturar a Café Jacaranda');
    server.restore();
  });
});
