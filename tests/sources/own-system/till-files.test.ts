import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readProductsCsv } from '../../../server/sources/own-system/product-csv.ts';
import { readSpreadsheet } from '../../../server/sources/own-system/spreadsheet/spreadsheet.ts';
import { decodeText } from '../../../server/text/decode.ts';
import { only, read, sheet } from './sheets.ts';

/** `AUTOFACTURA_TILL_FILES=10000` for the run that the promise is about. */
const FILES = Number(process.env.AUTOFACTURA_TILL_FILES ?? 300);

const gist = (text: string) =>
  read(text).map(({ kind, line, folio, ...rest }) =>
    [line, kind === 'faults' && 'faults' in rest ? rest.faults[0]?.code : folio].join(' '),
  );

describe('one odd cell swallows no row', () => {
  it('a quote that closes early («"Especial" del día») is part of its text, and every row after it is read', () => {
    const text = sheet('Folio,Fecha,Total,Concepto', 'F-1,20/11/2026,58,"Especial" del día', 'F-2,20/11/2026,60,Café');
    expect(gist(text)).toEqual(['2 F-1', '3 F-2']);
    expect(JSON.stringify(read(text))).toContain('\\"Especial\\" del día');
  });

  it('a quote in the middle of a cell is a letter', () => {
    expect(only(sheet('Folio,Fecha,Total,Concepto', 'F-1,20/11/2026,58,Tubo 1/2" de cobre'))).toMatchObject({
      conceptos: [{ descripcion: 'Tubo 1/2" de cobre' }],
    });
  });

  it('a cell of several lines stays one where the columns prove it', () => {
    const text = sheet(
      'Folio,Fecha,Total,Concepto',
      'F-1,20/11/2026,58,"Pastel,',
      'de 12 porciones"',
      'F-2,20/11/2026,60,Café',
    );
    expect(gist(text)).toEqual(['2 F-1', '4 F-2']);
  });

  it('quotes around what may be rows, or a note that looks like one: each line is refused, and none is made', () => {
    const text = sheet(
      'Folio,Fecha,Total,Nota',
      'F-1,20/11/2026,58,"Hola',
      'F-9,20/11/2026,9999,x',
      'F-2,20/11/2026,60,Pan 12"',
      'F-3,20/11/2026,61,',
    );
    expect(gist(text)).toEqual(['2 quote-spans-rows', '3 quote-spans-rows', '4 quote-spans-rows', '5 F-3']);
  });

  it('line ends of three kinds, blank rows, trailing separators, `sep=`, a BOM and bars: each row is read', () => {
    expect(gist('\ufeffsep=|\r\nFolio|Fecha|Total\rF-1|20/11/2026|58||\n\r\n||\r\nF-2|20/11/2026|60')).toEqual([
      '3 F-1',
      '6 F-2',
    ]);
  });

  it('the sum of the page, the header of the next and a short row are refused with their lines', () => {
    const text = sheet(
      'Folio,Fecha,Total',
      'F-1,20/11/2026,58',
      'TOTAL,20/11/2026,58',
      'Folio,Fecha,Total',
      'F-2,20/11/2026',
    );
    expect(gist(text)).toEqual(['2 F-1', '3 row-is-total', '4 row-is-header', '5 row-malformed']);
  });

  it('in a file of products too', () => {
    const text = sheet(
      'sku,claveProdServ,claveUnidad,unidad,iva',
      'A,50201706,H87,"Pieza" chica,0',
      'B,50201706,H87,"x,0',
      'C,50201706,H87,Pieza,0',
    );
    const { products, faults } = readProductsCsv(text);
    expect(Object.keys(products)).toEqual(['sku:A', 'sku:C']);
    expect(faults).toMatchObject([{ line: 3, faults: [{ code: 'quote-not-closed' }] }]);
  });
});

