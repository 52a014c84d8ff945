import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SpawnedPac } from '../../server/pac/sandbox/spawn.ts';
import { createSandboxPac } from '../../server/pac/sandbox.ts';
import { ALL_FAULTS, PAC_FAULTS, type PacFault } from '../support/crash-scene.ts';
import { convict, convictLedger, type LedgerStamp, readLedger, type Testimony } from '../support/judge.ts';
import { createNaiveIssuer, type NaiveIssuer } from '../support/naive-issuer.ts';
import { spawnPac } from '../support/pac-process.ts';

const UUID = '5A1B6D2E-0F3C-4B7A-9E21-8C4D5E6F7A8B';
const OTHER_UUID = '0DDC0FFE-0F3C-4B7A-9E21-8C4D5E6F7A8B';
const stamp: LedgerStamp = { uuid: UUID, serie: 'CJ', folio: '1', receptor: 'URE180429TM6', total: '348.00', asked: 2 };
const testimony: Testimony = {
  total: '348.00',
  receptor: 'URE180429TM6',
  uuid: UUID.toLowerCase(),
  serie: 'CJ',
  folio: '1',
  xml: `<cfdi:Comprobante><tfd:TimbreFiscalDigital Version="1.1" UUID="${UUID}"/></cfdi:Comprobante>`,
};

describe('the judge', () => {
  it('acquits one stamp that its customer has, however often the PAC was asked', () => {
    expect(convict([stamp], testimony)).toEqual([]);
    expect(convictLedger([stamp], ['348.00'])).toEqual([]);
  });

  it.each<[string, readonly LedgerStamp[], Testimony]>([
    ['no stamp', [], testimony],
    ['two stamps', [stamp, { ...stamp, uuid: OTHER_UUID, folio: '2' }], testimony],
    ['a stamp for somebody else', [{ ...stamp, receptor: 'CTE950627K46' }], testimony],
    ['an answer without the UUID', [stamp], { ...testimony, uuid: undefined }],
    ['an answer with another UUID', [stamp], { ...testimony, uuid: OTHER_UUID }],
    ['a download with another UUID', [stamp], { ...testimony, xml: testimony.xml.replace(UUID, OTHER_UUID) }],
    ['a download without a timbre', [stamp], { ...testimony, xml: '<cfdi:Comprobante/>' }],
    ['another folio than was answered', [stamp], { ...testimony, folio: '2' }],
  ])('convicts %s', (_, stamps, claim) => {
    expect(convict(stamps, claim)).toHaveLength(1);
  });

  it.each<[string, readonly LedgerStamp[]]>([
    ['a stamp for no sale', [stamp, { ...stamp, folio: '2', total: '349.00' }]],
    ['a folio used twice', [stamp, { ...stamp, uuid: OTHER_UUID }]],
    ['a folio left out', [{ ...stamp, folio: '2' }]],
  ])('convicts %s', (_, stamps) => {
    expect(convictLedger(stamps, ['348.00'])).toHaveLength(1);
  });
});

describe('an issuer that seals anew after a crash or a doubt', () => {
  const isStampedAtOnce = (fault: PacFault) =>
    !['fails before stamping', 'hangs up before stamping', 'is in maintenance'].includes(fault);
  let directory: string;
  let pac: SpawnedPac;
  let naive: NaiveIssuer;
  let folio = 0;
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'autofactura-naive-'));
    pac = await spawnPac({ ledgerFile: join(directory, 'ledger.db'), certificateDir: directory });
    naive = await createNaiveIssuer(createSandboxPac({ url: pac.url, timeoutMs: 1_500 }));
  });
  afterAll(async () => {
    await pac?.stop();
    rmSync(directory, { recursive: true });
  });

  async function verdictOn(marker: string | undefined, dies: boolean): Promise<readonly string[]> {
    folio += 1;
    const claim = await naive.issue({ folio, marker, dies });
    return convict(await readLedger(pac.url), claim);
  }

  it('is convicted of two CFDI for one sale when it dies before it could write the first down', async () => {
    expect(await verdictOn(undefined, true)).toEqual([expect.stringContaining('duplicated')]);
  });

  it.each(ALL_FAULTS.filter((fault) => fault !== 'does its work' && isStampedAtOnce(fault)))(
    'is convicted without any crash when the PAC %s',
    async (fault) => {
      const verdict = await verdictOn(PAC_FAULTS[fault], false);
      expect(verdict).toEqual([expect.stringContaining('duplicated')]);
    },
  );

  it('is acquitted where nothing goes wrong', async () => {
    expect(await verdictOn(undefined, false)).toEqual([]);
  });
});
