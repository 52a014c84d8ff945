import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import type { InvoiceView } from '../../server/http/portal/public-views.ts';
import {
  ALBA,
  PUBLIC_URL,
  read,
  readInvoice,
  readProblem,
  startApi,
  type TestApi,
  UNIVERSIDAD,
} from '../support/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const INVOICES = `/v1/portals/${DEMO_PORTAL}/invoices`;

const issue = (sales: readonly string[], more: object = {}, language = 'es-MX'): Promise<Response> =>
  api.post(INVOICES, { sales, receptor: UNIVERSIDAD, ...more }, { 'accept-language': language });

const mailsOf = async ({ id }: InvoiceView): Promise<readonly string[]> =>
  (await api.services.invoicing.store.invoices.outboxOf(id)).map(({ kind, target }) => `${kind} ${target}`).sort();

describe('an invoice', () => {
  test('201: is stamped once, and comes with links that open it and nothing else', async () => {
    const invoice = await readInvoice(await issue([await api.buy()]), 201);
    const stamps = (await api.stamps()).filter(({ uuid }) => uuid === invoice.uuid);

    expect(invoice).toMatchObject({ status: 'stamped', serie: 'CJ', total: '348.00' });
    expect(stamps).toMatchObject([
      { serie: 'CJ', folio: invoice.folio, total: '348.00', receptor: UNIVERSIDAD.rfc, asked: 1 },
    ]);
    const { self, xml, pdf, zip, verify } = invoice.links;
    for (const link of [self, xml, pdf, zip]) expect(link).toContain(`?token=${invoice.accessToken}`);
    expect(self).toBe(`${PUBLIC_URL}/v1/invoices/${invoice.id}?token=${invoice.accessToken}`);
    expect(verify).toContain(`?id=${invoice.uuid}&`);
    expect(await read(await api.request(self))).toEqual(invoice);
  });

  test('200: the same five tax details, however they are typed, get the same invoice', async () => {
    const sale = await api.buy();
    const first = await readInvoice(await issue([sale]), 201);
    const before = (await api.stamps()).length;
    const typed = {
      rfc: 'ure 180429-tm6',
      nombre: '  Universidad   Robotica Española ',
      codigoPostal: ' 65000 ',
      regimenFiscal: '601',
      usoCfdi: 'g03',
    };
    const again = await readInvoice(await issue([sale], { receptor: typed }), 200);

    expect(again).toEqual(first);
    expect((await api.stamps()).length).toBe(before);
  });

  test('200: ten simultaneous clicks spend one stamp', async () => {
    const sale = await api.buy();
    const before = (await api.stamps()).length;
    const answers = await Promise.all(Array.from({ length: 10 }, () => issue([sale])));
    const invoices = await Promise.all(answers.map((answer) => read<InvoiceView>(answer)));

    expect(answers.map(({ status }) => status).toSorted()).toEqual([...Array.from({ length: 9 }, () => 200), 201]);
    expect(new Set(invoices.map(({ uuid }) => uuid)).size).toBe(1);
    expect((await api.stamps()).length).toBe(before + 1);
  });

  test.each([
    ['another receptor', { receptor: ALBA }],
    ['one datum changed', { receptor: { ...UNIVERSIDAD, usoCfdi: 'G01' } }],
  ])('409: the sale is taken for %s, and nothing of its invoice is disclosed', async (_, other) => {
    const sale = await api.buy();
    const invoice = await readInvoice(await issue([sale]), 201);
    const answer = await issue([sale], other);
    const text = await answer.clone().text();

    expect(await readProblem(answer, 409)).toMatchObject({ code: 'already-invoiced', fixedAt: 'lookup', errors: [] });
    for (const secret of [
      invoice.uuid ?? '',
      invoice.id,
      invoice.accessToken ?? '',
      UNIVERSIDAD.rfc,
      UNIVERSIDAD.nombre,
      '65000',
    ])
      expect(text).not.toContain(secret);
    const view = await (await api.request(`/v1/portals/${DEMO_PORTAL}/sales/${sale}`)).text();
    expect(view).toContain('"status":"invoiced"');
    for (const secret of [invoice.uuid ?? '', invoice.id, UNIVERSIDAD.rfc, UNIVERSIDAD.nombre])
      expect(view).not.toContain(secret);
  });

  test('409: a sale that was invoiced alone is not invoiced again together with others', async () => {
    const [one, two] = [await api.buy(), await api.buy()];
    await readInvoice(await issue([one]), 201);

    expect((await readProblem(await issue([one, two]), 409)).code).toBe('already-invoiced');
    await readInvoice(await issue([two]), 201);
  });

  test('201: folios are consecutive, without gaps', async () => {
    const folios: number[] = [];
    for (let sale = 0; sale < 3; sale++)
      folios.push(Number((await readInvoice(await issue([await api.buy()]), 201)).folio));

    expect(folios).toEqual([folios[0], (folios[0] ?? 0) + 1, (folios[0] ?? 0) + 2]);
  });

  test('200: the QR of an invoiced ticket shows nothing of what was bought', async () => {
    const token = await api.buy({ email: 'ana@example.com' });
    const outcome = api.services.tokens.readSaleToken(token, api.now());
    if (outcome.kind !== 'token') throw new Error('a token');
    const ticket = api.services.tokens.saleToken({ ...outcome.token, kind: 'ticket' }, 0);
    await readInvoice(await issue([token]), 201);
    const shown = await read(await api.request(`/v1/portals/${DEMO_PORTAL}/sales/${ticket}`));

    expect(shown).toMatchObject({ status: 'invoiced', conceptos: [] });
    expect(shown).not.toHaveProperty('emailHint');
  });
});

