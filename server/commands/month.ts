/** `autofactura month list|lock|unlock`: the months whose taxes have been declared. */
import { lockedView } from '../http/merchant/months.ts';
import { lockMonth, unlockMonth } from '../invoicing/month-lock.ts';
import { SCOPES } from '../merchants/merchant.ts';
import { type Command, UsageError } from './command.ts';
import { readArgs } from './merchant-in.ts';
import { operatorOf, recorded } from './operator.ts';
import { withServices } from './with-services.ts';

/** Exits with 0, or throws why the month cannot be locked. Whoever runs it acts as the owner, whose password the API asks for to unlock one. */
export const run: Command = async (typed) => {
  const args = readArgs(typed, []);
  const [action, month = ''] = args.positionals;
  if (action !== 'list' && action !== 'lock' && action !== 'unlock') throw new UsageError('List, lock or unlock?');
  if (action !== 'list' && !/^20\d\d-(0[1-9]|1[0-2])$/.test(month)) throw new UsageError('Which month? 2026-11.');
  return withServices(args, async ({ services, tenant, config }) => {
    const { invoicing } = services;
    const { store } = invoicing;
    if (action !== 'list') {
      const { actor: id } = operatorOf(config);
      const owner = { kind: 'person', role: 'owner', id, tenant, scopes: SCOPES } as const;
      const deed = { ...tenant, action: `POST /months/{month}/${action}`, target: month };
      const change = action === 'lock' ? lockMonth : unlockMonth;
      await recorded(config, store, deed, async () => void (await change(invoicing, owner, month)));
    }
    for (const locked of (await store.cuadre.lockedMonths(tenant)).map(lockedView))
      args.print(locked, `${locked.month}  locked by ${locked.lockedBy}  ${locked.lockedAt}`);
    return 0;
  });
};
