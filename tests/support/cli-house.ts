/** Many commands in one process, one after the other, each with an environment of its own: `fork` it, and ask as below. It ends with who forked it. */
import { runCommand } from '../../server/commands/run-command.ts';

/** A command line, and the whole environment it runs in. */
export type AskCommand = {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
};
/** How it ended, and what it printed. */
export type CommandAnswer = {
  readonly id: number;
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
};

type Asked = AskCommand & { readonly id: number };

let last = Promise.resolve();

process.on('message', (asked: Asked) => {
  last = last.then(async () => void process.send?.(await run(asked)));
});
process.once('disconnect', () => process.exit(0));

async function run({ id, args, env }: Asked): Promise<CommandAnswer> {
  process.env = { ...env };
  const [stdout, stderr] = [capture(process.stdout), capture(process.stderr)];
  const code = await runCommand(args);
  return { id, code, stdout: stdout(), stderr: stderr() };
}

/** Keeps what is written from now on; what it answers gives that back, and ends it. */
function capture(stream: NodeJS.WriteStream): () => string {
  const { write } = stream;
  let text = '';
  stream.write = (chunk: string | Uint8Array) => {
    text += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
    return true;
  };
  return () => {
    stream.write = write;
    return text;
  };
}