describe('mail', () => {
  const sold = { email: 'Ana@Example.com' };

  test.each([
    ['without saying anything, to the address of the purchase', sold, {}, ['mail ana@example.com']],
    ['with null, to nobody', sold, { email: null }, []],
    [
      'with another address, to both',
      sold,
      { email: 'conta@empresa.example' },
      ['mail ana@example.com', 'mail conta@empresa.example'],
    ],
    ['with the same address, once', sold, { email: 'ANA@example.com' }, ['mail ana@example.com']],
    ['without any, to nobody: e-mail is never compulsory', {}, {}, []],
  ])('201: sends copies where they belong: %s', async (_, sale, body, expected) => {
    expect(await mailsOf(await readInvoice(await issue([await api.buy(sale)], body), 201))).toEqual(expected);
  });

  test('400: an invalid address is marked at its field, with a sentence', async () => {
    const problem = await readProblem(await issue([await api.buy()], { email: 'ana@' }), 400);

    expect(problem.errors).toMatchObject([{ pointer: '/email', code: 'email-malformed' }]);
    expect(problem.errors[0]?.detail).toContain('«@»');
  });
});

describe('while the PAC is silent', () => {
  test('202: the customer is asked to wait, and the invoice appears at the link; others get 409 meanwhile', async () => {
    const sale = await api.buy({ conceptos: [LOST] });
    const asked = issue([sale]);
    await claimed(sale);
    const other = await issue([sale], { receptor: ALBA });
    const [pending, same] = await Promise.all([asked, issue([sale])]);

    expect(await readProblem(other, 409)).toMatchObject({ code: 'in-progress', fixedAt: 'later' });
    const invoice = await readInvoice(pending, 202);
    expect(invoice.status).toBe('pending');
    expect(invoice).not.toHaveProperty('uuid');
    expect(Object.keys(invoice.links)).toEqual(['self']);
    expect((await readInvoice(same, 202)).id).toBe(invoice.id);
    expect((await readProblem(await api.request(invoice.links.self.replace('?', '/xml?')), 404)).code).toBe(
      'unknown-resource',
    );
    await api.settle();
    const settled = await read<InvoiceView>(await api.request(invoice.links.self));
    expect(settled).toMatchObject({ id: invoice.id, status: 'stamped', folio: invoice.folio });
    expect((await api.stamps()).filter(({ folio }) => folio === invoice.folio)).toMatchObject([
      { uuid: settled.uuid, asked: 2 },
    ]);
    expect((await readInvoice(await issue([sale]), 200)).uuid).toBe(settled.uuid);
  });
});

