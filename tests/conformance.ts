/** `npm run conformance [-- --json]`: every adapter against every rule, and every deliberately wrong one against the rule that must convict it. */
import { parseArgs } from 'node:util';
import { openCourse } from './contracts/pac/course.ts';

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const course = await openCourse();
try {
  const adapters = await Promise.all(
    course.subjects.map(async (subject) => {
      const verdicts = await course.examine(subject);
      const failures = verdicts.filter(({ failure }) => failure !== undefined);
      for (const { rule, title, failure } of failures) console.error(`${subject.name} ${rule}: ${title}\n  ${failure}`);
      const { length: rules } = verdicts;
      return { name: subject.name, rules, passed: rules - failures.length, failed: failures.length };
    }),
  );
  let caught = 0;
  for (const mutant of course.mutants) {
    if (await course.convicts(mutant)) caught += 1;
    else console.error(`not caught by ${mutant.rule}: an adapter of ${mutant.of} that ${mutant.name}`);
  }
  const mutants = { total: course.mutants.length, caught };
  if (values.json) console.log(JSON.stringify({ adapters, mutants }));
  else {
    for (const { name, rules, passed } of adapters) console.log(`${name.padEnd(10)} ${passed} of ${rules} rules`);
    console.log(`${mutants.caught} of ${mutants.total} wrong adapters are convicted`);
  }
  process.exitCode = adapters.some(({ failed }) => failed > 0) || caught < mutants.total ? 1 : 0;
} finally {
  await course.close();
}
