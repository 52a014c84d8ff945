import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Ledger, openLedger, type StampWithXml } from '../../../server/pac/sandbox/ledger.ts';

let directory: string;
let ledger: Ledger;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sandbox-ledger-'));
  ledger = openLedger(join(directory, 'ledger.sqlite'));
});
afterEach(() => {
  ledger.close();
  rmSync(directory, { recursive: true });
});

const STAMP: Omit<StampWithXml, 'asked'> = {
  uuid: '5C1F6B4E-2F4E-4F7E-9A52-8F1D3B6A9C10',
  sha256: 'a'.repeat(64),
  clientRef: 'cj1042',
  serie: 'CJ',
  folio: '1042',
  emisor: 'EKU9003173C9',
  receptor: 'URE180429TM6',
  total: '527.00',
  stampedAt: '2026-11-20T18:00:00.000Z',
  xml: '<cfdi:Comprobante/>',
};

describe('the ledger', () => {
  it('keeps the first stamp of the same bytes, whatever is recorded afterwards', () => {
    ledger.record(STAMP);
    const second = ledger.record({ ...STAMP, uuid: 'AAAAAAAA-2F4E-4F7E-9A52-8F1D3B6A9C10' });
    expect(second).toMatchObject({ uuid: STAMP.uuid, asked: 2 });
    expect(ledger.stamps()).toHaveLength(1);
  });

  it('keeps the first stamp even if another process on the same file recorded it', () => {
    const other = openLedger(join(directory, 'ledger.sqlite'));
    other.record(STAMP);
    expect(ledger.record({ ...STAMP, uuid: 'AAAAAAAA-2F4E-4F7E-9A52-8F1D3B6A9C10' }).uuid).toBe(STAMP.uuid);
    other.close();
  });

  it('counts every time the same bytes were sent', () => {
    ledger.record(STAMP);
    ledger.repeat(STAMP.sha256);
    expect(ledger.repeat(STAMP.sha256)).toMatchObject({ asked: 3, xml: STAMP.xml });
    expect(ledger.repeat('b'.repeat(64))).toBeUndefined();
  });

  it('finds a folio fiscal in either case', () => {
    ledger.record(STAMP);
    expect(ledger.byUuid(STAMP.uuid.toLowerCase())?.folio).toBe('1042');
  });

  it('uses a fault as often as it was set, and one without times until it is cleared', () => {
    ledger.setFault({ fault: 'html', times: 2 });
    ledger.setFault({ fault: 'lco' });
    for (const fault of ['html', 'lco', 'html', 'lco'] as const) ledger.useFault(fault);
    expect(ledger.faults()).toEqual([{ fault: 'lco' }]);
    ledger.clearFaults();
    expect(ledger.faults()).toEqual([]);
  });

  it('keeps stamps, refusals and faults when it is reopened', () => {
    ledger.record(STAMP);
    ledger.refuse({ sha256: 'c'.repeat(64), clientRef: '' }, 'CFDI40145', STAMP.stampedAt);
    ledger.setFault({ fault: 'delay', delayMs: 50, times: 3 });
    ledger.close();
    ledger = openLedger(join(directory, 'ledger.sqlite'));
    expect(ledger.stamps()).toEqual([{ ...STAMP, xml: undefined, asked: 1 }]);
    expect(ledger.refusedCount()).toBe(1);
    expect(ledger.faults()).toEqual([{ fault: 'delay', delayMs: 50, times: 3 }]);
  });
});
