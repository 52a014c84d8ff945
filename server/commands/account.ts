/** `autofactura account reset`: a link by which somebody who forgot their password sets a new one. */
import { parseArgs } from 'node:util';
import { openStore } from '../../db/open-store.ts';
import { newResetToken } from '../accounts/accounts.ts';
import { processConfig } from '../main/config.ts';
import { publicUrlOf } from '../main/public-url.ts';
import { resetUrl } from '../main/setup-url.ts';
import { type Command, UsageError } from './command.ts';

/** Prints the link. Throws when the address has no account; mails nothing. */
export const run: Command = async (args) => {
  const options = { email: { type: 'string' }, json: { type: 'boolean' } } as const;
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
  if (positionals[0] !== 'reset') throw new UsageError('What about the account? There is "account reset".');
  if (values.email === undefined) throw new UsageError('Whose account? Name its address with --email.');
  const config = processConfig();
  const store = await openStore(config.store);
  try {
    const token = await newResetToken(store.accounts, values.email, Date.now());
    if (token === undefined) throw new Error(`Nobody has an account with «${values.email}».`);
    const url = resetUrl(publicUrlOf(config), token);
    console.log(values.json ? JSON.stringify({ url }) : url);
    return 0;
  } finally {
    await store.close();
  }
};
