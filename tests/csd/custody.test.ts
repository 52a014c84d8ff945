import { createPrivateKey, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { serialize } from 'node:v8';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openSqlite } from '../../db/sqlite/sqlite-store.ts';
import type { Store } from '../../db/store.ts';
import { type Custody, createCustody } from '../../server/csd/custody.ts';
import { verifySeal } from '../../server/csd/sealer.ts';
import {
  createTestAuthority,
  packPfx,
  type TestAuthority,
  type TestCredential,
} from '../../server/csd/test-certificates.ts';
import type { MerchantStore } from '../../server/merchants/merchant-store.ts';
import type { Tenant } from '../../server/merchants/tenant.ts';
import { type MasterKey, parseMasterKey, VaultError } from '../../server/vault/vault.ts';
import { turnsDuring } from '../support/turns.ts';
import { AT, copyOf, HERRERIA, KEMPER, openssl, YEAR_MS } from './issued.ts';

const JACARANDA: Tenant = { merchantId: 'mer_jacaranda', world: 'test' };
const YUNQUE: Tenant = { merchantId: 'mer_yunque', world: 'test' };
const PASSWORD = 'Jacaranda-en-flor-2026';

let authority: TestAuthority;
let kemper: TestCredential;
let herreria: TestCredential;
beforeAll(async () => {
  authority = await createTestAuthority(AT);
  kemper = await authority.issue({ kind: 'csd', ...KEMPER, password: PASSWORD }, AT);
  herreria = await authority.issue({ kind: 'csd', ...HERRERIA }, AT);
});

function createMaster(): MasterKey {
  const master = parseMasterKey(randomBytes(32));
  if (!master) throw new Error('32 random bytes are a master key');
  return master;
}

let folder: string;
let database: Store;
let store: MerchantStore;
let master: MasterKey;
let custody: Custody;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'custody-'));
  database = await openSqlite(join(folder, 'autofactura.db'));
  store = database.merchants;
  for (const [id, { rfc, nombre }] of [
    ['mer_jacaranda', KEMPER],
    ['mer_yunque', HERRERIA],
  ] as const) {
    await store.putMerchant({ id, tradeName: nombre, rfc, nombre, regimenFiscal: '601', contact: {} });
  }
  master = createMaster();
  custody = createCustody(store, master);
});
afterEach(async () => {
  await database.close();
  rmSync(folder, { recursive: true });
});

function upload(credential: TestCredential, tenant = JACARANDA, rfc: string = KEMPER.rfc) {
  return { tenant, rfc, at: AT, files: { kind: 'pair', ...copyOf(credential) } } as const;
}

async function thrownBy(attempt: Promise<unknown>): Promise<unknown> {
  return attempt.then(
    () => 'nothing was thrown',
    (error: unknown) => error,
  );
}

