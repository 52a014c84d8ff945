/** `tests/prepare.ts` on machines that lack something: one line that says what to do, and at once. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { whyNoRoom } from './support/room.ts';

// Processes on a machine that may be busy: each is waited for.
vi.setConfig({ testTimeout: 120_000 });

const directory = mkdtempSync(join(tmpdir(), 'prepare-'));
afterAll(() => rmSync(directory, { recursive: true }));
const isRoot = process.getuid?.() === 0;

/** A PATH with these programs alone, shell scripts by their text, others from where they really are. */
function pathWith(programs: Readonly<Record<string, string>>): string {
  const path = mkdtempSync(join(directory, 'bin-'));
  symlinkSync('/usr/bin/id', join(path, 'id'));
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(path, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(path, name), 0o755);
  }
  return path;
}

function prepare(env: Readonly<Record<string, string>>) {
  const args = ['--import', 'tsx', 'tests/prepare.ts'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

const ONE_LINE = /^Before the tests: [^\n]+\n$/;

describe('before the tests, one line says what to do', () => {
  it('if programs and apt-get are missing', () => {
    const { status, stderr } = prepare({ PATH: pathWith({}) });
    expect([status, stderr]).toEqual([1, expect.stringMatching(ONE_LINE)]);
    expect(stderr).toMatch(/install .*libxml2-utils xsltproc .*and run the tests again/);
  });

  it.each([
    ['held by another', 'Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 4242'],
    ['without a network', 'Unable to fetch some archives, maybe run apt-get update'],
    ['on a full disk', "You don't have enough free space in /var/cache/apt/archives/."],
  ])('if something must be installed and apt-get could not, and why: %s', (_, why) => {
    const path = pathWith({ 'apt-get': `echo "W: something before" >&2; echo "E: ${why}" >&2; exit 100` });
    const { status, stderr } = prepare({ PATH: path });
    expect([status, stderr]).toEqual([1, expect.stringMatching(ONE_LINE)]);
    expect(stderr).toContain(isRoot ? why : 'only root on Debian');
    expect(stderr).toContain('xsltproc');
  });

  it('if nothing can be written to the folder for temporary files', () => {
    vi.stubEnv('TMPDIR', '/dev/null/nowhere');
    expect(whyNoRoom()).toMatch(/^[^\n]*\/dev\/null\/nowhere \(ENOTDIR\)[^\n]*set TMPDIR[^\n]*$/);
    vi.unstubAllEnvs();
    expect(whyNoRoom()).toBeUndefined();
  });
});
