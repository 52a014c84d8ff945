/** The sandbox PAC as a process that starts fast: compiled with the other programs of the run. */
import { type ChildProcess, fork } from 'node:child_process';
import { type SpawnedPac, type SpawnOptions, sandboxFlags, spawnLoopback } from '../../server/pac/sandbox/spawn.ts';
import { giveSignerTo } from './kept-certificates.ts';
import type { AskHouse, HouseAnswer } from './pac-house.ts';
import { program } from './programs.ts';

/** As `spawnSandboxPac`, which starts it from source; with the run's certificate where it has none. */
export async function spawnPac(options: SpawnOptions): Promise<SpawnedPac> {
  await giveSignerTo(options.certificateDir);
  return spawnLoopback(await program('server/pac/sandbox/main.ts'), sandboxFlags(options));
}

/** A sandbox PAC in a process that it shares. */
export type OpenedPac = Omit<SpawnedPac, 'pid'>;

/** A sandbox PAC for a test that neither kills nor stalls its process: it shares one with all that this worker opens. */
export async function openPac(options: SpawnOptions): Promise<OpenedPac> {
  await giveSignerTo(options.certificateDir);
  house ??= program('tests/support/pac-house.ts').then(createHouse);
  const ask = await house;
  const { url = '' } = await ask({ open: options });
  return { url, stop: async () => void (await ask({ close: url })) };
}

type House = (what: { readonly open: SpawnOptions } | { readonly close: string }) => Promise<HouseAnswer>;
let house: Promise<House> | undefined;

function createHouse(main: string): House {
  const child: ChildProcess = fork(main, { execArgv: [] });
  child.unref();
  const waiting = new Map<number, (answer: HouseAnswer) => void>();
  child.on('message', (answer: HouseAnswer) => {
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
    // It keeps this process only while something is asked of it.
    if (waiting.size === 0) child.channel?.unref();
  });
  let asked = 0;
  return (what) =>
    new Promise((resolve, reject) => {
      asked += 1;
      const ask: AskHouse = { id: asked, ...what };
      waiting.set(ask.id, (answer) =>
        answer.failed === undefined ? resolve(answer) : reject(new Error(answer.failed)),
      );
      child.channel?.ref();
      child.send(ask);
    });
}
