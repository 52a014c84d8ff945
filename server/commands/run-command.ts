/** Runs a command line. Each verb is loaded when asked for; stdout carries only its result. */
import { UsageError } from './command.ts';
import { helpOf, overview, usageOf, verbNamed } from './verbs.ts';

const HELP: readonly string[] = ['', 'help', '--help', '-h'];

/** Runs the verb that the first argument names and returns the exit code: 0 if all is well, 1 if it was refused or failed, 2 for wrong usage. */
export async function runCommand([name = '', ...args]: readonly string[]): Promise<number> {
  const verb = verbNamed(name === 'help' ? (args[0] ?? '') : name);
  if (!verb) {
    console.error(overview());
    return HELP.includes(name) ? 0 : 2;
  }
  if (name === 'help' || args.includes('--help') || args.includes('-h')) {
    console.log(helpOf(verb));
    return 0;
  }
  try {
    return await (await verb.load()).run(args);
  } catch (error) {
    console.error((await import('./refusal.ts')).explain(error));
    const isMisuse = error instanceof UsageError || isUnknownOption(error);
    if (isMisuse) console.error(usageOf(verb));
    return isMisuse ? 2 : 1;
  }
}

function isUnknownOption(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}
