/** The error of a port whose database is temporarily unavailable: unreachable, hung or full. */

/** The database could not be used; nothing can be concluded about the work under way. `cause` is the engine's own error. */
export class StoreUnavailable extends Error {
  constructor(cause: unknown) {
    super('the database is not available', { cause });
    this.name = 'StoreUnavailable';
  }
}

/** Wraps a port so that its methods throw `StoreUnavailable` for every error that `isAway` recognises. */
export function withUnavailable<Port extends object>(port: Port, isAway: (error: unknown) => boolean): Port {
  const methods = Object.entries(port).map(([name, method]) => [name, translated(method, isAway)]);
  return Object.fromEntries(methods) as Port;
}

type Method = (...args: readonly unknown[]) => Promise<unknown>;

function translated(method: Method, isAway: (error: unknown) => boolean): Method {
  return async (...args) => {
    try {
      return await method(...args);
    } catch (error) {
      throw isAway(error) ? new StoreUnavailable(error) : error;
    }
  };
}
