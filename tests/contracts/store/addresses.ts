import { describe, expect, it } from 'vitest';
import { JACARANDA, SOLD_AT, type TestDatabase, YUNQUE } from './cast.ts';
import { connected } from './connected.ts';

export function describeAddresses(create: () => Promise<TestDatabase>): void {
  describe('the addresses that get no mail', () => {
    const { store, another } = connected(create);

    it('are known to one tenant by their hash, with the last reason, until they are allowed again', async () => {
      const { addresses } = store();
      await addresses.suppress(JACARANDA, 'a1', 'bounced', SOLD_AT);
      await addresses.suppress(JACARANDA, 'a1', 'complained', SOLD_AT + 1);
      expect(await (await another()).addresses.suppressed(JACARANDA, 'a1')).toBe('complained');
      expect(await addresses.suppressed(JACARANDA, 'b2')).toBeUndefined();
      expect(await addresses.suppressed(YUNQUE, 'a1')).toBeUndefined();
      await addresses.allow(YUNQUE, 'a1');
      expect(await addresses.suppressed(JACARANDA, 'a1')).toBe('complained');
      await addresses.allow(JACARANDA, 'a1');
      expect(await addresses.suppressed(JACARANDA, 'a1')).toBeUndefined();
    });

    it.each(['bounced', 'complained'] as const)(
      'stay %s when reminders are refused, before or after',
      async (reason) => {
        const { addresses } = store();
        await addresses.suppress(JACARANDA, 'before', 'unsubscribed', SOLD_AT);
        expect(await addresses.suppressed(JACARANDA, 'before')).toBe('unsubscribed');
        for (const hash of ['before', 'after']) await addresses.suppress(JACARANDA, hash, reason, SOLD_AT + 1);
        await addresses.suppress(JACARANDA, 'after', 'unsubscribed', SOLD_AT + 2);
        expect(await addresses.suppressed(JACARANDA, 'before')).toBe(reason);
        expect(await addresses.suppressed(JACARANDA, 'after')).toBe(reason);
      },
    );
  });
}
