import { describe, expect, it } from 'vitest';
import { JACARANDA, SOLD_AT, type TestDatabase, YUNQUE } from './cast.ts';
import { connected } from './connected.ts';

export function describeAddresses(create: () => Promise<TestDatabase>): void {
  describe('the addresses that get no mail', () => {
    const { store, another } = connected(create);

    it('are known to one tenant by their hash, with the last reason, until they are allowed again', async () => {
      const { addresses } = store();
      await addresses.suppress(JACARANDA, 'a1', 'bounced', SOLD_AT);
      await addresses.suppress(JACARANDA, 'a1', 'unsubscribed', SOLD_AT + 1);
      expect(await (await another()).addresses.suppressed(JACARANDA, 'a1')).toBe('unsubscribed');
      expect(await addresses.suppressed(JACARANDA, 'b2')).toBeUndefined();
      expect(await addresses.suppressed(YUNQUE, 'a1')).toBeUndefined();
      await addresses.allow(YUNQUE, 'a1');
      expect(await addresses.suppressed(JACARANDA, 'a1')).toBe('unsubscribed');
      await addresses.allow(JACARANDA, 'a1');
      expect(await addresses.suppressed(JACARANDA, 'a1')).toBeUndefined();
    });
  });
}
