/** `npm run check`: everything that must stay true, one line a step. The output of a step is shown only when it fails. */
import { spawn } from 'node:child_process';

type Step = { readonly name: string; readonly command: string; readonly env?: Readonly<Record<string, string>> };

const STEPS: readonly Step[] = [
  { name: 'types: server, db, tests', command: 'tsc -p .' },
  { name: 'types: cfdi and catalogues without Node or DOM', command: 'tsc -p server/tsconfig.pure.json' },
  { name: 'types: widget', command: 'tsc -p widget' },
  { name: 'lint and format', command: 'biome check .' },
  { name: 'build', command: 'npm run -s build' },
  { name: 'what the tests need', command: 'tsx tests/prepare.ts' },
  {
    name: '2,000 generated sales against the SAT’s XSD and XSLT',
    command: 'vitest run tests/cfdi/generated-documents.test.ts',
    env: { AUTOFACTURA_GENERATED_SALES: '2000' },
  },
  { name: 'tests', command: 'vitest run --exclude tests/cfdi/generated-documents.test.ts' },
  { name: 'widget in a browser', command: 'wtr' },
  { name: 'every crash cell on SQLite', command: 'npm run -s torture -- --cells --engine sqlite' },
];

let failures = 0;
for (const step of STEPS) {
  const started = performance.now();
  const { code, output } = await run(step);
  console.log(`${code === 0 ? 'ok  ' : 'FAIL'}  ${step.name}  (${Math.round((performance.now() - started) / 1000)} s)`);
  if (code === 0) continue;
  failures += 1;
  console.log(output.split('\n').slice(-60).join('\n'));
}
process.exitCode = failures === 0 ? 0 : 1;

function run({ command, env = {} }: Step): Promise<{ readonly code: number | null; readonly output: string }> {
  return new Promise((resolve) => {
    const child = spawn('sh', ['-c', command], {
      env: { ...process.env, PATH: `node_modules/.bin:${process.env.PATH}`, ...env },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    child.once('close', (code) => resolve({ code, output }));
  });
}
