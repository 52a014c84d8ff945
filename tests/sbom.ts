/**
 * `npm run sbom`: what production stands on, as CycloneDX, on stdout.
 *
 * `npm sbom --omit=dev` leaves out whatever a development dependency asks for too (pg and tsx among them, npm 11), so everything is
 * listed and what the lockfile marks as development only is taken out here.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

type Component = { readonly 'bom-ref': string };
type Bom = {
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
};
type Lock = { readonly packages: Readonly<Record<string, { readonly version?: string; readonly dev?: boolean }>> };

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock;
const everything = JSON.parse(
  execFileSync('npm', ['sbom', '--sbom-format=cyclonedx', '--sbom-type=application'], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    stdio: ['ignore', 'pipe', 'ignore'],
  }),
) as Bom;

const production = new Set(
  Object.entries(lock.packages).flatMap(([path, { version, dev }]) =>
    dev ? [] : [`${path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)}@${version}`],
  ),
);
const components = everything.components.filter((each) => production.has(each['bom-ref']));
const refs = new Set(components.map((each) => each['bom-ref']));
const known = (ref: string): boolean => refs.has(ref);
const [root, ...others] = everything.dependencies;
const dependencies = [...(root ? [root] : []), ...others.filter(({ ref }) => known(ref))].map(
  ({ ref, dependsOn = [] }) => ({
    ref,
    dependsOn: dependsOn.filter(known),
  }),
);
console.log(JSON.stringify({ ...everything, components, dependencies }, null, 2));
