import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { comprobanteXml } from '../../server/cfdi/comprobante-xml.ts';
import { clear, seenRequests, setQuirk, spawnStandIns } from '../stand-ins/spawn.ts';
import { EL_YUNQUE, stampedTicket, ticket, timbreOf } from '../support/cfdi-fixtures.ts';
import { runCli } from '../support/cli.ts';

let directory: string;
let standIns: Awaited<ReturnType<typeof spawnStandIns>>;
let files: { readonly coffee: string; readonly yunque: string; readonly unstamped: string };
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'sat-status-cli-'));
  standIns = await spawnStandIns(join(directory, 'stand-ins'));
  files = {
    coffee: written('cafe.xml', stampedTicket()),
    yunque: written('yunque.xml', stampedTicket({ folio: '77', emisor: EL_YUNQUE })),
    unstamped: written('previa.xml', comprobanteXml(ticket())),
  };
});
afterEach(() => clear(`${standIns.url}/sat`));
afterAll(async () => {
  await standIns.stop();
  rmSync(directory, { recursive: true });
});

function written(name: string, xml: string): string {
  const file = join(directory, name);
  writeFileSync(file, xml);
  return file;
}

const satStatus = (...args: readonly string[]) =>
  runCli(['sat-status', ...args], { AUTOFACTURA_PROVIDERS_URL: standIns.url });

it('says in one line that a CFDI is in force, and exits with 0', async () => {
  const { code, stdout } = await satStatus(files.coffee);
  expect(stdout).toBe(
    `${files.coffee}  ${timbreOf(ticket()).uuid}  vigente  cancelable: sin-aceptacion  request: none  69-B: clear` +
      '  cancellation: in-force\n',
  );
  expect(code).toBe(0);
});

it('asks with what is printed on the document: its RFCs, its total, its UUID and the end of its seal', async () => {
  await satStatus(files.yunque);
  const { uuid, selloCfd } = timbreOf(ticket({ folio: '77' }));
  expect((await seenRequests(`${standIns.url}/sat`)).map(({ body }) => /CDATA\[(.*)\]\]/.exec(body)?.[1])).toEqual([
    `?re=H&amp;E951128469&rr=URE180429TM6&tt=527.0&id=${uuid}&fe=${selloCfd.slice(-8)}`,
  ]);
});

it('reports what the SAT says about each file, and exits with 1 if one is cancelled', async () => {
  await setQuirk(`${standIns.url}/sat`, `sat-plazo-vencido ${timbreOf(ticket({ folio: '77' })).uuid}`);
  const { code, stdout } = await satStatus(files.coffee, files.yunque, '--json');
  const printed = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(printed).toMatchObject([
    { file: files.coffee, status: { kind: 'found', estado: 'vigente' }, cancellation: { kind: 'in-force' } },
    {
      file: files.yunque,
      status: { kind: 'found', estado: 'cancelado' },
      cancellation: { kind: 'canceled', how: 'plazo-vencido' },
    },
  ]);
  expect(code).toBe(1);
});

it.each([
  ['sat-not-yet', { kind: 'not-found' }],
  ['sat-html', { kind: 'unavailable' }],
])('exits with 1 for %s, which proves nothing', async (quirk, status) => {
  await setQuirk(`${standIns.url}/sat`, quirk);
  const { code, stdout } = await satStatus(files.coffee, '--json');
  expect(JSON.parse(stdout)).toMatchObject({ status, cancellation: { kind: 'unknown' } });
  expect(code).toBe(1);
});

it('names on stderr the files that are not stamped CFDIs, asks about the others, and exits with 1', async () => {
  const { code, stdout, stderr } = await satStatus(files.unstamped, join(directory, 'nada.xml'), files.coffee);
  expect(stderr).toMatch(/previa\.xml: it is not stamped[\s\S]*nada\.xml/);
  expect(stdout.trimEnd().split('\n')).toEqual([expect.stringContaining('vigente')]);
  expect(code).toBe(1);
});

it('exits with 2 without a file', async () => {
  const { code, stderr } = await satStatus();
  expect([code, stderr]).toEqual([2, expect.stringContaining('autofactura sat-status FILE.xml')]);
});
