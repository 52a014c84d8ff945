import { describe, expect, it } from 'vitest';
import { parseSale } from '../../server/sales/sale-wire.ts';
import { plainText } from '../../server/text/plain-text.ts';
import { nulPointers, storable, storableJson } from '../../server/text/storable.ts';
import { BREAKFAST, saleJson } from '../support/sale-wire.ts';

describe('names are sealed as people read them', () => {
  it.each([
    ['Caf&eacute; &amp; Pan', 'Café & Pan'],
    ['Lunes &#8211; viernes', 'Lunes – viernes'],
    ['Pan &amp;amp; caf&amp;eacute;', 'Pan & café'],
    ['<b>Pan</b><br>de <span class="x">muerto</span>', 'Pan de muerto'],
    ['&lt;p&gt;Torta&lt;/p&gt;', 'Torta'],
    ['<figure><img src="x.png" alt="Pan" /></figure><button type="button">Pan</button>', 'Pan'],
    ['<svg viewBox="0 0 1 1"><path d="M0 0"/></svg> Té <time datetime="2026">2026</time>', 'Té 2026'],
    ['Curso <a href="https://x.mx/?a=1&amp;b=2" target=_blank>2 h</a>', 'Curso 2 h'],
    ['Ju\u00adgo\u200b de \u202enaranja\u202c\ufeff', 'Jugo de naranja'],
    ['Agua\u00a0mineral\u2003600\tml', 'Agua mineral 600 ml'],
    ['Pastel 🎂 de la chef 👩\u200d🍳', 'Pastel 🎂 de la chef 👩\u200d🍳'],
    ['Cafe\u0301', 'Café'],
    ['Ni\u0000ño \ud800', 'Ni ño'],
  ])('%j is %j', (written, read) => expect(plainText(written)).toBe(read));

  it.each([
    'Tornillo <3 mm',
    'A & B',
    '5 < 6 > 4',
    'AT&T',
    'R&D;',
    '<3',
    'Cable 2 <-> 3',
    'x <b y c> z',
    'Pan "rústico"',
  ])('%j is honest text and stays as it is', (text) => expect(plainText(text)).toBe(text));

  it('however they are submitted: description, unit, number and folio', () => {
    const odd = { ...BREAKFAST, descripcion: 'Caf&eacute;', unidad: 'Pie\u200bza', noIdentificacion: 'A&amp;B' };
    const parsed = parseSale(saleJson({ folio: 'N\u00ad-1', conceptos: [odd] }));
    expect(parsed).toMatchObject({
      body: { folio: 'N-1', conceptos: [{ descripcion: 'Café', unidad: 'Pieza', noIdentificacion: 'A&B' }] },
    });
  });
});

describe('what no database keeps', () => {
  it('a NUL and half a character leave names and texts; the text \\u0000 and emoji stay', () => {
    const php = { '\u0000*\u0000data': 'a\u0000b', text: '\\u0000', half: 'x\ud83d', emoji: '🎂' };
    expect(storable(php)).toEqual({ '*data': 'ab', text: '\\u0000', half: 'x', emoji: '🎂' });
    expect(storableJson('{"a":"\\\\u0000"}')).toBe('{"a":"\\\\u0000"}');
  });

  it('is found at its place', () => {
    expect(nulPointers('{"a":[{"b/c":"x\\u0000"}],"d":"\\\\u0000"}')).toEqual(['/a/0/b~1c']);
  });
});
