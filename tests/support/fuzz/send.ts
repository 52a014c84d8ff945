/** A generated request on its way: what it names is looked up, and whom it may speak for is said. */
import { randomBytes } from 'node:crypto';
import { SALE } from './from-schema.ts';
import type { Named, Step } from './steps.ts';
import type { Owner, Thing, World } from './world.ts';

/** As it went out. */
export type Sent = {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | undefined;
  /** The things of each owner that its path names. */
  readonly names: Readonly<Record<Owner, boolean>>;
  /** Whether it carries what opens a sale or document of that owner, besides keys. */
  readonly opens: Readonly<Record<Owner, boolean>>;
};

const PROVIDERS: Readonly<Record<string, readonly string[]>> = {
  'pac-accounts': ['finkok', 'sandbox', 'sw', 'facturapi'],
  'registry-accounts': ['facturama', 'sw'],
  'mail-accounts': ['smtp', 'resend'],
};

/** The request that a step is, now. */
export function prepare(world: World, step: Step): Sent {
  const names = { ours: false, theirs: false };
  const opens = { ours: false, theirs: false };
  const note = (named: Named) => {
    if (named.kind !== 'text') names[named.kind] = true;
  };
  const path = step.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = step.params[name] ?? { kind: 'text', text: 'x' };
    note(value);
    return textOf(world, step, name, value, opens);
  });
  const query = step.query.map(([name, value]) => `${name}=${queryOf(world, step, name, value, opens)}`).join('&');
  const { bytes, hasSale } = bodyOf(world, step);
  if (hasSale) opens.ours = true;
  return {
    url: `http://localhost${path}${query && `?${query}`}`,
    method: step.method,
    headers: headersOf(world, step),
    body: step.method === 'GET' || step.method === 'HEAD' ? undefined : bytes,
    names,
    opens,
  };
}

type Opens = Record<Owner, boolean>;

function textOf(world: World, { path }: Step, name: string, value: Named, opens: Opens): string {
  if (value.kind === 'text') return value.text;
  const { kind: owner, at } = value;
  if (name === 'slug') return world.slugs[owner][at % world.slugs[owner].length] ?? 'x';
  if (name === 'token' && path.startsWith('/panel')) {
    opens[owner] = true;
    return teamToken(world, owner, at);
  }
  if (name === 'token') {
    opens[owner] = true;
    return world.saleToken(owner, at);
  }
  if (name === 'merchant') return owner === 'ours' ? 'mer_jacaranda' : 'mer_milpa';
  if (name === 'world') return 'test';
  if (name === 'code' || name === 'branch') return owner === 'ours' ? 'roma' : 'milpa';
  const collection = path.split('/')[2] ?? '';
  if (name === 'provider') return PROVIDERS[collection]?.[at % 4] ?? 'sandbox';
  return thing(world, collection, value)?.id ?? 'x';
}

function thing(world: World, collection: string, value: Named): Thing | undefined {
  return value.kind === 'text' ? undefined : world.pick(value.kind, collection, value.at);
}

/** The token of the very thing that the path names, or of another one. */
function queryOf(world: World, step: Step, name: string, value: Named, opens: Opens): string {
  if (value.kind === 'text') return value.text;
  const collection = step.path.split('/')[2] ?? '';
  if (name === 't') return textOf(world, step, 'token', value, opens);
  if (name !== 'token') return thing(world, collection, value)?.id ?? '';
  opens[value.kind] = true;
  if (collection === 'mail') return unsubscribeToken(world, value.kind);
  const { id } = step.params;
  if (id && id.kind === value.kind) return thing(world, collection, id)?.token ?? '';
  return thing(world, collection, value)?.token ?? world.saleToken(value.kind, value.at);
}

function unsubscribeToken({ api }: World, owner: Owner): string {
  return api.services.tokens.unsubscribeToken({ tenant: tenantOf(owner), hash: 'abc' });
}

function tenantOf(owner: Owner) {
  return { merchantId: owner === 'ours' ? 'mer_jacaranda' : 'mer_milpa', world: 'test' } as const;
}

const MONTH_MS = 30 * 86_400_000;

function teamToken({ api, pick }: World, owner: Owner, at: number): string {
  const tenant = tenantOf(owner);
  const collections = ['invoices', 'requests', 'sales'];
  const subject = pick(owner, collections[at % collections.length] ?? '', at)?.id ?? 'inv_none';
  return api.services.tokens.teamToken({ tenant, subject }, api.now() + MONTH_MS);
}

function bodyOf(world: World, { body }: Step): { readonly bytes: Buffer | undefined; readonly hasSale: boolean } {
  if (body.kind === 'none') return { bytes: undefined, hasSale: false };
  const text =
    body.kind === 'json' ? (JSON.stringify(body.value) ?? '') : Buffer.from(body.latin1, 'latin1').toString('latin1');
  const written = body.kind === 'json' ? SALE : Buffer.from(SALE).toString('latin1');
  const whole = text.replaceAll(written, () => world.saleToken('ours', world.next()));
  return { bytes: Buffer.from(whole, body.kind === 'json' ? 'utf8' : 'latin1'), hasSale: text.includes(written) };
}

function headersOf(world: World, { caller, contentType, headers }: Step): Readonly<Record<string, string>> {
  const key =
    caller.kind === 'full'
      ? world.fullKeys[world.next() % world.fullKeys.length]
      : caller.kind === 'narrow'
        ? world.narrowKeys[caller.scope]
        : caller.kind === 'wrong'
          ? `sk_test_${randomBytes(32).toString('base64url')}`
          : { theirs: world.theirKey, live: world.liveKey, nobody: undefined }[caller.kind];
  return {
    ...(contentType !== undefined && { 'content-type': contentType }),
    ...(key !== undefined && { authorization: `Bearer ${key}` }),
    ...headers,
  };
}
