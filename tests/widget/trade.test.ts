import './touch-page.ts';
import { assert } from 'chai';
import { PAPER_WORDS } from '../../server/portals/paper-words.ts';
import { SOLD_WORDS, type Trade } from '../../server/portals/trade-words.ts';
import type { SaleStatus } from '../../widget/portal/wire.ts';
import { CAFE, problem, type Replies, SALE, standIn } from './stand-in.ts';
import { clearPage, giveReceptor, type Visitor, visit } from './visitor.ts';

const TRADES = Object.keys(SOLD_WORDS) as Trade[];

/** The words that belong to one trade alone; «el servicio» is also how the portal speaks of itself, so only a customer's own counts. */
const OWN_WORDS: Readonly<Record<Trade, RegExp>> = {
  compra: /\bcompras?\b|\btickets?\b|\bpurchases?\b/i,
  consumo: /\bconsumos?\b|\bcuentas?\b|\bmeals?\b|\bbills?\b/i,
  servicio: /\b[mt]u? servicio\b|\bmi servicio\b|\b(my|your) service\b/i,
  estacionamiento: /\bestacionamientos?\b|\bboletos?\b|\bparking\b/i,
};

/** A portal whose merchant wrote nothing that names a trade: every noun on it is ours. */
function portalOf(noun: Trade, replies: Replies = {}) {
  const settings = { ...CAFE, noun, title: 'Factura', subtitle: '', deadline: { text: '' }, submitText: 'Generar' };
  return standIn({ 'GET portal': { json: { ...settings, lookup: { ...CAFE.lookup, hints: {} } } }, ...replies });
}

function assertOwnWords(noun: Trade, visitor: Visitor): void {
  const placeholders = visitor.all$<HTMLInputElement>('input').map(({ placeholder }) => placeholder);
  const words = [visitor.text(), ...placeholders].join(' ');
  // A parking ticket is a ticket in English.
  const read = words.replace(/parking tickets?/g, 'parking');
  for (const other of TRADES.filter((trade) => trade !== noun)) assert.notMatch(read, OWN_WORDS[other], words);
}

const STATUSES: readonly SaleStatus[] = [
  'unpaid',
  'closed',
  'in-global',
  'late',
  'invoiced',
  'in-progress',
  'needs-merchant',
];

const FIND = { 'es-MX': 'Buscar mi', en: 'Find my' } as const;
const NOT_FOUND = { 'es-MX': 'No encontramos tu', en: 'We could not find your' } as const;

describe('the noun of the trade', () => {
  for (const noun of TRADES) {
    for (const locale of ['es-MX', 'en'] as const) {
      const [sold, paper] = [SOLD_WORDS[noun], PAPER_WORDS[noun]];

      it(`${noun}, ${locale}: is looked for as «${sold[locale]}» with what its «${paper[locale]}» says, and nothing is called as in another trade`, async () => {
        clearPage();
        const server = portalOf(noun, { 'POST sales/search': { json: { sales: [] } } });
        const visitor = visit({ locale });
        await visitor.reads(`${FIND[locale]} ${sold[locale]}`);
        assertOwnWords(noun, visitor);
        visitor.press(FIND[locale]);
        assertOwnWords(noun, visitor);
        visitor.type('folio', 'LM-2207');
        visitor.type('total', '684.00');
        visitor.press(FIND[locale]);
        await visitor.reads(`${NOT_FOUND[locale]} ${sold[locale]}`);
        assert.include(visitor.text(), paper[locale]);
        assertOwnWords(noun, visitor);
        server.restore();
      });

      it(`${noun}, ${locale}: every state of a sale is described in its own words`, async () => {
        for (const status of STATUSES) {
          clearPage();
          const server = portalOf(noun, { 'GET sale': { json: { ...SALE, status } } });
          const visitor = visit({ locale, token: 'tok_1042' });
          await visitor.reads(status === 'invoiced' ? 'RFC' : 'CJ-1042');
          assertOwnWords(noun, visitor);
          server.restore();
        }
      });
    }

    it(`${noun}: the way to an invoice, and a link that no longer works, say nothing of another trade`, async () => {
      clearPage();
      const server = portalOf(noun, { 'POST sales/search': { json: { sales: [SALE, { ...SALE, token: 'tok_2' }] } } });
      const visitor = visit();
      await visitor.reads('Buscar mi');
      visitor.type('folio', 'CJ-1042');
      visitor.type('total', '527');
      visitor.press('Buscar mi');
      await visitor.reads('¿Qué quieres facturar?');
      assertOwnWords(noun, visitor);
      visitor.all$<HTMLInputElement>('[name=sale]')[0]?.click();
      visitor.press('Continuar');
      await giveReceptor(visitor);
      await visitor.reads('Revisa y genera');
      assertOwnWords(noun, visitor);
      visitor.press('Generar');
      await visitor.reads('Tu factura está lista');
      assertOwnWords(noun, visitor);
      server.restore();

      clearPage();
      const broken = portalOf(noun, { 'GET sale': problem('unknown-token', 'lookup', { status: 404 }) });
      const lost = visit({ token: 'tok_0' });
      await lost.reads(`Buscar mi ${SOLD_WORDS[noun]['es-MX']}`);
      assertOwnWords(noun, lost);
      broken.restore();
    });
  }
});
