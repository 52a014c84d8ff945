/** The address at which the sandbox may be reached: plain http is allowed only because it never leaves this machine. */

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** The address of `path` on a process of ours. Throws a TypeError unless `base` is http on loopback. */
export function loopbackUrl(path: string, base: string): URL {
  const url = new URL(path, base);
  if (url.protocol !== 'http:' || !LOOPBACK.has(url.hostname)) throw new TypeError(`${base} is not http on loopback`);
  return url;
}
