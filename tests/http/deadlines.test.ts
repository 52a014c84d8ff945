import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import type { FoundSaleView, PortalView } from '../../server/http/portal/public-views.ts';
import type { DeadlinePolicy } from '../../server/portals/portal.ts';
import { breakfast, NOON, PUBLIC_URL, read, readProblem, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';
import { one, readIcal, textOf, utcOf } from '../support/ical.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const PORTAL = `/v1/portals/${DEMO_PORTAL}`;
const NEXT_MONTH: DeadlinePolicy = { kind: 'month-end', monthsAfter: 1 };

const merchant = async (path: string, init: RequestInit = {}): Promise<Response> =>
  api.request(path, {
    ...init,
    headers: { authorization: `Bearer ${await api.createKey()}`, 'content-type': 'application/json' },
  });
const patch = async (body: unknown): Promise<Response> =>
  merchant(`${PORTAL}/settings`, { method: 'PATCH', body: JSON.stringify(body) });
const open = async (token: string, language = 'es-MX'): Promise<FoundSaleView> =>
  read(await api.request(`${PORTAL}/sales/${token}`, { headers: { 'accept-language': language } }));
/** Pushes a sale as the shop's own system does, and answers what a search finds of it. */
const sell = async (folio: string, sale: Readonly<Record<string, unknown>> = {}): Promise<FoundSaleView> => {
  const body = { ...breakfast(folio, NOON), email: 'ana@example.com', ...sale };
  const answer = await merchant('/v1/sales', { method: 'POST', body: JSON.stringify(body) });
  if (answer.status > 201) throw new Error(await answer.text());
  const [found] = await api.search({ folio, email: 'ana@example.com' });
  if (!found) throw new Error(`${folio} was not found`);
  return found;
};

describe('the deadline of a found sale', () => {
  test('200: is stated to the minute by the branch’s own clock, in the language of the request', async () => {
    const sold = { branch: 'tijuana', date: '2026-11-19T23:30:00-08:00' };
    const { token, deadline } = await sell('TJ-1', sold);
    expect(deadline).toEqual({
      date: '2026-12-31',
      expired: false,
      endsAt: '2027-01-01T08:00:00.000Z',
      text: 'Tienes hasta el 31 de diciembre, 23:59, hora de Tijuana.',
      calendar: `${PUBLIC_URL}${PORTAL}/sales/${token}/deadline.ics`,
    });
    expect((await open(token, 'en')).deadline.text).toBe('You have until December 31, 11:59 PM, Tijuana time.');
  });

  test('200: a sale at 23:30 on the last day of a month is of that month at its branch, though UTC is in the next one', async () => {
    const months = [
      await sell('TJ-2', { branch: 'tijuana', date: '2026-10-31T23:30:00-07:00' }),
      await sell('RO-2', { branch: 'roma', date: '2026-10-31T23:30:00-07:00' }),
    ];
    expect(months.map(({ deadline }) => deadline.date)).toEqual(['2026-11-30', '2026-12-31']);
  });

  test('200: a portal says its policy, and that some branches have another where they do', async () => {
    const text = async (language: string) =>
      (await read<PortalView>(await api.request(PORTAL, { headers: { 'accept-language': language } }))).deadline.text;
    expect((await patch({ branches: { tijuana: { deadline: { kind: 'days', days: 5 } } } })).status).toBe(200);
    expect(await text('es')).toBe(
      'Tienes hasta el último día del mes siguiente al de tu compra. Algunas sucursales tienen otro plazo; te lo decimos al buscar.',
    );
    expect(await text('en')).toContain('Some branches have another deadline');
    const sold = { date: '2026-11-19T12:00:00-08:00' };
    expect((await sell('TJ-3', { ...sold, branch: 'tijuana' })).deadline.date).toBe('2026-11-24');
    expect((await sell('RO-3', { ...sold, branch: 'roma' })).deadline.date).toBe('2026-12-31');
    expect((await patch({ branches: {} })).status).toBe(200);
  });
});

describe('a policy that changes', () => {
  test('200: a shorter one applies to sales that arrive later, and a longer one to all', async () => {
    const promised = await sell('P-1');
    expect((await patch({ deadline: { kind: 'days', days: 3 } })).status).toBe(200);
    expect((await open(promised.token)).deadline.date).toBe('2026-12-31');
    const later = await sell('P-2');
    expect(later.deadline.date).toBe('2026-11-22');

    expect((await patch({ deadline: { kind: 'month-end', monthsAfter: 2 } })).status).toBe(200);
    expect((await open(promised.token)).deadline.date).toBe('2027-01-31');
    expect((await open(later.token)).deadline.date).toBe('2027-01-31');
    expect((await patch({ deadline: NEXT_MONTH })).status).toBe(200);
  });

  test('200: what was promised stays when the sale is sent again, and is computed again if its day changes', async () => {
    const { token } = await sell('P-3');
    await patch({ deadline: { kind: 'days', days: 3 } });
    await sell('P-3', { cardLast4: '4242' });
    expect((await open(token)).deadline.date).toBe('2026-12-31');
    await sell('P-3', { date: '2026-11-18T12:00:00-06:00' });
    expect((await open(token)).deadline.date).toBe('2026-11-21');
    await patch({ deadline: NEXT_MONTH });
  });

  test('200: what was promised stays when the portal is renamed, for sales from before and after it', async () => {
    const { token } = await sell('P-4');
    const renamed = await merchant(PORTAL, { method: 'PATCH', body: JSON.stringify({ slug: 'jacaranda-roma' }) });
    expect(renamed.status).toBe(200);
    await patch({ deadline: { kind: 'days', days: 3 } });
    await sell('P-4', { cardLast4: '4242' });
    expect((await open(token)).deadline.date).toBe('2026-12-31');
    expect((await sell('P-5')).deadline.date).toBe('2026-11-22');
    await patch({ deadline: NEXT_MONTH });
  });

  test('200: the settings show what was sent, and nothing of earlier policies', async () => {
    await patch({ deadline: { kind: 'year-end' } });
    const answer = await merchant(`${PORTAL}/settings`);
    expect(await answer.text()).not.toContain('former');
    await patch({ deadline: NEXT_MONTH });
  });

  test.each([
    ['a policy that is none', { deadline: { kind: 'someday' } }, '/deadline/kind', 'deadline-unknown'],
    ['a year’s end with days', { deadline: { kind: 'year-end', days: 3 } }, '/deadline/days', 'unknown-field'],
    ['no periodicidad', { deadline: { kind: 'until-global' } }, '/deadline/periodicidad', 'periodicidad-unknown'],
    [
      'a periodicidad of another régimen',
      { deadline: { kind: 'until-global', periodicidad: '05' } },
      '/deadline/periodicidad',
      'periodicidad-needs-621',
    ],
    [
      'the same at a branch',
      { branches: { roma: { deadline: { kind: 'until-global', periodicidad: '05' } } } },
      '/branches/roma/deadline/periodicidad',
      'periodicidad-needs-621',
    ],
    ['a branch that is not there', { branches: { 'a/b': {} } }, '/branches/a~1b', 'branch-unknown'],
    [
      'days without end',
      { branches: { roma: { deadline: { kind: 'days', days: 999 } } } },
      '/branches/roma/deadline/days',
      'malformed',
    ],
  ])('422: %s is refused at its field', async (_, body, pointer, code) => {
    const { errors } = await readProblem(await patch(body), 422);
    expect(errors).toMatchObject([{ pointer, code }]);
    expect(errors[0]?.detail).not.toBe('');
  });
});

describe('the deadline as a file for a calendar', () => {
  const fileOf = async (token: string, language = 'es-MX'): Promise<Response> =>
    api.request(`${PORTAL}/sales/${token}/deadline.ics`, { headers: { 'accept-language': language } });

  test('200: has the same minute as the text, says whose sale it is and which, and links back to it', async () => {
    const { deadline, token } = await sell('TJ/9', { branch: 'tijuana', date: '2026-11-19T12:00:00-08:00' });
    const answer = await fileOf(token);
    expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="factura-TJ-9.ics"');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const [event] = readIcal(await answer.text()).components;
    if (!event) throw new Error('no event');
    expect(utcOf(one(event, 'DTEND'))).toBe(Date.parse(deadline.endsAt ?? ''));
    expect(textOf(one(event, 'SUMMARY'))).toBe('Último día para facturar tu compra en Café Jacaranda');
    expect(textOf(one(event, 'DESCRIPTION'))).toBe(`Folio TJ/9\n${deadline.text}`);
    const link = new URL(one(event, 'URL').value);
    expect((await open(link.searchParams.get('t') ?? '')).folio).toBe('TJ/9');
  });

  test('200: is in English for readers of English, and the same entry when it is requested again', async () => {
    const { token } = await sell('EN-1');
    const [es, en] = await Promise.all(
      [fileOf(token), fileOf(token, 'en')].map(async (file) => readIcal(await (await file).text())),
    );
    const uid = (file: typeof es) => file?.components.map((event) => one(event, 'UID').value);
    expect(uid(es)).toEqual(uid(en));
    expect(en?.components.map((event) => textOf(one(event, 'SUMMARY')))).toEqual([
      'Last day to invoice your purchase at Café Jacaranda',
    ]);
  });

  test('404: does not exist for an unknown token', async () => {
    await readProblem(await fileOf('nada'), 404);
  });

  test('409: does not exist for a sale that is late, closed or invoiced', async () => {
    const tokens = [
      await api.buy({ date: '2026-09-30T20:00:00-06:00' }),
      await api.buy({ estado: 'cancelada' }),
      await api.buy(),
    ];
    const issued = await api.post(`${PORTAL}/invoices`, { sales: [tokens[2]], receptor: UNIVERSIDAD });
    expect(issued.status).toBe(201);
    const codes = await Promise.all(tokens.map(async (token) => (await readProblem(await fileOf(token), 409)).code));
    expect(codes).toEqual(['deadline-passed', 'sale-closed', 'already-invoiced']);
  });
});

describe('the calendar of a deadline', () => {
  const month = async (query: string, slug = DEMO_PORTAL) => merchant(`/v1/portals/${slug}/deadline-calendar?${query}`);

  test('200: has every day of the month, with the deadlines that end and the globals that are scheduled', async () => {
    const { days } = await read<{ days: { date: string }[] }>(await month('month=2026-12&periodicidad=04'));
    expect(days).toHaveLength(31);
    expect(days.at(-1)).toEqual({
      date: '2026-12-31',
      until: '2027-01-31',
      closes: { from: '2026-11-01', to: '2026-11-30' },
      global: { from: '2026-12-01', to: '2026-12-31' },
      asksAfterGlobal: true,
    });
  });

  test('200: is a branch’s own where it has one', async () => {
    await patch({ branches: { tijuana: { deadline: { kind: 'until-global', periodicidad: '01' } } } });
    const { days } = await read<{ days: unknown[] }>(await month('month=2026-12&branch=tijuana'));
    const period = { from: '2026-12-01', to: '2026-12-01' };
    expect(days[0]).toEqual({
      date: '2026-12-01',
      until: '2026-12-01',
      closes: period,
      global: period,
      asksAfterGlobal: false,
    });
    await patch({ branches: {} });
  });

  test.each([
    ['days/10', '2026-12-11'],
    ['month-end/0', '2026-12-31'],
    ['year-end', '2026-12-31'],
    ['until-global/02', '2026-12-06'],
  ])('200: shows a policy that is not saved yet, %s, until %s', async (deadline, until) => {
    const { zone, days } = await read<{ zone: string; days: unknown[] }>(
      await month(`month=2026-12&branch=tijuana&deadline=${deadline}`),
    );
    expect([zone, days[0]]).toEqual(['hora de Tijuana', expect.objectContaining({ date: '2026-12-01', until })]);
  });

  test('400: does not exist for a policy that no portal can have', async () => {
    for (const deadline of ['days/0', 'days/367', 'month-end/13', 'mañana'])
      await readProblem(await month(`deadline=${encodeURIComponent(deadline)}`), 400);
  });

  test('200: shows the current month by default', async () => {
    expect((await read<{ month: string }>(await month(''))).month).toBe('2026-11');
  });

  test('400: takes a month only as 2026-12', async () => {
    expect((await readProblem(await month('month=12-2026'), 400)).errors).toMatchObject([{ pointer: '/month' }]);
  });

  test('404: is not shown for another merchant’s portal', async () => {
    await readProblem(await month('month=2026-12', 'el-yunque'), 404);
  });
});

// Last: it moves the clock.
test('200: from 15 December a found sale, and its calendar file, say until when to request what is to be deducted this year', async () => {
  const { token, deadline } = await sell('D-1');
  expect(deadline.note).toBeUndefined();
  await api.move(25);
  const [found] = await api.search({ folio: 'D-1', email: 'ana@example.com' });
  expect(found?.deadline.note).toBe(
    'La factura lleva la fecha en que la pides. Si la vas a deducir en 2026, pídela a más tardar el 31 de diciembre.',
  );
  const file = await api.request(`${PORTAL}/sales/${found?.token}/deadline.ics`);
  const [event] = readIcal(await file.text()).components;
  expect(event && textOf(one(event, 'DESCRIPTION'))).toContain('deducir en 2026');
  await readProblem(await api.request(`${PORTAL}/sales/${token}/deadline.ics`), 404);
});
