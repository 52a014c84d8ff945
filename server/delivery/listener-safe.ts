/** Encrypts a listener's address and signing secrets under its merchant's data key. */

import type { Listener } from '../outbox/delivery.ts';
import type { CredentialSafe } from '../vault/credentials.ts';
import type { OpenedListener, OpenListener } from './news.ts';

/** Encrypts and decrypts a listener's address and secrets, bound to its tenant and id. */
export type ListenerSafe = {
  seal(listener: Pick<Listener, 'id' | 'tenant'>, opened: OpenedListener): Promise<Uint8Array>;
  /** Throws `VaultError` for what was not sealed for it. */
  readonly open: OpenListener;
};

/** Creates the safe over the credential safe, which holds the data keys. */
export function createListenerSafe(safe: CredentialSafe): ListenerSafe {
  const contextOf = ({ id, tenant }: Pick<Listener, 'id' | 'tenant'>) => {
    return { merchantId: tenant.merchantId, purpose: 'listener', subject: `${tenant.world} ${id}` };
  };
  return {
    seal: (listener, opened) => safe.seal(contextOf(listener), opened),
    open: async (listener) => (await safe.open(contextOf(listener), listener.sealed)) as OpenedListener,
  };
}
