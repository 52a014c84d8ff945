import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createConstanciaReader } from '../../server/taxpayers/constancia.ts';
import { readConstanciaPage } from '../../server/taxpayers/constancia-page.ts';
import { constanciaUrl, parseConstanciaQr } from '../../server/taxpayers/constancia-qr.ts';
import { regimenOfText } from '../../server/taxpayers/regimen-of-text.ts';
import { FISICA, MORAL, NADIE, VARIOS } from '../stand-ins/constancia-pages.ts';
import { clear, seenRequests, setQuirk, spawnStandIns } from '../stand-ins/spawn.ts';

const SAT = 'https://siat.sat.gob.mx/app/qr/faces/pages/mobile/validadorqr.jsf';
const MARIA = `${SAT}?D1=10&D2=1&D3=14010011223_PEGM850312PC8`;

describe('the text of a QR', () => {
  it('is read in any case of the RFC, with an & or an Ñ in it', () => {
    expect(parseConstanciaQr(` ${MARIA.replace('PEGM', 'pegm')} `)).toEqual({
      idCif: '14010011223',
      rfc: 'PEGM850312PC8',
    });
    expect(parseConstanciaQr(`${SAT}?D1=10&D2=1&D3=14010011225_H%26E951128469`)?.rfc).toBe('H&E951128469');
  });

  it.each([
    ['another host', MARIA.replace('siat.sat.gob.mx', 'siat.sat.gob.mx.example.com')],
    ['a user before the host', MARIA.replace('https://', 'https://siat.sat.gob.mx@')],
    ['a port', MARIA.replace('.gob.mx/', '.gob.mx:8443/')],
    ['another page', MARIA.replace('validadorqr', 'otro')],
    ['another document (the last page of the Constancia)', MARIA.replace('D1=10', 'D1=26')],
    ['a fragment', `${MARIA}#x`],
    ['an RFC that is none', MARIA.replace('PEGM850312PC8', 'PEGM859912PC8')],
    ['a number that is too short', MARIA.replace('14010011223', '1401')],
    ['another scheme', MARIA.replace('https:', 'file:')],
    ['no address', 'Constancia de Situación Fiscal'],
  ])('is refused with %s', (_, text) => {
    expect(parseConstanciaQr(text)).toBeUndefined();
  });

  it('is never fetched as it is: the address is rebuilt from its parts', () => {
    const qr = parseConstanciaQr(`${MARIA}&next=https://example.com`);
    expect(qr && constanciaUrl(qr).href).toBe(MARIA);
  });
});

describe('the page of a Constancia', () => {
  it('gives a persona física as her CFDI requires', () => {
    expect(readConstanciaPage(FISICA)).toEqual({
      kind: 'found',
      constancia: {
        rfc: 'PEGM850312PC8',
        nombre: 'MARÍA JOSÉ PEÑA GÜEMES',
        codigoPostal: '06700',
        regimenes: ['626'],
        situacion: 'ACTIVO',
      },
    });
  });

  it('gives a company without its régimen de capital', () => {
    expect(readConstanciaPage(MORAL)).toMatchObject({
      constancia: { rfc: 'H&E951128469', nombre: 'HERRERIA & ELECTRICOS', regimenes: ['601'] },
    });
  });

  it('gives every régimen that the catalogue knows, in the order of the page', () => {
    expect(readConstanciaPage(VARIOS)).toMatchObject({ constancia: { regimenes: ['612', '605', '606'] } });
  });

  it('gives nothing else: no CURP, no birth date, no e-mail, no address', () => {
    expect(JSON.stringify(readConstanciaPage(VARIOS))).not.toMatch(/PEGM850312M|1985-|12-03|example\.com|JALAPA|ROMA/);
  });

  it('without data is reported as not found', () => {
    expect(readConstanciaPage(NADIE)).toEqual({ kind: 'not-found' });
  });

  it.each([
    ['without its postal code', FISICA.replace('06700', ''), ['codigoPostal']],
    ['of somebody else’s site', '<p>Bienvenido</p>', ['rfc', 'nombre', 'codigoPostal']],
    ['that is empty', '', ['rfc', 'nombre', 'codigoPostal']],
  ])('%s is unreadable, and the fault says what is missing', (_, html, missing) => {
    expect(readConstanciaPage(html)).toEqual({ kind: 'unreadable', missing });
  });

  it('is read with its cells written differently: capitals, other styles, blanks', () => {
    const other = FISICA.replaceAll('<td role="gridcell"', '\n<TD  CLASS="x"').replaceAll('</td>', ' \n</TD>');
    expect(readConstanciaPage(other)).toEqual(readConstanciaPage(FISICA));
  });

  it('never makes the reader throw, whatever it is', () => {
    fc.assert(fc.property(fc.string(), (html) => void readConstanciaPage(`<td>CP:</td>${html}`)));
  });
});

