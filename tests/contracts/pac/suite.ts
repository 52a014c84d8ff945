/** Runs the rules on an adapter, and each mutant against the rule that must convict it. One stand-in, one rule at a time. */
import { type Lab, openLab, type Subject, type Wrong } from './lab.ts';
import type { Rule } from './rule.ts';
import { RULES } from './rules.ts';

export type Verdict = { readonly rule: string; readonly title: string; readonly failure?: string };

/** The rules that hold for this adapter. */
export function rulesFor(subject: Subject): readonly Rule[] {
  const { capabilities } = subject.create('http://127.0.0.1:9', { timeoutMs: 1, account: 'good' });
  return RULES.filter(({ applies }) => applies === undefined || applies(capabilities, subject));
}

/** A rule on an adapter, or on what `wrong` makes of it; `failure` says what was broken. */
export async function prove(
  rule: Rule,
  subject: Subject,
  url: string,
  others: readonly string[],
  wrong?: Wrong,
): Promise<Verdict> {
  const lab: Lab = await openLab(subject, url, others, wrong);
  const { id, title } = rule;
  try {
    await lab.reset();
    await rule.prove(lab);
    return { rule: id, title };
  } catch (error) {
    return { rule: id, title, failure: error instanceof Error ? error.message : String(error) };
  } finally {
    await lab.reset();
  }
}

/** A rule by its id. Throws when there is none: a mutant names what does not exist. */
export function ruleOf(id: string): Rule {
  const rule = RULES.find((candidate) => candidate.id === id);
  if (!rule) throw new Error(`no rule ${id}`);
  return rule;
}
