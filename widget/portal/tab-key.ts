/** The key by which the server recognizes this tab when it requests the same invoice again, after a lost answer or a reload. */
import { read, write } from './draft.ts';

const NAME = 'autofactura-tab';

let key: string | undefined;

/** 128 random bits in hex, constant for the life of the tab. `randomUUID` is missing on pages without TLS. */
export function tabKey(): string {
  key ??= read<string>(() => sessionStorage, NAME);
  key ??= [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  write(() => sessionStorage, NAME, key);
  return key;
}
