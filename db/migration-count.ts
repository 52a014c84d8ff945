/** How many migrations an engine has in this version. */
import { readFileSync } from 'node:fs';

const counts = new Map<string, number>();

/** Read once from the journal that drizzle-kit stores with the migrations. */
export function migrationCount(engine: 'sqlite' | 'postgres'): number {
  const known = counts.get(engine);
  if (known !== undefined) return known;
  const journal = readFileSync(new URL(`./${engine}/migrations/meta/_journal.json`, import.meta.url), 'utf8');
  const count = (JSON.parse(journal) as { entries: readonly unknown[] }).entries.length;
  counts.set(engine, count);
  return count;
}
