/** The `autofactura` command. Each verb is loaded when asked for; stdout carries only its result. */

import { UsageError } from './commands/command.ts';
import { helpOf, overview, usageOf, verbNamed } from './commands/verbs.ts';

const HELP: readonly string[] = ['', 'help', '--help', '-h'];

async function main([name = '', ...args]: readonly string[]): Promise<number> {
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
    console.error((await import('./commands/refusal.ts')).explain(error));
    const isMisuse = error instanceof UsageError || isUnknownOption(error);
    if (isMisuse) console.error(usageOf(verb));
    return isMisuse ? 2 : 1;
  }
}

function isUnknownOption(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

process.exitCode = await main(process.argv.slice(2));
