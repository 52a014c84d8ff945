/** The migrations of an engine as an earlier version had them. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Copies them into `folder`, without the one whose tag ends with `until` and all later ones. Returns where they are. */
export function earlierMigrations(folder: string, engine: 'sqlite' | 'postgres', until: string): string {
  const migrations = join(folder, 'migrations');
  cpSync(fileURLToPath(new URL(`../../db/${engine}/migrations`, import.meta.url)), migrations, { recursive: true });
  const path = join(migrations, 'meta', '_journal.json');
  const journal: { entries: { tag: string }[] } = JSON.parse(readFileSync(path, 'utf8'));
  const at = journal.entries.findIndex(({ tag }) => tag.endsWith(until));
  if (at < 0) throw new Error(`there is no migration ${until}`);
  writeFileSync(path, JSON.stringify({ ...journal, entries: journal.entries.slice(0, at) }));
  return migrations;
}
