/** A name as a step of a JSON Pointer, with its slash (RFC 6901): a name may hold slashes and tildes of its own. */
export function pointerStep(name: PropertyKey): string {
  return `/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
