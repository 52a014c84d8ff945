/** The pages about where sales come from. */
export { newSourcePage } from './new-source.ts';
export { sourcePage } from './source.ts';
export { sourcesPage } from './sources.ts';
