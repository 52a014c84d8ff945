import { spawnSync } from 'node:child_process';
import { cpSync, lstatSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { assertReachable, packageFolder, programsOf } from '../support/postgres-programs.ts';

// As a home is: closed to everybody but its owner.
const home = mkdtempSync(join(tmpdir(), 'autofactura-home-'));
afterAll(() => rmSync(home, { recursive: true }));

describe('PostgreSQL in a checkout below a home that is closed to others', () => {
  it('runs, as root by programs that its user reaches and that only root may change', () => {
    cpSync(packageFolder(), join(home, 'package'), { recursive: true, verbatimSymlinks: true });
    const { postgres, owner } = programsOf(join(home, 'package'));
    const { status, stdout } = spawnSync(postgres, ['--version'], { ...owner, cwd: '/', encoding: 'utf8' });
    expect([status, stdout]).toEqual([0, expect.stringContaining('PostgreSQL')]);
    const isRoot = userInfo().uid === 0;
    expect([owner !== undefined, postgres.startsWith(home)]).toEqual([isRoot, !isRoot]);
    expect(lstatSync(postgres).mode & 0o022).toBe(0);
  });

  it('says at once and in one line what to do when its user cannot reach the folder for temporary files either', () => {
    const { owner } = programsOf(packageFolder());
    vi.stubEnv('TMPDIR', home);
    const tries = [() => programsOf(join(home, 'package')), () => assertReachable(owner, home)];
    // Whoever is not root runs them as they are.
    for (const reach of tries)
      if (owner)
        expect(reach).toThrow(/^[^\n]*cannot reach [^\n]*set TMPDIR to a folder that everybody may enter[^\n]*$/);
      else expect(reach).not.toThrow();
    vi.unstubAllEnvs();
  });

  it('says at once and in one line what to do when its programs do not run', () => {
    expect(() => programsOf(join(home, 'nowhere'))).toThrow(/^[^\n]*(npm ci|TMPDIR)[^\n]*$/);
  });
});
