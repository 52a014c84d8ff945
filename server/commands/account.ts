/** `autofactura account reset`: a link by which somebody who forgot their password can set a new one. */
import { parseArgs } from 'node:util';
import { openStore } from '../../db/open-store.ts';
import type { Store } from '../../db/store.ts';
import { normalEmail } from '../accounts/account.ts';
import { newResetToken } from '../accounts/accounts.ts';
import { createLinks } from '../links/links.ts';
import { type Config, processConfig } from '../main/config.ts';
import { publicUrlOf } from '../main/public-url.ts';
import { type Command, UsageError } from './command.ts';
import { operatorOf } from './operator.ts';

/** What happens to the second step and the passkeys: a new password alone removes them only if it is the first proof of an address. */
type SecondFactorNow = 'none' | 'kept' | 'removed' | 'removed-by-link';

const SAID: Readonly<Record<SecondFactorNow, string>> = {
  none: 'This account has neither a second step nor passkeys.',
  kept: 'Its second step and passkeys stay as they are. If they are lost, or in somebody else’s hands, add --remove-second-factor.',
  removed: 'Its second step, recovery codes and passkeys were removed.',
  'removed-by-link':
    'Opening the link removes its second step and passkeys: nobody has proven yet whose the address is, and whoever sent the invitation could have set them up.',
};

/** Prints the link. Throws if the address has no account; mails nothing. */
export const run: Command = async (args) => {
  const options = {
    email: { type: 'string' },
    'remove-second-factor': { type: 'boolean' },
    json: { type: 'boolean' },
  } as const;
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
  if (positionals[0] !== 'reset') throw new UsageError('What about the account? There is "account reset".');
  if (values.email === undefined) throw new UsageError('Whose account? Name its address with --email.');
  const config = processConfig();
  const store = await openStore(config.store);
  try {
    const now = Date.now();
    const token = await newResetToken(store.accounts, values.email, now);
    const person = await store.accounts.findPerson(normalEmail(values.email));
    if (token === undefined || !person) throw new Error(`Nobody has an account with «${values.email}».`);
    // Before the link is shown, so that nobody can use a link that is not in the log.
    const note = { ...operatorOf(config), action: 'reset-link-made', target: person.id, at: now, status: 200 };
    await store.audit.notePerson(person.id, note);
    const secondFactor = await secondFactorNow(store, config, values.email, values['remove-second-factor'] === true);
    const url = createLinks(publicUrlOf(config)).panel.resetPassword(token);
    if (!values.json) console.error(SAID[secondFactor]);
    console.log(values.json ? JSON.stringify({ url, secondFactor }) : url);
    return 0;
  } finally {
    await store.close();
  }
};

async function secondFactorNow(
  { accounts }: Store,
  config: Config,
  email: string,
  isRemoved: boolean,
): Promise<SecondFactorNow> {
  const { id = '', emailProvenAt } = (await accounts.findPerson(normalEmail(email))) ?? {};
  const passkeys = await accounts.listPasskeys(id);
  const hasCodes = (await accounts.findSecondFactor(id))?.confirmedAt !== undefined;
  if (!hasCodes && passkeys.length === 0) return 'none';
  if (!isRemoved) return emailProvenAt === undefined ? 'removed-by-link' : 'kept';
  const by = { ...operatorOf(config), at: Date.now(), status: 200 };
  await accounts.removeSecondFactor(id, { ...by, action: 'second-factor-removed', target: id });
  for (const { id: target } of passkeys)
    await accounts.removePasskey(id, target, { ...by, action: 'passkey-removed', target });
  return 'removed';
}
