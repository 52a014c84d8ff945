/** What happens to servers in real life, for `runCampaign`. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Disturbance, Stage } from './campaign.ts';
import { askOnce, UNIVERSIDAD } from './customer.ts';
import type { Absence } from './pac-gate.ts';
import { JACARANDA } from './shop.ts';

const LOOK_MS = 25;

/** The PAC goes away for `outageMs`, and everybody asks meanwhile. Well again is its first good answer. */
export function pacAway(how: Absence, outageMs: number): Disturbance {
  return async ({ gate, everybodyAsks }) => {
    await gate.leave(how);
    const asking = everybodyAsks();
    await Promise.all([asking, sleep(outageMs)]);
    await gate.comeBack();
    while (gate.firstGoodAt() === undefined) await sleep(LOOK_MS);
    return gate.firstGoodAt();
  };
}

/** The servers are killed while everything waits for a PAC that is away, and start when it is back. Well again is when they answer. */
export const killedInOutage: Disturbance = async ({ gate, everybodyAsks, end, start }) => {
  await gate.leave('refuses connections');
  await everybodyAsks();
  await end('SIGKILL');
  await gate.comeBack();
  await start();
  return Date.now();
};

/** SIGTERM while invoices are under way, to be finished by the next start. Throws when a server does not end by itself with code 0. */
export const orderlyStop: Disturbance = async ({ everybodyAsks, end, start }) => {
  await everybodyAsks();
  const ended = await end('SIGTERM');
  if (ended.some(({ code }) => code !== 0)) throw new Error(`SIGTERM ended it with ${JSON.stringify(ended)}`);
  await start();
  return Date.now();
};

/** Whether this machine can make a process's disk full. */
export const CAN_FILL_DISK = spawnSync('prlimit', ['--version']).error === undefined;

/** No file of the servers may grow while everybody asks; then all may. On PostgreSQL the data are not files of theirs. */
export const diskFull: Disturbance = async ({ servers, everybodyAsks, pac, tickets, url }) => {
  const limit = (bytes: string) => {
    for (const { pid } of servers) execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}`]);
  };
  limit('1:unlimited');
  const asking = everybodyAsks();
  for (const ticket of tickets.slice(0, 3)) {
    const answer = await askOnce(url(), ticket, UNIVERSIDAD);
    if (answer === 'no answer' || answer.status !== 503)
      throw new Error(`a full disk answers ${JSON.stringify(answer)}`);
  }
  const { stamps } = (await (await fetch(`${pac.url}/ledger`)).json()) as { stamps: readonly unknown[] };
  if (stamps.length > 0) throw new Error('something was stamped that could not be written down first');
  limit('unlimited:unlimited');
  await asking;
  return undefined;
};

const FAKETIME = '/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1';
/** Whether this machine can give a process another clock. */
export const CAN_MOVE_CLOCK = existsSync(FAKETIME);

/**
 * The servers' clock is off by `seconds` from their start. Everybody asks, nothing may be sealed, the merchant gets a notice; then the clock is
 * put right under the running servers.
 */
export function clockOff(seconds: number): Disturbance {
  return async (stage) => {
    const file = join(stage.dataDir, 'faketime');
    const set = (off: number) => writeFileSync(file, `${off < 0 ? '' : '+'}${off}`);
    set(seconds);
    await stage.end('SIGTERM');
    await stage.start({
      LD_PRELOAD: FAKETIME,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    });
    await stage.everybodyAsks();
    await until(() => isSubmitted(stage), 60_000);
    const states = new Set(await stage.states());
    if (states.size !== 1 || !states.has('claimed'))
      throw new Error(`with a wrong clock some are ${[...states].join()}`);
    set(0);
    return Date.now();
  };
}

async function isSubmitted({ shop }: Stage): Promise<boolean> {
  return (await shop.store.notices.list(JACARANDA, 20)).some(({ kind }) => kind === 'clock-skew');
}

/** Resolves when it is so, or after `patienceMs`. */
async function until(isSo: () => boolean | Promise<boolean>, patienceMs: number): Promise<void> {
  for (const end = performance.now() + patienceMs; performance.now() < end && !(await isSo()); ) await sleep(LOOK_MS);
}
