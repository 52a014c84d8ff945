/**
 * Setting a shop up while the server is killed with SIGKILL around every write of every step, on both engines: each step is then done or not begun,
 * and done once when it is asked for again.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openStore } from '../../db/open-store.ts';
import type { Store } from '../../db/store.ts';
import { newSetupToken } from '../../server/accounts/accounts.ts';
import { hashApiKey, newApiKey } from '../../server/merchants/api-key.ts';
import { SCOPES } from '../../server/merchants/merchant.ts';
import type { World } from '../../server/merchants/tenant.ts';
import type { SpawnedPac } from '../../server/pac/sandbox/spawn.ts';
import { ACCOUNTS } from '../stand-ins/accounts.ts';
import { spawnStandIns } from '../stand-ins/spawn.ts';
import { keptCsd } from '../support/kept-certificates.ts';
import { PASSWORD } from '../support/person.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';
import { asOfProduction } from '../support/production-csd.ts';
import { createFleet, type ServerFleet, type ServerProcess } from '../support/server-fleet.ts';

// Real processes on a machine that may be busy: each is waited for, none is slept for.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 120_000 });

const EMAIL = 'lupita@farmacialuna.mx';
const FARMACIA = { rfc: 'EKU9003173C9', nombre: 'ESCUELA KEMPER URGATE', regimenFiscal: '601', codigoPostal: '64000' };
const DAY_MS = 86_400_000;
/** Who asks with cookies instead of a key. */
const OWNER = 'owner';
/** Made ready to go live: one for each of its deaths, and more than there are writes. */
const SHOPS = 8;
const NEVER = { write: 0, when: 'before' } as const;

let postgres: PostgresServer;
let fleet: ServerFleet;
let standIns: SpawnedPac;
const standInsDir = mkdtempSync(join(tmpdir(), 'autofactura-setup-pacs-'));
beforeAll(async () => {
  standIns = await spawnStandIns(standInsDir);
  postgres = await startPostgres();
  fleet = await createFleet();
});
afterAll(async () => {
  await fleet?.stop();
  await postgres.stop();
  await standIns?.stop();
  rmSync(standInsDir, { recursive: true, force: true });
});

