/** What comes after a sale, by commands: its invoices, refunds, corrections and cancellations, as the API has them. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { advanceGlobal, beginGlobal } from '../../server/invoicing/globalize.ts';
import { ALBA, breakfast, DAY_MS, read, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';
import { runCommand } from '../support/cli.ts';

// Each command is a process.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

const PORTAL = 'cafe-jacaranda';
const OF = ['--merchant', 'mer_jacaranda'];
const receptor = ({ rfc, nombre, codigoPostal, regimenFiscal, usoCfdi }: typeof UNIVERSIDAD): readonly string[] => [
  ...['--rfc', rfc, '--nombre', nombre, '--cp', codigoPostal, '--regimen', regimenFiscal, '--uso', usoCfdi],
];

type Line = Readonly<Record<string, never>>;

describe('a café that answers its customers by commands', () => {
  let api: TestApi;
  beforeAll(async () => {
    // The commands’ clock is that of the machine.
    api = await startApi({ now: Date.now() });
  });
  afterAll(() => api.stop());

  const cli = (...args: readonly string[]) =>
    runCommand([...args, ...OF], { DATABASE_URL: undefined, ...api.env, LOG_LEVEL: 'silent' });
  async function answers<T = Line>(...args: readonly string[]): Promise<readonly T[]> {
    const { code, stdout, stderr } = await cli(...args, '--json');
    expect([code, stderr]).toEqual([0, '']);
    return stdout
      .trim()
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as T);
  }
  const file = (name: string, text: string): string => {
    const path = join(api.directory, name);
    writeFileSync(path, text);
    return path;
  };
  let sold = 0;
  async function sell(more: object = {}): Promise<string> {
    const sale = { ...breakfast(`CMD-${++sold}`, api.now() - DAY_MS), ...more };
    return (await read<{ id: string }>(await api.post('/v1/sales', sale, { authorization: `Bearer ${api.key}` }))).id;
  }

  it('previews and makes the fewest CFDIs of several sales, lists them, and shows one and the story of a sale', async () => {
    const [coffee, border, again] = [await sell(), await sell({ branch: 'tijuana' }), await sell()];
    const sales = [coffee, border, again];
    const planned = await answers('invoice', 'preview', ...sales, ...receptor(UNIVERSIDAD));
    expect(planned).toMatchObject([
      { sales: [coffee, again], preview: { total: '696.00' } },
      { sales: [border], preview: { total: '348.00' } },
    ]);
    const made = await answers<{ invoice: { id: string; status: string } }>(
      ...['invoice', 'make', ...sales, ...receptor(UNIVERSIDAD), '--no-mail'],
    );
    expect(made.map(({ invoice }) => invoice.status)).toEqual(['stamped', 'stamped']);
    const ids = made.map(({ invoice }) => invoice.id);
    const listed = await answers<{ id: string }>('invoice', 'list', '--rfc', UNIVERSIDAD.rfc, '--status', 'stamped');
    expect(listed.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    expect(await answers('invoice', 'show', ids[0] ?? '')).toMatchObject([{ folios: ['CMD-1', 'CMD-3'] }]);
    expect((await answers<{ id: string }>('sales', 'list', '--folio', 'cmd 1')).map(({ id }) => id)).toEqual([coffee]);
    const [story] = await answers<{ story: { what: string }[] }>('sales', 'show', coffee);
    expect(story?.story.map(({ what }) => what)).toEqual(['sold', 'invoice-asked', 'invoice-stamped']);
  });

  it('says which CFDIs are issued where the sale is in a global invoice', async () => {
    const { invoicing } = api.services;
    const tenant = { merchantId: 'mer_jacaranda', world: 'test' } as const;
    const day = new Date(api.now() - 3 * DAY_MS).toISOString().slice(0, 10);
    const sale = await sell({ date: `${day}T15:00:00-06:00` });
    const period = { periodicidad: '01', from: day, to: day, serie: 'G', origin: 'merchant' } as const;
    await advanceGlobal(invoicing, await beginGlobal(invoicing, { tenant, branch: 'roma', ...period }));
    expect(await answers('invoice', 'preview', sale, ...receptor(UNIVERSIDAD))).toMatchObject([
      { preview: { afterGlobal: { issues: [{ kind: 'ingreso' }, { kind: 'egreso' }], cancels: [] } } },
    ]);
  });

  it('registers a refund as it was previewed, corrects a receptor, and follows the cancellation', async () => {
    const sales = [await sell(), await sell()];
    const made: string[] = [];
    for (const sale of sales) {
      const [one] = await answers<{ invoice: { id: string } }>('invoice', 'make', sale, ...receptor(UNIVERSIDAD));
      made.push(one?.invoice.id ?? '');
    }
    const refund = [sales[0] ?? '', '--total', '100.00', '--forma-pago', '04'];
    expect(await answers('refund', 'preview', ...refund)).toMatchObject([
      { outcome: 'credited', egreso: { total: '100.00' } },
    ]);
    const [registered] = await answers<{ id: string; egreso: { status: string } }>('refund', 'register', ...refund);
    expect(registered?.egreso.status).toBe('stamped');
    expect(await answers('refund', 'list', '--sale', sales[0] ?? '')).toMatchObject([{ id: registered?.id }]);
    const plan = ['invoice', 'correct', made[1] ?? '', ...receptor(ALBA)];
    expect(await answers(...plan, '--preview')).toMatchObject([{ document: { receptor: { rfc: ALBA.rfc } } }]);
    expect(await answers(...plan)).toMatchObject([{ status: 'stamped' }]);
    const tenant = { merchantId: 'mer_jacaranda', world: 'test' } as const;
    const [cancellation] = await api.services.invoicing.store.cancellations.ofInvoice(tenant, made[1] ?? '');
    expect(await answers('cancellation', 'show', cancellation?.id ?? '')).toMatchObject([
      { status: 'canceled', motivo: '01' },
    ]);
  });

  it('sets a portal’s deadline and what follows a refund and a global invoice, and draws the deadline as a calendar', async () => {
    const wanted = { deadline: { kind: 'days', days: 5 }, approveRefunds: true, afterGlobal: 'manual' };
    const [before] = await answers<{ title: string }>('portal', 'settings', PORTAL);
    expect(await answers('portal', 'set', PORTAL, file('wanted.json', JSON.stringify(wanted)))).toMatchObject([
      { ...before, ...wanted },
    ]);
    expect(await answers('portal', 'settings', PORTAL)).toMatchObject([wanted]);
    const days = await answers<{ date: string; until: string }>('portal', 'calendar', PORTAL, '--month', '2027-02');
    expect([days.length, days[0]]).toMatchObject([28, { date: '2027-02-01', until: '2027-02-06' }]);
    await answers('portal', 'set', PORTAL, file('before.json', JSON.stringify(before)));
    const unknown = await cli('portal', 'set', PORTAL, file('wrong.json', '{"deadline": {"kind": "never"}}'));
    expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining('/deadline')]);
    expect((await cli('portal', 'set', PORTAL, file('broken.json', '{'))).code).toBe(2);
    expect((await cli('portal', 'settings', 'nadie')).code).toBe(1);
  });

  it('refuses what cannot be, with the option that it is about: 1 for the rules, 2 for what was typed', async () => {
    const sale = await sell();
    const wrong = await cli('invoice', 'make', sale, ...receptor({ ...UNIVERSIDAD, rfc: 'URE18' }));
    expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringContaining('--rfc')]);
    const tooMuch = await cli('refund', 'register', sale, '--total', '900.00', '--forma-pago', '04');
    expect([tooMuch.code, tooMuch.stderr]).toEqual([1, expect.stringContaining('348.00')]);
    expect((await cli('month', 'lock', new Date(api.now()).toISOString().slice(0, 7))).code).toBe(1);
    expect((await cli('invoice', 'make')).code).toBe(2);
    expect((await cli('invoice', 'list', '--status', 'lost')).code).toBe(2);
    expect((await cli('month', 'lock', 'noviembre')).code).toBe(2);
  });
});
