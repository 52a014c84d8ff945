import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StoreLocation } from '../../db/open-store.ts';
import { deliveryStorm } from '../support/delivery-storm.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';

/** `AUTOFACTURA_STORM_DELIVERIES=10000` for the storm that the promise is about; an even number. */
const DELIVERIES = Number(process.env.AUTOFACTURA_STORM_DELIVERIES ?? 1_000);
const KILLS = Math.max(3, Math.round(DELIVERIES / 500));
const MINUTES = 60_000;

let folder: string;
let postgres: PostgresServer;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'autofactura-storm-'));
  postgres = await startPostgres();
});
afterAll(async () => {
  await postgres.stop();
  rmSync(folder, { recursive: true });
});

describe(`${DELIVERIES} deliveries, and a process that is killed ${KILLS} times while it makes them`, () => {
  const engines: Readonly<Record<string, () => Promise<StoreLocation>>> = {
    SQLite: async () => ({ sqlitePath: join(folder, 'storm.sqlite') }),
    PostgreSQL: async () => ({ sqlitePath: '', databaseUrl: await postgres.createDatabase() }),
  };

  it.each(Object.entries(engines))(
    'arrive all, under one id each, fewer than 3 % twice, while one endpoint never answers: %s',
    async (_, locate) => {
      const random = Math.random;
      const report = await deliveryStorm({ location: await locate(), deliveries: DELIVERIES, kills: KILLS, random });
      expect(report.arrived).toEqual(report.expected);
      expect(report.isStable).toBe(true);
      expect(report.repeats).toBeLessThan(DELIVERIES * 0.03);
      expect(new Set(report.living)).toEqual(new Set(['sent']));
      expect(report.living).toHaveLength(DELIVERIES);
      expect(new Set(report.dead)).toEqual(new Set(['pending']));
      console.info(`${report.kills} kills, ${report.repeats} of ${DELIVERIES} repeated`);
    },
    Math.max(2, DELIVERIES / 500) * MINUTES,
  );
});