describe('a folio that a spreadsheet destroyed', () => {
  const folio = (text: string) => read(sheet('Folio;Fecha;Total', `${text};20/11/2026;58`));

  it.each([
    '2,02611E+14',
    '1.23457E+11',
    '1E+15',
    '#REF!',
    '#¡REF!',
    '#N/A',
    '#¿NOMBRE?',
    '#####',
    '03-nov',
    'nov-03',
    '3-Nov',
    '03/11/2026',
    '2026-11-03',
    '03-NOV-26',
    '1042.0',
  ])('%s is refused with what to do', (text) =>
    expect(folio(text)).toMatchObject([{ kind: 'faults', line: 2, faults: [{ code: 'folio-spoilt' }] }]),
  );

  it.each([
    'E12',
    '1E5A',
    '1E5',
    'NOV-3',
    'NOV-03',
    '03-NOV',
    'nov-3',
    '#1042',
    '20261103',
    '2026-11-0003',
    '1-2',
    'MAR-120',
    '1E-05',
  ])('%s is an honest one', (text) => expect(folio(text)).toMatchObject([{ kind: 'submitted', folio: text }]));

  it.each(['="000732"', '"=""000732"""', '=""000732""', "'000732"])('%s is read as 000732', (text) =>
    expect(folio(text)).toMatchObject([{ kind: 'submitted', folio: '000732' }]),
  );

  it('two columns that claim one field and disagree are refused by both names; agreeing ones, or one empty, are read', () => {
    const both = (one: string, other: string) =>
      read(sheet('Folio,Ticket,Fecha,Total', `${one},${other},20/11/2026,58`));
    expect(both('F-1', 'F-2')).toMatchObject([
      { faults: [{ code: 'column-ambiguous', params: { one: 'Folio', other: 'Ticket' } }] },
    ]);
    expect(both('F-1', 'F-1')).toMatchObject([{ folio: 'F-1' }]);
    expect(both('', 'F-2')).toMatchObject([{ folio: 'F-2' }]);
  });
});

/** Code page 850 and MacRoman of the letters that are used here. */
const PAGES: Readonly<Record<string, string>> = {
  cp850: 'á\xa0é\x82í\xa1ó\xa2ú\xa3ñ\xa4Ñ\xa5ü\x81É\x90Á\xb5Í\xd6Ó\xe0Ú\xe9',
  mac: 'á\x87é\x8eí\x92ó\x97ú\x9cñ\x96Ñ\x84ü\x9fÉ\x83Á\xe7Í\xeaÓ\xeeÚ\xf2',
};
function encode(text: string, encoding: string): Uint8Array {
  if (encoding === 'utf-16le') return Buffer.from(`\ufeff${text}`, 'utf16le');
  if (encoding === 'utf-16be') return Buffer.from(`\ufeff${text}`, 'utf16le').swap16();
  if (encoding === 'utf-8') return Buffer.from(text);
  const page = PAGES[encoding] ?? '';
  return Buffer.from(
    text.replace(/[\u0080-\uffff]/g, (letter) => page[page.indexOf(letter) + 1] ?? letter),
    'latin1',
  );
}
const WORDS = [
  'Café',
  'Jamón',
  'Piña',
  'NIÑO',
  'CAFÉ',
  'Azúcar',
  'Avión',
  'Sándwich',
  'CAMIÓN',
  'Lápiz',
  'Pingüino',
  'Champiñones',
  'Así',
  'MENÚ',
  'Ñoquis',
  'Árbol',
];

describe('letters', () => {
  it.each(['cp850', 'latin1', 'mac', 'utf-16le', 'utf-16be', 'utf-8'])(
    'of %s are read or refused, never garbled',
    (encoding) => {
      const page = encoding === 'latin1' ? '' : encoding;
      const bytesOf = (text: string) => (page === '' ? Buffer.from(text, 'latin1') : encode(text, page));
      for (const word of WORDS)
        expect([word, undefined]).toContain(decodeText(bytesOf(`Folio,Concepto\nF-1,${word} grande`))?.slice(19, -7));
      expect(decodeText(bytesOf(WORDS.join(' ')))).toBe(WORDS.join(' '));
    },
  );

  it('a row with a broken letter of UTF-8 is refused, and its neighbours are read as they are', () => {
    const bytes = Buffer.from(
      sheet(
        'Folio,Fecha,Total,Concepto',
        'F-1,20/11/2026,58,Café',
        'F-2,20/11/2026,60,Jamón',
        'F-3,20/11/2026,61,Piña',
      ),
    );
    bytes[bytes.indexOf('Jam') + 4] = 0x20;
    expect(gist(decodeText(bytes) ?? '')).toEqual(['2 F-1', '3 letters-damaged', '4 F-3']);
  });
});

const ODD = fc.constantFrom(
  'Café',
  '"Especial" del día',
  'Tubo 1/2"',
  '"Pan, dulce"',
  '"sin cerrar',
  'Pan; con, todo|y\tmás',
  '"dos ""comillas"""',
  "'0042",
  '="0042"',
  '',
  '"',
  '""',
  '#REF!',
  '"a\nb"',
  'ñandú',
);
const ROW = fc.record({
  concepto: ODD,
  nota: ODD,
  end: fc.constantFrom('\n', '\r\n', '\r', '\n\n', '\r\n\r\n'),
  cut: fc.integer({ min: 0, max: 60 }),
  extra: fc.constantFrom('', '', '', ',', ';', ',,,', '\t'),
});

