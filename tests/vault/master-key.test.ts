import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openMasterKey } from '../../server/vault/master-key.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'master-key-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

const MODULE = JSON.stringify(new URL('../../server/vault/master-key.ts', import.meta.url).href);

/** A process that makes a key in that folder; one that `diesWriting` is killed when half of what it writes first is in its file. */
function makeKey(diesWriting: boolean): NodeJS.Signals | null {
  const die = `const write = fs.writeFileSync;
    fs.writeFileSync = (file, text, options) => {
      write(file, text.slice(0, 20), options);
      process.kill(process.pid, 'SIGKILL');
    };
    syncBuiltinESMExports();`;
  const script = `import fs from 'node:fs';
    import { syncBuiltinESMExports } from 'node:module';
    const { openMasterKey } = await import(${MODULE});
    ${diesWriting ? die : ''}
    openMasterKey({ dataDir: ${JSON.stringify(dataDir)} });`;
  return spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script]).signal;
}

test('a master key is whole or not there: killed while it writes one, a server makes another the next time', () => {
  expect(makeKey(true)).toBe('SIGKILL');
  expect(readdirSync(dataDir)).not.toContain('master.key');

  expect(makeKey(false)).toBeNull();
  const kept = readFileSync(join(dataDir, 'master.key'), 'utf8');
  expect(openMasterKey({ dataDir }).symmetricKeySize).toBe(32);
  expect(readFileSync(join(dataDir, 'master.key'), 'utf8')).toBe(kept);
  expect(statSync(join(dataDir, 'master.key')).mode & 0o777).toBe(0o600);
}, 60_000);

test('servers that start at once on one folder all have the key of the first', () => {
  const script = `${process.execPath} --import tsx --input-type=module -e "$SCRIPT"`;
  const SCRIPT = `const { openMasterKey } = await import(${MODULE});
    console.log(openMasterKey({ dataDir: ${JSON.stringify(dataDir)} }).export().toString('hex'));`;
  const all = Array.from({ length: 4 }, () => `${script} &`).join(' ');
  const keys = execFileSync('sh', ['-c', `${all} wait`], { encoding: 'utf8', env: { ...process.env, SCRIPT } });

  expect(new Set(keys.trim().split('\n')).size).toBe(1);
  expect(readdirSync(dataDir)).toEqual(['master.key']);
}, 60_000);
