/** A password that is reset while something that the old one allowed is under way. */

import type { AccountStore } from '../../server/accounts/account-store.ts';
import { newResetToken, resetPassword } from '../../server/accounts/accounts.ts';
import type { TestApi } from './api.ts';

/** The password that the reset sets. */
export const RESET_PASSWORD = 'siete gatos duermen en la azotea';

/** Lets a link reset the password of this address the next time that `method` is about to write: what it writes has been authorised by then. */
export async function resetBefore(api: TestApi, method: keyof AccountStore, email: string): Promise<void> {
  const { store, now } = api.services.invoicing;
  const { accounts } = store;
  const token = (await newResetToken(accounts, email, now())) ?? '';
  const doing = { client: { address: '201.141.9.9', userAgent: '' }, now: now(), seal: api.services.seal };
  const write = accounts[method] as (...given: readonly unknown[]) => Promise<unknown>;
  const afterReset = async (...given: readonly unknown[]) => {
    Object.assign(accounts, { [method]: write });
    await resetPassword(accounts, token, RESET_PASSWORD, doing);
    return write(...given);
  };
  Object.assign(accounts, { [method]: afterReset });
}
