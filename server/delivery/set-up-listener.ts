/** Creates, changes and removes a listener, and rotates its signing secret. Only a target that may be contacted is stored. */
import { randomBytes } from 'node:crypto';
import type { Tenant } from '../merchants/tenant.ts';
import type { NoticeStore } from '../notices/notice-store.ts';
import { assertHostsMayBeAsked, type ChosenHostsDeps } from '../outbound/chosen-hosts.ts';
import type { Listener } from '../outbox/delivery.ts';
import type { ListenerStore } from '../outbox/outbox-store.ts';
import { Problem } from '../problems/problem.ts';
import type { ListenerSafe } from './listener-safe.ts';
import { parseMailAddress } from './mail/address.ts';
import type { OpenedListener } from './news.ts';
import { newWebhookSecret, rotateSecret } from './webhook/secrets.ts';

/** What setting up a listener may touch. */
export type SetUpListenerDeps = ChosenHostsDeps & {
  readonly store: { readonly listeners: ListenerStore; readonly notices: NoticeStore };
  readonly listenerSafe: ListenerSafe;
  readonly now: () => number;
};

/** The listener to create. `prefix` starts its id, and `target` is an https URL, or an address for a mail channel. */
export type NewListener = Pick<Listener, 'kind' | 'name' | 'events'> & {
  readonly prefix: string;
  readonly target: string;
  readonly portals?: readonly string[] | undefined;
};

/** The changes to a listener; `null` for `portals` means all of them. */
export type ListenerChange = {
  readonly name?: string | undefined;
  readonly events?: Listener['events'] | undefined;
  readonly portals?: readonly string[] | null | undefined;
  readonly target?: string | undefined;
  readonly state?: Listener['state'] | undefined;
};

/** Creates a listener; `secret` signs a webhook. Throws `host-refused`, or `malformed-request` for an invalid mail address. */
export async function setUpListener(
  deps: SetUpListenerDeps,
  tenant: Tenant,
  { prefix, target, portals, ...wanted }: NewListener,
): Promise<{ readonly listener: Listener; readonly secret?: string }> {
  const id = `${prefix}${randomBytes(12).toString('hex')}`;
  const opened = await openedOf(deps, { tenant, kind: wanted.kind }, target);
  const sealed = await deps.listenerSafe.seal({ id, tenant }, opened);
  const created = { ...wanted, id, tenant, sealed, state: 'enabled', createdAt: deps.now() } as const;
  const listener: Listener = { ...created, ...(portals !== undefined && { portals }) };
  await deps.store.listeners.put(listener);
  const secret = 'secrets' in opened ? opened.secrets[0]?.secret : undefined;
  return { listener, ...(secret !== undefined && { secret }) };
}

/** Changes a listener, which then no longer counts as failing. Throws as `setUpListener` does. */
export async function changeListener(
  deps: SetUpListenerDeps,
  before: Listener,
  { target, portals, state = before.state, name = before.name, events = before.events }: ListenerChange,
): Promise<Listener> {
  const { portals: known, disabledReason, failingSince: _, ...kept } = before;
  const wanted = portals === undefined ? known : (portals ?? undefined);
  const listener: Listener = {
    ...{ ...kept, name, events, state },
    ...(wanted !== undefined && { portals: wanted }),
    ...(state === 'disabled' && { disabledReason: disabledReason ?? 'by-merchant' }),
    ...(target !== undefined && { sealed: await moved(deps, before, target) }),
  };
  await deps.store.listeners.put(listener);
  if (state === 'enabled') await resolveNotice(deps, before);
  return listener;
}

/** Removes a listener and its undelivered messages. */
export async function removeListener(deps: SetUpListenerDeps, listener: Listener): Promise<void> {
  await deps.store.listeners.remove(listener.tenant, listener.id, deps.now());
  await resolveNotice(deps, listener);
}

/** Gives a webhook a new signing secret; for a day the previous one signs as well. Throws `unknown-resource` for other listeners. */
export async function rotateListener(
  { store, listenerSafe, now }: SetUpListenerDeps,
  listener: Listener,
): Promise<string> {
  const opened = await listenerSafe.open(listener);
  if (listener.kind !== 'webhook' || !('secrets' in opened)) throw new Problem('unknown-resource');
  const secrets = rotateSecret(opened.secrets, now());
  const sealed = await listenerSafe.seal(listener, { ...opened, secrets });
  await store.listeners.put({ ...listener, sealed });
  return secrets[0]?.secret ?? '';
}

function resolveNotice({ store, now }: SetUpListenerDeps, { tenant, id }: Listener) {
  return store.notices.resolve(tenant, 'listener-disabled', id, now());
}

/** Validates the target; a host is checked again at each delivery. */
async function openedOf(
  deps: SetUpListenerDeps,
  { tenant, kind }: Pick<Listener, 'tenant' | 'kind'>,
  target: string,
): Promise<OpenedListener> {
  if (kind === 'mail') {
    const address = parseMailAddress(target);
    if (!address) throw new Problem('malformed-request', { faults: [{ code: 'email-malformed', pointer: '/target' }] });
    return { address };
  }
  await assertHostsMayBeAsked(deps, tenant, [{ pointer: '/target', url: target }]);
  return { url: target, secrets: kind === 'webhook' ? [newWebhookSecret()] : [] };
}

/** Moves a listener to another address, keeping its secrets. */
async function moved(deps: SetUpListenerDeps, listener: Listener, target: string): Promise<Uint8Array> {
  const before = await deps.listenerSafe.open(listener);
  const opened = await openedOf(deps, listener, target);
  const kept = 'secrets' in before && 'secrets' in opened ? { ...opened, secrets: before.secrets } : opened;
  return deps.listenerSafe.seal(listener, kept);
}