describe('custody', () => {
  test('has no sealer before a CSD is stored', async () => {
    expect(await custody.openActiveSealer(JACARANDA, AT)).toEqual({ kind: 'none' });
  });

  test('seals with the stored CSD, even after a restart', async () => {
    const stored = await custody.storeCsd(upload(kemper));
    for (const each of [custody, createCustody(store, master)]) {
      const active = await each.openActiveSealer(JACARANDA, AT);
      if (stored.kind !== 'stored' || active.kind !== 'sealer') throw new Error('no sealer');
      expect(active.csdId).toBe(stored.id);
      expect(verifySeal('||4.0||', active.sealer.seal('||4.0||'), kemper.cer)).toBe(true);
    }
  });

  test('opens a stored CSD only once', async () => {
    await custody.storeCsd(upload(kemper));
    const fresh = createCustody(store, master);
    const [first, second] = [await fresh.openActiveSealer(JACARANDA, AT), await fresh.openActiveSealer(JACARANDA, AT)];
    expect(first.kind === 'sealer' && second.kind === 'sealer' && first.sealer === second.sealer).toBe(true);
  });

  test('opens a slow CSD off the event loop, once for all who wait for it', async () => {
    const pass = `pass:${PASSWORD}`;
    const args = `pkcs8 -inform DER -in k -passin ${pass} -topk8 -v2 aes256 -iter 1500000 -passout ${pass} -outform DER`;
    const key = openssl([...args.split(' '), '-out', 'o'], { k: kemper.key });
    await custody.storeCsd(upload({ ...kemper, key }));
    const fresh = createCustody(store, master);
    const turns = await turnsDuring(async () => {
      const asked = Array.from({ length: 40 }, () => fresh.openActiveSealer(JACARANDA, AT));
      const sealers = (await Promise.all(asked)).map((active) => active.kind === 'sealer' && active.sealer);
      expect(new Set(sealers).size).toBe(1);
    });

    expect(turns).toBeGreaterThan(100);
  }, 60_000);

  test('accepts a .pfx, and overwrites it', async () => {
    const pfx = packPfx(kemper);
    const outcome = await custody.storeCsd({
      tenant: JACARANDA,
      rfc: KEMPER.rfc,
      at: AT,
      files: { kind: 'pfx', pfx, password: PASSWORD },
    });
    expect(outcome.kind).toBe('stored');
    expect(pfx.every((byte) => byte === 0)).toBe(true);
    const active = await createCustody(store, master).openActiveSealer(JACARANDA, AT);
    expect(active.kind === 'sealer' && active.sealer.certificate.rfc).toBe('EKU9003173C9');
  });

  test('uses the newest CSD from the next call on', async () => {
    await custody.storeCsd(upload(kemper));
    await custody.openActiveSealer(JACARANDA, AT);
    const renewed = await authority.issue({ kind: 'csd', ...KEMPER }, AT);
    await createCustody(store, master).storeCsd(upload(renewed));
    const active = await custody.openActiveSealer(JACARANDA, AT);
    expect(active.kind === 'sealer' && active.sealer.certificate.noCertificado).toBe(renewed.noCertificado);
  });

  test('stores nothing of a refused upload, and overwrites its files', async () => {
    const fiel = upload(await authority.issue({ kind: 'fiel', ...KEMPER }, AT));
    const others = upload(herreria);
    expect(await custody.storeCsd(fiel)).toMatchObject({ kind: 'refused', faults: ['csd-is-fiel'] });
    expect(await custody.storeCsd(others)).toMatchObject({ kind: 'refused', faults: ['csd-rfc-mismatch'] });
    expect(await custody.storeCsd({ ...upload(kemper), tenant: { ...JACARANDA, world: 'live' } })).toMatchObject({
      kind: 'refused',
      faults: ['csd-wrong-environment'],
    });
    for (const { files } of [fiel, others]) expect([...files.cer, ...files.key].every((byte) => byte === 0)).toBe(true);
    expect(await store.activeCsd(JACARANDA)).toBeUndefined();
  });

  test('returns no sealer once the certificate has expired, even if it was open', async () => {
    await custody.storeCsd(upload(kemper));
    expect(await custody.openActiveSealer(JACARANDA, AT + 5 * YEAR_MS)).toMatchObject({ kind: 'expired' });
  });

  test('opens nothing under another master key, for another merchant, or with an exchanged certificate', async () => {
    await custody.storeCsd(upload(kemper));
    await custody.storeCsd(upload(herreria, YUNQUE, HERRERIA.rfc));
    const [mine, theirs] = [await store.activeCsd(JACARANDA), await store.activeCsd(YUNQUE)];
    if (!mine || !theirs) throw new Error('two were stored');
    const attempts = [
      createCustody(store, createMaster()),
      createCustody({ ...store, activeCsd: async () => theirs }, master),
      createCustody({ ...store, activeCsd: async () => ({ ...mine, noCertificado: theirs.noCertificado }) }, master),
      createCustody({ ...store, activeCsd: async () => ({ ...mine, certificate: theirs.certificate }) }, master),
    ];
    for (const each of attempts)
      expect(await thrownBy(each.openActiveSealer(JACARANDA, AT))).toBeInstanceOf(VaultError);
  });

  test('leaves no trace of key or password in the files of the database, or in what is answered, thrown or printed', async () => {
    const plain = createPrivateKey({
      key: Buffer.from(kemper.key),
      format: 'der',
      type: 'pkcs8',
      passphrase: PASSWORD,
    });
    const pkcs8 = plain.export({ format: 'der', type: 'pkcs8' });
    const d = Buffer.from(plain.export({ format: 'jwk' }).d ?? '', 'base64url');
    const canaries = [
      kemper.key.subarray(200, 248),
      pkcs8.subarray(400, 448),
      d.subarray(0, 48),
      Buffer.from(PASSWORD),
    ].flatMap(formsOf);

    const seen: unknown[] = [];
    seen.push(await custody.storeCsd(upload(kemper)), await custody.openActiveSealer(JACARANDA, AT), custody);
    seen.push(await createCustody(store, master).openActiveSealer(JACARANDA, AT));
    seen.push(await thrownBy(createCustody(store, createMaster()).openActiveSealer(JACARANDA, AT)));
    const full = { ...store, putCsd: async () => Promise.reject(new Error('database or disk is full')) };
    seen.push(await thrownBy(createCustody(full, master).storeCsd(upload(kemper))));
    for (const wrong of [
      { key: kemper.cer },
      { cer: kemper.key },
      { password: `${PASSWORD}!` },
      { key: kemper.key.subarray(0, 900) },
    ]) {
      seen.push(await custody.storeCsd(upload({ ...kemper, ...wrong })));
    }

    const stored = await store.activeCsd(JACARANDA);
    seen.push(stored, stored?.sealedSecret, await store.dataKey(JACARANDA.merchantId, new Uint8Array()));
    const files = readdirSync(folder).map((name) => readFileSync(join(folder, name)));
    expect(stored?.noCertificado).toBe(kemper.noCertificado);
    expect(files.some((bytes) => bytes.includes(Buffer.from(stored?.sealedSecret ?? []).subarray(0, 64)))).toBe(true);
    const haystack = Buffer.concat([...files, ...seen.flatMap(prints)]);
    for (const canary of canaries) expect(haystack.includes(canary), canary.toString('latin1')).toBe(false);
    // The net does catch: what is public is found in it.
    expect(haystack.includes(Buffer.from(KEMPER.rfc))).toBe(true);
    expect(formsOf(Buffer.from(kemper.cer).subarray(200, 248)).some((form) => haystack.includes(form))).toBe(true);
  });
});

