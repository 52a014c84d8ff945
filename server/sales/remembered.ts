/** Memoizes look-ups that repeat while many sales are processed. */

/** Calls `ask` once for each key, for as long as the returned function is kept, which should be one call or one round. */
export function remembered<K, T>(
  ask: (key: K) => Promise<T>,
  nameOf: (key: K) => string = String,
): (key: K) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (key) => {
    const name = nameOf(key);
    const answer = known.get(name) ?? ask(key);
    known.set(name, answer);
    return answer;
  };
}
