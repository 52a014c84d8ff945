/** The user who runs a command, and the audit log of what they change with it. */
import { randomBytes } from 'node:crypto';
import { userInfo } from 'node:os';
import type { Store } from '../../db/store.ts';
import { type AuditIntent, createSeal } from '../accounts/audit.ts';
import { Problem } from '../problems/problem.ts';
import type { KeyPlace } from '../vault/master-key.ts';
import { assertMasterKey, openMasterKey } from '../vault/master-key.ts';
import { RefusedError, UsageError } from './command.ts';

/** The actor `cli:root`, with the address of an entry that came by no network, and the seal of this server's log. */
export function operatorOf(config: KeyPlace) {
  return { actor: `cli:${userInfo().username}`, address: 'command line', seal: createSeal(openMasterKey(config)) };
}

/** What a command is about to do at a merchant, named like the route that does the same. */
export type Deed = Pick<AuditIntent, 'merchantId' | 'world' | 'action' | 'target'>;

/**
 * Makes a command's change between an intent and its entry in the audit log: without the intent nothing is done, and a command that is killed
 * in between leaves an entry that says so. A refusal changes nothing and leaves no entry. `work` returns what it created; its `id` is the target
 * unless the deed names one.
 */
export async function recorded<T>(
  config: KeyPlace,
  store: Pick<Store, 'audit' | 'merchants'>,
  deed: Deed,
  work: () => Promise<T>,
): Promise<T> {
  await assertMasterKey(config, store.merchants);
  const { seal, ...operator } = operatorOf(config);
  const intent = { id: `int_${randomBytes(12).toString('hex')}`, at: Date.now(), ...operator, ...deed };
  await store.audit.begin(intent);
  try {
    const made = await work();
    const target = deed.target ?? idOf(made);
    await store.audit.finish(intent, { status: 200, ...(target !== undefined && { target }) }, seal);
    return made;
  } catch (error) {
    if (error instanceof Problem || error instanceof RefusedError || error instanceof UsageError)
      await store.audit.drop(intent.id);
    throw error;
  }
}

function idOf(made: unknown): string | undefined {
  const { id } = (made ?? {}) as { readonly id?: unknown };
  return typeof id === 'string' ? id : undefined;
}
