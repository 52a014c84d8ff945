/** No secret gets anywhere: the real server, both engines, every form that a secret may be written in. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openStore, type StoreLocation } from '../db/open-store.ts';
import { keysOf } from '../server/sales/lookup.ts';
import { parseSale } from '../server/sales/sale-wire.ts';
import { canary, FORMS, findCanaries, formsOf } from './support/canaries.ts';
import { databasePlaces, filesBelow } from './support/canary-places.ts';
import { type CanaryRun, runWithCanaries } from './support/canary-run.ts';
import { type PostgresServer, startPostgres } from './support/postgres.ts';
import { breakfastOf } from './support/shop.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

describe.each(['SQLite', 'PostgreSQL'] as const)('on %s', (engine) => {
  let folder: string;
  let dataDir: string;
  let location: StoreLocation;
  let postgres: PostgresServer | undefined;
  let run: CanaryRun;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'autofactura-canaries-'));
    dataDir = join(folder, 'data');
    mkdirSync(dataDir);
    postgres = engine === 'PostgreSQL' ? await startPostgres() : undefined;
    const sqlitePath = join(dataDir, 'autofactura.db');
    location = { sqlitePath, ...(postgres && { databaseUrl: await postgres.createDatabase() }) };
    run = await runWithCanaries(dataDir, location);
  });
  afterAll(async () => {
    await postgres?.stop();
    rmSync(folder, { recursive: true });
  });

  it('no key, password or credential is in the log, the database and its write-ahead log, the data folder, an answer, a mail or a webhook', () => {
    expect(run.stamped).toBe(2);
    expect(findCanaries(run.secrets, [...run.kept, ...run.answers, ...run.messages])).toEqual([]);
  });

  it('a webhook’s secret and an invoice’s access token are shown to their owner and stored nowhere', () => {
    expect(findCanaries(run.shown, run.kept)).toEqual([]);
    const refusals = run.answers.filter(({ name }) => /the answer [45]/.test(name));
    expect(findCanaries(run.shown, refusals)).toEqual([]);
    const inAnswers = findCanaries(run.shown, run.answers).map((found) => found.split(',')[0]);
    expect(new Set(inAnswers)).toEqual(new Set(run.shown.map(({ name }) => name)));
    const secrets = run.shown.filter(({ name }) => /webhook/.test(name));
    expect(findCanaries(secrets, run.messages)).toEqual([]);
  });

  it.each(FORMS)('a secret that somebody wrote into the database as %s is found there', async (form) => {
    const secret = canary('a planted secret', `Contraseña plantada ${form}`);
    const [written] = formsOf(secret, form);
    const store = await openStore(location);
    try {
      const sale = parseSale(breakfastOf({ folio: `PLANTA-${form}`, total: '100.00', marker: undefined }));
      if (sale.kind === 'faults') throw new Error('no sale');
      // Not every form is a text that a sale can have: this is about what is on the disk.
      const body = { ...sale.body, folio: written?.toString('latin1').replaceAll('\0', '') ?? '' };
      const put = { id: `sale_planted_${form}`, source: 'api', body, keys: keysOf(sale.body), at: Date.now() };
      await store.sales.put({ merchantId: 'mer_jacaranda', world: 'test' }, [put]);
      const places = [...(await databasePlaces(location)), ...filesBelow(dataDir)];
      const wanted = canary('a planted secret', body.folio);
      expect(findCanaries([wanted], places)).not.toEqual([]);
      if (/^(base64|hex|HEX|URL)/.test(form)) expect(findCanaries([secret], places)).not.toEqual([]);
    } finally {
      await store.close();
    }
  });
});

describe('the search', () => {
  const secret = canary('the password', 'Contraseña de caja 7');

  it.each(FORMS)('finds a secret in a log as %s, wherever it begins, but not its beginning alone', (form) => {
    for (const before of ['', 'x', 'xy', 'xyz']) {
      for (const written of formsOf(secret, form)) {
        const bytes = Buffer.concat([Buffer.from(`{"msg":"${before}`), written, Buffer.from('"}')]);
        expect(findCanaries([secret], [{ name: 'the log', bytes }])).toContain(`the password, ${form}, in the log`);
        const half = bytes.subarray(0, bytes.length - 2 - Math.ceil(written.length / 2));
        expect(findCanaries([secret], [{ name: 'the log', bytes: half }])).toEqual([]);
      }
    }
  });

  it('finds a secret in the base64 of a text around it', () => {
    for (const before of ['', 'a', 'ab', 'abc']) {
      const bytes = Buffer.from(Buffer.from(`${before}Contraseña de caja 7 y más`).toString('base64'));
      expect(findCanaries([secret], [{ name: 'a dump', bytes }])).toContain('the password, base64, in a dump');
    }
  });
});
