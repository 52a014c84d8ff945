import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MailAddress } from '../../server/delivery/mail/address.ts';
import { createMailbox, type Mailbox } from '../../server/delivery/mail/mailbox.ts';
import type { DeliveryWorker } from '../../server/delivery/worker.ts';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import type { InvoiceView } from '../../server/http/portal/public-views.ts';
import { startDelivery } from '../../server/main/compose-delivery.ts';
import { readConfig } from '../../server/main/config.ts';
import { read, readInvoice, readProblem, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';

vi.setConfig({ testTimeout: 30_000 });

type Got = { readonly headers: IncomingHttpHeaders; readonly body: string };

let api: TestApi;
let mailbox: Mailbox;
let worker: DeliveryWorker;
let receiver: Server;
let url: string;
let got: Got[] = [];
let answer = 200;

// Mail, alerts and PACs are waited for, on a machine that may be busy.
vi.setConfig({ testTimeout: 180_000 });

beforeAll(async () => {
  receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      got.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      response.writeHead(answer).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/avisos`;
  // With stand-ins, this machine may be a listener too.
  const providersUrl = 'http://127.0.0.1:9';
  // The official verifier knows no clock but the machine's.
  mailbox = createMailbox(Date.now);
  const carrier = { mailer: mailbox, sender: 'facturas@example.mx' as MailAddress };
  api = await startApi({ providersUrl, now: Date.now(), carrier });
  const config = readConfig({ AUTOFACTURA_PROVIDERS_URL: providersUrl });
  worker = startDelivery(config, api.services);
});
beforeEach(() => {
  got = [];
  answer = 200;
});
afterAll(async () => {
  await worker.stop();
  await api.stop();
  receiver.close();
});

function call(method: string, path: string, body?: object): Promise<Response> {
  return api.request(`/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${api.key}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
}

type Endpoint = { readonly id: string; readonly secret: string; readonly state: string };
async function endpoint(change: object = {}): Promise<Endpoint> {
  const upload = { name: 'ERP', target: url, events: ['invoice.stamped'], ...change };
  const created = await call('POST', '/webhook-endpoints', upload);
  expect(created.status).toBe(201);
  return read<Endpoint>(created);
}

async function invoice(email?: string | null, headers = {}): Promise<InvoiceView> {
  const sales = [await api.buy()];
  const body = { sales, receptor: UNIVERSIDAD, ...(email !== undefined && { email }) };
  const made = await api.post(`/v1/portals/${DEMO_PORTAL}/invoices`, body, headers);
  if (made.status !== 202) return readInvoice(made, 201);
  // A busy machine answers before its PAC does. It is the same invoice, and its own link says when it is there.
  const { links } = await read<InvoiceView>(made);
  let stamped: InvoiceView | undefined;
  await vi.waitFor(async () => {
    stamped = await read<InvoiceView>(await api.request(links.self, { headers }));
    expect(stamped.status).toBe('stamped');
  }, 60_000);
  return stamped as InvoiceView;
}

/** As `until`, with the clock going on: alerts wait for others to be sent along. */
async function untilLater<T>(look: () => T | undefined | false): Promise<T> {
  const ticking = setInterval(() => void api.move(1 / 1440), 200);
  try {
    return await until(look);
  } finally {
    clearInterval(ticking);
  }
}

const until = <T>(look: () => T | undefined | false): Promise<T> =>
  vi.waitFor(() => {
    const seen = look();
    if (!seen) throw new Error('not yet');
    return seen;
  }, 60_000);

describe('a webhook endpoint', () => {
  it('200: receives each event, signed and without personal data, with a link that opens its subject', async () => {
    const { id, secret } = await endpoint();
    const { id: invoiceId } = await invoice();
    const [received] = await until(() => got.length > 0 && got);
    const headers = received?.headers as Record<string, string>;
    const event = new Webhook(secret).verify(received?.body ?? '', headers) as {
      type: string;
      data: { id: string; link: string };
    };
    expect(event).toMatchObject({ type: 'invoice.stamped', data: { id: invoiceId } });
    expect(received?.body).not.toMatch(/URE180429TM6|ROBOTICA/);
    expect((await api.request(event.data.link)).status).toBe(200);
    await call('DELETE', `/webhook-endpoints/${id}`);
  });

  it('200: lists what was sent to it, and replays it under the same id', async () => {
    const { id } = await endpoint();
    const since = new Date(api.now() - 60_000).toISOString();
    await invoice();
    const [first] = await until(() => got.length > 0 && got);
    expect(await read(await call('POST', `/webhook-endpoints/${id}/replay`, { since }))).toMatchObject({
      deliveries: expect.any(Number),
    });
    await until(() => got.some((each, at) => at > 0 && each.headers['webhook-id'] === first?.headers['webhook-id']));
    const { deliveries } = await read<{ deliveries: { state: string }[] }>(
      await call('GET', `/webhook-endpoints/${id}/deliveries`),
    );
    expect(deliveries.length).toBeGreaterThanOrEqual(2);
    await call('DELETE', `/webhook-endpoints/${id}`);
  });

  it('that answers 410 is disabled, and its merchant gets a notice', async () => {
    const { id } = await endpoint();
    answer = 410;
    await invoice();
    await vi.waitFor(async () => {
      const { listeners } = await read<{ listeners: Endpoint[] }>(await call('GET', '/webhook-endpoints'));
      expect(listeners.find((each) => each.id === id)?.state).toBe('disabled');
    }, 60_000);
    const { notices } = await read<{ notices: { kind: string; detail: string }[] }>(await call('GET', '/notices'));
    expect(notices.find(({ kind }) => kind === 'listener-disabled')?.detail).toContain('ERP');
    answer = 200;
    const enabled = await call('PUT', `/webhook-endpoints/${id}`, { state: 'enabled' });
    expect(await read(enabled)).toMatchObject({ state: 'enabled' });
    await call('DELETE', `/webhook-endpoints/${id}`);
  });

  it('200: gets a test message, and a new secret beside the old one', async () => {
    const { id, secret } = await endpoint();
    const { secret: fresh } = await read<{ secret: string }>(await call('POST', `/webhook-endpoints/${id}/rotate`));
    await call('POST', `/webhook-endpoints/${id}/test`);
    const [received] = await until(() => got.length > 0 && got);
    for (const each of [secret, fresh])
      expect(new Webhook(each).verify(received?.body ?? '', received?.headers as Record<string, string>)).toMatchObject(
        {
          type: 'test',
        },
      );
    await call('DELETE', `/webhook-endpoints/${id}`);
  });

  it.each([
    'http://example.com/hook',
    'https://user:pass@example.com/',
    'https://10.0.0.1/',
    'https://169.254.169.254/latest/meta-data',
    'https://example.com:22/',
    'ftp://example.com/',
    'no es una dirección',
  ])('422: %s is not an accepted address', async (target) => {
    const upload = { name: 'ERP', target, events: ['invoice.stamped'] };
    const { errors } = await readProblem(await call('POST', '/webhook-endpoints', upload), 422);
    expect(errors).toMatchObject([{ pointer: '/target', code: 'url-refused' }]);
  });

  it('404: cannot be seen, changed or used by another merchant', async () => {
    const { id } = await endpoint();
    const headers = { authorization: `Bearer ${await api.createKey({ merchantId: 'mer_yunque' })}` };
    for (const path of [`/deliveries`])
      await readProblem(await api.request(`/v1/webhook-endpoints/${id}${path}`, { headers }), 404);
    await readProblem(await api.request(`/v1/webhook-endpoints/${id}`, { method: 'DELETE', headers }), 404);
    await call('DELETE', `/webhook-endpoints/${id}`);
  });
});

const BROWSER = { headers: { accept: 'text/html', 'accept-language': 'es-MX' } };

async function expectPage(answer: Response, content: RegExp): Promise<void> {
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')]);
  expect(await answer.text()).toMatch(content);
}

describe('the team', () => {
  it('200: gets one Slack message for several events, with customer, purchase, amount, portal and pages to open', async () => {
    const channel = await read<{ id: string }>(
      await call('POST', '/alert-channels', { kind: 'slack', name: 'Caja', target: url, events: ['invoice.stamped'] }),
    );
    await invoice();
    await invoice();
    const [received] = await untilLater(() => got.length > 0 && got);
    const { text } = JSON.parse(received?.body ?? '{}') as { text: string };
    expect(text).toMatch(
      /UNIVERSIDAD ROBOTICA ESPAÑOLA \(URE180429TM6\) facturó la compra B-\d+ por \$[\d,.]+ MXN en «Factura tu compra \(cafe-jacaranda\)»/,
    );
    const [link = ''] = /https?:[^|>]+/.exec(text) ?? [];
    await expectPage(await api.request(link, BROWSER), /URE180429TM6[\s\S]*Descargar PDF/);
    expect(got).toHaveLength(1);
    await call('DELETE', `/alert-channels/${channel.id}`);
  });

  it('200: gets its alerts by mail', async () => {
    const upload = { kind: 'mail', name: 'Contadora', target: 'conta@example.com', events: ['request.created'] };
    const channel = await read<{ id: string }>(await call('POST', '/alert-channels', upload));
    await api.post(`/v1/portals/${DEMO_PORTAL}/requests`, {
      reason: 'other',
      lookup: { folio: 'X-1' },
      receptor: UNIVERSIDAD,
    });
    const sent = await untilLater(() => mailbox.list().find(({ mail }) => mail.to === 'conta@example.com'));
    expect(sent.mail.subject).toBe('Prueba · Solicitud de factura por atender · Café Jacaranda');
    expect(sent.mail.text).toContain(
      'UNIVERSIDAD ROBOTICA ESPAÑOLA (URE180429TM6) pidió la factura de la compra X-1 en «Factura tu compra (cafe-jacaranda)».',
    );
    const [link = ''] = /https?:\S+/.exec(sent.mail.text) ?? [];
    await expectPage(await api.request(link, BROWSER), /Solicitud de factura[\s\S]*UNIVERSIDAD ROBOTICA ESPAÑOLA/);
    await call('DELETE', `/alert-channels/${channel.id}`);
  });
});

describe('an invoice’s mail', () => {
  it('201: is sent automatically, with the XML byte for byte and a PDF', async () => {
    const view = await invoice('ana@example.com');
    const sent = await until(() => mailbox.list().find(({ mail }) => mail.to === 'ana@example.com'));
    const names = sent.mail.attachments.map(({ contentType }) => contentType);
    expect(names).toEqual(expect.arrayContaining(['application/pdf', 'application/xml']));
    const xml = sent.mail.attachments.find(({ contentType }) => contentType === 'application/xml');
    expect(Buffer.from(xml?.content ?? []).toString()).toBe(await (await api.request(view.links.xml ?? '')).text());
    expect(sent.mail.subject).toContain('Café Jacaranda');
    expect(sent.mail.text).toMatch(/^Compra: B-\d+$/m);
    expect(view.mailedTo).toEqual(['a•••@example.com']);
  });

  it.each([
    ['en', 'Your invoice from Café Jacaranda'],
    ['es-MX', 'Tu factura de Café Jacaranda'],
  ])('201: is in the language in which the invoice was requested: %s', async (language, subject) => {
    const headers = { 'accept-language': language };
    const to = [`issued.${language.toLowerCase()}@example.com`, `copy.${language.toLowerCase()}@example.com`];
    const view = await invoice(to[0], headers);
    await api.post(view.links.self.replace('?', '/email?'), { email: to[1] }, headers);
    await until(() => to.every((address) => mailbox.list().some(({ mail }) => mail.to === address)));
    const subjects = mailbox.list().flatMap(({ mail }) => (to.includes(mail.to) ? [mail.subject] : []));
    expect(subjects).toEqual([expect.stringContaining(subject), expect.stringContaining(subject)]);
  });

  it('201: is not sent when the customer does not want it', async () => {
    const before = mailbox.list().length;
    await invoice(null);
    await endpoint().then(({ id }) => call('DELETE', `/webhook-endpoints/${id}`));
    expect(mailbox.list()).toHaveLength(before);
  });

  it('201: is not sent to an address that bounced', async () => {
    const tenant = { merchantId: 'mer_jacaranda', world: 'test' } as const;
    const { store } = api.services.invoicing;
    await store.addresses.suppress(tenant, api.services.addressHash('Rebota@example.com'), 'bounced', api.now());
    const view = await invoice('rebota@example.com');
    expect(view).not.toHaveProperty('mailedTo');
    await vi.waitFor(async () => {
      const [mail] = await store.deliveries.list(tenant, { limit: 5, subject: view.id, kind: 'mail' });
      expect(mail).toMatchObject({ state: 'dropped', reason: 'bounced' });
    }, 60_000);
    expect(mailbox.list().some(({ mail }) => mail.to === 'rebota@example.com')).toBe(false);
  });
});
