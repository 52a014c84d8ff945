/**
 * Every refusal of this system: a stable code, where it can be corrected, and its texts in es-MX and en.
 * The texts are in `problem-table.ts` and, where a merchant reads others than a customer, `merchant-words.ts`; in `fault-texts.ts`, `sale-fault-texts.ts`, `merchant-fault-texts.ts`, `going-live-texts.ts`, `csd-fault-texts.ts`, `verify-fault-texts.ts`, for the
 * SAT's matrix in `sat-faults.ts`, and for the PACs' own codes in `pac-faults.ts`.
 */

import { CSD_FAULTS } from './csd-fault-texts.ts';
import { FAULTS } from './fault-texts.ts';
import { fill } from './fill.ts';
import { GOING_LIVE_FAULTS } from './going-live-texts.ts';
import { MERCHANT_FAULTS } from './merchant-fault-texts.ts';
import { MERCHANT_WORDS } from './merchant-words.ts';
import { PAC_FAULTS } from './pac-faults.ts';
import { PROBLEMS } from './problem-table.ts';
import { REQUEST_FAULTS } from './request-texts.ts';
import { SALE_FAULTS } from './sale-fault-texts.ts';
import type { ReceptorField } from './sat-fault.ts';
import { SAT_FAULTS } from './sat-faults.ts';
import { SPREADSHEET_FAULTS } from './spreadsheet-fault-texts.ts';
import { VERIFY_FAULTS } from './verify-fault-texts.ts';
import type { FixedAt, Language, Words } from './words.ts';

export type { FixedAt, Language, Words };

/** One thing wrong. `pointer` is a JSON Pointer into what was sent (`/receptor/rfc`); `params` fill the text's `{name}`s. */
export type Fault = {
  readonly code: string;
  readonly pointer: string;
  /** The SAT's own code for it, such as `CFDI40145`, if there is one. */
  readonly satCode?: string;
  readonly params?: Readonly<Record<string, string>>;
};

/** A likelier value for a field of the receptor: offered, never imposed. `code` has its sentence. */
export type Suggestion = { readonly field: ReceptorField; readonly code: string; readonly value: string };

/** The stable code of a refusal, as it is in the `code` of an API error. */
export type ProblemCode = keyof typeof PROBLEMS;

/** Every problem code, for the API's schema and its documentation. */
export const PROBLEM_CODES = Object.keys(PROBLEMS) as readonly ProblemCode[];

/** A request that was stored for the customer although the invoice was refused, and where to follow it. */
export type KeptRequest = { readonly id: string; readonly links: { readonly self: string } };

type ProblemOptions = {
  readonly faults?: readonly Fault[];
  readonly suggestions?: readonly Suggestion[];
  readonly params?: Readonly<Record<string, string>>;
  readonly request?: KeptRequest;
  readonly challenge?: object;
  readonly cause?: unknown;
};

/** The error that verbs throw and HTTP returns as `application/problem+json` (RFC 9457), with all faults at once. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly faults: readonly Fault[];
  /** Values that may correct the faults of the receptor. */
  readonly suggestions: readonly Suggestion[];
  readonly params: Readonly<Record<string, string>>;
  /** The request that was stored so that nothing is lost, as its owner may see it. */
  readonly request: KeptRequest | undefined;
  /** The challenge that has to be solved first (`proof-of-work`). */
  readonly challenge: object | undefined;

  constructor(code: ProblemCode, options: ProblemOptions = {}) {
    super(code, { cause: options.cause });
    this.name = 'Problem';
    this.code = code;
    this.faults = options.faults ?? [];
    this.suggestions = options.suggestions ?? [];
    this.params = options.params ?? {};
    this.request = options.request;
    this.challenge = options.challenge;
  }

  get status(): number {
    return PROBLEMS[this.code].status;
  }

  get fixedAt(): FixedAt {
    return PROBLEMS[this.code].fixedAt;
  }
}

/** Who reads a refusal. */
export type Reader = 'customer' | 'merchant';

/** A problem's title in a language. */
export function problemTitle(code: ProblemCode, language: Language, reader: Reader = 'customer'): string {
  return wordsFor(code, reader).title[language];
}

/** A problem's sentence for the person who gets it. If the merchant must complete something, it is the reason. */
export function problemDetail(problem: Problem, language: Language, reader: Reader = 'customer'): string {
  const [reason] = problem.faults;
  if (problem.code === 'needs-merchant' && reason) return faultDetail(reason, language);
  // Do not say that a request was stored if none was.
  const isKept = problem.code !== 'merchant-must-fix' || problem.request !== undefined || reader === 'merchant';
  const { detail } = isKept ? wordsFor(problem.code, reader) : PROBLEMS['needs-merchant'];
  return fill(detail[language], problem.params, language);
}

function wordsFor(code: ProblemCode, reader: Reader): { readonly title: Words; readonly detail: Words } {
  return (reader === 'merchant' && MERCHANT_WORDS[code]) || PROBLEMS[code];
}

/** The sentence shown at the field: the SAT code's if there is one, otherwise our own code's; an unknown code is shown as it is. */
export function faultDetail(fault: Fault, language: Language): string {
  const fisica = fault.params?.persona === 'física';
  const words = (fault.satCode && satWords(fault.satCode, fisica)) || faultWords(fault.code, fisica);
  return words ? fill(words[language], fault.params ?? {}, language) : fault.code;
}

const OWN: Readonly<Record<string, Words>> = {
  ...CSD_FAULTS,
  ...VERIFY_FAULTS,
  ...SPREADSHEET_FAULTS,
  ...SALE_FAULTS,
  ...MERCHANT_FAULTS,
  ...GOING_LIVE_FAULTS,
  ...REQUEST_FAULTS,
  ...FAULTS,
};

function faultWords(code: string, fisica: boolean): Words | undefined {
  return OWN[code] ?? satWords(code, fisica);
}

function satWords(code: string, fisica: boolean): Words | undefined {
  const known = SAT_FAULTS[code] ?? PAC_FAULTS[code];
  return (fisica && known?.fisica) || known?.detail;
}
