/** An operator can leave a Node.js that gets no fixes any more: nothing in production ties them to it. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

type Package = { readonly dev?: boolean; readonly optional?: boolean; readonly engines?: { readonly node?: string } };
const read = (path: string) => JSON.parse(readFileSync(new URL(`../${path}`, import.meta.url), 'utf8'));

/** Whether a range of `engines` admits a major version; ranges with an upper bound have none here. */
function admits(range: string, major: number): boolean {
  return range.split('||').some((each) => {
    const [, sign = '', from = ''] = /^\s*(>=|\^)?\s*v?(\d+|\*)/.exec(each) ?? [];
    if (from === '*') return true;
    return sign === '>=' ? Number(from) <= major && !/</.test(each) : Number(from) === major;
  });
}

it.each([20, 22, 24])('no production package forbids Node.js %i', (major) => {
  const { packages } = read('package-lock.json') as { packages: Readonly<Record<string, Package>> };
  const forbidding = Object.entries(packages).filter(
    ([, { dev, optional, engines }]) => !dev && !optional && !admits(engines?.node ?? '*', major),
  );
  expect(forbidding).toEqual([]);
  expect(Object.keys(packages).length).toBeGreaterThan(100);
});

it('the package itself requires a version, and no version below it', () => {
  expect(read('package.json').engines.node).toBe('>=20.19');
});
