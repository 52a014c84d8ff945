/** A process that dies after so many durable steps: nothing it would do afterwards happens. */
import type { Services } from '../../server/http/api/services.ts';

const STEPS: Readonly<Record<string, readonly string[]>> = {
  invoices: ['claim', 'seal', 'intent', 'doubt', 'record', 'reject'],
  globalRuns: ['begin', 'move'],
  globalSchedules: ['postpone'],
  globalExits: ['keep', 'move'],
  cancellations: ['request', 'call', 'learn', 'cancel'],
  refunds: ['register', 'resume'],
};

/** The same invoicing over the same store, whose writes fail for good after `steps` of them. The last one may be done without its answer. */
export function mortal(invoicing: Services['invoicing'], steps: number): Services['invoicing'] {
  let left = steps;
  const guarded = <Port extends object>(port: Port, names: readonly string[]): Port =>
    new Proxy(port, {
      get(target, name) {
        const method = Reflect.get(target, name);
        if (typeof method !== 'function' || !names.includes(String(name))) return method;
        return (...args: unknown[]) => {
          if (left <= 0) return Promise.reject(new Error('killed'));
          left -= 1;
          return method.apply(target, args);
        };
      },
    });
  const store = { ...invoicing.store } as Record<string, object>;
  for (const [port, names] of Object.entries(STEPS)) store[port] = guarded(store[port] ?? {}, names);
  return { ...invoicing, store: store as unknown as Services['invoicing']['store'] };
}
