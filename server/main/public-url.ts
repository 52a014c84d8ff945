/** Where customers reach the server of a data folder, for commands that run on the same folder. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config.ts';

const FILE = 'server-url';
const DEFAULT_PORT = 3000;

/** The configured URL; otherwise where the last server on this data folder listened; otherwise the default. */
export function publicUrlOf({ publicUrl, dataDir, host, port }: Config): string {
  const file = join(dataDir, FILE);
  if (publicUrl !== undefined) return publicUrl;
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : `http://${host}:${port ?? DEFAULT_PORT}`;
}

/** Notes where this server listens. */
export function notePublicUrl({ dataDir }: Config, url: string): void {
  writeFileSync(join(dataDir, FILE), `${url}\n`);
}
