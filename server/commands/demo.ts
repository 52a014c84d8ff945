/** `autofactura demo`: everything on embedded defaults, with a shop to try it in. */

import { startDemo } from '../demo/demo.ts';
import { createLinks } from '../links/links.ts';
import { processConfig } from '../main/config.ts';
import { createLog } from '../main/log.ts';
import type { Command } from './command.ts';
import { untilSignal } from './until-signal.ts';

/** Runs until it is interrupted and then exits with 0. */
export const run: Command = async () => {
  const config = processConfig();
  const demo = await startDemo(config, createLog(process.stdout.isTTY ? 'error' : config.logLevel, { toStderr: true }));
  const { url, owner } = demo.access;
  const panel = owner
    ? `\n  El panel del comercio: ${createLinks(url).panel.home()}\n  ${owner.email} · ${owner.password}\n`
    : '';
  // Whoever reads the address may end the process at once.
  const ended = untilSignal();
  console.log(`\n  Autofactura · demo sin validez fiscal\n\n  ${url}\n${panel}`);
  await ended;
  await demo.stop();
  // Whatever did not end within its limit must not keep the process alive.
  process.exit(0);
};
