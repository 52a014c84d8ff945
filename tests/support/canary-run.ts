/**
 * The main job from end to end on a real `serve` process, with every kind of secret that a merchant or an operator gives it, and with
 * what goes wrong: a wrong password, a PAC that fails, a server that is killed. Ends with all places where a secret could have got to.
 */
import { createPrivateKey, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { openStore, type StoreLocation } from '../../db/open-store.ts';
import { createTestAuthority, type TestCredential } from '../../server/csd/test-certificates.ts';
import { DEMO_PORTAL, seedDemo } from '../../server/demo/seed.ts';
import { hashApiKey, newApiKey } from '../../server/merchants/api-key.ts';
import { SCOPES } from '../../server/merchants/merchant.ts';
import { ACCOUNTS, WRONG_ACCOUNTS } from '../stand-ins/accounts.ts';
import { SOURCE_ACCOUNTS } from '../stand-ins/source-accounts.ts';
import { seenRequests, setFault, spawnStandIns } from '../stand-ins/spawn.ts';
import { UNIVERSIDAD } from './api.ts';
import { type Canary, canary, type Place } from './canaries.ts';
import { databasePlaces, filesBelow, place } from './canary-places.ts';
import { startReceiver } from './receiver.ts';
import { type Served, startServed } from './served.ts';
import { breakfastOf } from './shop.ts';

const DAY_MS = 86_400_000;
const PORTAL = `/v1/portals/${DEMO_PORTAL}`;
const PASSWORD = 'Contraseña-del-CSD-de-Jacaranda';
const WRONG_PASSWORD = 'Otra-contraseña-que-no-abre';
const SMTP_PASSWORD = 'Contraseña-del-SMTP-del-operador';

export type CanaryRun = {
  /** What must be in no place. */
  readonly secrets: readonly Canary[];
  /** What its owner is shown, once or in a mail, and nothing else may have. */
  readonly shown: readonly Canary[];
  /** Log, database, files: here not even what its owner was shown. */
  readonly kept: readonly Place[];
  readonly answers: readonly Place[];
  /** Mails and webhooks. They lead to the invoice: its access token is meant to be there. */
  readonly messages: readonly Place[];
  /** Proof that the run did its job. */
  readonly stamped: number;
};

export async function runWithCanaries(dataDir: string, location: StoreLocation): Promise<CanaryRun> {
  const apiKey = newApiKey('test');
  const masterKey = randomBytes(32);
  await furnish(location, apiKey);
  const certificates = await issue();
  const standIns = await spawnStandIns(join(dataDir, '..', 'stand-ins'));
  const receiver = await startReceiver();
  const answers: Place[] = [];
  const shown: Canary[] = [];
  const servers: Served[] = [];
  const serve = async (): Promise<Served> => {
    const server = await startServed({
      AUTOFACTURA_DATA: dataDir,
      AUTOFACTURA_MASTER_KEY: masterKey.toString('base64'),
      AUTOFACTURA_PROVIDERS_URL: standIns.url,
      AUTOFACTURA_MAIL_URL: `smtp://operador:${encodeURIComponent(SMTP_PASSWORD)}@127.0.0.1:9`,
      AUTOFACTURA_MAIL_FROM: 'facturas@example.mx',
      LOG_LEVEL: 'debug',
      ...('databaseUrl' in location && { DATABASE_URL: location.databaseUrl }),
    });
    servers.push(server);
    return server;
  };
  let server = await serve();
  const call = createCaller(() => server.url, apiKey, answers);
  try {
    await setUp(call, certificates, receiver.url('/avisos'), shown);
    await sellAndInvoice(call, standIns.url, shown, 1);
    await server.end('SIGKILL');
    server = await serve();
    await sellAndInvoice(call, standIns.url, shown, 2);
    await receiver.until('/avisos', 2);
    const mails = await until(
      () => seenRequests(`${standIns.url}/resend`),
      (seen) => seen.filter(isMail).length >= 2,
    );
    const webhooks = receiver.heard.map(({ headers, body }, at) =>
      place(`webhook ${at}`, `${JSON.stringify(headers)}${body}`),
    );
    // While the server lives its write-ahead log does too.
    const database = await databasePlaces(location);
    const files = filesBelow(dataDir);
    await server.end('SIGTERM');
    const logs = servers.map(({ logged, complaints }, at) => place(`log ${at}`, [...logged, ...complaints].join('\n')));
    return {
      secrets: secretsOf(apiKey, masterKey, certificates),
      shown,
      kept: [...logs, ...database, ...files, ...filesBelow(dataDir, 'after the end')],
      answers: answers,
      messages: [...webhooks, ...mails.filter(isMail).map(({ body }, at) => place(`mail ${at}`, body))],
      stamped: await stampsOf(standIns.url),
    };
  } finally {
    for (const each of servers) await each.end('SIGKILL');
    receiver.release();
    await receiver.stop();
    await standIns.stop();
  }
}

type Certificates = { readonly csd: TestCredential; readonly fiel: TestCredential };

async function issue(): Promise<Certificates> {
  const at = Date.now() - 30 * DAY_MS;
  const authority = await createTestAuthority(at);
  const taxpayer = { rfc: 'EKU9003173C9', nombre: 'ESCUELA KEMPER URGATE' };
  const csd = await authority.issue({ kind: 'csd', ...taxpayer, password: PASSWORD }, at + DAY_MS);
  const fiel = await authority.issue(
    { kind: 'fiel', ...taxpayer, password: 'Contraseña-de-la-FIEL-que-no-va' },
    at + DAY_MS,
  );
  return { csd, fiel };
}

function secretsOf(apiKey: string, masterKey: Buffer, { csd, fiel }: Certificates): readonly Canary[] {
  const plain = createPrivateKey({ key: Buffer.from(csd.key), format: 'der', type: 'pkcs8', passphrase: PASSWORD });
  const pkcs8 = plain.export({ format: 'der', type: 'pkcs8' });
  const d = Buffer.from(plain.export({ format: 'jwk' }).d ?? '', 'base64url');
  const { finkok, sw } = ACCOUNTS;
  return [
    canary('the API key', apiKey),
    canary('the master key', masterKey),
    canary('the CSD’s .key', Buffer.from(csd.key).subarray(200, 248)),
    canary('the CSD’s private key', pkcs8.subarray(400, 448)),
    canary('the CSD’s private exponent', d.subarray(0, 48)),
    canary('the CSD’s password', PASSWORD),
    canary('a wrong password', WRONG_PASSWORD),
    canary('the FIEL’s .key', Buffer.from(fiel.key).subarray(200, 248)),
    canary('the FIEL’s password', fiel.password),
    canary('Finkok’s password', finkok.password),
    canary('a wrong password of Finkok', WRONG_ACCOUNTS.finkok.password),
    canary('SW’s password', sw.password),
    canary('Resend’s key', SOURCE_ACCOUNTS.resend.apiKey),
    canary('Stripe’s key', SOURCE_ACCOUNTS.stripe.secretKey),
    canary('Stripe’s webhook secret', SOURCE_ACCOUNTS.stripe.webhookSecret),
    canary('a secret of links', LINK_SECRET),
    canary('the operator’s SMTP password', SMTP_PASSWORD),
    canary('a merchant’s SMTP password', MERCHANT_SMTP),
  ];
}

const LINK_SECRET = 'secreto-de-los-enlaces-del-ticket-4711';
const MERCHANT_SMTP = 'Contrasena-del-SMTP-del-comercio';

type Call = (
  method: string,
  path: string,
  body?: unknown,
  isPublic?: boolean,
) => Promise<{ status: number; json: Answered }>;
type Answered = {
  readonly id?: string;
  readonly secret?: string;
  readonly accessToken?: string;
  readonly sales?: { token: string }[];
};

/** Every answer is a place to look in, its headers too. */
function createCaller(url: () => string, apiKey: string, answers: Place[]): Call {
  return async (method, path, body, isPublic = false) => {
    const answer = await fetch(`${url()}${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...(!isPublic && { authorization: `Bearer ${apiKey}` }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    answers.push(
      place(
        `the answer ${answer.status} of ${method} ${path.replace(/\?.*/, '')}`,
        `${JSON.stringify([...answer.headers])}${text}`,
      ),
    );
    return {
      status: answer.status,
      json: (/json/.test(answer.headers.get('content-type') ?? '') ? JSON.parse(text) : {}) as Answered,
    };
  };
}

/** Every secret given, once well and once badly. */
async function setUp(call: Call, { csd, fiel }: Certificates, target: string, shown: Canary[]): Promise<void> {
  const upload = ({ cer, key, password }: TestCredential) => ({
    certificate: Buffer.from(cer).toString('base64'),
    privateKey: Buffer.from(key).toString('base64'),
    password,
  });
  await expectStatus(422, call('POST', '/v1/csd', { ...upload(csd), password: WRONG_PASSWORD }));
  await expectStatus(422, call('POST', '/v1/csd', upload(fiel)));
  await expectStatus(400, call('POST', '/v1/csd', { ...upload(csd), inventado: PASSWORD }));
  await expectStatus(201, call('POST', '/v1/csd', upload(csd)));
  await expectStatus(
    400,
    call('PUT', '/v1/pac-accounts/finkok', { credentials: { ...WRONG_ACCOUNTS.finkok, otra: 'x' } }),
  );
  await expectStatus(200, call('PUT', '/v1/pac-accounts/finkok', { credentials: WRONG_ACCOUNTS.finkok }));
  await call('POST', '/v1/pac-accounts/finkok/test');
  await expectStatus(200, call('PUT', '/v1/pac-accounts/finkok', { credentials: ACCOUNTS.finkok }));
  await call('POST', '/v1/pac-accounts/finkok/test');
  await expectStatus(200, call('PUT', '/v1/registry-accounts/sw', { credentials: ACCOUNTS.sw }));
  await call('POST', '/v1/registry-accounts/sw/test');
  const smtp = { url: `smtps://caja:${MERCHANT_SMTP}@127.0.0.1:9`, from: 'caja@example.com' };
  await call('PUT', '/v1/mail-accounts/smtp', { credentials: smtp });
  await call('POST', '/v1/mail-accounts/smtp/test');
  await call('DELETE', '/v1/mail-accounts/smtp');
  await expectStatus(
    200,
    call('PUT', '/v1/mail-accounts/resend', {
      credentials: { ...SOURCE_ACCOUNTS.resend, from: 'caja@cafejacaranda.mx' },
    }),
  );
  const defaults = { claveProdServ: '90101501', claveUnidad: 'E48' };
  const source = {
    type: 'stripe',
    name: 'Stripe',
    credentials: { ...SOURCE_ACCOUNTS.stripe, linkSecret: LINK_SECRET },
    defaults,
  };
  const { id } = (await expectStatus(201, call('POST', '/v1/sources', source))).json;
  await expectStatus(
    401,
    call('POST', `/v1/sources/${id}/webhook`, { signed: SOURCE_ACCOUNTS.stripe.webhookSecret }, true),
  );
  const endpoint = { name: 'ERP', target, events: ['invoice.stamped'] };
  const made = (await expectStatus(201, call('POST', '/v1/webhook-endpoints', endpoint))).json;
  shown.push(canary('a webhook’s first secret', made.secret ?? ''));
  const rotated = (await expectStatus(200, call('POST', `/v1/webhook-endpoints/${made.id}/rotate`))).json;
  shown.push(canary('a webhook’s new secret', rotated.secret ?? ''));
}

/** A sale, found and invoiced while the PAC fails once, and opened again by its link; and tries to open it without. */
async function sellAndInvoice(call: Call, standIns: string, shown: Canary[], number: number): Promise<void> {
  const [folio, total] = [`DES-${number}`, `${100 + number}.00`];
  const { branch, ...sale } = breakfastOf({ folio, total, marker: undefined });
  await expectStatus(201, call('POST', '/v1/sales', { ...sale, branch, email: 'ana@example.com' }));
  const found = await expectStatus(200, call('POST', `${PORTAL}/sales/search`, { folio, total }, true));
  const [{ token } = { token: '' }] = found.json.sales ?? [];
  await setFault(`${standIns}/finkok`, { fault: number === 1 ? 'lose-answer' : 'error-before', times: 1 });
  const order = { sales: [token], receptor: UNIVERSIDAD, email: 'ana@example.com' };
  const made = await until(
    () => call('POST', `${PORTAL}/invoices`, order, true),
    ({ status }) => status === 200 || status === 201,
  );
  const { id, accessToken = '' } = made.json;
  shown.push(canary(`the access token ${number}`, accessToken));
  for (const part of ['', '/xml', '/pdf'])
    await expectStatus(200, call('GET', `/v1/invoices/${id}${part}?token=${accessToken}`, undefined, true));
  const altered = `${accessToken.slice(0, -1)}${accessToken.endsWith('x') ? 'y' : 'x'}`;
  await expectStatus(404, call('GET', `/v1/invoices/${id}?token=${altered}`, undefined, true));
  await call('POST', `${PORTAL}/invoices/recover`, { sale: token, rfc: 'XAXX010101000' }, true);
}

async function expectStatus<T extends { readonly status: number }>(status: number, answer: Promise<T>): Promise<T> {
  const got = await answer;
  if (got.status !== status) throw new Error(`expected ${status}, got ${JSON.stringify(got)}`);
  return got;
}

const PATIENCE_MS = 60_000;

async function until<T>(ask: () => Promise<T>, isEnough: (got: T) => boolean): Promise<T> {
  const started = performance.now();
  for (;;) {
    const got = await ask();
    if (isEnough(got)) return got;
    if (performance.now() - started > PATIENCE_MS)
      throw new Error(`waited in vain: ${JSON.stringify(got).slice(0, 400)}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

function isMail({ method, path }: { readonly method: string; readonly path: string }): boolean {
  return method === 'POST' && path.startsWith('/emails');
}

async function furnish(location: StoreLocation, apiKey: string): Promise<void> {
  const store = await openStore(location);
  await seedDemo(store, Date.now());
  const key = { id: 'key_canary', merchantId: 'mer_jacaranda', world: 'test', scopes: SCOPES } as const;
  await store.merchants.putApiKey(key, hashApiKey(apiKey));
  await store.close();
}

async function stampsOf(standIns: string): Promise<number> {
  const { stamps } = (await (await fetch(`${standIns}/finkok/ledger`)).json()) as { stamps: readonly unknown[] };
  return stamps.length;
}
