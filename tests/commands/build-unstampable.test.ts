/** What `build` does not seal, because no PAC would stamp it: the issuer's certificate, its name, and the Fecha. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { localDateTime } from '../../server/catalogs/local-time.ts';
import { CAFE_JACARANDA, INGRID_XODAR } from '../support/cfdi-fixtures.ts';
import { type CliResult, runCommand } from '../support/cli.ts';
import { type CsdFiles, openWorkshop } from '../support/csd-files.ts';
import { goldenCases } from '../support/golden.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

// A new CSD is a second of work, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const workshop = openWorkshop();
afterAll(() => workshop.remove());

const [CAFE = ''] = goldenCases().flatMap(({ file, content }) => (content.id === 'cafe-mixed-basket' ? [file] : []));
/** The café's golden ticket, sold today: `wallMs` is when its Fecha says that it is issued, on the wall of `zone`. */
function ticket(change: { readonly emisor?: object; readonly wallMs?: number; readonly zone?: string }): string {
  const { fecha: _, sale, emisor, ...rest } = JSON.parse(readFileSync(CAFE, 'utf8'));
  const fecha = change.wallMs && { fecha: localDateTime(change.wallMs, change.zone ?? 'America/Mexico_City') };
  const made = { ...rest, ...fecha, sale, emisor: { ...emisor, ...change.emisor } };
  return workshop.file('case.json', JSON.stringify(made));
}

const build = (file: string, { cer, key, password }: CsdFiles, ...options: readonly string[]): Promise<CliResult> =>
  runCommand(['build', file, '--cer', cer, '--key', key, ...options], { AUTOFACTURA_CSD_PASSWORD: password });

const SEALED = { code: 0, stderr: '', stdout: expect.stringContaining('</cfdi:Comprobante>') };
const refusedAt = (pointer: string, code: string) => ({
  code: 1,
  stdout: '',
  stderr: expect.stringMatching(
    new RegExp(`^cafe-mixed-basket ${pointer} ${code}: [^\\n]+\\n[^\\n]*--allow-unstampable[^\\n]*\\n$`),
  ),
});

let csd: CsdFiles;
beforeAll(async () => {
  csd = await workshop.csd(CAFE_JACARANDA);
});

describe('build refuses, with exit 1, the reason and what to do', () => {
  it.each([
    ['that has expired', () => Date.now() - 5 * 365 * DAY_MS],
    ['that is not valid yet', () => Date.now() + DAY_MS],
  ])('a CSD %s at Fecha; and seals with it when --allow-unstampable says so', async (_, at) => {
    const files = await workshop.csd(INGRID_XODAR, 'csd', at());
    const file = ticket({ emisor: { rfc: INGRID_XODAR.rfc, nombre: INGRID_XODAR.nombre, regimenFiscal: '612' } });
    const refused = await build(file, files);
    expect(refused).toMatchObject(refusedAt('/fecha', '305'));
    expect(refused.stderr).toMatch(/vigencia.*\(dice 20\d\d-.*; se espera 20\d\d-.*–20\d\d-.*\)/);
    expect(await build(file, files, '--allow-unstampable')).toMatchObject(SEALED);
  });

  it.each([
    ['more than 72 hours ago', -73 * HOUR_MS],
    ['in the future', HOUR_MS],
  ])('a Fecha %s; and seals it when --allow-unstampable says so', async (_, awayMs) => {
    const file = ticket({ wallMs: Date.now() + awayMs });
    const refused = await build(file, csd);
    expect(refused).toMatchObject(refusedAt('/fecha', '401'));
    expect(refused.stderr).toContain('72 horas');
    expect(await build(file, csd, '--allow-unstampable')).toMatchObject(SEALED);
  });

  it('a Fecha of now in the capital for a branch in Tijuana, where that is hours away', async () => {
    const emisor = { lugarExpedicion: '22000' };
    expect(await build(ticket({ emisor, wallMs: Date.now() }), csd)).toMatchObject(refusedAt('/fecha', '401'));
    const there = ticket({ emisor, wallMs: Date.now() - 1000, zone: 'America/Tijuana' });
    expect(await build(there, csd)).toMatchObject(SEALED);
  });

  it('a name that is not the certificate’s, and the certificate’s own with its capital regime', async () => {
    const files = await workshop.csd({ ...CAFE_JACARANDA, nombre: 'ESCUELA KEMPER URGATE SA DE CV' });
    expect(await build(ticket({}), files)).toMatchObject(SEALED);
    for (const nombre of ['ESCUELA KEMPER URGATE SA DE CV', 'CAFE JACARANDA']) {
      const file = ticket({ emisor: { nombre } });
      const refused = await build(file, files);
      expect(refused).toMatchObject(refusedAt('/emisor/nombre', 'CFDI40139'));
      expect(refused.stderr).toContain(`(dice ${nombre}; se espera ESCUELA KEMPER URGATE)`);
      expect(await build(file, files, '--allow-unstampable')).toMatchObject(SEALED);
    }
  });

  it('an RFC that is not the certificate’s, whatever is allowed: no reader would take the seal', async () => {
    const file = ticket({ emisor: { rfc: 'H&E951128469', nombre: 'HERRERIA & ELECTRICOS' } });
    for (const options of [[], ['--allow-unstampable']]) {
      const refused = await build(file, csd, ...options);
      expect([refused.code, refused.stdout]).toEqual([1, '']);
      expect(refused.stderr).toMatch(/^cafe-mixed-basket \/emisor\/rfc 303: /);
    }
  });
});

describe('build seals without further options', () => {
  it('a ticket without a Fecha: it is a minute ago where it is issued', async () => {
    expect(await build(ticket({}), csd)).toMatchObject(SEALED);
  });

  it('a Fecha of 71 hours ago', async () => {
    expect(await build(ticket({ wallMs: Date.now() - 71 * HOUR_MS }), csd)).toMatchObject(SEALED);
  });
});
