import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Course, openCourse } from '../contracts/pac/course.ts';
import { mutantsOf } from '../contracts/pac/mutants.ts';
import { RULES } from '../contracts/pac/rules.ts';
import { SANDBOX, SUBJECTS } from '../contracts/pac/subjects.ts';
import { rulesFor } from '../contracts/pac/suite.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let course: Course;
beforeAll(async () => {
  course = await openCourse();
});
afterAll(() => course?.close());

const nobody = () => SANDBOX.create('http://127.0.0.1:9', { timeoutMs: 1, account: 'good' });

describe.each([...SUBJECTS, SANDBOX].map((subject) => ({ name: subject.name, subject })))(
  'the adapter to $name',
  ({ subject }) => {
    it.each(rulesFor(subject).map(({ id, title }) => ({ id, title })))('$title', async ({ id }) => {
      expect((await course.prove(id, subject)).failure).toBeUndefined();
    });

    it('is checked against twenty rules or more', () => {
      expect(rulesFor(subject).length).toBeGreaterThanOrEqual(20);
    });
  },
);

describe('the suite itself', () => {
  it.each(mutantsOf(nobody).map(({ name, rule, of }) => ({ name, rule, of })))(
    'convicts an adapter of $of that $name by $rule',
    async ({ name }) => {
      const mutant = course.mutants.find((each) => each.name === name);
      expect(mutant && (await course.convicts(mutant))).toBe(true);
    },
  );

  it('has a faulty adapter for every one of its rules', () => {
    const convicting = new Set(mutantsOf(nobody).map(({ rule }) => rule));
    expect(RULES.map(({ id }) => id).filter((id) => !convicting.has(id))).toEqual([]);
  });
});
