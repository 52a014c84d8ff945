/** Server processes to be killed: started, told where to die, killed from outside. One more is always loading for the next start. */
import { type ChildProcess, fork } from 'node:child_process';
import type { FromServer, StartOptions, ToServer } from './crashing-server.ts';
import type { CrashPoint } from './dying-store.ts';
import type { WritePoint } from './dying-writes.ts';
import { program } from './programs.ts';

export type ServerProcess = {
  readonly url: string;
  /** What it raised alarm for so far. */
  readonly alarms: readonly string[];
  /** It will kill itself when every one of these points has been reached. */
  arm(points: readonly CrashPoint[]): Promise<void>;
  /** It will kill itself around this write of a setup, counted from now on. */
  armWrite(point: WritePoint): Promise<void>;
  /** Its clock runs so far ahead of the true one from now on. */
  moveClock(aheadMs: number): Promise<void>;
  /** Resolves when it is dead, with the signal that did it. */
  readonly died: Promise<NodeJS.Signals | null>;
  /** SIGKILL, from outside; resolves when it is dead. */
  kill(): Promise<void>;
  /** SIGSTOP: it does nothing more, and keeps its connections, until `thaw`. */
  freeze(): void;
  thaw(): void;
};

export type ServerFleet = {
  /** Rejects when the process ends before it answers. */
  start(options: StartOptions): Promise<ServerProcess>;
  /** Kills whatever is left. */
  stop(): Promise<void>;
};

/** No process runs before the first `start`. */
export async function createFleet(): Promise<ServerFleet> {
  const file = await program('tests/support/crashing-server.ts');
  const alive = new Set<ChildProcess>();
  let spare: ChildProcess | undefined;

  function load(): ChildProcess {
    const child = fork(file, { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    alive.add(child);
    child.once('exit', () => alive.delete(child));
    return child;
  }

  return {
    async start(options) {
      const child = spare ?? load();
      spare = undefined;
      const server = await begin(child, options);
      spare ??= load();
      return server;
    },
    async stop() {
      await Promise.all([...alive].map(killed));
    },
  };
}

async function begin(child: ChildProcess, options: StartOptions): Promise<ServerProcess> {
  const alarms: string[] = [];
  child.on('message', (message: FromServer) => {
    if (message.kind === 'alarm') alarms.push(message.event);
  });
  const died = new Promise<NodeJS.Signals | null>((resolve) => child.once('exit', (_, signal) => resolve(signal)));
  const ready = await request(child, { kind: 'start', options });
  if (ready.kind !== 'ready') throw new Error('the server did not start');
  return {
    url: ready.url,
    alarms,
    died,
    arm: async (points) => void (await request(child, { kind: 'arm', points })),
    armWrite: async (point) => void (await request(child, { kind: 'arm-write', point })),
    moveClock: async (aheadMs) => void (await request(child, { kind: 'move-clock', aheadMs })),
    kill: () => killed(child),
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
  };
}

/** Sends one message and waits for its answer. */
function request(child: ChildProcess, message: ToServer): Promise<FromServer> {
  return new Promise((resolve, reject) => {
    const gone = (code: number | null) => reject(new Error(`the server ended (${code}) before it answered`));
    const heard = (answer: FromServer) => {
      if (answer.kind === 'alarm') return;
      child.off('message', heard);
      child.off('exit', gone);
      resolve(answer);
    };
    child.on('message', heard);
    child.once('exit', gone);
    child.send(message);
  });
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}
