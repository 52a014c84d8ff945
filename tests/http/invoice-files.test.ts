import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import type { InvoiceView } from '../../server/http/portal/public-views.ts';
import { readInvoice, readProblem, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';

let api: TestApi;
let invoice: InvoiceView;
let links: Readonly<Record<'xml' | 'pdf' | 'zip', string>>;
beforeAll(async () => {
  api = await startApi();
  invoice = await issued({ descripcion: 'Café "de olla" & piloncillo, ñandú' });
  links = invoice.links as typeof links;
});
afterAll(() => api.stop());

async function issued(line: object, sold: object = {}): Promise<InvoiceView> {
  const concepto = {
    claveProdServ: '90101501',
    claveUnidad: 'E48',
    cantidad: '2',
    valorUnitario: '174.00',
    descripcion: 'Desayuno',
    impuestos: [
      { tipo: 'traslado' as const, impuesto: '002' as const, tipoFactor: 'Tasa' as const, tasaOCuota: '0.160000' },
    ],
  };
  const sale = await api.buy({ ...sold, conceptos: [{ ...concepto, ...line }] });
  return readInvoice(
    await api.post(`/v1/portals/${DEMO_PORTAL}/invoices`, { sales: [sale], receptor: UNIVERSIDAD }),
    201,
  );
}

const bytesOf = async (answer: Response): Promise<Uint8Array> => new Uint8Array(await answer.arrayBuffer());

test('200: the XML is what the PAC stamped, byte for byte', async () => {
  const answer = await api.request(links.xml);
  const stamped = (await api.stamp(invoice.uuid ?? ''))?.xml ?? '';

  expect(answer.headers.get('content-type')).toBe('application/xml; charset=utf-8');
  expect(Buffer.from(await bytesOf(answer)).equals(Buffer.from(stamped, 'utf8'))).toBe(true);
  expect(stamped).toContain('&quot;de olla&quot; &amp; piloncillo, ñandú');
});

test('200: the PDF is a PDF, and the ZIP has both under names that can be filed', async () => {
  const pdf = await bytesOf(await api.request(links.pdf));
  const files = unzipSync(await bytesOf(await api.request(links.zip)));
  const name = `CJ-${invoice.folio}-${invoice.uuid}`;

  expect(Buffer.from(pdf).subarray(0, 5).toString('latin1')).toBe('%PDF-');
  expect(Object.keys(files).toSorted()).toEqual([`${name}.pdf`, `${name}.xml`]);
  const stamped = (await api.stamp(invoice.uuid ?? ''))?.xml ?? '';
  expect(Buffer.from(files[`${name}.xml`] ?? []).toString('utf8')).toBe(stamped);
  expect(
    Buffer.from(files[`${name}.pdf`] ?? [])
      .subarray(0, 5)
      .toString('latin1'),
  ).toBe('%PDF-');
});

test.each(['xml', 'pdf', 'zip'] as const)(
  '200: the %s is saved under serie, folio and folio fiscal, and is never cached',
  async (kind) => {
    const { headers } = await api.request(links[kind]);

    expect(headers.get('content-disposition')).toBe(
      `attachment; filename="CJ-${invoice.folio}-${invoice.uuid}.${kind}"`,
    );
    expect(headers.get('cache-control')).toContain('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  },
);

test('200: a link that carries its secret works from any site', async () => {
  const { headers } = await api.request(links.xml, { headers: { origin: 'https://cualquiera.example' } });

  expect(headers.get('access-control-allow-origin')).toBe('*');
});

describe('without its token', () => {
  const wrongTokens = ['', 'x', 'A'.repeat(32), 'ñ'];

  test.each(['', '/xml', '/pdf', '/zip'])('404: %s is answered as if the invoice did not exist', async (part) => {
    const unknown = await (await api.request(`/v1/invoices/inv_${'0'.repeat(32)}${part}?token=x`)).text();
    for (const token of wrongTokens) {
      const answer = await api.request(`/v1/invoices/${invoice.id}${part}?token=${encodeURIComponent(token)}`);
      expect(await answer.clone().text()).toBe(unknown);
      expect((await readProblem(answer, 404)).code).toBe('unknown-token');
    }
    expect(await (await api.request(`/v1/invoices/${invoice.id}${part}`)).text()).toBe(unknown);
  });

  test("404: another invoice's token opens nothing", async () => {
    const other = await issued({});

    expect((await api.request(`/v1/invoices/${invoice.id}/xml?token=${other.accessToken}`)).status).toBe(404);
  });
});

describe('a copy by mail', () => {
  const send = (to: InvoiceView, email: unknown): Promise<Response> =>
    api.post(to.links.self.replace('?', '/email?'), { email });
  const targets = async ({ id }: InvoiceView): Promise<readonly string[]> =>
    (await api.services.invoicing.store.invoices.outboxOf(id)).map(({ target }) => target);

  test('202: is queued; the same address gets it once', async () => {
    const to = await issued({});
    for (const email of ['ana@example.com', 'ANA@example.com', 'ana@example.com']) {
      const answer = await send(to, email);
      expect([answer.status, await answer.json()]).toEqual([202, { status: 'queued' }]);
    }
    expect(await targets(to)).toEqual(['ana@example.com']);
  });

  test('429: three addresses and no more, the purchase’s own among them', async () => {
    const to = await issued({}, { email: 'ana@example.com' });
    expect((await send(to, 'uno@example.com')).status).toBe(202);
    expect((await send(to, 'dos@example.com')).status).toBe(202);

    expect(await readProblem(await send(to, 'tres@example.com'), 429)).toMatchObject({
      code: 'mail-limit',
      fixedAt: 'later',
    });
    expect((await send(to, 'uno@example.com')).status).toBe(202);
    expect(await targets(to)).toHaveLength(3);
  });

  test('429: three addresses even if all are requested at once', async () => {
    const to = await issued({});
    await Promise.all(Array.from({ length: 12 }, (_, index) => send(to, `copia${index}@example.com`)));

    expect((await targets(to)).length).toBe(3);
  });

  test.each([
    'ana@',
    'ana@example.com\r\nBcc: todos@example.com',
    'ana@example.com, otra@example.com',
    '',
    null,
    undefined,
  ])('400: %j is not an address', async (email) => {
    const problem = await readProblem(await send(invoice, email), 400);
    expect(problem.errors[0]?.pointer).toBe('/email');
  });

  test('404: is not sent for anybody without the token', async () => {
    const path = `/v1/invoices/${invoice.id}/email?token=x`;
    expect((await readProblem(await api.post(path, { email: 'ana@example.com' }), 404)).code).toBe('unknown-token');
  });
});
