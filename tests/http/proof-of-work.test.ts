import { createSecretKey } from 'node:crypto';
import { type Challenge, solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import { createLimits } from '../../server/limits/limits.ts';
import { createProofOfWork, PROOF_HEADER } from '../../server/limits/proof-of-work.ts';
import { read, readProblem, startApi, type TestApi } from '../support/api.ts';
import { challengeOf, solved } from '../support/proof.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ sealed: [] });
  await failedToday(DEMO_PORTAL, 2_000);
  await failedToday('la-milpa', 2_000);
});
afterAll(() => api.stop());

const RIGHT = { folio: 'CJ-1042', email: 'ana@example.com', total: '527' };
const search = (
  headers: Readonly<Record<string, string>> = {},
  body: object = RIGHT,
  slug = DEMO_PORTAL,
): Promise<Response> => api.post(`/v1/portals/${slug}/sales/search`, body, headers);

/** As many failed look-ups as that, by another server on the same database. */
async function failedToday(slug: string, count: number): Promise<void> {
  const day = new Date(api.now()).toISOString().slice(0, 10);
  for (let failure = 0; failure < count; failure++)
    await api.services.invoicing.store.attempts.add(`portal-failures:${slug}`, day);
}

const isFound = async (answer: Response): Promise<boolean> =>
  (await read<{ sales: unknown[] }>(answer)).sales.length === 1;

test('429: a portal with 2,000 failed look-ups today asks for a proof of work; 200: with it, once', async () => {
  const proof = await solved(await challengeOf(await search()));

  expect(await isFound(await search(proof))).toBe(true);
  await challengeOf(await search(proof));
});

test('200: a portal where nobody is guessing never asks for one, and starts over the next day', async () => {
  expect((await search({}, { folio: 'EY-23', total: '1284.50', date: '2026-11-19' }, 'el-yunque')).status).toBe(200);
  await api.move(1);
  try {
    expect((await search()).status).toBe(200);
  } finally {
    await api.move(-1);
  }
});

