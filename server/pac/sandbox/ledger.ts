/**
 * What the sandbox stamped, in its own SQLite file, as independent evidence for tests. It survives our database, a crash and a power cut
 * (WAL, synchronous FULL): a stamp is on disk before it is answered.
 */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import type { FaultName, SetFault } from './faults.ts';

/** A document as received; `sha256` is the hex digest of its bytes, and its identity here. */
export type SealedBytes = { readonly sha256: string; readonly clientRef: string };

/** One stamp in the sandbox's ledger, without its XML. */
export type Stamp = {
  readonly uuid: string;
  readonly sha256: string;
  readonly clientRef: string;
  readonly serie: string | null;
  readonly folio: string | null;
  readonly emisor: string;
  readonly receptor: string;
  readonly total: string;
  /** ISO 8601, UTC, by the sandbox's clock. */
  readonly stampedAt: string;
  /** How many times the same bytes were sent, including the first. */
  readonly asked: number;
};

/** One stamp with the whole stamped XML, which is what a repeat returns. */
export type StampWithXml = Stamp & { readonly xml: string };

/** A request to cancel a stamp. */
export type CancellationEntry = {
  readonly uuid: string;
  readonly motivo: string;
  readonly folioSustitucion: string | null;
  /** ISO 8601, UTC: of the latest request, which is the one that counts. */
  readonly requestedAt: string;
  /** The receptor's answer; `null` while there is none. */
  readonly answer: 'accepted' | 'rejected' | null;
  /** How often it became a new request at the SAT, and how often it was requested in total. */
  readonly requests: number;
  readonly asked: number;
};

/** The sandbox's persistent state: its stamps, cancellations and configured faults. Every write is durable when the method returns. */
export type Ledger = {
  /** The stamp of these bytes, counting one more request; `undefined` if they have none. */
  repeat(sha256: string): StampWithXml | undefined;
  /** Records a stamp durably. Bytes that have one already keep it: the first stamp is returned. */
  record(stamp: Omit<StampWithXml, 'asked'>): StampWithXml;
  refuse(document: SealedBytes, code: string, at: string): void;
  /** All stamps, in the order in which they were made. */
  stamps(): readonly Stamp[];
  /** The stamp with this folio fiscal, in either case. */
  byUuid(uuid: string): StampWithXml | undefined;
  refusedCount(): number;
  cancellationOf(uuid: string): CancellationEntry | undefined;
  cancellations(): readonly CancellationEntry[];
  /** Stores a new request, replacing a rejected one if there is one. */
  requestCancellation(asked: Pick<CancellationEntry, 'uuid' | 'motivo' | 'folioSustitucion' | 'requestedAt'>): void;
  countAsked(uuid: string): void;
  answerCancellation(uuid: string, answer: 'accepted' | 'rejected'): boolean;
  /** Folios fiscales of the stamps that relate to this one. */
  relatedTo(uuid: string): readonly string[];
  /** True the first time that it is asked about this document and fault, false ever after. */
  firstTime(sha256: string, fault: FaultName): boolean;
  setFault(fault: SetFault): void;
  faults(): readonly SetFault[];
  /** Counts one use of a fault; the last one removes it. */
  useFault(fault: FaultName): void;
  clearFaults(): void;
  close(): void;
};

const SCHEMA = `
CREATE TABLE IF NOT EXISTS stamp (
  position INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, uuid TEXT NOT NULL UNIQUE COLLATE NOCASE,
  client_ref TEXT NOT NULL, serie TEXT, folio TEXT, emisor TEXT NOT NULL, receptor TEXT NOT NULL, total TEXT NOT NULL,
  stamped_at TEXT NOT NULL, asked INTEGER NOT NULL DEFAULT 1, xml TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS refusal (
  position INTEGER PRIMARY KEY, sha256 TEXT NOT NULL, client_ref TEXT NOT NULL, code TEXT NOT NULL, at TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS cancellation (
  uuid TEXT PRIMARY KEY COLLATE NOCASE, motivo TEXT NOT NULL, folio_sustitucion TEXT, requested_at TEXT NOT NULL, answer TEXT,
  requests INTEGER NOT NULL, asked INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS happened (sha256 TEXT NOT NULL, fault TEXT NOT NULL, PRIMARY KEY (sha256, fault)) STRICT;
CREATE TABLE IF NOT EXISTS fault (
  name TEXT PRIMARY KEY, times INTEGER, delay_ms INTEGER, code TEXT, offset_ms INTEGER) STRICT;
`;

const COLUMNS =
  'uuid, sha256, client_ref AS clientRef, serie, folio, emisor, receptor, total, stamped_at AS stampedAt, asked';

/** Opens the ledger in `file`, creating it and its directory if necessary. Throws if it cannot be opened with full durability. */
export function openLedger(file: string): Ledger {
  mkdirSync(dirname(file), { recursive: true });
  const db = new Database(file, { timeout: 5_000 });
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  if (db.pragma('journal_mode', { simple: true }) !== 'wal') throw new Error(`${file} cannot be opened in WAL mode`);
  db.exec(SCHEMA);
  return { ...stampQueries(db), ...cancellationQueries(db), ...faultQueries(db), close: () => db.close() };
}

