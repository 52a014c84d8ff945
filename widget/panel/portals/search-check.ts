/** How easily each way to search is guessed, and how many sales none of them finds: requested from the server while the form changes. */
import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import type { Panel } from '../page.ts';
import { language } from '../texts.ts';
import type { LookupField } from '../wire.ts';
import { fieldWords } from './portal-words.ts';
import { isSame, type Way, writeWays } from './ways.ts';

/** How hard one way of looking up a sale is to guess. */
export type SearchWay = {
  readonly fields: readonly LookupField[];
  /** The number of guesses needed by an acquaintance of the customer, and by a stranger. */
  readonly acquaintance: number;
  readonly stranger: number;
  readonly weakTo?: 'acquaintance' | 'stranger';
  readonly add: readonly LookupField[];
};

type Answer = { readonly ways: readonly SearchWay[]; readonly unfindable: { readonly sales: number } };

/** The server's rating of the ways that are being edited. */
export type SearchCheck = {
  /** Requests the rating of these ways, unless it was requested already. */
  readonly look: (ways: readonly Way[]) => void;
  readonly ofWay: (way: Way) => SearchWay | undefined;
  /** Sales that none of the ways finds. */
  readonly unfindable: number;
};

/** The last answer stays until the next one arrives; without one there is no meter, and saving reports what is wrong. */
export function createSearchCheck(panel: Pick<Panel, 'call' | 'redraw' | 'signal'>, slug: string): SearchCheck {
  let asked = '';
  let answer: Answer | undefined;
  return {
    look(ways) {
      const text = writeWays(ways.filter((way) => way.length));
      if (text === asked || !text) return;
      asked = text;
      panel
        .call<Answer>('GET', `portals/${slug}/search-check?ways=${text}`, { signal: panel.signal })
        .then((given) => {
          if (asked !== text) return;
          answer = given;
          panel.redraw();
        })
        .catch(() => {});
    },
    ofWay: (way) => answer?.ways.find(({ fields }) => isSame(fields, way)),
    get unfindable() {
      return answer?.unfindable.sales ?? 0;
    },
  };
}

/** A meter, and the same as a text. */
export function meter(way: SearchWay | undefined): TemplateResult | typeof nothing {
  if (!way) return nothing;
  const guesses = way[way.weakTo ?? 'acquaintance'];
  return html`<div class="guess" role="status">
    <meter min="0" max="7" low="2.4" high="4" optimum="7" value=${way.weakTo ? Math.min(2.3, Math.log10(guesses) + 0.4) : Math.max(4.1, Math.log10(guesses))} aria-hidden="true"></meter>
    <p>${guessWords(way)} ${way.add.length ? remedyWords(way.add) : nothing}</p>
  </div>`;
}

function guessWords({ weakTo, acquaintance, stranger }: SearchWay): string {
  const known = rounded(acquaintance);
  if (!weakTo)
    return msg(str`Segura: quien conoce a tu cliente tendría que intentar unas ${known} veces.`, {
      id: 'guess-strong',
    });
  if (weakTo === 'stranger' && stranger < 2)
    return msg('Un desconocido daría con la compra de alguien al primer intento.', { id: 'guess-stranger-once' });
  if (weakTo === 'stranger')
    return msg(str`Un desconocido daría con la compra de alguien en unos ${rounded(stranger)} intentos.`, {
      id: 'guess-stranger',
    });
  return acquaintance < 2
    ? msg('Quien conoce a tu cliente acertaría a la primera.', { id: 'guess-at-once' })
    : msg(str`Alguien que conoce a tu cliente acertaría en unos ${known} intentos.`, { id: 'guess-known' });
}

function remedyWords(add: readonly LookupField[]): string {
  const list = new Intl.ListFormat(language()).format(add.map(fieldWords));
  return msg(str`Sería segura si pidieras también: ${list}.`, { id: 'guess-add' });
}

/** «8», «400», «3 millones»: larger numbers need no more precision. */
function rounded(guesses: number): string {
  const round = { maximumSignificantDigits: guesses < 100 ? 2 : 1 };
  return new Intl.NumberFormat(
    language(),
    guesses < 1e6 ? round : { ...round, notation: 'compact', compactDisplay: 'long' },
  ).format(guesses);
}
