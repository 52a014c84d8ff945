import { describe, expect, it } from 'vitest';
import { SOLD_WORDS, type Trade } from '../../server/portals/trade-words.ts';
import { followTrade, usualTexts } from '../../server/portals/usual-texts.ts';

const TRADES = Object.keys(SOLD_WORDS) as Trade[];

/** The words that belong to one trade alone. */
const OWN_WORDS: Readonly<Record<Trade, RegExp>> = {
  compra: /\bcompras?\b|\bcomprar\b|\btickets?\b|\bpurchases?\b|\bbought\b|\border\b/i,
  consumo: /\bconsumos?\b|\bcuentas?\b|\bpropina\b|\bmeals?\b|\bbills?\b|\btip\b/i,
  servicio: /\bservicios?\b|\bcontratar\b|\bservices?\b/i,
  estacionamiento: /\bestacionamientos?\b|\bboletos?\b|\bparking\b|\bmachine\b/i,
};

const saying = (noun: Trade) => ({ ...usualTexts(noun), noun });

describe('the usual texts', () => {
  it.each(TRADES)('of %s say nothing of another trade, in either language', (noun) => {
    // A parking ticket is a ticket in English.
    const texts = JSON.stringify(usualTexts(noun)).replace(/parking tickets?/g, 'parking');
    for (const other of TRADES.filter((trade) => trade !== noun)) expect(texts).not.toMatch(OWN_WORDS[other]);
  });

  it('follow a trade that changes, there and back, between any two', () => {
    for (const was of TRADES)
      for (const is of TRADES) {
        const changed = followTrade(saying(was), { ...saying(was), noun: is });
        expect(changed).toEqual(saying(is));
        expect(followTrade(changed, { ...changed, noun: was })).toEqual(saying(was));
      }
  });

  it('never replace what the merchant wrote, or add English that there was none of', () => {
    const own = { ...saying('compra'), title: 'Pide aquí tu factura', hints: { folio: 'Al pie.' }, english: null };
    expect(followTrade(own, { ...own, noun: 'servicio' })).toEqual({
      ...own,
      noun: 'servicio',
      subtitle: 'Ten a la mano tu comprobante y tus datos fiscales. Toma un minuto.',
    });
  });
});
