import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { MORAL, NADIE, VARIOS } from '../stand-ins/constancia-pages.ts';
import { runCli } from '../support/cli.ts';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'csf-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

const saved = (html: string | Uint8Array): string => {
  const file = join(directory, 'pagina.html');
  writeFileSync(file, html);
  return file;
};

it('prints the four data of a saved page, and nothing else', async () => {
  const { code, stdout } = await runCli(['csf', saved(VARIOS), '--json']);
  expect([code, JSON.parse(stdout)]).toEqual([
    0,
    { rfc: 'PEGM850312PC8', nombre: 'MARÍA JOSÉ PEÑA GÜEMES', codigoPostal: '06700', regimenes: ['612', '605', '606'] },
  ]);
});

it('reads a page that a browser saved as windows-1252', async () => {
  const { stdout } = await runCli(['csf', saved(Buffer.from(VARIOS, 'latin1')), '--json']);
  expect(JSON.parse(stdout).nombre).toBe('MARÍA JOSÉ PEÑA GÜEMES');
});

it('refuses a page without data: nothing on stdout, why on stderr, exit 1', async () => {
  for (const html of [NADIE, '', '<p>Hola</p>', MORAL.replaceAll('06700', '')]) {
    const { code, stdout, stderr } = await runCli(['csf', saved(html), '--json']);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('not the page of a Constancia');
  }
});
