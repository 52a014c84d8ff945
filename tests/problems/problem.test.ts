import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { CSD_FAULTS } from '../../server/problems/csd-fault-texts.ts';
import { FAULTS } from '../../server/problems/fault-texts.ts';
import { GOING_LIVE_FAULTS } from '../../server/problems/going-live-texts.ts';
import { MERCHANT_FAULTS } from '../../server/problems/merchant-fault-texts.ts';
import { MERCHANT_WORDS } from '../../server/problems/merchant-words.ts';
import { PAC_FAULTS } from '../../server/problems/pac-faults.ts';
import {
  faultDetail,
  type Language,
  PROBLEM_CODES,
  Problem,
  problemDetail,
  problemTitle,
  type Words,
} from '../../server/problems/problem.ts';
import { PROBLEMS } from '../../server/problems/problem-table.ts';
import { REQUEST_FAULTS } from '../../server/problems/request-texts.ts';
import { SALE_FAULTS } from '../../server/problems/sale-fault-texts.ts';
import { SAT_FAULTS } from '../../server/problems/sat-faults.ts';
import { SPREADSHEET_FAULTS } from '../../server/problems/spreadsheet-fault-texts.ts';
import { VERIFY_FAULTS } from '../../server/problems/verify-fault-texts.ts';

const LANGUAGES: readonly Language[] = ['es-MX', 'en'];
const SAT_WORDS = Object.entries({ ...SAT_FAULTS, ...PAC_FAULTS }).map(([code, { detail }]) => [code, detail] as const);
const FAULT_WORDS: readonly (readonly [string, Words])[] = [
  ...Object.entries({
    ...FAULTS,
    ...CSD_FAULTS,
    ...VERIFY_FAULTS,
    ...SALE_FAULTS,
    ...SPREADSHEET_FAULTS,
    ...REQUEST_FAULTS,
    ...MERCHANT_FAULTS,
    ...GOING_LIVE_FAULTS,
  }),
  ...SAT_WORDS,
];

const SERVER = fileURLToPath(new URL('../../server', import.meta.url));
const sources = ['cfdi', 'csd', 'sales', 'portals', 'invoicing', 'limits', 'http', 'commands'].flatMap((folder) =>
  readdirSync(join(SERVER, folder), { encoding: 'utf8', recursive: true })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => ({
      file: `${folder}/${name}`,
      text: readFileSync(join(SERVER, folder, name), 'utf8'),
    })),
);

/** Every code said in the sources by a literal, with what stands right after it. */
function codesIn(pattern: RegExp): readonly { readonly file: string; readonly code: string; readonly after: string }[] {
  return sources.flatMap(({ file, text }) =>
    [...text.matchAll(pattern)].map((match) => ({
      file,
      code: match[1] ?? '',
      after: text.slice(match.index, match.index + 500),
    })),
  );
}

const PROBLEMS_SAID = codesIn(/new Problem\(\s*'([^']+)'/g);
// A fault literal, `fault(field, code)` of receptor.ts, and the codes that the schemas give as messages.
const FAULTS_SAID = [
  ...codesIn(/(?<!Problem)\bcode: '([^']+)'/g),
  ...codesIn(/\bfault\('\w+', '([^']+)'/g),
  ...codesIn(/(?:\/i?|\d|string\(\)), '([a-z]+(?:-[a-z0-9]+)+)'\)/g),
].filter(({ code }) => !PROBLEM_CODES.some((problem) => problem === code));

