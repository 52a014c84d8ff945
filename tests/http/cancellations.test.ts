/** Cancelling over HTTP, with a sandbox whose SAT takes, waits, rejects and lets terms run out. */

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { InvoiceView } from '../../server/http/portal/public-views.ts';
import { settleCancellationsDue } from '../../server/invoicing/cancellation-worker.ts';
import { read, readInvoice, readProblem, startApi, type TestApi } from '../support/api.ts';
import { UNIVERSIDAD } from '../support/customer.ts';
import { pdfText } from '../support/pdf-reading.ts';

let api: TestApi;
let sold = 0;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api?.stop());
beforeEach(() => api.heal());
afterEach(() => api.heal());

type View = {
  readonly id: string;
  readonly status: string;
  readonly acceptance: { readonly needed: boolean; readonly until: string | null };
  readonly how?: string;
  readonly refusal?: { readonly code: string; readonly detail: string };
};

const own = (key = api.key) => ({ authorization: `Bearer ${key}` });
const get = (path: string, key?: string) => api.request(`/v1${path}`, { headers: own(key) });
const post = (path: string, body: object, key?: string) => api.post(`/v1${path}`, body, own(key));
const cancel = (id: string, body: object = { motivo: '02' }, key?: string) => post(`/invoices/${id}/cancel`, body, key);

type Invoiced = { readonly id: string; readonly folio: string; readonly total: string; readonly uuid: string };

