/** `autofactura portal test SLUG`: the test run of a portal, by the server that has the data folder. */
import { openStore } from '../../db/open-store.ts';
import type { Store } from '../../db/store.ts';
import { createLinks } from '../links/links.ts';
import { type Config, processConfig } from '../main/config.ts';
import { publicUrlOf } from '../main/public-url.ts';
import { issueKey } from '../merchants/api-key.ts';
import type { Portal } from '../portals/portal.ts';
import { type Command, UsageError } from './command.ts';
import { type Args, readArgs } from './merchant-in.ts';

type Message = { readonly en: string };
type Run = {
  readonly ok: boolean;
  readonly steps: readonly {
    readonly step: string;
    readonly ok: boolean;
    readonly problem?: Message;
    readonly toDo?: Message;
    readonly detail?: string;
  }[];
  readonly tryIt?: { readonly url: string; readonly typed: Readonly<Record<string, string>> };
};

/** Exits with 1 unless every step of the run succeeded. Uses a temporary API key. */
export const run: Command = async (typed) => {
  const args = readArgs(typed, []);
  const [, slug] = args.positionals;
  if (slug === undefined)
    throw new UsageError('Which portal? Name its address, as "autofactura portal list" shows it.');
  const config = processConfig();
  const store = await openStore(config.store);
  try {
    const portal = await store.portals.getPortal(slug);
    if (!portal) throw new Error(`There is no portal «${slug}».`);
    return await withKey(store, portal, async (key) => report(args, await ask(config, portal, key)));
  } finally {
    await store.close();
  }
};

const KEY_LASTS_MS = 600_000;

/** A key that only allows this, and is revoked when the command ends. */
async function withKey<T>(
  { merchants }: Store,
  { merchantId, world }: Portal,
  use: (key: string) => Promise<T>,
): Promise<T> {
  const now = Date.now();
  const { key, hash, secret } = issueKey({
    ...{ merchantId, world, scopes: ['settings:write'] as const, name: 'portal test' },
    ...{ createdAt: now, expiresAt: now + KEY_LASTS_MS },
  });
  await merchants.putApiKey(key, hash);
  try {
    return await use(secret);
  } finally {
    await merchants.revokeApiKey({ merchantId, world }, key.id, Date.now());
  }
}

async function ask(config: Config, { slug }: Portal, key: string): Promise<Run> {
  const server = publicUrlOf(config);
  const headers = { authorization: `Bearer ${key}`, 'accept-language': 'en' };
  const answer = await fetch(createLinks(server).api.testRun(slug), { method: 'POST', headers }).catch(() => undefined);
  if (!answer) throw new Error(`No server answers at ${server}. Start it with "autofactura serve" and try again.`);
  const body: unknown = await answer.json();
  if (!answer.ok) throw new Error((body as { readonly detail: string }).detail);
  return body as Run;
}

function report({ print, hint }: Args, made: Run): number {
  const lines = made.steps.map(({ step, ok, problem, toDo, detail }) =>
    ok ? `${step}: ok` : [`${step}: ${problem?.en}`, detail, toDo?.en].filter(Boolean).join(' '),
  );
  print(made, lines.join('\n'));
  if (made.tryIt) {
    const typed = Object.entries(made.tryIt.typed).map(([field, value]) => `${field} ${value}`);
    hint(`Try it yourself in a private window: ${made.tryIt.url} (${typed.join(', ')})`);
  }
  return made.ok ? 0 : 1;
}