describe('every refusal has words', () => {
  it.each(PROBLEM_CODES)('%s: a title and a sentence in both languages, a status and where to fix it', (code) => {
    const { status, fixedAt } = PROBLEMS[code];
    expect([400, 401, 403, 404, 408, 409, 413, 422, 429, 500, 503]).toContain(status);
    expect(['lookup', 'receptor', 'review', 'merchant', 'later']).toContain(fixedAt);
    expect(problemTitle(code, 'es-MX')).not.toMatch(/[.{]/);
    expect(problemTitle(code, 'en')).not.toMatch(/[.{]/);
    expectSentences(PROBLEMS[code].detail);
  });

  it.each(Object.entries(MERCHANT_WORDS))(
    '%s: its own words for the merchant, who is not sent to the shop',
    (_, words) => {
      for (const language of LANGUAGES) {
        expect(words.title[language]).not.toMatch(/[.{]/);
        expect(words.detail[language]).not.toMatch(/comercio|\bshop\b|merchant/i);
      }
      expectSentences(words.detail);
    },
  );

  it('every fault a sentence in both languages, with the same placeholders', () => {
    for (const [code, words] of FAULT_WORDS) {
      expectSentences(words);
      expect(placeholders(words.en), code).toEqual(placeholders(words['es-MX']));
    }
  });

  it('no code means two things', () => {
    const tables = [FAULTS, CSD_FAULTS, VERIFY_FAULTS, SALE_FAULTS, SAT_FAULTS, PAC_FAULTS];
    const codes = [...tables, REQUEST_FAULTS, MERCHANT_FAULTS, GOING_LIVE_FAULTS].flatMap((table) =>
      Object.keys(table),
    );
    expect(codes.filter((code, at) => codes.indexOf(code) !== at)).toEqual([]);
  });
});

describe('what the server says', () => {
  it('is found in its sources', () => {
    expect(PROBLEMS_SAID.length).toBeGreaterThan(25);
    expect(FAULTS_SAID.length).toBeGreaterThan(50);
  });

  it('has words for every fault: its own, or the SAT’s for the code beside it', () => {
    const known = new Set(FAULT_WORDS.map(([code]) => code));
    const speechless = FAULTS_SAID.filter(
      ({ code, after }) => !known.has(code) && !/CFDI\d{5}|satCode/.test(after.slice(0, 90)),
    );
    expect(speechless.map(({ file, code }) => `${file} ${code}`)).toEqual([]);
  });

  it('fills every placeholder of what it says', () => {
    const words = new Map(FAULT_WORDS.map(([code, { en }]) => [code, en]));
    const faults = FAULTS_SAID.map((each) => ({ ...each, text: words.get(each.code) ?? '' }));
    const problems = PROBLEMS_SAID.map((each) => ({ ...each, text: detailOf(each.code) }));
    const unfilled = [...faults, ...problems].flatMap(({ file, code, text, after }) =>
      placeholders(text)
        .filter((name) => !new RegExp(`\\b${name}\\b`).test(after))
        .map((name) => `${file} ${code} {${name}}`),
    );
    expect(unfilled).toEqual([]);
  });
});

describe('how it is said', () => {
  it('a Problem carries its status, its step and all its faults, and its params are filled in', () => {
    const faults = [{ code: 'rfc-required', pointer: '/receptor/rfc' }];
    const problem = new Problem('deadline-passed', { faults, params: { date: '31 de diciembre de 2026' } });
    expect([problem.status, problem.fixedAt, problem.faults]).toEqual([409, 'later', faults]);
    expect(problemDetail(problem, 'es-MX')).toMatch(/31 de diciembre de 2026/);
    expect(problemDetail(problem, 'en')).toMatch(/31 de diciembre de 2026/);
  });

  it('the SAT’s code speaks first, then ours, and an unknown code says itself', () => {
    const at = (code: string, satCode?: string) =>
      faultDetail({ code, pointer: '', ...(satCode && { satCode }) }, 'en');
    expect(at('regimen-required', 'CFDI40157')).toBe(SAT_FAULTS.CFDI40157?.detail.en);
    expect(at('regimen-required', 'CFDI99999')).toBe(FAULTS['regimen-required']?.en);
    expect(at('CFDI40145')).toBe(SAT_FAULTS.CFDI40145?.detail.en);
    expect(at('no-such-code')).toBe('no-such-code');
  });

  it('a param is put in as it is, never read as a placeholder or a pattern', () => {
    const fault = { code: 'clave-unknown', pointer: '', params: { clave: '$& {clave}' } };
    expect(faultDetail(fault, 'en')).toContain('“$& {clave}”');
  });
});

function expectSentences(words: Words): void {
  for (const language of LANGUAGES) expect(words[language], words.en).toMatch(/^¿?\p{Lu}.*[.)»]$/u);
}

function placeholders(text: string): readonly string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').sort();
}

function detailOf(code: string): string {
  const known = PROBLEM_CODES.find((each) => each === code);
  return known ? PROBLEMS[known].detail.en : '';
}
