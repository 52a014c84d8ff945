/** Everything a run of the suite needs standing: the stand-ins, the sandbox, and who is whose. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnStandIns } from '../../stand-ins/spawn.ts';
import { openPac } from '../../support/pac-process.ts';
import type { Subject } from './lab.ts';
import { type Mutant, mutantsOf } from './mutants.ts';
import { SANDBOX, SUBJECTS } from './subjects.ts';
import { prove, ruleOf, rulesFor, type Verdict } from './suite.ts';

export type Course = {
  readonly subjects: readonly Subject[];
  readonly mutants: readonly Mutant[];
  /** The rules of an adapter, one after the other. */
  examine(subject: Subject): Promise<readonly Verdict[]>;
  /** Whether the rule that must convict it does. */
  convicts(mutant: Mutant): Promise<boolean>;
  /** The verdict of one rule on one adapter. */
  prove(rule: string, subject: Subject): Promise<Verdict>;
  close(): Promise<void>;
};

export async function openCourse(): Promise<Course> {
  const directory = mkdtempSync(join(tmpdir(), 'autofactura-pacs-'));
  const [standIns, sandbox] = await Promise.all([
    spawnStandIns(join(directory, 'stand-ins')),
    openPac({ ledgerFile: join(directory, 'sandbox.sqlite'), certificateDir: directory }),
  ]);
  const subjects = [...SUBJECTS, SANDBOX];
  const urlOf = ({ name, isSandbox }: Subject): string => (isSandbox ? sandbox.url : `${standIns.url}/${name}`);
  const othersOf = (subject: Subject) => subjects.filter((other) => other !== subject).map(urlOf);
  return {
    subjects,
    mutants: mutantsOf(() => SANDBOX.create(sandbox.url, { timeoutMs: 5_000, account: 'good' })),
    async examine(subject) {
      const verdicts: Verdict[] = [];
      for (const rule of rulesFor(subject))
        verdicts.push(await prove(rule, subject, urlOf(subject), othersOf(subject)));
      return verdicts;
    },
    async convicts({ of, rule, wrong }) {
      const subject = subjects.find(({ name }) => name === of);
      if (!subject) throw new Error(`no adapter ${of}`);
      const verdict = await prove(ruleOf(rule), subject, urlOf(subject), othersOf(subject), wrong);
      return verdict.failure !== undefined;
    },
    prove: (rule, subject) => prove(ruleOf(rule), subject, urlOf(subject), othersOf(subject)),
    async close() {
      await Promise.all([standIns.stop(), sandbox.stop()]);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
