import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openSqlite } from '../../db/sqlite/sqlite-store.ts';
import { createSeal } from '../../server/accounts/audit.ts';
import { auditJsonLines } from '../../server/accounts/audit-export.ts';
import { parseMasterKey } from '../../server/vault/vault.ts';
import { runCli } from '../support/cli.ts';
import { openWorkshop } from '../support/csd-files.ts';

const workshop = openWorkshop();
afterAll(() => workshop.remove());

const KEY = '00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff';
const ENV = { AUTOFACTURA_DATA: workshop.file('.'), DATABASE_URL: undefined, AUTOFACTURA_MASTER_KEY: KEY };
const cli = (...args: readonly string[]) => runCli(args, ENV);

it('audit check and verify exit 0 for a log as it was written, and 1 with the entry that was changed or with an end that was cut off', async () => {
  const seal = createSeal(parseMasterKey(KEY) ?? expect.unreachable());
  const store = await openSqlite(join(workshop.file('.'), 'autofactura.db'));
  for (const n of [1, 2, 3]) {
    const intent = {
      id: `int_${n}`,
      merchantId: 'mer_luna',
      at: n,
      actor: 'usr_1',
      action: 'POST /keys',
      address: 'x',
    };
    await store.audit.begin(intent);
    await store.audit.finish(intent, { status: 201, target: `key_${n}` }, seal);
  }
  let file = '';
  for await (const line of auditJsonLines(store.audit, 'mer_luna')) file += line;
  const [first, second] = file.split('\n').map((line) => (line ? (JSON.parse(line) as { seal: string }) : undefined));
  await store.close();

  const verify = (text: string, ...more: readonly string[]) =>
    cli('audit', 'verify', workshop.file('log.jsonl', text), '--json', ...more);
  const good = await verify(file, '--head', second?.seal ?? '');
  expect([good.code, JSON.parse(good.stdout)]).toEqual([0, expect.objectContaining({ entries: 3, formerHeadAt: 2 })]);
  const changed = await verify(file.replace('key_2', 'key_9'));
  expect([changed.code, JSON.parse(changed.stdout)]).toEqual([1, expect.objectContaining({ brokenAt: 2 })]);
  expect((await verify(`${JSON.stringify(first)}\n`, '--head', second?.seal ?? '')).code).toBe(1);
});