it(`${FILES} random till files (separators, quotes, line ends, encodings, damage): rows in = sales made + rows refused`, () => {
  const started = performance.now();
  const file = fc.record({
    rows: fc.array(ROW, { minLength: 1, maxLength: 12 }),
    delimiter: fc.constantFrom(',', ';', '\t', '|'),
    encoding: fc.constantFrom('utf-8', 'utf-16le', 'utf-16be', 'cp850', 'mac'),
    damage: fc.option(
      fc.record({ at: fc.nat(2_000), byte: fc.constantFrom(0x22, 0x0a, 0x0d, 0x2c, 0x3b, 0xff, 0x00, 0x41) }),
    ),
  });
  fc.assert(
    fc.property(file, ({ rows, delimiter, encoding, damage }) => {
      const header = ['Folio', 'Fecha', 'Total', 'Concepto', 'Notas'].join(delimiter);
      const body = rows.map(({ concepto, nota, end, cut, extra }, index) => {
        const row = [`F-${index + 1}`, '20/11/2026', '58.00', concepto, nota].join(delimiter);
        return (cut < 5 ? row.slice(0, 12 + cut) : row) + extra + end;
      });
      const bytes = Buffer.from(encode(`${header}\n${body.join('')}`, encoding));
      const first = encode(`${header}\n`, encoding).length;
      if (damage && first + damage.at < bytes.length) bytes[first + damage.at] = damage.byte;
      const text = decodeText(bytes);
      if (text === undefined) return;
      // Each line that says anything, counted here by itself.
      const lines = text.split(/\r\n|\n|\r/);
      const saying = lines.flatMap((line, index) => (index > 0 && /[^\s",;|]/.test(line) ? [index + 1] : []));
      const read = readSpreadsheet(text, () => 'America/Mexico_City');
      if (read.some((each) => each.kind === 'faults' && each.faults.some(({ code }) => code === 'rows-lost'))) {
        throw new Error('the reader lost rows');
      }
      const folios = lines.filter((line, index) => index > 0 && /^\s*"?F-\d/.test(line)).length;
      const seen = new Set(read.map(({ line }) => line));
      // A line that is not named is within a cell of several lines of one that is; a line that begins a ticket always is named.
      for (const line of saying) {
        const isTicket = /^F-\d+[,;|\t]20\/11/.test(lines[line - 1] ?? '');
        if (isTicket && !seen.has(line)) throw new Error(`line ${line} is in no answer: ${lines[line - 1]}`);
      }
      expect(read.length).toBeGreaterThanOrEqual(Math.min(folios, 1));
      expect(seen.size).toBe(read.length);
    }),
    { numRuns: FILES },
  );
  if (FILES > 1_000) console.log(`${FILES} till files in ${Math.round(performance.now() - started)} ms`);
}, 600_000);

const PRODUCT = fc.record({
  unidad: ODD,
  end: fc.constantFrom('\n', '\r\n', '\r', '\n\n'),
  extra: fc.constantFrom('', '', '', ',', ';', '\t'),
  cut: fc.constantFrom(0, 0, 0, 12),
});

it('random files of products (separators, quotes, line ends, damage): each row is one product or a fault of its line', () => {
  const file = fc.record({
    rows: fc.array(PRODUCT, { minLength: 1, maxLength: 12 }),
    delimiter: fc.constantFrom(',', ';', '\t', '|'),
    damage: fc.option(fc.record({ at: fc.nat(600), mark: fc.constantFrom('"', '\n', '\r', ',', ';', 'A') })),
  });
  fc.assert(
    fc.property(file, ({ rows, delimiter, damage }) => {
      const header = ['sku', 'claveProdServ', 'claveUnidad', 'iva', 'unidad'].join(delimiter);
      const body = rows
        .map(({ unidad, end, extra, cut }, index) => {
          const row = [`S-${index + 1}`, '50201706', 'H87', '0.16', unidad].join(delimiter);
          return (cut > 0 ? row.slice(0, cut) : row) + extra + end;
        })
        .join('');
      const text = damage ? body.slice(0, damage.at) + damage.mark + body.slice(damage.at + 1) : body;
      const { products, faults } = readProductsCsv(`${header}\n${text}`);
      const refused = new Set(faults.map(({ line }) => line));
      expect(refused.size).toBe(faults.length);
      const lines = text.split(/\r\n|\n|\r/);
      for (const [index, line] of lines.entries()) {
        const [, sku = ''] = /^(S-\d+)[,;|\t]5020/.exec(line) ?? [];
        if (sku === '') continue;
        // A mark between two rows may make one sku stand twice: the second is refused.
        expect([`${sku}: ${line}`, Object.hasOwn(products, `sku:${sku}`) || refused.has(index + 2)]).toEqual([
          `${sku}: ${line}`,
          true,
        ]);
      }
      for (const key of Object.keys(products)) expect(text).toContain(key.slice('sku:'.length));
    }),
    { numRuns: FILES },
  );
}, 600_000);
