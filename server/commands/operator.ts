/** Whoever runs a command, as the audit log names them. */
import { userInfo } from 'node:os';
import { createSeal } from '../accounts/audit.ts';
import type { KeyPlace } from '../vault/master-key.ts';
import { openMasterKey } from '../vault/master-key.ts';

/** The actor `cli:root`, with the address of an entry that came by no network, and the seal of this server's log. */
export function operatorOf(config: KeyPlace) {
  return { actor: `cli:${userInfo().username}`, address: 'command line', seal: createSeal(openMasterKey(config)) };
}
