/** Parses the arguments that commands share, such as the merchant and the world. */
import { parseArgs } from 'node:util';
import type { Store } from '../../db/store.ts';
import type { Merchant } from '../merchants/merchant.ts';
import type { World } from '../merchants/tenant.ts';
import { UsageError } from './command.ts';

type Stores = Pick<Store, 'merchants'>;

/** The merchant with this id; without an id, the only merchant there is. */
export async function merchantIn({ merchants }: Stores, id: string | undefined): Promise<Merchant> {
  if (id !== undefined) {
    const merchant = await merchants.getMerchant(id);
    if (!merchant) throw new Error(`There is no merchant «${id}». "autofactura merchant list" shows them.`);
    return merchant;
  }
  const [only, ...others] = await merchants.listMerchants();
  if (!only) throw new Error('There is no merchant yet. Make one with "autofactura merchant create".');
  if (others.length > 0) throw new UsageError('Which merchant? Name it with --merchant ("merchant list" shows them).');
  return only;
}

/** The named world; test by default. */
export function worldNamed(name: string | undefined): World {
  if (name === undefined || name === 'test' || name === 'live') return name ?? 'test';
  throw new UsageError('--world is test or live.');
}

type Options = Readonly<Record<string, { readonly type: 'string' | 'boolean' }>>;

/** What was typed: options of these names, `--merchant`, `--world` and `--json`, and words. */
export function readArgs(args: readonly string[], names: readonly string[], flags: readonly string[] = []) {
  const text = ['merchant', 'world', ...names].map((name) => [name, { type: 'string' }] as const);
  const yes = ['json', ...flags].map((name) => [name, { type: 'boolean' }] as const);
  const options: Options = Object.fromEntries([...text, ...yes]);
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
  const typed = values as Readonly<Record<string, string | boolean | undefined>>;
  return {
    positionals,
    /** The text of an option; `undefined` when it was not given. */
    text: (name: string): string | undefined => {
      const value = typed[name];
      return typeof value === 'string' ? value : undefined;
    },
    has: (flag: string): boolean => typed[flag] === true,
    /** Prints one result: as JSON when that is wanted, as a line otherwise. */
    print: (result: object, line: string): void => console.log(typed.json ? JSON.stringify(result) : line),
    /** A hint for a person, in addition to the result. */
    hint: (line: string): void => {
      if (!typed.json) console.error(line);
    },
  };
}

/** A command's parsed arguments, with ways to print its results. */
export type Args = ReturnType<typeof readArgs>;
