/** A store that can be told to die around the n-th write of what a setup is made of: accounts, merchants, portals, credentials, the audit log. */
import type { Store } from '../../db/store.ts';

const PORTS = ['accounts', 'audit', 'merchants', 'portals', 'providers', 'goingLive'] as const;
const WRITES =
  /^(put|add|set|found|accept|begin|finish|drop|enter|note|data|revoke|remove|change|signUp|stepUp|goLive)/;

/** Where to die: before the n-th write (from 1), or after it. */
export type WritePoint = { readonly write: number; readonly when: 'before' | 'after' };

export type DyingWrites = {
  readonly store: Store;
  /** From now on it counts, and kills its process there with SIGKILL. */
  arm(point: WritePoint): void;
};

/** Wraps a store. Until it is armed nothing is different. */
export function dyingWrites(store: Store): DyingWrites {
  let point: WritePoint | undefined;
  let done = 0;
  const die = (when: WritePoint['when'], write: number): void => {
    if (point?.when === when && point.write === write) process.kill(process.pid, 'SIGKILL');
  };
  const counted = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get(target, name) {
        const method = Reflect.get(target, name);
        if (typeof method !== 'function' || !WRITES.test(String(name))) return method;
        return async (...args: unknown[]) => {
          done += 1;
          const write = done;
          die('before', write);
          const result = await method.apply(target, args);
          die('after', write);
          return result;
        };
      },
    });
  return {
    store: { ...store, ...Object.fromEntries(PORTS.map((name) => [name, counted(store[name])])) },
    arm(wanted) {
      point = wanted;
      done = 0;
    },
  };
}
