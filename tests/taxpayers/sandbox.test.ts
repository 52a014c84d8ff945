import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Receptor } from '../../server/cfdi/sold.ts';

import { createSandboxRegistry } from '../../server/taxpayers/sandbox.ts';
import { type OpenedPac, openPac } from '../support/pac-process.ts';

let directory: string;
let sandbox: OpenedPac;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'sandbox-registry-'));
  sandbox = await openPac({ ledgerFile: join(directory, 'ledger.sqlite'), certificateDir: directory });
});
afterAll(async () => {
  await sandbox.stop();
  rmSync(directory, { recursive: true });
});

const ROBOTICA: Receptor = {
  rfc: 'URE180429TM6',
  nombre: 'UNIVERSIDAD ROBOTICA ESPAÑOLA',
  codigoPostal: '65000',
  regimenFiscal: '601',
  usoCfdi: 'G03',
};

function check(changes: Partial<Receptor>, signal = new AbortController().signal) {
  return createSandboxRegistry({ url: sandbox.url }).check({ ...ROBOTICA, ...changes }, signal);
}

const MATCH = { rfc: 'match', nombre: 'match', codigoPostal: 'match', regimenFiscal: 'match' };

describe('the sandbox as a register', () => {
  it.each([
    ['all four data right', {}, MATCH],
    ['a name with its regime', { nombre: 'UNIVERSIDAD ROBOTICA ESPAÑOLA SA DE CV' }, { ...MATCH, nombre: 'mismatch' }],
    ["the branch's postal code", { codigoPostal: '06700' }, { ...MATCH, codigoPostal: 'mismatch' }],
    ['a régimen of others', { regimenFiscal: '620' }, { ...MATCH, regimenFiscal: 'mismatch' }],
    ['an & in RFC and name', { rfc: 'H&E951128469', nombre: 'HERRERIA & ELECTRICOS', codigoPostal: '06002' }, MATCH],
  ])('answers for %s', async (_what, changes, answer) => {
    expect(await check(changes)).toEqual(answer);
  });

  it('reports only that an unknown RFC is unknown', async () => {
    const rest = { nombre: 'not-checked', codigoPostal: 'not-checked', regimenFiscal: 'not-checked' };
    expect(await check({ rfc: 'URE180429TM7' })).toEqual({ rfc: 'mismatch', ...rest });
  });

  it('has neither name nor postal code for a generic RFC, and only 616 for it', async () => {
    const generic = { rfc: 'match', nombre: 'not-checked', codigoPostal: 'not-checked' };
    expect(await check({ rfc: 'XAXX010101000', nombre: 'JUAN PEREZ', regimenFiscal: '616' })).toEqual({
      ...generic,
      regimenFiscal: 'match',
    });
    expect(await check({ rfc: 'XEXX010101000' })).toEqual({ ...generic, regimenFiscal: 'mismatch' });
  });

  it('never returns a value, whatever it is asked', async () => {
    const answer = await fetch(new URL('/taxpayers/check', sandbox.url), {
      method: 'POST',
      body: JSON.stringify({ ...ROBOTICA, nombre: '', codigoPostal: '' }),
    });
    expect(await answer.text()).not.toMatch(/ROBOTICA|65000|86991/);
  });

  it('is unavailable, and does not throw, if it cannot be reached or does not answer in time', async () => {
    const unavailable = {
      rfc: 'unavailable',
      nombre: 'unavailable',
      codigoPostal: 'unavailable',
      regimenFiscal: 'unavailable',
    };
    expect(await check({}, AbortSignal.abort())).toEqual(unavailable);
    const nobody = createSandboxRegistry({ url: 'http://127.0.0.1:9' });
    expect(await nobody.check(ROBOTICA, new AbortController().signal)).toEqual(unavailable);
  });
});