describe.each(['SQLite', 'PostgreSQL'] as const)('killed at any write on %s', (engine) => {
  const folders: string[] = [];
  let dataDir: string;
  let databaseUrl: string | undefined;
  let store: Store;
  let server: ServerProcess;
  let cookies = '';
  let key = '';
  let merchant = '';

  const start = async (): Promise<void> => {
    const engineOptions = databaseUrl === undefined ? {} : { databaseUrl };
    server = await fleet.start({ dataDir, aheadMs: 0, providersUrl: standIns.url, ...engineOptions });
  };
  /** An empty server on an empty database. */
  const begin = async (): Promise<void> => {
    await store?.close();
    await server?.kill();
    dataDir = mkdtempSync(join(tmpdir(), 'autofactura-setup-'));
    folders.push(dataDir);
    databaseUrl = engine === 'PostgreSQL' ? await postgres.createDatabase() : undefined;
    await start();
    store = await openStore({
      sqlitePath: join(dataDir, 'autofactura.db'),
      ...(databaseUrl !== undefined && { databaseUrl }),
    });
  };
  afterAll(async () => {
    await store?.close();
    await server?.kill();
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  const keepCookies = ({ headers }: Response): void => {
    cookies = headers
      .getSetCookie()
      .map((each) => each.split(';')[0])
      .join('; ');
  };

  /** What was asked for, by the owner in a browser or with a key; `undefined` if the server died over it. */
  const ask = async (method: string, path: string, body?: object, by = key): Promise<Response | undefined> => {
    const headers = {
      ...(by === OWNER ? { cookie: cookies, origin: server.url } : { authorization: `Bearer ${by}` }),
      ...(body && { 'content-type': 'application/json' }),
    };
    return fetch(`${server.url}/v1${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) }).catch(
      () => undefined,
    );
  };

  /** A key that may do everything. */
  const keyOf = async (merchantId: string, world: World): Promise<string> => {
    const secret = newApiKey(world);
    const id = `key_${merchantId}_${world}`;
    await store.merchants.putApiKey({ id, merchantId, world, scopes: SCOPES }, hashApiKey(secret));
    return secret;
  };

  /** What must work on the way to the step that is tried. */
  const done = async (answer: Promise<Response | undefined>): Promise<Response> => {
    const response = await answer;
    if (!response?.ok) throw new Error(`${response?.url} answered ${response?.status}: ${await response?.text()}`);
    return response;
  };

  const read = async <T>(path: string): Promise<T> => {
    const answer = await ask('GET', path);
    if (!answer?.ok) throw new Error(`${path} answered ${answer?.status}`);
    return (await answer.json()) as T;
  };

  /**
   * Asks again and again with the server killed before one more of its writes each time, until it lives through all of them, and once after the last.
   * After each death what is there must be `none` or `whole`. Answers how many writes there are. Before its first write every step is alike: nothing
   * was kept. That is tried where `first` is 1.
   */
  const killedAtEachWrite = async (
    step: {
      readonly once: (n: number) => Promise<Response | undefined>;
      readonly standing: (n: number) => Promise<string>;
      readonly before?: () => Promise<void>;
    },
    first = 2,
  ): Promise<number> => {
    let writes = 0;
    for (let deaths = 0; ; deaths += 1) {
      await step.before?.();
      // Before each write, and after the last: between two of them nothing else is kept.
      await server.armWrite(
        writes === 0 ? { write: deaths + first, when: 'before' } : { write: writes, when: 'after' },
      );
      const answer = await step.once(deaths);
      if (answer) {
        await server.armWrite(NEVER);
        expect([answer.status, await step.standing(deaths)]).toEqual([expect.toBeOneOf([200, 201]), 'whole']);
        writes = deaths + first - 1;
        continue;
      }
      await server.died;
      await start();
      const stands = await step.standing(deaths);
      expect(stands).toBeOneOf(['none', 'whole']);
      // Whoever asks again gets it, or is told that it is there.
      if (stands === 'none') {
        expect((await step.once(deaths))?.ok).toBe(true);
        expect(await step.standing(deaths)).toBe('whole');
      }
      if (writes > 0) return writes;
    }
  };

  it('either the first owner has an account, or the setup address still works', async () => {
    let token = '';
    const writes = await killedAtEachWrite(
      {
        async before() {
          await begin();
          token = await newSetupToken(store.accounts, Date.now());
        },
        async once() {
          const body = { token, name: 'Guadalupe Ríos', email: EMAIL, password: PASSWORD };
          const answer = await ask('POST', '/setup', body, OWNER);
          if (answer) keepCookies(answer);
          return answer;
        },
        async standing() {
          if (!(await store.accounts.hasPeople())) return 'none';
          const signedIn = await ask('POST', '/auth/sign-in', { email: EMAIL, password: PASSWORD }, OWNER);
          if (signedIn) keepCookies(signedIn);
          return signedIn?.ok ? 'whole' : 'half: nobody can sign in';
        },
      },
      1,
    );
    expect(writes).toBe(1);
  });

  it('either a merchant has its branch and its owner, or it does not exist', async () => {
    const named = async (n: number) =>
      (await store.merchants.listMerchants()).filter(({ tradeName }) => tradeName === `Farmacia Luna ${n}`);
    await killedAtEachWrite(
      {
        once: (n) => ask('POST', '/merchants', { ...FARMACIA, tradeName: `Farmacia Luna ${n}` }, OWNER),
        async standing(n) {
          const [found, ...others] = await named(n);
          if (!found) return 'none';
          const branches = await store.merchants.listBranches(found.id);
          const members = await store.accounts.listMembers(found.id);
          merchant = found.id;
          return others.length === 0 && branches.length === 1 && members[0]?.role === 'owner' ? 'whole' : 'half';
        },
      },
      1,
    );
    key = await keyOf(merchant, 'test');
  });

  it.each<[what: string, path: string, body: (n: number) => object, found: (n: number) => Promise<number>]>([
    [
      ...(['a branch', '/branches'] as const),
      (n) => ({ code: `suc-${n}`, name: `Sucursal ${n}`, codigoPostal: '64000' }),
      async (n) => (await store.merchants.listBranches(merchant)).filter(({ code }) => code === `suc-${n}`).length,
    ],
    [
      ...(['a portal', '/portals'] as const),
      (n) => ({ slug: `farmacia-luna-${n}` }),
      async (n) => ((await store.portals.getPortal(`farmacia-luna-${n}`)) ? 1 : 0),
    ],
    [
      ...(['a key', '/keys'] as const),
      (n) => ({ name: `Caja ${n}`, scopes: ['sales:write'] }),
      async (n) =>
        (await store.merchants.listApiKeys({ merchantId: merchant, world: 'test' })).filter(
          ({ name }) => name === `Caja ${n}`,
        ).length,
    ],
  ])('%s exists once, or not at all', async (_, path, body, found) => {
    const writes = await killedAtEachWrite({
      once: (n) => ask('POST', path, body(n)),
      standing: async (n) => ['none', 'whole'][await found(n)] ?? 'half',
    });
    expect(writes).toBeGreaterThanOrEqual(3);
  });

  it('either a seal is stored and can be opened, or it can be uploaded again', async () => {
    const {
      cer,
      key: privateKey,
      password,
    } = await keptCsd({ ...FARMACIA, password: '12345678a' }, Date.now() - DAY_MS);
    const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
    const tenant = { merchantId: merchant, world: 'test' } as const;
    let last: string | undefined;
    const writes = await killedAtEachWrite({
      once: () => ask('POST', '/csd', { certificate: base64(cer), privateKey: base64(privateKey), password }),
      async standing() {
        const active = await store.merchants.activeCsd(tenant);
        if (!active || active.id === last) return 'none';
        last = active.id;
        const { seals } = await read<{ seals: object[] }>('/merchant');
        return seals.length > 0 ? 'whole' : 'half: it is not shown';
      },
    });
    expect(writes).toBeGreaterThanOrEqual(3);
  });

  it('either a PAC’s credentials are stored and can be opened, or they are not stored', async () => {
    const writes = await killedAtEachWrite({
      once: () => ask('PUT', '/pac-accounts/finkok', { credentials: ACCOUNTS.finkok, position: 0 }),
      async standing() {
        const { accounts } = await read<{ accounts: object[] }>('/pac-accounts');
        return accounts.length === 0 ? 'none' : 'whole';
      },
      before: async () => void (await ask('DELETE', '/pac-accounts/finkok')),
    });
    expect(writes).toBeGreaterThanOrEqual(3);
  });

  it('an invitation is there once, or not', async () => {
    const of = (n: number) => `caja${n}@farmacialuna.mx`;
    // Members are the same in both worlds, so a test key invites nobody.
    const live = await keyOf(merchant, 'live');
    const writes = await killedAtEachWrite({
      once: (n) => ask('POST', '/members', { email: of(n), role: 'cashier' }, live),
      async standing(n) {
        const invitations = await store.accounts.listInvitations(merchant, Date.now());
        return ['none', 'whole'][invitations.filter(({ email }) => email === of(n)).length] ?? 'half';
      },
    });
    expect(writes).toBeGreaterThanOrEqual(3);
  });

  it('who is invited is a member who can sign in, or the invitation still makes one', async () => {
    const tokens: string[] = [];
    const of = (n: number) => `ayuda${n}@farmacialuna.mx`;
    const live = await keyOf(merchant, 'live');
    const writes = await killedAtEachWrite({
      async before() {
        const invited = await done(ask('POST', '/members', { email: of(tokens.length), role: 'read-only' }, live));
        tokens.push(new URL(((await invited.json()) as { url: string }).url).searchParams.get('token') ?? '');
      },
      once: (n) =>
        ask('POST', '/auth/accept-invitation', { token: tokens[n], name: 'Rosa Peña', password: PASSWORD }, OWNER),
      async standing(n) {
        const isMember = (await store.accounts.listMembers(merchant)).some(({ email }) => email === of(n));
        const invitations = await store.accounts.listInvitations(merchant, Date.now());
        const isInvited = invitations.some(({ email }) => email === of(n));
        const signedIn = await ask('POST', '/auth/sign-in', { email: of(n), password: PASSWORD }, OWNER);
        if (isMember && !isInvited && signedIn?.ok) return 'whole';
        return !isMember && isInvited && signedIn?.status === 401 ? 'none' : 'half';
      },
    });
    expect(writes).toBeGreaterThanOrEqual(1);
  });

  it('a shop is live, with its portal and its statement about the manifest, or it is not and can still be', async () => {
    const shops: { readonly id: string; readonly live: string }[] = [];
    const pair = asOfProduction(await keptCsd({ ...FARMACIA, password: '12345678a' }, Date.now() - DAY_MS));
    const [certificate, privateKey] = [pair.cer, pair.key].map((bytes) => Buffer.from(bytes).toString('base64'));
    // All on one server, which has loaded what a test run needs: the one after a death would load it again for each shop.
    await done(ask('POST', '/auth/sign-in', { email: EMAIL, password: PASSWORD }, OWNER)).then(keepCookies);
    while (shops.length < SHOPS) {
      const tradeName = `Farmacia Sol ${shops.length}`;
      await done(ask('POST', '/merchants', { ...FARMACIA, tradeName }, OWNER));
      const id = (await store.merchants.listMerchants()).find((one) => one.tradeName === tradeName)?.id ?? '';
      const [test, live] = [await keyOf(id, 'test'), await keyOf(id, 'live')];
      const portal = await done(ask('POST', '/portals', {}, test));
      const { slug } = (await portal.json()) as { slug: string };
      await done(ask('POST', `/portals/${slug}/test-run`, {}, test));
      await done(ask('POST', '/csd', { certificate, privateKey, password: pair.password }, live));
      await done(ask('PUT', '/pac-accounts/finkok', { credentials: ACCOUNTS.finkok, position: 0 }, live));
      shops.push({ id, live });
    }
    const writes = await killedAtEachWrite({
      once: (n) => ask('POST', '/merchant/go-live', { manifestSignedOn: '2026-11-18' }, shops[n]?.live),
      async standing(n) {
        const { id = '' } = shops[n] ?? {};
        const isNoted = (await store.goingLive.goneLive(id)) !== undefined;
        const worlds = (await store.portals.listPortals(id)).map(({ world }) => world).sort();
        if (isNoted) return `${worlds}` === 'live,test' ? 'whole' : `half: ${worlds}`;
        return `${worlds}` === 'test' ? 'none' : `half: ${worlds}`;
      },
    });
    expect(writes).toBeGreaterThanOrEqual(3);
  });

  it('every change that was answered is in an audit log whose chain is unbroken', async () => {
    const check = await read<{ isIntact: boolean }>('/audit-log/check');
    expect(check.isIntact).toBe(true);
  });
});
