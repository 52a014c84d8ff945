import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { intakeOf } from '../../../server/http/api/intake-of.ts';
import { createInbox, type Inbox } from '../../../server/sources/own-system/inbox/inbox.ts';
import { read, startApi, type TestApi } from '../../support/api.ts';

let api: TestApi;
let inboxDir: string;
let inbox: Inbox;
let id: string;
let folder: string;
beforeAll(async () => {
  api = await startApi();
  inboxDir = join(api.directory, 'inbox');
});
afterAll(() => api.stop());
beforeEach(async () => {
  inbox = createInbox(intakeOf(api.services), inboxDir);
  const upload = {
    ...{ type: 'csv', name: 'Caja 2' },
    defaults: {
      claveProdServ: '90101501',
      claveUnidad: 'E48',
      pricesIncludeTax: true,
      formaPago: '01',
      impuestos: [{ tipo: 'traslado', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.160000' }],
    },
  };
  const answer = await api.post('/v1/sources', upload, { authorization: `Bearer ${api.key}` });
  id = (await read<{ id: string }>(answer)).id;
  await inbox.round();
  folder = join(inboxDir, id);
});

const drop = (name: string, text: string | Buffer): void => writeFileSync(join(folder, name), text);
const there = (): readonly string[] =>
  readdirSync(folder).filter((name) => name !== 'procesados' && name !== 'en proceso');
const done = (): readonly string[] => readdirSync(join(folder, 'procesados')).sort();
const resultOf = (name: string): readonly string[] => {
  const file = done().find((each) => each.endsWith(`${name}.resultado.csv`));
  return readFileSync(join(folder, 'procesados', file ?? 'none'), 'utf8')
    .replace('\ufeff', '')
    .trim()
    .split('\r\n');
};
const twice = async (): Promise<void> => {
  await inbox.round();
  await inbox.round();
};
let tickets = 0;
const ticket = (): string => {
  tickets += 1;
  return `B-${tickets}`;
};

describe('the folder of a source of spreadsheets', () => {
  it('reads a file, archives it and answers with another one, with a line for each ticket', async () => {
    const [good, bad] = [ticket(), ticket()];
    drop('ventas.csv', `Ticket,Fecha,Total\n${good},20/11/2026 9:32,$348.00\n${bad},ayer,58\n=SUMA(A1),20/11/2026,60`);
    await twice();
    expect(there()).toEqual([]);
    expect(done()).toHaveLength(2);
    const [header, first, second, third] = resultOf('ventas.csv');
    expect(header).toBe('línea,folio,resultado,detalle');
    expect(first).toBe(`2,${good},recibida,`);
    expect(second).toContain(`3,${bad},rechazada,"Fecha: No es una fecha`);
    // Opened in a spreadsheet, it must not be a formula.
    expect(third).toBe("4,'=SUMA(A1),recibida,");
    expect(await api.search({ folio: good, total: '348' })).toHaveLength(1);
  });

  it('leaves a file alone while it is being written', async () => {
    const folio = ticket();
    drop('corte.csv', `Ticket,Fecha,Total\n${folio},20/11/2026`);
    await inbox.round();
    drop('corte.csv', `Ticket,Fecha,Total\n${folio},20/11/2026,58`);
    await inbox.round();
    expect(there()).toEqual(['corte.csv']);
    await inbox.round();
    expect(there()).toEqual([]);
    expect(await api.search({ folio, total: '58' })).toHaveLength(1);
  });

  it('a file that was read when the process died is read again and changes nothing; an older one changes nothing either', async () => {
    const folio = ticket();
    const sheet = (total: string) => `Ticket,Fecha,Total\n${folio},20/11/2026,${total}`;
    const at = api.now() / 1_000 - 3_600;
    const dated = (name: string, text: string, seconds: number): void => {
      drop(name, text);
      utimesSync(join(folder, name), seconds, seconds);
    };
    dated('corte.csv', sheet('60'), at);
    await twice();
    dated('corte.csv', sheet('60'), at);
    await twice();
    expect(resultOf('corte.csv')[1]).toBe(`2,${folio},sin cambios,`);
    dated('ayer.csv', sheet('58'), at - 86_400);
    await twice();
    expect(resultOf('ayer.csv')[1]).toMatch(/rechazada,.*más recientes/);
    expect(await api.search({ folio, total: '60' })).toHaveLength(1);
  });

  it('two servers over one folder make one sale of a ticket', async () => {
    const folio = ticket();
    const other = createInbox(intakeOf(api.services), inboxDir);
    drop('ventas.csv', `Ticket,Fecha,Total\n${folio},20/11/2026,58`);
    await Promise.all([inbox.round(), other.round()]);
    await Promise.all([inbox.round(), other.round()]);
    await twice();
    expect(there()).toEqual([]);
    expect(await api.search({ folio, total: '58' })).toHaveLength(1);
  });

  it('archives what is not a spreadsheet of sales with the reason, and goes on reading the rest', async () => {
    const folio = ticket();
    drop('a.csv', '"nada');
    drop('b.csv', Buffer.from([0xff, 0xfe, 0x00, 0x41]));
    drop('c.csv', `Ticket,Fecha,Total\n${folio},20/11/2026,58`);
    await twice();
    expect(there()).toEqual([]);
    expect(resultOf('a.csv')[1]).toContain('rechazada');
    expect(await api.search({ folio, total: '58' })).toHaveLength(1);
  });

  it('what is written to it while it is read is read too', async () => {
    const [first, second] = [ticket(), ticket()];
    const intake = intakeOf(api.services);
    let isWritten = false;
    // Whoever writes the file goes on just when its first rows are kept.
    const receive: typeof intake.store.sources.receive = async (id, batch) => {
      if (!isWritten) appendFileSync(join(folder, 'en proceso', 'corte.csv'), `${second},20/11/2026,60\n`);
      isWritten = true;
      return intake.store.sources.receive(id, batch);
    };
    const sources = { ...intake.store.sources, receive };
    const slow = createInbox({ ...intake, store: { ...intake.store, sources } }, inboxDir);
    drop('corte.csv', `Ticket,Fecha,Total\n${first},20/11/2026,58\n`);
    for (const _ of ['seen', 'taken', 'read again']) await slow.round();
    expect(done().some((name) => name.endsWith('corte.csv'))).toBe(true);
    expect(await api.search({ folio: second, total: '60' })).toHaveLength(1);
  });

  it('what was taken when the process died is read by the next one', async () => {
    const folio = ticket();
    writeFileSync(join(folder, 'en proceso', 'corte.csv'), `Ticket,Fecha,Total\n${folio},20/11/2026,58`);
    await createInbox(intakeOf(api.services), inboxDir).round();
    expect(resultOf('corte.csv')[1]).toBe(`2,${folio},recibida,`);
  });

  it('writes through no symbolic link: its target stays as it is', async () => {
    const victim = join(api.directory, 'ajustes.conf');
    writeFileSync(victim, 'intacto');
    const at = 1_763_600_000;
    drop('trampa.csv', 'Ticket,Fecha,Total\nL-1,20/11/2026,58');
    utimesSync(join(folder, 'trampa.csv'), at, at);
    const stamp = new Date(at * 1_000).toISOString().slice(0, 19).replaceAll(':', '-');
    symlinkSync(victim, join(folder, 'procesados', `${stamp} trampa.csv.resultado.csv`));
    await twice();
    expect(readFileSync(victim, 'utf8')).toBe('intacto');
    expect(resultOf('trampa.csv')[1]).toContain('recibida');
  });

  it('a folder that is a link is not read', async () => {
    const other = join(api.directory, 'otra carpeta');
    mkdirSync(other);
    writeFileSync(join(other, 'corte.csv'), 'Ticket,Fecha,Total\nLINK-1,20/11/2026,58');
    rmSync(folder, { recursive: true });
    symlinkSync(other, folder);
    await twice();
    expect(readdirSync(other)).toEqual(['corte.csv']);
    expect(api.logged.at(-1)).toMatchObject({ event: 'source.inbox-failed', fields: { error: 'ENOTDIR' } });
    rmSync(folder);
  });

  it('archives a workbook with the format to save it in, and so a file with a long name', async () => {
    drop('corte.xlsx', Buffer.from('504b0304aabb', 'hex'));
    drop(`${'ñ'.repeat(110)}.csv`, 'Ticket,Fecha,Total\nW-8,20/11/2026,58');
    drop(`${'corte '.repeat(38)}.csv`, 'Ticket,Fecha,Total\nW-9,20/11/2026,58');
    await twice();
    expect(there()).toEqual([]);
    expect(resultOf('corte.xlsx')[1]).toContain('Guárdalo como «CSV UTF-8»');
  });

  it('JSON lines are read too; other files, hidden ones, folders and links are left alone', async () => {
    const folio = ticket();
    const sale = { folio, date: '2026-11-20T09:32:00-06:00', total: '58.00' };
    drop('ventas.ndjson', JSON.stringify(sale));
    drop('foto.jpg', 'x');
    drop('.ventas.csv', 'Ticket\n1');
    drop('subiendo.csv.part', 'Ticket\n1');
    mkdirSync(join(folder, 'carpeta.csv'));
    writeFileSync(join(api.directory, 'secreto.csv'), 'Ticket,Fecha,Total\nS-1,20/11/2026,58');
    symlinkSync(join(api.directory, 'secreto.csv'), join(folder, 'enlace.csv'));
    await twice();
    expect([...there()].sort()).toEqual(['.ventas.csv', 'carpeta.csv', 'enlace.csv', 'foto.jpg', 'subiendo.csv.part']);
    expect(await api.search({ folio, total: '58' })).toHaveLength(1);
    expect(await api.search({ folio: 'S-1', total: '58' })).toHaveLength(0);
  });

  it('a year of a busy till is read whole, in batches', async () => {
    const rows = Array.from({ length: 1_200 }, (_, index) => `Y-${id.slice(-4)}-${index},20/11/2026,58`);
    drop('anual.csv', ['Ticket,Fecha,Total', ...rows].join('\n'));
    await twice();
    expect(resultOf('anual.csv').filter((line) => line.endsWith('recibida,'))).toHaveLength(1_200);
    // As long as a busy machine takes: what is promised is that all of it is read, not how fast.
  }, 300_000);

  it('exists only for sources of type csv', async () => {
    const upload = {
      type: 'api',
      name: 'Caja 3',
      defaults: {
        claveProdServ: '90101501',
        claveUnidad: 'E48',
        impuestos: [{ tipo: 'traslado', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.160000' }],
      },
    };
    const answer = await api.post('/v1/sources', upload, { authorization: `Bearer ${api.key}` });
    await inbox.round();
    expect(existsSync(join(inboxDir, (await read<{ id: string }>(answer)).id))).toBe(false);
  });
});
