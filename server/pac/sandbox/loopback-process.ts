/**
 * A server in its own process, on loopback: it prints one JSON line `{url, pid}` on stdout when it is ready. When stdin ends (its parent died) or
 * on SIGTERM, it finishes what is in flight and exits.
 */
import { type MakeLoopbackApp, openLoopback } from './loopback-server.ts';

/** Creates the app and serves it until the process has to end. */
export async function serveLoopback(port: number, make: MakeLoopbackApp): Promise<void> {
  const { url, stop } = await openLoopback(port, make).catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
  const end = (): void => void stop().finally(() => process.exit(0));
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  process.stdin.on('end', end).on('error', end).resume();
  process.stdout.write(`${JSON.stringify({ url, pid: process.pid })}\n`);
}
