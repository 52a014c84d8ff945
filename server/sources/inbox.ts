/**
 * A folder for each source of type csv, where a till or a synchronised folder leaves its spreadsheets: read, put aside, and answered
 * with another that says what became of each line.
 */
import { lstat, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { faultDetail } from '../cfdi/problem.ts';
import { cellOf } from './csv-cell.ts';
import type { Intake } from './intake.ts';
import { readTold, type ToldFormat } from './read-told.ts';
import type { SourceAccount } from './settings.ts';
import { type ToldOutcome, takeTold } from './take-told.ts';
import type { ToldLine } from './told.ts';

export type Inbox = {
  /** Reads what has stayed as it is since the last round. One folder that fails keeps no other from it. */
  round(): Promise<void>;
};

const FORMATS: Readonly<Record<string, ToldFormat>> = {
  ...{ '.csv': 'csv', '.txt': 'csv', '.tsv': 'csv' },
  ...{ '.json': 'json', '.ndjson': 'json', '.jsonl': 'json' },
};
/** Read whole: a year of a busy till is less. */
const MOST_BYTES = 32 * 1024 * 1024;
const AGAIN_MS = 300_000;
/** For people: it stands in their own folder. */
const DONE = 'procesados';

type Found = { readonly name: string; readonly path: string; readonly size: number; readonly changedAt: number };

/**
 * Folders are `{directory}/{source's id}`. A file is told as of when it was last changed: read twice, by a second server or after a
 * crash, it changes nothing. Links are left alone: only what lies there is read.
 */
export function createInbox(intake: Intake, directory: string): Inbox {
  /** Of each file what it was like the last time, and when it is looked at again after it could not be read or put aside. */
  const seen = new Map<string, { readonly state: string; readonly notBefore: number }>();

  async function look(account: SourceAccount): Promise<void> {
    const folder = join(directory, account.id);
    await mkdir(join(folder, DONE), { recursive: true });
    for (const file of await filesIn(folder)) {
      const state = `${file.size} ${file.changedAt}`;
      const before = seen.get(file.path);
      if (before?.state !== state) {
        // Whoever writes it may still be at it.
        seen.set(file.path, { state, notBefore: 0 });
      } else if (before.notBefore <= intake.now()) {
        seen.set(file.path, { state, notBefore: intake.now() + AGAIN_MS });
        await takeFile(intake, account, folder, file);
        seen.delete(file.path);
      }
    }
  }

  return {
    async round() {
      for (const account of await intake.store.sources.every(['csv'])) {
        await look(account).catch((error: unknown) => {
          const why = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
          intake.log('source.inbox-failed', { source: account.id, error: why });
        });
      }
    },
  };
}

async function filesIn(folder: string): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (const name of (await readdir(folder)).sort()) {
    if (name.startsWith('.') || !(extname(name).toLowerCase() in FORMATS)) continue;
    const path = join(folder, name);
    // Somebody may have taken it away meanwhile.
    const stats = await lstat(path).catch(() => undefined);
    if (stats?.isFile()) found.push({ name, path, size: stats.size, changedAt: Math.floor(stats.mtimeMs) });
  }
  return found;
}

async function takeFile(intake: Intake, account: SourceAccount, folder: string, file: Found): Promise<void> {
  const at = Math.min(file.changedAt, intake.now());
  const outcomes = await takeTold(intake, account, await readLines(intake, account, file), at);
  const stamp = new Date(file.changedAt).toISOString().slice(0, 19).replaceAll(':', '-');
  const done = join(folder, DONE, `${stamp} ${file.name}`);
  await writeFile(`${done}.resultado.csv`, resultOf(outcomes));
  await rename(file.path, done);
  const refused = outcomes.filter(({ result }) => result === 'refused').length;
  intake.log('source.inbox-taken', { source: account.id, lines: outcomes.length, refused });
}

async function readLines(intake: Intake, account: SourceAccount, file: Found): Promise<readonly ToldLine[]> {
  if (file.size > MOST_BYTES) return [{ kind: 'faults', line: 1, faults: [{ code: 'text-too-long', pointer: '' }] }];
  const format = FORMATS[extname(file.name).toLowerCase()] ?? 'csv';
  return readTold(await readFile(file.path), format, { merchants: intake.store.merchants, account });
}

const RESULTS: Readonly<Record<ToldOutcome['result'], string>> = {
  created: 'recibida',
  updated: 'actualizada',
  unchanged: 'sin cambios',
  locked: 'ya facturada',
  refused: 'rechazada',
  skipped: 'omitida',
  kept: 'en proceso',
};

function resultOf(outcomes: readonly ToldOutcome[]): string {
  const rows = outcomes.map((outcome) => {
    const { line, folio = '', result } = outcome;
    return [String(line), folio, RESULTS[result], outcome.result === 'refused' ? whyOf(outcome.faults) : ''];
  });
  const lines = [['línea', 'folio', 'resultado', 'detalle'], ...rows];
  // With the mark by which Excel knows UTF-8.
  return `\ufeff${lines.map((cells) => `${cells.map(cellOf).join(',')}\r\n`).join('')}`;
}

function whyOf(faults: Extract<ToldOutcome, { result: 'refused' }>['faults']): string {
  return faults.map((fault) => `${fault.pointer} ${faultDetail(fault, 'es-MX')}`.trim()).join(' · ');
}
