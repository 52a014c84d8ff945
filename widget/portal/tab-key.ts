/** By what the server knows this tab again when it asks for the same invoice once more, after a lost answer or a reload. */
import { read, write } from './draft.ts';

const NAME = 'autofactura-tab';

let key: string | undefined;

/** 128 random bits in hex; the same as long as the tab lives. `randomUUID` is missing on pages without TLS. */
export function tabKey(): string {
  key ??= read<string>(() => sessionStorage, NAME);
  key ??= [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  write(() => sessionStorage, NAME, key);
  return key;
}