it.each([
  ['Régimen Simplificado de Confianza', '626'],
  ['Régimen General de Ley Personas Morales', '601'],
  ['Régimen de las Personas Morales con Fines no Lucrativos', '603'],
  ['Régimen de los Coordinados', '624'],
  ['Régimen de Actividades Agrícolas, Ganaderas, Silvícolas y Pesqueras PM', '622'],
  ['Régimen de los demás ingresos', '608'],
  ['Régimen de los ingresos por intereses.', '614'],
  ['Régimen de Ingresos por Dividendos (socios y accionistas)', '611'],
  ['Régimen de Incorporación Fiscal', '621'],
  ['Sin obligaciones fiscales', '616'],
  ['Régimen de las Actividades Empresariales con ingresos a través de Plataformas Tecnológicas', '625'],
  ['Régimen de los Tiempos Que Vendrán', undefined],
])('the régimen «%s» is read as %s', (text, clave) => {
  expect(regimenOfText(text)).toBe(clave);
});

describe('the reader of the Constancia', () => {
  let directory: string;
  let standIns: Awaited<ReturnType<typeof spawnStandIns>>;
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'siat-'));
    standIns = await spawnStandIns(directory);
  });
  afterEach(() => clear(`${standIns.url}/siat`));
  afterAll(async () => {
    await standIns.stop();
    rmSync(directory, { recursive: true });
  });
  const read = (text: string, ms = 5_000) => {
    const qr = parseConstanciaQr(text);
    if (!qr) throw new Error('no QR');
    return createConstanciaReader({ base: `${standIns.url}/siat` }).read(qr, AbortSignal.timeout(ms));
  };

  it('requests the SAT’s page and returns what it says', async () => {
    expect(await read(MARIA)).toMatchObject({ kind: 'found', constancia: { nombre: 'MARÍA JOSÉ PEÑA GÜEMES' } });
    const [asked] = await seenRequests(`${standIns.url}/siat`);
    expect(asked?.path).toContain('validadorqr.jsf?D1=10&D2=1&D3=14010011223_PEGM850312PC8');
  });

  it('reports not found for a number that nobody has', async () => {
    expect(await read(MARIA.replace('14010011223', '99999999999'))).toEqual({ kind: 'not-found' });
  });

  it('does not accept another page than the requested one', async () => {
    await setQuirk(`${standIns.url}/siat`, 'siat-other', 1);
    expect(await read(MARIA)).toEqual({ kind: 'not-found' });
  });

  it('is unavailable if the SAT does not answer in time, or not at all', async () => {
    await setQuirk(`${standIns.url}/siat`, 'siat-slow', 1);
    expect(await read(MARIA, 300)).toEqual({ kind: 'unavailable' });
    const nobody = createConstanciaReader({ base: 'http://127.0.0.1:9' });
    const qr = { idCif: '14010011223', rfc: 'PEGM850312PC8' } as NonNullable<ReturnType<typeof parseConstanciaQr>>;
    expect(await nobody.read(qr, AbortSignal.timeout(5_000))).toEqual({ kind: 'unavailable' });
  });
});