const LOST = {
  claveProdServ: '90101501',
  noIdentificacion: 'SIM-RESPUESTA-PERDIDA',
  descripcion: 'Desayuno completo',
  claveUnidad: 'E48',
  cantidad: '1',
  valorUnitario: '348.00',
  impuestos: [
    { tipo: 'traslado' as const, impuesto: '002' as const, tipoFactor: 'Tasa' as const, tasaOCuota: '0.160000' },
  ],
};

async function claimed(token: string): Promise<void> {
  // Between two looks the loop turns: what is asked for in this process needs its turns too.
  const status = async () => (await read(await api.request(`/v1/portals/${DEMO_PORTAL}/sales/${token}`))).status;
  await expect.poll(status, { interval: 5, timeout: 10_000 }).toBe('in-progress');
}

describe('sales that customers cannot invoice by themselves', () => {
  test.each([
    ['unpaid', { estado: 'pendiente' }, 'sale-unpaid', 'later'],
    ['cancelled', { estado: 'cancelada' }, 'sale-closed', 'merchant'],
    ['an advance payment', { anticipo: true }, 'needs-merchant', 'merchant'],
    ['late', { date: '2026-09-30T20:00:00-06:00' }, 'deadline-passed', 'later'],
  ] as const)('409: %s: the answer says why, and a request can be left', async (_, sold, code, fixedAt) => {
    const sale = await api.buy(sold);
    const before = (await api.stamps()).length;
    for (const path of ['/preview', '']) {
      const problem = await readProblem(
        await api.post(`${INVOICES}${path}`, { sales: [sale], receptor: UNIVERSIDAD }),
        409,
      );
      expect(problem).toMatchObject({ code, fixedAt });
    }
    expect((await api.stamps()).length).toBe(before);
    const body = { sale, receptor: UNIVERSIDAD, reason: code === 'deadline-passed' ? 'late' : 'other' };
    expect((await api.post(`/v1/portals/${DEMO_PORTAL}/requests`, body)).status).toBe(202);
  });

  test('409: one past its deadline, the last day of next month at the branch, which the answer states in both languages', async () => {
    const sale = await api.buy({ date: '2026-11-19T20:00:00-06:00', folio: 'PLAZO-1' });
    const outcome = api.services.tokens.readSaleToken(sale, api.now());
    const printed =
      outcome.kind === 'token' ? api.services.tokens.saleToken({ ...outcome.token, kind: 'ticket' }, 0) : '';
    const preview = (language: string): Promise<Response> =>
      api.post(`${INVOICES}/preview`, { sales: [printed], receptor: UNIVERSIDAD }, { 'accept-language': language });
    await api.move(41.49);
    try {
      expect((await preview('es-MX')).status).toBe(200);
      await api.move(0.02);
      expect((await readProblem(await preview('es-MX'), 409)).detail).toContain('el 31 de diciembre de 2026.');
      expect((await readProblem(await preview('en'), 409)).detail).toContain('was December 31, 2026.');
    } finally {
      await api.move(-41.51);
    }
  });

  test('409: one from which a company must withhold for a person in RESICO is left to the merchant, with both totals shown', async () => {
    const sale = await api.buy({}, 'ingrid-xodar');
    const order = { sales: [sale], receptor: UNIVERSIDAD };
    const problem = await readProblem(await api.post('/v1/portals/ingrid-xodar/invoices', order), 409);

    expect(problem).toMatchObject({
      code: 'needs-merchant',
      fixedAt: 'merchant',
      errors: [{ code: 'buyer-withholds' }],
    });
    expect(problem.errors[0]?.detail).toContain('Ingrid Xodar, diseño confirmará tu factura.');
    expect((await api.post('/v1/portals/ingrid-xodar/invoices/preview', order)).status).toBe(200);
    const kept = await api.post('/v1/portals/ingrid-xodar/requests', {
      sale,
      receptor: UNIVERSIDAD,
      reason: 'retention',
    });
    expect(kept.status).toBe(202);
  });
});