describe('a proof', () => {
  test('429: works once in a hundred simultaneous uses', async () => {
    const proof = await solved(await challengeOf(await search()));
    const answers = await Promise.all(Array.from({ length: 100 }, () => search(proof)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  test('leaves nobody a better place to begin than zero', async () => {
    const { attempts } = api.services.invoicing.store;
    const proofOfWork = createProofOfWork(createSecretKey(Buffer.alloc(32, 7)), attempts, api.now);
    const counterOf = async () => {
      const challenge = await proofOfWork.challenge('sales/search', 1 / 100);
      return (await solveChallenge({ challenge, deriveKey }))?.counter ?? Number.NaN;
    };
    const counters = await Promise.all(Array.from({ length: 60 }, counterOf));
    expect(Math.min(...counters)).toBeLessThanOrEqual(2);
    expect(Math.max(...counters)).toBeLessThan(15);
  });

  test('works at one of two servers that share a database', async () => {
    const { attempts } = api.services.invoicing.store;
    const masterKey = createSecretKey(Buffer.alloc(32, 7));
    const [one, other] = [0, 1].map(() => createProofOfWork(masterKey, attempts, api.now));
    const { [PROOF_HEADER]: proof = '' } = await solved((await one?.challenge('sales/search', 1)) as Challenge);
    expect(await other?.take('sales/search', proof)).toBe(1);
    expect(await one?.take('sales/search', proof)).toBe(0);
  });

  test('429: for one portal does not work at another', async () => {
    const proof = await solved(await challengeOf(await search()));
    await challengeOf(await search(proof, { folio: 'LM-88', total: '870' }, 'la-milpa'));
    expect(await isFound(await search(proof))).toBe(true);
  });

  test('429: works for five minutes', async () => {
    const [old, late] = [
      await solved(await challengeOf(await search())),
      await solved(await challengeOf(await search())),
    ];
    // The clock goes on while proofs are computed, on a busy machine by many seconds.
    await api.move(4 / 1_440);
    try {
      expect((await search(old)).status).toBe(200);
      await api.move(1.1 / 1_440);
      await challengeOf(await search(late));
    } finally {
      await api.move(-5.1 / 1_440);
    }
  });

  test.each<[string, (challenge: Challenge) => Challenge]>([
    ['an easier one', (challenge) => ({ ...challenge, parameters: { ...challenge.parameters, cost: 1 } })],
    [
      'one that says another portal',
      (challenge) => ({ ...challenge, parameters: { ...challenge.parameters, data: { slug: DEMO_PORTAL } } }),
    ],
    ['one of our own making', (challenge) => ({ ...challenge, signature: 'f'.repeat(64) })],
  ])('429: of %s does not count', async (_, alter) => {
    const challenge = await challengeOf(await search());
    const solution = await solveChallenge({ challenge, deriveKey });
    const sent = Buffer.from(JSON.stringify({ challenge: alter(challenge), solution })).toString('base64url');
    await challengeOf(await search({ [PROOF_HEADER]: sent }));
  });

  test.each([
    'x',
    'e30',
    Buffer.from('null').toString('base64url'),
    Buffer.from(
      '{"challenge":{"parameters":{"nonce":"a"},"signature":"b"},"solution":{"counter":1,"derivedKey":"zz"}}',
    ).toString('base64url'),
  ])('429: that is malformed (%s) is answered with a new challenge', async (sent) => {
    await challengeOf(await search({ [PROOF_HEADER]: sent }));
  });

  test('429: with a counter but no work does not count', async () => {
    const challenge = await challengeOf(await search());
    const sent = Buffer.from(
      JSON.stringify({
        challenge,
        solution: { counter: 700, derivedKey: challenge.parameters.keyPrefix.padEnd(64, '0') },
      }),
    );
    await challengeOf(await search({ [PROOF_HEADER]: sent.toString('base64url') }));
  });

  test('429, 200: sets no cookie', async () => {
    const answer = await search();
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect((await search(await solved(await challengeOf(answer)))).headers.get('set-cookie')).toBeNull();
  });
});

describe('a browser that cannot make a proof', () => {
  const none = (address: string) => ({ [PROOF_HEADER]: 'none', 'x-forwarded-for': address });

  test('200: can search all the same, as often as it is right', async () => {
    for (let time = 0; time < 20; time++) expect(await isFound(await search(none('198.51.100.70')))).toBe(true);
  });

  test('429: can mistype once a minute', async () => {
    const wrong = { folio: 'CJ-1', total: '1', email: '' };
    expect((await search(none('198.51.100.71'), wrong)).status).toBe(200);
    const refused = await search(none('198.51.100.71'));
    expect(await readProblem(refused, 429)).toMatchObject({ code: 'too-many-attempts' });
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
  });

  test('429: gives an attacker with many addresses no more than ten failures a minute', async () => {
    await api.move(0.01);
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, at) =>
        search(none(`203.0.113.${at}`), { folio: 'CJ-1', total: `${at}`, email: '' }),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(10);
    await api.move(-0.01);
  });
});

describe('two servers on one database', () => {
  test('count the failures of a portal together', async () => {
    let now = Date.UTC(2026, 10, 20, 18);
    const { attempts } = api.services.invoicing.store;
    const [one, other] = [
      createLimits(
        attempts,
        (text) => text,
        api.services.proofOfWork,
        () => now,
      ),
      createLimits(
        attempts,
        (text) => text,
        api.services.proofOfWork,
        () => now,
      ),
    ];
    const slug = 'two-servers';
    expect(await other.isUnderAttack(slug)).toBe(false);
    for (let failure = 0; failure < 2_000; failure++)
      await one.countFailedLookUp({ slug, address: `203.0.113.${failure % 250}` });

    expect(await one.isUnderAttack(slug)).toBe(true);
    // What the other one knows is ten seconds old at the most; the search that finds it old does not wait.
    now += 10_001;
    await other.isUnderAttack(slug);
    await expect.poll(() => other.isUnderAttack(slug)).toBe(true);
    // One that was just started knows at once.
    expect(
      await createLimits(
        attempts,
        (text) => text,
        api.services.proofOfWork,
        () => now,
      ).isUnderAttack(slug),
    ).toBe(true);
  });
});
