import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openStore } from '../../db/open-store.ts';

it('opens one SQLite file, in a folder it makes, when no URL is given', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'autofactura-open-'));
  const store = await openStore({ sqlitePath: join(folder, 'a', 'b', 'autofactura.db') });
  expect(store.engine).toBe('sqlite');
  await store.close();
  expect(existsSync(join(folder, 'a', 'b', 'autofactura.db'))).toBe(true);
  rmSync(folder, { recursive: true });
});

it('refuses a database that cannot keep what it acknowledges', async () => {
  await expect(openStore({ sqlitePath: ':memory:' })).rejects.toThrow('journal_mode is memory, not wal');
});

it.each(['mysql://localhost/autofactura', 'http://localhost', ''])(
  'refuses the URL «%s», which is not of PostgreSQL',
  async (databaseUrl) => {
    await expect(openStore({ databaseUrl, sqlitePath: ':memory:' })).rejects.toThrow('must begin with postgres://');
  },
);
