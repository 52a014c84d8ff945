/** The other ways to look up a sale, each as a button that names what distinguishes it. */
import { msg, str } from '@lit/localize';
import type { TemplateResult } from 'lit';
import { action } from '../../ui/button.ts';
import { language } from '../texts.ts';
import type { Way } from '../ways.ts';
import type { LookupField } from '../wire.ts';
import type { Host } from './step.ts';

/** A button for every way but the shown one. */
export function otherWays(shown: Way, ways: readonly Way[], host: Host): readonly TemplateResult[] {
  const others = ways.filter((way) => way !== shown);
  return others.map((way) =>
    action(wayWords(way, shown, others), () => {
      const field = way.find((name) => !shown.includes(name));
      host.send({ kind: 'way', way, field });
    }),
  );
}

/**
 * What distinguishes a way from `others`, in words that none of them uses: the data that it asks for instead, or all its data if another way
 * asks for the same ones instead.
 */
export function wayWords(way: Way, shown: Way, others: readonly Way[]): string {
  const fresh = (one: Way) => one.filter((name) => !shown.includes(name));
  const isWithoutFolio = (one: Way) => shown.includes('folio') && !one.includes('folio') && one.length > 1;
  if (isWithoutFolio(way)) {
    const list = listed(way.map((name) => bare(wordOf(name))));
    return msg(str`Buscar sin folio: ${list}`, { id: 'way-without-folio' });
  }
  const rivals = others.filter((other) => other !== way && !isWithoutFolio(other));
  const isShared = rivals.some((other) => fresh(way).every((name) => fresh(other).includes(name)));
  const list = listed((isShared ? way : fresh(way)).map(wordOf));
  return msg(str`Buscar con ${list}`, { id: 'way-with' });
}

function wordOf(name: LookupField): string {
  switch (name) {
    case 'email':
      return msg('mi correo', { id: 'my-email' });
    case 'total':
      return msg('el total', { id: 'the-total' });
    case 'date':
      return msg('la fecha', { id: 'the-date' });
    case 'cardLast4':
      return msg('mi tarjeta', { id: 'my-card' });
    default:
      return msg('mi folio', { id: 'my-folio' });
  }
}

// «mi correo» without «mi»: in both languages one word precedes the noun.
function bare(word: string): string {
  return word.slice(word.indexOf(' ') + 1);
}

function listed(words: readonly string[]): string {
  return new Intl.ListFormat(language()).format(words);
}
