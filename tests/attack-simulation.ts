/**
 * An attacker with rotating addresses against a shop of 10,000 tickets for a virtual day, set by set, with the real limits:
 *
 *   npm run attack [-- --guesses 86400] [--customers 2000] [--seed N]
 *
 * Then a day at single sales, guessed at by whoever proves as much as their customers. Exit code 0 only when no set that the product accepts
 * without acknowledgement is expected to give 0.01 hits a day, and no customer is refused or locked out.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openStore } from '../db/open-store.ts';
import { type Attack, type Attacked, CORE_SECONDS_A_PROOF, simulateAttack } from './support/attack.ts';
import { BESIEGERS, type Besieged, type Siege, simulateSiege } from './support/siege.ts';

const { values } = parseArgs({
  options: {
    guesses: { type: 'string', default: '86400' },
    customers: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '20261129' },
  },
});

type Case = Pick<Attack, 'way' | 'folios' | 'by'>;
const SEQUENCE = 'in sequence';
const CASES: readonly Case[] = [
  { way: ['folio', 'total', 'cardLast4'], folios: SEQUENCE, by: 'stranger' },
  { way: ['folio', 'email'], folios: SEQUENCE, by: 'stranger' },
  { way: ['folio', 'email'], folios: SEQUENCE, by: 'acquaintance' },
  { way: ['email', 'total', 'cardLast4'], folios: SEQUENCE, by: 'acquaintance' },
  { way: ['folio', 'total'], folios: 'at random', by: 'stranger' },
  { way: ['folio', 'total'], folios: SEQUENCE, by: 'stranger' },
  { way: ['folio', 'total', 'date'], folios: SEQUENCE, by: 'stranger' },
  { way: ['folio', 'cardLast4'], folios: SEQUENCE, by: 'stranger' },
  { way: ['total', 'date', 'cardLast4'], folios: SEQUENCE, by: 'stranger' },
  { way: ['email', 'date'], folios: SEQUENCE, by: 'acquaintance' },
  { way: ['email', 'total'], folios: SEQUENCE, by: 'acquaintance' },
];

const COLUMNS: readonly (readonly [string, (one: Case, row: Attacked) => string])[] = [
  ['fields', ({ way, folios }) => `${way.join(' + ')}${folios === SEQUENCE ? '' : ' (random)'}`],
  ['guessed by', ({ by }) => by],
  ['bits', (_, { bits }) => bits.toFixed(1)],
  ['accepted', (_, { isAccepted }) => (isAccepted ? 'yes' : 'acknowledged')],
  ['guesses', (_, { guesses }) => String(guesses)],
  ['open', (_, { open }) => String(open)],
  [
    'expected hits',
    (_, { expectedHits }) => (expectedHits < 1e-4 ? expectedHits.toExponential(1) : expectedHits.toFixed(4)),
  ],
  ['core-hours of proofs', (_, { proofs }) => ((proofs * CORE_SECONDS_A_PROOF) / 3_600).toFixed(1)],
  ['customers: at once', (_, { shownAtOnce }) => String(shownAtOnce)],
  ['after a proof', (_, { shownAfterProof }) => String(shownAfterProof)],
  ['one more detail', (_, { askedForSecondProof }) => String(askedForSecondProof)],
  ['refused', (_, { refused }) => String(refused)],
  ['limits p99', (_, { limitsP99 }) => `${limitsP99.toFixed(2)} ms`],
  ['proof p99', (_, { proofP99 }) => `${(proofP99 / 1_000).toFixed(1)} s`],
];

const SIEGE_COLUMNS: readonly (readonly [string, (by: Siege['by'], row: Besieged) => string])[] = [
  ['guessed at by somebody', (by) => by],
  ['guesses a sale', (_, { guesses }) => guesses.toFixed(1)],
  ['a postal code of 300', (_, { townHits }) => `${(100 * townHits).toFixed(0)} %`],
  ['one of 50 colleagues', (_, { colleagueHits }) => `${(100 * colleagueHits).toFixed(0)} %`],
  ['core-hours a sale', (_, { coreHours }) => coreHours.toFixed(2)],
  ['customers: at once', (_, { openedAtOnce }) => String(openedAtOnce)],
  ['after a proof', (_, { openedAfterProof }) => String(openedAfterProof)],
  ['locked out', (_, { lockedOut }) => String(lockedOut)],
  ['proof p99', (_, { waitP99 }) => `${waitP99.toFixed(0)} s`],
];

// A failure is a write that is synced: in memory where there is room, since the disk is not what is looked at here.
const directory = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'autofactura-attack-'));
const store = await openStore({ sqlitePath: join(directory, 'attack.db') });
const rows: [Case, Attacked][] = [];
for (const one of CASES) {
  const [guessesADay, customers, seed] = [Number(values.guesses), Number(values.customers), Number(values.seed)];
  rows.push([one, await simulateAttack(store.attempts, { ...one, guessesADay, customers, seed })]);
}
const sieges: [Siege['by'], Besieged][] = [];
for (const by of Object.keys(BESIEGERS) as Siege['by'][])
  sieges.push([
    by,
    await simulateSiege(store.attempts, { by, sales: 100, triesADay: 4_000, seed: Number(values.seed) }),
  ]);
await store.close();
rmSync(directory, { recursive: true });
console.log(`| ${COLUMNS.map(([name]) => name).join(' | ')} |`);
console.log(`|${COLUMNS.map(() => '---').join('|')}|`);
for (const [one, row] of rows) console.log(`| ${COLUMNS.map(([, of]) => of(one, row)).join(' | ')} |`);
console.log(`\n| ${SIEGE_COLUMNS.map(([name]) => name).join(' | ')} |`);
console.log(`|${SIEGE_COLUMNS.map(() => '---').join('|')}|`);
for (const [by, row] of sieges) console.log(`| ${SIEGE_COLUMNS.map(([, of]) => of(by, row)).join(' | ')} |`);
const isSafe = rows.every(([, row]) => row.refused === 0 && (!row.isAccepted || row.expectedHits < 0.01));
const isOpen = sieges.every(([, { lockedOut }]) => lockedOut === 0);
process.exitCode = isSafe && isOpen ? 0 : 1;