function stampQueries(db: Database.Database) {
  const find = db.prepare<[string], StampWithXml>(`SELECT ${COLUMNS}, xml FROM stamp WHERE sha256 = ?`);
  const ask = db.prepare<[string]>('UPDATE stamp SET asked = asked + 1 WHERE sha256 = ?');
  const insert = db.prepare(
    `INSERT INTO stamp (sha256, uuid, client_ref, serie, folio, emisor, receptor, total, stamped_at, xml)
     VALUES (@sha256, @uuid, @clientRef, @serie, @folio, @emisor, @receptor, @total, @stampedAt, @xml)`,
  );
  const list = db.prepare<[], Stamp>(`SELECT ${COLUMNS} FROM stamp ORDER BY position`);
  const byUuid = db.prepare<[string], StampWithXml>(`SELECT ${COLUMNS}, xml FROM stamp WHERE uuid = ?`);
  const refusal = db.prepare('INSERT INTO refusal (sha256, client_ref, code, at) VALUES (?, ?, ?, ?)');
  const refused = db.prepare<[], { refused: number }>('SELECT count(*) AS refused FROM refusal');

  const repeat = (sha256: string): StampWithXml | undefined => (ask.run(sha256).changes ? find.get(sha256) : undefined);
  // Immediate, so that another process on the same file waits instead of violating the UNIQUE constraint.
  const record = db.transaction((stamp: Omit<StampWithXml, 'asked'>): StampWithXml => {
    const earlier = repeat(stamp.sha256);
    if (earlier) return earlier;
    insert.run(stamp);
    return { ...stamp, asked: 1 };
  }).immediate;

  return {
    repeat,
    record,
    refuse: (document: SealedBytes, code: string, at: string): void => {
      refusal.run(document.sha256, document.clientRef, code, at);
    },
    stamps: (): readonly Stamp[] => list.all(),
    byUuid: (uuid: string): StampWithXml | undefined => byUuid.get(uuid),
    refusedCount: (): number => refused.get()?.refused ?? 0,
  };
}

const ENTRY =
  'uuid, motivo, folio_sustitucion AS folioSustitucion, requested_at AS requestedAt, answer, requests, asked';

function cancellationQueries(db: Database.Database) {
  const find = db.prepare<[string], CancellationEntry>(`SELECT ${ENTRY} FROM cancellation WHERE uuid = ?`);
  const list = db.prepare<[], CancellationEntry>(`SELECT ${ENTRY} FROM cancellation ORDER BY rowid`);
  const request = db.prepare(
    `INSERT INTO cancellation (uuid, motivo, folio_sustitucion, requested_at, requests, asked)
     VALUES (@uuid, @motivo, @folioSustitucion, @requestedAt, 1, 1)
     ON CONFLICT (uuid) DO UPDATE SET motivo = excluded.motivo, folio_sustitucion = excluded.folio_sustitucion,
       requested_at = excluded.requested_at, answer = NULL, requests = requests + 1, asked = asked + 1`,
  );
  const count = db.prepare('UPDATE cancellation SET asked = asked + 1 WHERE uuid = ?');
  const answer = db.prepare('UPDATE cancellation SET answer = ? WHERE uuid = ? AND answer IS NULL');
  const related = db.prepare<[string], { uuid: string }>(
    `SELECT uuid FROM stamp WHERE xml LIKE '%<cfdi:CfdiRelacionado UUID="' || ? || '"%'`,
  );
  return {
    cancellationOf: (uuid: string): CancellationEntry | undefined => find.get(uuid),
    cancellations: (): readonly CancellationEntry[] => list.all(),
    requestCancellation: (asked: Parameters<Ledger['requestCancellation']>[0]): void => {
      request.run(asked);
    },
    countAsked: (uuid: string): void => {
      count.run(uuid);
    },
    answerCancellation: (uuid: string, decision: 'accepted' | 'rejected'): boolean =>
      answer.run(decision, uuid).changes === 1,
    relatedTo: (uuid: string): readonly string[] => related.all(uuid).map((stamp) => stamp.uuid),
  };
}

type FaultRow = {
  name: FaultName;
  times: number | null;
  delayMs: number | null;
  code: string | null;
  offsetMs: number | null;
};

function faultQueries(db: Database.Database) {
  const happen = db.prepare('INSERT OR IGNORE INTO happened (sha256, fault) VALUES (?, ?)');
  const set = db.prepare(
    'INSERT OR REPLACE INTO fault (name, times, delay_ms, code, offset_ms) VALUES (?, ?, ?, ?, ?)',
  );
  const list = db.prepare<[], FaultRow>(
    'SELECT name, times, delay_ms AS delayMs, code, offset_ms AS offsetMs FROM fault ORDER BY rowid',
  );
  const count = db.prepare('UPDATE fault SET times = times - 1 WHERE name = ? AND times IS NOT NULL');
  const prune = db.prepare('DELETE FROM fault WHERE times <= 0');
  const clear = db.prepare('DELETE FROM fault');
  return {
    firstTime: (sha256: string, fault: FaultName): boolean => happen.run(sha256, fault).changes === 1,
    setFault: (fault: SetFault): void => {
      set.run(fault.fault, fault.times ?? null, fault.delayMs ?? null, fault.code ?? null, fault.offsetMs ?? null);
    },
    faults: (): readonly SetFault[] => list.all().map(toFault),
    useFault: db.transaction((fault: FaultName): void => {
      if (count.run(fault).changes) prune.run();
    }),
    clearFaults: (): void => {
      clear.run();
    },
  };
}

function toFault({ name, times, delayMs, code, offsetMs }: FaultRow): SetFault {
  return {
    fault: name,
    ...(times !== null && { times }),
    ...(delayMs !== null && { delayMs }),
    ...(code !== null && { code }),
    ...(offsetMs !== null && { offsetMs }),
  };
}
