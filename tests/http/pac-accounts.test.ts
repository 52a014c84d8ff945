import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestAuthority } from '../../server/csd/test-certificates.ts';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import { ACCOUNTS, WRONG_ACCOUNTS } from '../stand-ins/accounts.ts';
import { clear, setFault, setQuirk, spawnStandIns } from '../stand-ins/spawn.ts';
import { NOON, read, readProblem, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';

let directory: string;
let standIns: Awaited<ReturnType<typeof spawnStandIns>>;
let api: TestApi;
const at = (pac: string): string => `${standIns.url}/${pac}`;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'pac-accounts-'));
  standIns = await spawnStandIns(directory);
  api = await startApi({ providersUrl: standIns.url });
});
beforeEach(async () => {
  for (const pac of ['finkok', 'sw']) {
    await clear(at(pac));
    // The API's day is another than the machine's.
    await setFault(at(pac), { fault: 'clock', offsetMs: api.now() - Date.now() });
    await call('DELETE', `/${pac}`);
  }
});
afterAll(async () => {
  await api.stop();
  await standIns.stop();
  rmSync(directory, { recursive: true });
});

function call(method: string, path = '', body?: object, key = api.key): Promise<Response> {
  return api.request(`/v1/pac-accounts${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
}
const put = (pac: keyof typeof ACCOUNTS, position = 0, credentials: object = ACCOUNTS[pac]): Promise<Response> =>
  call('PUT', `/${pac}`, { credentials, position });

async function invoiceASale(): Promise<{ readonly status: string; readonly uuid?: string; readonly id: string }> {
  const sale = await api.buy();
  return read(await api.post(`/v1/portals/${DEMO_PORTAL}/invoices`, { sales: [sale], receptor: UNIVERSIDAD }));
}

async function stampsAt(pac: string): Promise<readonly string[]> {
  const { stamps } = (await (await fetch(`${at(pac)}/ledger`)).json()) as { stamps: { uuid: string }[] };
  return stamps.map(({ uuid }) => uuid.toUpperCase());
}

const notices = async () => {
  const answer = await api.request('/v1/notices', { headers: { authorization: `Bearer ${api.key}` } });
  return (await read<{ notices: { kind: string; subject: string; detail: string }[] }>(answer)).notices;
};

describe('an account with a PAC', () => {
  it('200: is listed in its position, and its credentials are never returned', async () => {
    expect(await read(await put('sw', 1))).toMatchObject({ pac: 'sw', name: 'SW sapien', position: 1 });
    await put('finkok', 0);
    const answer = await (await call('GET')).text();
    expect(JSON.parse(answer).accounts.map(({ pac }: { pac: string }) => pac)).toEqual(['finkok', 'sw']);
    expect(answer).not.toContain(ACCOUNTS.sw.password);
  });

  it('200: has its password nowhere on disk or in the log in readable form', async () => {
    await put('finkok');
    const bytes = readdirSync(api.directory).filter((name) => name.startsWith('autofactura.db'));
    expect(bytes.length).toBeGreaterThan(0);
    const { password } = ACCOUNTS.finkok;
    for (const name of bytes) {
      const file = readFileSync(join(api.directory, name));
      for (const form of [password, Buffer.from(password).toString('base64'), Buffer.from(password).toString('hex')])
        expect(file.includes(form)).toBe(false);
    }
    expect(JSON.stringify(api.logged)).not.toContain(password);
  });

  it('400: names the missing and unknown fields of its credentials, and never repeats their values', async () => {
    const answer = await put('finkok', 0, { username: 'caja', pasword: 'secreta-4711' });
    const text = await answer.clone().text();
    const { errors } = await readProblem(answer, 400);
    const pointers = errors.map(({ pointer }) => pointer).sort();
    expect(pointers).toEqual(['/credentials/password', '/credentials/pasword']);
    expect(text).not.toContain('secreta-4711');
  });

  it('404: with a PAC that has no adapter', async () => {
    await readProblem(await call('PUT', '/acme', { credentials: {} }), 404);
  });

  it('403: cannot be set with a key without the scope settings:write', async () => {
    const key = await api.createKey({ scopes: ['settings:read'] });
    await readProblem(await call('PUT', '/sw', { credentials: ACCOUNTS.sw }, key), 403);
  });

  it('200: can be tested without spending a stamp, and shows how many are left if the PAC says so', async () => {
    await put('sw');
    const before = await stampsAt('sw');
    expect(await read(await call('POST', '/sw/test'))).toEqual({ status: 'ok', credit: 4_711 });
    await put('sw', 0, WRONG_ACCOUNTS.sw);
    expect(await read(await call('POST', '/sw/test'))).toEqual({ status: 'refused', reason: 'credentials' });
    expect(await stampsAt('sw')).toEqual(before);
  });
});

describe('an invoice of a merchant with two PACs', () => {
  it('201: is stamped by the first of them', async () => {
    await put('finkok', 0);
    await put('sw', 1);
    const { status, uuid } = await invoiceASale();
    expect(status).toBe('stamped');
    expect(await stampsAt('finkok')).toContain(uuid?.toUpperCase());
  });

  it('201: goes to the second when the first refuses the account, and the merchant gets a notice with the reason', async () => {
    await put('finkok', 0, WRONG_ACCOUNTS.finkok);
    await put('sw', 1);
    const { status, uuid } = await invoiceASale();
    expect(status).toBe('stamped');
    expect(await stampsAt('sw')).toContain(uuid?.toUpperCase());
    expect(await notices()).toMatchObject([
      { kind: 'pac-account', subject: 'finkok', detail: expect.stringMatching(/contraseña/) },
    ]);
  });

  it('201: stays with the first while it may be stamped there, whatever the second could do', async () => {
    await put('finkok', 0);
    await put('sw', 1);
    await setFault(at('finkok'), { fault: 'lose-answer', times: 1 });
    // The worker's rounds, while the customer waits.
    const worker = setInterval(() => void api.settle(), 200);
    const { uuid } = await invoiceASale().finally(() => clearInterval(worker));
    expect(await stampsAt('finkok')).toContain(uuid?.toUpperCase());
    expect(await stampsAt('sw')).not.toContain(uuid?.toUpperCase());
  });

  it('409: prevents the deletion of the account that may have stamped it', async () => {
    await put('finkok', 0);
    await setFault(at('finkok'), { fault: 'error-after' });
    const { status } = await invoiceASale();
    expect(status).toBe('pending');
    await readProblem(await call('DELETE', '/finkok'), 409);
    await clear(at('finkok'));
    await setFault(at('finkok'), { fault: 'clock', offsetMs: api.now() - Date.now() });
    await expect
      .poll(
        async () => {
          await api.settle();
          return (await call('DELETE', '/finkok')).status;
        },
        { timeout: 20_000, interval: 500 },
      )
      .toBe(204);
  }, 60_000);
});

describe('a notice about stamping (200)', () => {
  it('is raised when few stamps are left and resolved when there are more', async () => {
    await put('sw');
    // The account is asked twice: for the time, as our clock has moved, and for its credit.
    await setQuirk(at('sw'), 'sw-low-balance', 2);
    await api.move(1 / 24);
    await setFault(at('sw'), { fault: 'clock', offsetMs: api.now() - Date.now() });
    await invoiceASale();
    await expect.poll(async () => (await notices()).map(({ kind }) => kind)).toContain('pac-credit-low');
    expect(JSON.stringify(await notices())).toContain('12 timbres');
    await api.move(1 / 24);
    await setFault(at('sw'), { fault: 'clock', offsetMs: api.now() - Date.now() });
    await invoiceASale();
    await expect.poll(async () => (await notices()).map(({ kind }) => kind)).not.toContain('pac-credit-low');
  });

  it('names a receptor on the list of article 69-B, which the customer does not see', async () => {
    await api.services.invoicing.store.taxpayers.replaceLista69b([{ rfc: UNIVERSIDAD.rfc, situacion: 'Definitivo' }]);
    const answer = await invoiceASale();
    expect(answer.status).toBe('stamped');
    expect(JSON.stringify(answer)).not.toMatch(/69-B|Definitivo/);
    expect(await notices()).toEqual(
      expect.arrayContaining([expect.objectContaining({ kind: 'receptor-69b', subject: answer.id })]),
    );
  });

  it('is raised thirty days before the CSD expires', async () => {
    const csd = await api.services.invoicing.store.merchants.activeCsd({ merchantId: 'mer_jacaranda', world: 'test' });
    const days = Math.floor(((csd?.validTo ?? NOON) - api.now()) / 86_400_000);
    await api.move(days - 28);
    await setFault(at('sw'), { fault: 'clock', offsetMs: api.now() - Date.now() });
    await invoiceASale();
    expect((await notices()).map(({ kind }) => kind)).toContain('csd-expiring');
    const authority = await createTestAuthority(api.now());
    const names = { rfc: 'EKU9003173C9', nombre: 'ESCUELA KEMPER URGATE' };
    const files = await authority.issue({ kind: 'csd', ...names, password: '12345678a' }, api.now());
    const [certificate, privateKey] = [files.cer, files.key].map((bytes) => Buffer.from(bytes).toString('base64'));
    const renewed = await api.request('/v1/csd', {
      method: 'POST',
      headers: { authorization: `Bearer ${api.key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ certificate, privateKey, password: files.password }),
    });
    expect(renewed.status).toBe(201);
    expect((await notices()).map(({ kind }) => kind)).not.toContain('csd-expiring');
  });

  it('that only informs leaves the list when the merchant has seen it, and comes back if it happens again; 400: no other does', async () => {
    const informing = { kind: 'receptor-69b', subject: 'inv_1' };
    const raise = () =>
      api.services.invoicing.store.notices.raise({
        ...{ tenant: { merchantId: 'mer_jacaranda', world: 'test' }, kind: 'receptor-69b', subject: 'inv_1' },
        ...{ params: { rfc: UNIVERSIDAD.rfc, situacion: 'Definitivo' }, now: api.now() },
      });
    const listed = async () => (await notices()).filter(({ subject }) => subject === 'inv_1');
    const dismiss = (body: object) =>
      api.request('/v1/notices/dismiss', {
        method: 'POST',
        headers: { authorization: `Bearer ${api.key}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    await raise();
    expect(await listed()).toMatchObject([{ ...informing, informs: true }]);
    for (const _ of [1, 2]) expect((await dismiss(informing)).status).toBe(204);
    expect(await listed()).toEqual([]);
    await raise();
    expect(await listed()).toHaveLength(1);
    const going = await readProblem(await dismiss({ kind: 'csd-expiring', subject: 'inv_1' }), 400);
    expect(going.errors).toMatchObject([{ pointer: '/kind' }]);
  });
});
