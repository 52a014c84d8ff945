/** Answers that are asked for over and over while many sales are looked at. */

/** Asks once for each key, for as long as the function is kept: one call, one round. */
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
