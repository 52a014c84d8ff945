import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import type { FoundSaleView } from '../../server/http/portal/public-views.ts';
import { read, readProblem, startApi, type TestApi } from '../support/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const CAFETERIA = 'jacaranda-cafeteria';
const prove = (proof: object, slug = CAFETERIA, headers = {}): Promise<Response> =>
  api.post(`/v1/portals/${slug}/sales/prove`, proof, headers);
const opened = async (answer: Promise<Response>): Promise<readonly FoundSaleView[]> =>
  (await read<{ sales: FoundSaleView[] }>(await answer)).sales;

/** A dinner that a known person paid for, and what the portal tells of it to who knows the e-mail and the day. */
async function dinner(email: string, total = '348.00', cardLast4?: string): Promise<FoundSaleView> {
  const line = { claveProdServ: '90101501', descripcion: 'Cena en pareja', claveUnidad: 'E48', cantidad: '1' };
  await api.buy(
    {
      ...{ folio: `CC-${email}`, email, date: '2026-11-18T21:00:00-06:00', total },
      ...(cardLast4 !== undefined && { cardLast4 }),
      conceptos: [
        {
          ...line,
          valorUnitario: total,
          impuestos: [{ tipo: 'traslado', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.160000' }],
        },
      ],
    } as Parameters<TestApi['buy']>[0],
    CAFETERIA,
  );
  const [found] = await api.search({ email, date: '2026-11-18' }, CAFETERIA);
  if (!found) throw new Error('it was not found');
  return found;
}

describe('what e-mail and date find of a known person', () => {
  test('200: only that there is a purchase: no amount, date, lines, name or number of purchases', async () => {
    const found = await dinner('rosa@example.com');

    expect(found).toEqual({
      ...{ token: expect.any(String), status: 'guarded', proof: 'total' },
      ...{ folio: '', date: '', total: '', moneda: '', conceptos: [], deadline: { date: '', expired: false } },
    });
    await api.buy({ folio: 'CC-ROSA-2', email: 'rosa@example.com', date: '2026-11-18T09:00:00-06:00' }, CAFETERIA);
    expect(await api.search({ email: 'rosa@example.com', date: '2026-11-18' }, CAFETERIA)).toHaveLength(1);
  });

  test('200: after eight tries, which used to be enough, a neighbour who knows the week has learned no line of it', async () => {
    await dinner('lalo@example.com');
    const seen: FoundSaleView[] = [];
    for (let day = 15; day < 23; day++)
      seen.push(...(await api.search({ email: 'lalo@example.com', date: `2026-11-${day}` }, CAFETERIA)));

    expect(seen.length).toBeGreaterThan(0);
    expect(JSON.stringify(seen)).not.toMatch(/Cena|348|2026|CC-/);
  });

  test('200: a purchase that the total opens, with or without the tip, written as people write it', async () => {
    const { token } = await dinner('mar@example.com', '1450.00');
    const [sale] = await opened(prove({ sale: token, total: '$1,450' }));

    expect(sale).toMatchObject({ folio: 'CC-mar@example.com', total: '1450.00', status: 'open' });
    expect(await read(await api.request(`/v1/portals/${CAFETERIA}/sales/${sale?.token}`))).toMatchObject({
      conceptos: [{ descripcion: 'Cena en pareja' }],
    });
  });

  test('200: several visits of the same person, opened by the total of any of them', async () => {
    await dinner('leo@example.com', '410.00');
    await api.buy({ folio: 'CC-LEO-2', email: 'leo@example.com', date: '2026-11-18T09:00:00-06:00' }, CAFETERIA);
    const [found] = await api.search({ email: 'leo@example.com', date: '2026-11-18' }, CAFETERIA);

    expect((await opened(prove({ sale: found?.token, total: '410' }))).map(({ folio }) => folio).toSorted()).toEqual([
      'CC-LEO-2',
      'CC-leo@example.com',
    ]);
  });

  test('403: nothing that a wrong total opens, and the fault points at it', async () => {
    const { token } = await dinner('eva@example.com');
    const problem = await readProblem(await prove({ sale: token, total: '349.00' }), 403);

    expect(problem).toMatchObject({
      code: 'second-proof-mismatch',
      fixedAt: 'lookup',
      errors: [{ pointer: '/total', detail: 'No coincide. Revísalo en lo que te dieron al pagar.' }],
    });
  });

  test('429: after five wrong totals a day from one address the right one costs a proof of work; 200: from another it does not', async () => {
    const { token } = await dinner('ivo@example.com');
    const from = (address: string) => ({ 'x-forwarded-for': address });
    for (let cents = 0; cents < 5; cents++)
      expect((await prove({ sale: token, total: `1.0${cents}` }, CAFETERIA, from('203.0.113.40'))).status).toBe(403);

    const spent = await prove({ sale: token, total: '348' }, CAFETERIA, from('203.0.113.40'));
    expect(await readProblem(spent, 429)).toMatchObject({ code: 'proof-of-work' });
    expect((await prove({ sale: token, total: '348' }, CAFETERIA, from('198.51.100.41'))).status).toBe(200);
  });

  test('403: a token that opens, previews and invoices nothing', async () => {
    const { token } = await dinner('ines@example.com');
    const receptor = { rfc: 'XAXX010101000', nombre: 'INES ROJO' };
    const answers = [
      await api.request(`/v1/portals/${CAFETERIA}/sales/${token}`),
      await api.post(`/v1/portals/${CAFETERIA}/invoices/preview`, { sales: [token], receptor }),
      await api.post(`/v1/portals/${CAFETERIA}/invoices`, { sales: [token], receptor }),
      await api.post(`/v1/portals/${CAFETERIA}/receptor/check`, { sale: token, ...receptor }),
      await api.post(`/v1/portals/${CAFETERIA}/invoices/recover`, { sale: token, rfc: receptor.rfc }),
      await api.post(`/v1/portals/${CAFETERIA}/constancia`, {
        sale: token,
        qr: 'https://siat.sat.gob.mx/x',
        wish: true,
      }),
    ];
    for (const answer of answers) expect((await readProblem(answer, 403)).code).toBe('second-proof-needed');
  });

  test('202: enough to leave a request without that detail, and the merchant sees which purchase it is', async () => {
    const { token } = await dinner('olga@example.com');
    const answer = await api.post(`/v1/portals/${CAFETERIA}/requests`, { sale: token, reason: 'other' });
    expect(answer.status).toBe(202);
    const kept = await api.services.invoicing.store.requests.get((await read<{ id: string }>(answer)).id);
    expect(kept?.saleIds).toHaveLength(1);
  });

  test('404: nothing at another portal, with a made-up token, or a day later', async () => {
    const { token } = await dinner('ada@example.com');
    expect((await prove({ sale: token, total: '348' }, DEMO_PORTAL)).status).toBe(404);
    expect((await prove({ sale: 'x', total: '348' })).status).toBe(404);
    const open = api.services.tokens.saleToken({ kind: 'found', slug: CAFETERIA, saleId: 'sale_x' }, api.now());
    expect((await prove({ sale: open, total: '348' })).status).toBe(404);
  });

  test('422: nothing without the detail, which is asked for at its field', async () => {
    const { token } = await dinner('nora@example.com');
    expect((await readProblem(await prove({ sale: token }), 422)).errors).toMatchObject([{ pointer: '/total' }]);
  });

  test('200: an answer that says, in English too, that something was found and how to open it', async () => {
    const { token } = await dinner('tess@example.com');
    const { detail } = await readProblem(
      await prove({ sale: token, total: '1' }, CAFETERIA, { 'accept-language': 'en' }),
      403,
    );
    expect(detail).toBe('That detail does not match what we found. Check it and try again.');
  });
});

describe("guessing at one customer's", () => {
  test('200: after six wrong folios with an e-mail, the right one shows nothing until the total is given too', async () => {
    const right = { folio: 'CJ-1042', email: 'ana@example.com' };
    expect((await api.search(right))[0]?.status).toBe('open');
    for (let guess = 0; guess < 6; guess++) await api.search({ folio: `CJ-90${guess}`, email: right.email });

    const [guarded] = await api.search(right);
    expect(guarded).toMatchObject({ status: 'guarded', proof: 'total', conceptos: [] });
    expect(await opened(prove({ sale: guarded?.token, total: '527' }, DEMO_PORTAL))).toMatchObject([
      { folio: 'CJ-1042' },
    ]);
    // Who gives more in the first place is asked for nothing.
    expect((await api.search({ ...right, total: '527' }))[0]?.status).toBe('open');
    // Nobody else's customers are.
    expect((await api.search({ folio: 'CJ-1043', total: '348' }))[0]?.status).toBe('open');
  });
});

describe("a shop's own sales decide", () => {
  const SETTINGS = '/v1/portals/la-milpa/settings';
  const patch = async (body: object): Promise<Response> =>
    api.request(SETTINGS, {
      method: 'PATCH',
      body: JSON.stringify(body),
      headers: {
        authorization: `Bearer ${await api.createKey({ merchantId: 'mer_milpa' })}`,
        'content-type': 'application/json',
      },
    });
  const notices = async (): Promise<readonly { kind: string; subject: string; detail: string }[]> => {
    const headers = { authorization: `Bearer ${await api.createKey({ merchantId: 'mer_milpa' })}` };
    return (await read<{ notices: [] }>(await api.request('/v1/notices', { headers }))).notices;
  };

  test('422: a weak combination is refused at its place with its bits and what to add; 200 once it is acknowledged', async () => {
    const lookup = [
      ['folio', 'total'],
      ['email', 'date'],
    ];
    const { errors } = await readProblem(await patch({ lookup }), 422);
    expect(errors).toMatchObject([{ pointer: '/lookup/1', code: 'lookup-too-weak' }]);
    expect(errors[0]?.detail).toMatch(/vale 1 bits y hacen falta 10\. Agrega folio\./);

    expect((await patch({ lookup, acknowledgedLookup: lookup })).status).toBe(200);
  });

  test('200: a combination that the portal already had keeps working, guarded, with a notice to its merchant until it is acknowledged', async () => {
    await api.change('la-milpa', {
      lookup: [
        ['folio', 'total'],
        ['email', 'total'],
      ],
      acknowledgedLookup: [['total', 'folio']],
    });
    await api.buy({ folio: 'LM-900', email: 'beto@example.com', cardLast4: '8888' }, 'la-milpa');
    await api.move(0.1);
    const [found] = await api.search({ email: 'beto@example.com', total: '348' }, 'la-milpa');

    expect(found).toMatchObject({ status: 'guarded', proof: 'cardLast4' });
    expect(await opened(prove({ sale: found?.token, cardLast4: '8888' }, 'la-milpa'))).toMatchObject([
      { folio: 'LM-900' },
    ]);
    expect(await notices()).toMatchObject([
      { kind: 'lookup-weak', subject: 'la-milpa', detail: expect.stringContaining('email + total') },
    ]);
    // Another setting may be changed meanwhile.
    expect((await patch({ title: 'Factura tu cena' })).status).toBe(200);
    expect(
      (
        await patch({
          acknowledgedLookup: [
            ['email', 'total'],
            ['folio', 'total'],
          ],
        })
      ).status,
    ).toBe(200);
    expect(await notices()).toEqual([]);
  });

  test('422: if the last two hundred tickets cost the same, folio and total is worth no more than the folio', async () => {
    const flat = Array.from({ length: 220 }, (_, at) => ({ folio: `B-${5000 + at}` }));
    for (const sale of flat) await api.buy(sale, 'huerta-watember');
    const headers = {
      authorization: `Bearer ${await api.createKey({ merchantId: 'mer_huerta' })}`,
      'content-type': 'application/json',
    };
    const answer = await api.request('/v1/portals/huerta-watember/settings', {
      method: 'PATCH',
      body: JSON.stringify({ lookup: [['folio', 'total', 'cardLast4']] }),
      headers,
    });
    const { errors } = await readProblem(answer, 422);
    expect(errors).toMatchObject([{ pointer: '/lookup/0', code: 'lookup-too-common' }]);
    expect(errors[0]?.detail).toContain('vale 13 bits');
  });

  test('200: a small shop with one price and nothing else on file shows a purchase to anybody who has its ticket', async () => {
    // Some forty a week: whoever knows the week has few folios to try.
    const start = Date.parse('2026-10-12T09:00:00-06:00');
    for (let at = 0; at < 220; at++) {
      const date = new Date(start + at * 4 * 3_600_000).toISOString();
      await api.buy({ folio: `P-${1000 + at}`, date }, 'el-yunque');
    }
    await api.buy({ folio: 'P-1300', date: '2026-11-19T09:00:00-06:00' }, 'el-yunque');
    await api.move(1.1);
    const [found] = await api.search({ folio: 'P-1300', total: '348.00', date: '2026-11-19' }, 'el-yunque');

    expect(found).toMatchObject({ status: 'open', folio: 'P-1300' });
  });

  test('200: e-mail and total show nothing without a ticket’s folio, even if the shop has nothing else to ask for', async () => {
    await api.buy({ folio: 'LM-901', email: 'cata@example.com' }, 'la-milpa');
    const [found] = await api.search({ email: 'cata@example.com', total: '348' }, 'la-milpa');

    expect(found).toMatchObject({ status: 'guarded', folio: '' });
    expect(found?.proof).toBeUndefined();
  });
});
