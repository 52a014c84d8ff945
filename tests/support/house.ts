/** A process that one worker shares among its tests, and that answers what it is asked. It is forked at the first question. */
import { type ChildProcess, fork } from 'node:child_process';
import { type Program, program } from './programs.ts';

type Answer = { readonly id: number };

/** Asks one thing of the process that runs this program, which names the question's `id` in its answer. */
export function createHouse<Ask extends object, Answered extends Answer>(
  source: Program,
): (ask: Ask) => Promise<Answered> {
  let house: Promise<(ask: Ask) => Promise<Answered>> | undefined;
  return async (ask) => {
    house ??= program(source).then((file) => forkHouse<Ask, Answered>(file));
    return (await house)(ask);
  };
}

function forkHouse<Ask extends object, Answered extends Answer>(file: string): (ask: Ask) => Promise<Answered> {
  const child: ChildProcess = fork(file, { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  child.unref();
  const waiting = new Map<number, { resolve(answer: Answered): void; reject(error: Error): void }>();
  child.once('exit', (code) => {
    for (const { reject } of waiting.values()) reject(new Error(`${file} ended (${code}) before it answered`));
  });
  child.on('message', (answer: Answered) => {
    waiting.get(answer.id)?.resolve(answer);
    waiting.delete(answer.id);
    // It keeps this process only while something is asked of it.
    if (waiting.size === 0) child.channel?.unref();
  });
  let asked = 0;
  return (ask) =>
    new Promise((resolve, reject) => {
      asked += 1;
      waiting.set(asked, { resolve, reject });
      child.channel?.ref();
      child.send({ id: asked, ...ask });
    });
}