/** A breakfast, or a banquet with a marker for the sandbox, that a university has invoiced. */
async function invoiced(marker = 'DES-02', total = '348.00', email: string | null = null): Promise<Invoiced> {
  sold += 1;
  const folio = `CAN-${sold}`;
  const [line] = [
    {
      ...{ claveProdServ: '90101501', noIdentificacion: marker, descripcion: 'Desayuno completo', claveUnidad: 'E48' },
      ...{ unidad: 'Servicio', cantidad: '1', valorUnitario: total },
      impuestos: [{ tipo: 'traslado', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.160000' }] as never,
    },
  ];
  const token = await api.buy({ folio, total, conceptos: [line] });
  const asked = { sales: [token], receptor: UNIVERSIDAD, email };
  const { id, uuid = '' } = await readInvoice(await api.post('/v1/portals/cafe-jacaranda/invoices', asked), 201);
  return { id, folio, total, uuid };
}

const statusOf = async (id: string) => (await api.services.invoicing.store.invoices.get(id))?.state;
const foundBy = async ({ folio, total }: Invoiced) => (await api.search({ folio, total }))[0]?.status;

/** A round of the worker, when everything that waits is due. */
async function follow(days = 1): Promise<void> {
  await api.move(days);
  await settleCancellationsDue(api.services.invoicing);
}

describe('an invoice that nobody has to accept', () => {
  test('200: is cancelled, and its sale can be invoiced again under another number', async () => {
    const invoice = await invoiced();
    const answer = await cancel(invoice.id);
    expect(answer.status).toBe(200);
    expect(await read<View>(answer)).toMatchObject({
      ...{ status: 'canceled', how: 'sin-aceptacion', acceptance: { needed: false, until: null } },
    });
    expect(await statusOf(invoice.id)).toBe('canceled');
    expect(await foundBy(invoice)).toBe('open');
    const [{ token } = { token: '' }] = await api.search({ folio: invoice.folio, total: invoice.total });
    const again = await api.post('/v1/portals/cafe-jacaranda/invoices', {
      ...{ sales: [token], receptor: UNIVERSIDAD, email: null },
    });
    const other = await readInvoice(again, 201);
    expect(other.uuid).not.toBe(invoice.uuid);
  });

  test('200: two requests cancel it once', async () => {
    const { id, uuid } = await invoiced();
    const [first, second] = await Promise.all([cancel(id), cancel(id)]);
    const third = await cancel(id);
    const views = await Promise.all([first, second, third].map((answer) => read<View>(answer)));
    expect(new Set(views.map((view) => view.id)).size).toBe(1);
    expect((await api.cancellations()).filter((each) => each.uuid === uuid)).toMatchObject([{ requests: 1 }]);
  });

  test('200: its customer’s link says so and still offers the files, with a mark on the PDF even if it was printed before', async () => {
    const { id } = await invoiced();
    const token = api.services.tokens.accessToken(id);
    const printed = async () => {
      const answer = await api.request(`/v1/invoices/${id}/pdf?token=${token}`);
      return pdfText(new Uint8Array(await answer.arrayBuffer()));
    };
    expect(await printed()).not.toContain('CANCELADA');
    await cancel(id);
    expect(await printed()).toContain('CANCELADA');
    const self = `/v1/invoices/${id}?token=${token}`;
    const view = await read<InvoiceView>(await api.request(self));
    expect(view).toMatchObject({ status: 'canceled', problem: { code: 'invoice-canceled' } });
    expect((await api.request(view.links.xml ?? '')).status).toBe(200);
  });

  test('200: its merchant reads what it means for them, and not what its customer is told', async () => {
    const { id } = await invoiced();
    await cancel(id);
    const { problem } = await read<InvoiceView>(await get(`/invoices/${id}`));
    expect(problem).toMatchObject({
      code: 'invoice-canceled',
      detail:
        'Se canceló ante el SAT y ya no tiene validez. En la historia de cada venta ves si se puede facturar otra vez.',
    });
    const { invoices } = await read<{ invoices: InvoiceView[] }>(await get('/invoices?status=canceled&limit=1'));
    expect(invoices.map((each) => [each.id, each.problem])).toEqual([[id, problem]]);
  });

  test('400: without a motivo it says that one is missing, and of an unknown one that it is none', async () => {
    const { id } = await invoiced();
    for (const [body, code] of [
      [{}, 'required'],
      [{ motivo: '09' }, 'malformed'],
    ] as const) {
      const { errors } = await readProblem(await cancel(id, body), 400);
      expect(errors).toMatchObject([{ pointer: '/motivo', code }]);
    }
  });

  test('200: its merchant and its customer are notified once', async () => {
    const { id } = await invoiced('DES-02', '348.00', 'ana@example.com');
    await cancel(id);
    await settleCancellationsDue(api.services.invoicing);
    const mails = (await api.services.invoicing.store.invoices.outboxOf(id)).map(({ payload }) => payload.template);
    expect(mails).toEqual(['invoice-stamped', 'invoice-canceled']);
    const listed = await read<{ invoices: readonly { id: string }[] }>(await get('/invoices?status=canceled'));
    expect(listed.invoices.map((each) => each.id)).toContain(id);
  });
});

describe('an invoice that the receptor has to accept', () => {
  test('202: waits, and stays in force with its sale taken', async () => {
    const invoice = await invoiced('SIM-CANCELA-CALLA', '23200.00');
    const answer = await cancel(invoice.id);
    expect(answer.status).toBe(202);
    const view = await read<View>(answer);
    expect(view).toMatchObject({ status: 'sent', acceptance: { needed: true } });
    expect(Date.parse(view.acceptance.until ?? '')).toBeGreaterThan(api.now());
    expect(await statusOf(invoice.id)).toBe('stamped');
    expect(await foundBy(invoice)).toBe('invoiced');
  });

  test('200: is cancelled when it is accepted, as the look-up finds', async () => {
    const invoice = await invoiced('SIM-CANCELA-CALLA', '23200.00');
    const { id } = await read<View>(await cancel(invoice.id));
    await api.receptorSays(invoice.uuid, 'accepted');
    expect(await read<View>(await post(`/cancellations/${id}/look-up`, {}))).toMatchObject({
      ...{ status: 'canceled', how: 'con-aceptacion' },
    });
    expect(await foundBy(invoice)).toBe('open');
  });

  test('200: is cancelled when the receptor lets three business days pass', async () => {
    const invoice = await invoiced('SIM-CANCELA-CALLA', '23200.00');
    const { id } = await read<View>(await cancel(invoice.id));
    await follow(2);
    expect(await read<View>(await get(`/cancellations/${id}`))).toMatchObject({ status: 'sent' });
    await follow(4);
    const view = await read<View & { history: { what: string }[] }>(await get(`/cancellations/${id}`));
    expect(view).toMatchObject({ status: 'canceled', how: 'plazo-vencido' });
    expect(view.history.map(({ what }) => what)).toEqual(['requested', 'call', 'taken', 'sat-waiting', 'sat-canceled']);
  });

  test('200: leaves the invoice in force when the receptor rejects it, notifies the merchant, and may be requested again', async () => {
    const invoice = await invoiced('SIM-CANCELA-CALLA', '23200.00');
    const first = await read<View>(await cancel(invoice.id));
    await api.receptorSays(invoice.uuid, 'rejected');
    await follow();
    expect(await read<View>(await get(`/cancellations/${first.id}`))).toMatchObject({
      ...{ status: 'rejected', refusal: { code: 'rejected' } },
    });
    expect(await statusOf(invoice.id)).toBe('stamped');
    const { notices } = await read<{ notices: readonly { kind: string }[] }>(await get('/notices'));
    expect(notices.map(({ kind }) => kind)).toContain('cancellation-refused');
    const second = await read<View>(await cancel(invoice.id));
    expect(second).toMatchObject({ status: 'sent' });
    expect(second.id).not.toBe(first.id);
    await api.receptorSays(invoice.uuid, 'accepted');
    await follow();
    expect(await statusOf(invoice.id)).toBe('canceled');
  });
});

describe('a PAC that fails', () => {
  test.each([
    ['RESPUESTA-PERDIDA', 'takes it and says nothing'],
    ['ERROR-DESPUES', 'takes it and answers 500'],
    ['HTML', 'takes it and answers a page'],
    ['MEDIA-RESPUESTA', 'takes it and answers half'],
    ['ERROR-ANTES', 'fails before it'],
    ['CORTE', 'hangs up before it'],
    ['MANTENIMIENTO', 'is in maintenance'],
    ['CLAVE-DEL-PAC', 'does not let us in'],
  ])('202: is asked again, without a second request to cancel, when it %s: %s', async (marker) => {
    const { id, uuid } = await invoiced(`SIM-CANCELA-${marker}`);
    expect((await cancel(id)).status).toBe(202);
    await follow(0.01);
    await follow(0.01);
    expect(await statusOf(id)).toBe('canceled');
    expect((await api.cancellations()).filter((each) => each.uuid === uuid)).toMatchObject([{ requests: 1 }]);
  });
});

describe('a request that never arrives', () => {
  test('202: is given up when the SAT has not seen it for days, and can be made again', async () => {
    const { id, uuid } = await invoiced();
    await api.fault({ fault: 'error-before', times: 1_000 });
    const { id: first } = await read<View>(await cancel(id));
    await follow(0.2);
    const { notices } = await read<{ notices: readonly { kind: string; subject: string }[] }>(await get('/notices'));
    expect(notices.filter(({ kind }) => kind === 'cancellation-waiting').map(({ subject }) => subject)).toContain(id);
    await follow(3);
    await follow(3);
    await follow(3);
    expect(await read<View>(await get(`/cancellations/${first}`))).toMatchObject({
      ...{
        status: 'rejected',
        refusal: { code: 'never-arrived', detail: expect.stringContaining('Tres días después') },
      },
    });
    expect(await statusOf(id)).toBe('stamped');
    await api.heal();
    expect(await read<View>(await cancel(id))).toMatchObject({ status: 'canceled' });
    expect((await api.cancellations()).filter((each) => each.uuid === uuid)).toMatchObject([{ requests: 1 }]);
  });
});

describe('what cannot be cancelled so', () => {
  test('404: another merchant’s invoice, and its cancellation', async () => {
    const { id } = await invoiced();
    const { id: cancellation } = await read<View>(await cancel(id));
    const yunque = await api.createKey({ merchantId: 'mer_yunque' });
    await readProblem(await cancel(id, { motivo: '02' }, yunque), 404);
    await readProblem(await get(`/invoices/${id}/cancellation-terms`, yunque), 404);
    await readProblem(await get(`/cancellations/${cancellation}`, yunque), 404);
    await readProblem(await get('/cancellations/can_none'), 404);
  });

  test('403: an invoice, with a key that can only read', async () => {
    const { id } = await invoiced();
    const reader = await api.createKey({ scopes: ['invoices:read'] });
    await readProblem(await cancel(id, { motivo: '02' }, reader), 403);
    expect((await get(`/invoices/${id}/cancellation-terms`, reader)).status).toBe(200);
  });

  test.each([
    [{ motivo: '01' }, 'substitute-missing', '/substitute'],
    [{ motivo: '02', substitute: 'inv_x' }, 'substitute-only-01', '/substitute'],
    [{ motivo: '01', substitute: 'inv_x' }, 'substitute-unknown', '/substitute'],
    [{ motivo: '01', substitute: '62B00C5E-4187-4336-B569-44E0030DC729' }, 'substitute-unknown', '/substitute'],
    [{ motivo: '04' }, 'motivo-only-global', '/motivo'],
  ])('422: %j is refused with %s', async (body, code, pointer) => {
    const { id } = await invoiced();
    const { errors } = await readProblem(await cancel(id, body), 422);
    expect(errors).toMatchObject([{ code, pointer }]);
    expect(await statusOf(id)).toBe('stamped');
  });

  test('422: motivo 01 with an invoice that is not related to it', async () => {
    const [one, other] = [await invoiced(), await invoiced()];
    for (const substitute of [other.id, other.uuid.toLowerCase()])
      expect((await readProblem(await cancel(one.id, { motivo: '01', substitute }), 422)).errors).toMatchObject([
        { code: 'substitute-not-related' },
      ]);
  });

  test.each([{ motivo: '05' }, {}, { motivo: '02', reason: 'x' }])(
    '400: the malformed body %j is refused',
    async (body) => {
      const { id } = await invoiced();
      await readProblem(await cancel(id, body), 400);
    },
  );

  test('409: an invoice that was refused', async () => {
    const refused = await api.post('/v1/portals/cafe-jacaranda/invoices', {
      sales: [await api.buy({ folio: `CAN-R${++sold}` })],
      receptor: { ...UNIVERSIDAD, nombre: 'OTRO NOMBRE' },
      email: null,
    });
    await readProblem(refused, 422);
    const [latest] = await api.services.invoicing.store.invoices.list(
      { merchantId: 'mer_jacaranda', world: 'test' },
      { limit: 1 },
    );
    expect(await readProblem(await cancel(latest?.id ?? ''), 409)).toMatchObject({ code: 'not-cancelable' });
    expect(await readProblem(await get(`/invoices/${latest?.id}/cancellation-terms`), 409)).toMatchObject({
      code: 'not-cancelable',
    });
  });
});

describe('the terms of a cancellation', () => {
  type Terms = { acceptance: object; related: boolean; deadline: object; warnings: { code: string; detail: string }[] };
  const terms = async (id: string) => read<Terms>(await get(`/invoices/${id}/cancellation-terms`));

  test('200: say beforehand that nobody has to accept, by which rule, and until when', async () => {
    const { id } = await invoiced();
    expect(await terms(id)).toMatchObject({
      ...{ acceptance: { needed: false, rule: 'amount', until: null }, related: false },
      deadline: { lastDay: '2027-03-31', over: false },
      warnings: [{ code: 'acceptance-not-needed' }],
    });
    expect(await statusOf(id)).toBe('stamped');
  });

  test('200: say by when the customer would have to answer', async () => {
    const { id } = await invoiced('SIM-CANCELA-CALLA', '23200.00');
    const { acceptance, warnings } = await terms(id);
    expect(acceptance).toMatchObject({ needed: true, rule: 'sat' });
    expect(warnings[0]?.detail).toMatch(/Tu cliente tiene que aceptar.*de 2026/);
  });

  test('200: after the last day they say what it may cost', async () => {
    const { id } = await invoiced();
    await api.move(140);
    const { deadline, warnings } = await terms(id);
    expect(deadline).toMatchObject({ over: true, fine: { from: '17.40', to: '34.80' } });
    expect(warnings.map(({ code }) => code)).toContain('deadline-over');
    await api.move(-140);
  });
});