/** Raw, hex in both cases, base64 at each of its three alignments, and UTF-16. */
function formsOf(bytes: Uint8Array): Buffer[] {
  const hex = Buffer.from(bytes).toString('hex');
  const base64 = [0, 1, 2].map((skip) => Buffer.from(bytes).subarray(skip).toString('base64').slice(0, -4));
  const texts = [
    hex,
    hex.toUpperCase(),
    ...base64,
    ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
  ];
  const utf16 = Buffer.from(Buffer.from(bytes).toString('latin1'), 'utf16le');
  return [Buffer.from(bytes), utf16, ...texts.map((text) => Buffer.from(text))];
}

/** Everything a log, an error reporter or a database could make of a value. */
function prints(value: unknown): Buffer[] {
  const texts = [
    inspect(value, { depth: null, showHidden: true, maxArrayLength: null, maxStringLength: null }),
    JSON.stringify(value) ?? '',
  ];
  if (value instanceof Error)
    texts.push(
      value.message,
      value.stack ?? '',
      String(value.cause),
      JSON.stringify(value, Object.getOwnPropertyNames(value)),
    );
  const raw = value instanceof Uint8Array ? [Buffer.from(value)] : serializable(value);
  return [...texts.map((text) => Buffer.from(text)), ...raw];
}

function serializable(value: unknown): Buffer[] {
  try {
    return [serialize(value)];
  } catch {
    return []; // Functions do not serialise; inspect has printed what they show.
  }
}
