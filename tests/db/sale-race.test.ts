import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../db/open-store.ts';
import type { Store } from '../../db/store.ts';
import { folioKey } from '../../server/sales/lookup.ts';
import { JACARANDA, SOLD_AT } from '../contracts/store/cast.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';
import { program } from '../support/programs.ts';

/** What two tills of one purchase call it: the same, or without the zeros that a spreadsheet dropped. */
const FOLIOS = Array.from({ length: 60 }, (_, n) =>
  n % 2 === 0 ? ([`CJ-${1000 + n}`, `CJ-${1000 + n}`] as const) : ([`000${700 + n}`, `${700 + n}`] as const),
);

describe.each(['sqlite', 'postgres'] as const)(
  'one purchase that reaches two servers at one instant, on %s',
  (engine) => {
    const folder = mkdtempSync(join(tmpdir(), 'autofactura-race-'));
    let server: PostgresServer | undefined;
    let store: Store;
    let racers: readonly ChildProcess[] = [];

    beforeAll(async () => {
      server = engine === 'postgres' ? await startPostgres() : undefined;
      const databaseUrl = await server?.createDatabase();
      const sqlitePath = join(folder, 'autofactura.db');
      store = await openStore({ sqlitePath, ...(databaseUrl !== undefined && { databaseUrl }) });
      await openShop(store);
      const racer = await program('tests/db/sale-racer.ts');
      const start = (...source: string[]) => fork(racer, [databaseUrl ?? sqlitePath, ...source], { execArgv: [] });
      racers = [start(), start('src_caja')];
      await Promise.all(racers.map(heard));
    });
    afterAll(async () => {
      for (const racer of racers) racer.disconnect();
      await store?.close();
      await server?.stop();
      rmSync(folder, { recursive: true });
    });

    it('is one sale and one refused duplicate, in each of 60 races', async () => {
      for (const folios of FOLIOS) {
        const outcomes = Promise.all(racers.map(heard));
        for (const [i, racer] of racers.entries()) racer.send(folios[i] ?? '');
        expect([folios, (await outcomes).toSorted()]).toEqual([folios, ['created', 'unstored']]);
        const found = await Promise.all(
          [...new Set(folios)].map((folio) => store.sales.search(JACARANDA, { folioKey: folioKey(folio) })),
        );
        expect(found.flat()).toHaveLength(1);
      }
    });
  },
);

const BREAKFAST = { claveProdServ: '90101501', claveUnidad: 'E48', impuestos: [], pricesIncludeTax: true };

async function openShop({ merchants, sources }: Store): Promise<void> {
  const { merchantId } = JACARANDA;
  await merchants.addMerchant(
    {
      ...{ id: merchantId, tradeName: 'Café Jacaranda', contact: {} },
      ...{ rfc: 'EKU9003173C9', nombre: 'ESCUELA KEMPER URGATE', regimenFiscal: '601' },
    },
    { merchantId, code: 'roma', name: 'Roma', codigoPostal: '06700' },
  );
  await sources.put({
    ...{
      id: 'src_caja',
      tenant: JACARANDA,
      type: 'csv',
      name: 'Caja 1',
      settings: { defaults: BREAKFAST, payments: {} },
    },
    ...{ sealedCredentials: new Uint8Array(), createdAt: SOLD_AT },
  });
}

const heard = (child: ChildProcess): Promise<string> => once(child, 'message').then(([message]) => message);
