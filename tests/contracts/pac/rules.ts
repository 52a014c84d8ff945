/** Every rule of the conformance suite, in the order in which they are read. */
import type { Rule } from './rule.ts';
import { BEYOND_RULES } from './rules-beyond.ts';
import { CANCELLING_RULES } from './rules-cancelling.ts';
import { DOUBT_RULES } from './rules-doubt.ts';
import { REFUSAL_RULES } from './rules-refusal.ts';
import { STAMPING_RULES } from './rules-stamping.ts';

export const RULES: readonly Rule[] = [
  ...STAMPING_RULES,
  ...DOUBT_RULES,
  ...REFUSAL_RULES,
  ...BEYOND_RULES,
  ...CANCELLING_RULES,
];
