/** `autofactura portal poster ADDRESS FILE.pdf`: the portal's poster, to be printed at 100 %. */
import { writeFileSync } from 'node:fs';
import { ownPortal } from '../http/merchant/own-portal.ts';
import { portalPoster } from '../http/merchant/portal-poster.ts';
import { POSTER_PAPERS } from '../print/poster.ts';
import { type Command, UsageError } from './command.ts';
import { readArgs } from './merchant-in.ts';
import { withServices } from './with-services.ts';

const LANGUAGES = ['es-MX', 'en'] as const;

/** Exits with 0; an existing file is overwritten. Throws for a portal that is not the merchant's in that world. */
export const run: Command = async (typed) => {
  const args = readArgs(typed, ['paper', 'language']);
  const [, slug, file] = args.positionals;
  if (slug === undefined || file === undefined)
    throw new UsageError('Which portal, and which file? cafe-luna poster.pdf');
  const paper = oneOf(POSTER_PAPERS, args.text('paper') ?? 'letter');
  const language = oneOf(LANGUAGES, args.text('language') ?? 'es-MX');
  return withServices(args, async ({ services, tenant }) => {
    const portal = await ownPortal(services, slug, tenant);
    writeFileSync(file, await portalPoster(services, portal, { paper, language }));
    args.print({ file, paper }, file);
    return 0;
  });
};

function oneOf<Word extends string>(words: readonly Word[], typed: string): Word {
  const word = words.find((each) => each === typed);
  if (word === undefined) throw new UsageError(`«${typed}» is none of ${words.join(', ')}.`);
  return word;
}
