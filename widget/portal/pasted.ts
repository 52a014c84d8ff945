/** Extracts fiscal data from a pasted block: a message, the text of a Constancia or a row of a table. Nothing is sent anywhere. */
import { normalizeRfc, parseRfc } from '../../server/cfdi/rfc.ts';
import type { ReceptorField } from './wire.ts';

/** The data found, as written; a field that the text does not name is absent. */
export type Pasted = Readonly<Partial<Record<ReceptorField | 'email', string>>>;

// Accents are removed letter by letter, so that matches have the same position as in the original text.
const RFC = /(?<![\w&ñ])[a-zñ&]{3,4}[ -]?\d{6}[ -]?[a-z\d]{2}[a\d](?![\w&ñ])/gi;
const EMAIL = /[^\s<>()[\],;:"|*]+@[^\s<>()[\],;:"|*]+\.[a-z]{2,}/gi;
const POSTAL_CODE = /(?:codigo postal|\bc\.? ?p\b\.?)(?: fiscal)?[\s:.=#-]*(?:es )?(\d{5})(?!\d)/gi;
const USO = /(?<![\w])(?:G0[1-3]|I0[1-8]|D0[1-9]|D10|S01)(?![\w])/gi;

// Every label that ends the value before it; the first group of a name's own label says which part of the name it is.
const LABEL =
  /(?<![\w])(?:(denominacion(?:\s*(?:\/|o|y|,)\s*razon\s+social)?|razon\s+social|nombre(?:,\s*denominacion)?\s+o\s+(?:denominacion\s+o\s+)?razon\s+social|nombre\s+completo|a\s+nombre\s+de|nombre\s*\(s\)|nombres?(?=\s*(?::|=|\bes\b))|primer\s+apellido|segundo\s+apellido|apellido\s+(?:paterno|materno))|r\.?f\.?c\.?(?![\w])|registro\s+federal|curp|codigo\s+postal|c\.?\s?p\.?(?=[\s:.=#-]*(?:es )?\d{5})|regimen(?:es)?\b|uso\b|correo\b|e-?mail\b|(?:nombre\s+(?:comercial|de\s+\w+)|fecha|estatus|domicilio|direccion|calle|colonia|municipio|estado|ciudad|telefono|tel|cel|celular|tipo\s+de\s+\w+|forma\s+de\s+pago|metodo\s+de\s+pago|total|folio|idcif)[^\n:]{0,40}:)/gi;

/** c_RegimenFiscal by the names in a Constancia, ignoring accents. */
const REGIMENES: Readonly<Record<string, RegExp>> = {
  601: /general de ley/i,
  603: /fines no lucrativos/i,
  605: /sueldos y salarios/i,
  606: /arrendamiento/i,
  607: /enajenacion o adquisicion/i,
  608: /demas ingresos/i,
  610: /residentes? en el extranjero/i,
  611: /dividendos/i,
  612: /actividad(?:es)? empresarial(?:es)? y profesional/i,
  614: /ingresos por intereses/i,
  615: /obtencion de premios/i,
  616: /sin obligaciones fiscales/i,
  620: /cooperativas? de produccion/i,
  621: /incorporacion fiscal/i,
  622: /agricolas?,? ganader/i,
  623: /grupos? de sociedades/i,
  624: /coordinados/i,
  625: /plataformas tecnologicas/i,
  626: /simplificado de confianza|resico/i,
};

const USOS: Readonly<Record<string, RegExp>> = {
  G01: /adquisicion de mercanc/i,
  G03: /gastos en general/i,
  S01: /sin efectos fiscales/i,
};

/** The data in a block; `undefined` for a single value, and for text that is not a block of fiscal data. Never a value that is not in the text. */
export function readPasted(text: string): Pasted | undefined {
  if (text.length < 15 || text.length > 20_000) return undefined;
  const written = labelledRows(
    text
      .normalize('NFC')
      .replace(/[\p{Cf}*]/gu, '')
      .replace(/\r\n?/g, '\n')
      .replace(/[^\S\n\t]/g, ' '),
  );
  const plain = written.replace(/[À-ÖØ-öø-ÿ]/g, (letter) =>
    /ñ/i.test(letter) ? letter : letter.normalize('NFD').charAt(0),
  );
  const cells = plain.split(/[\n\t;|]/).map((cell) => cell.trim());
  const rfc = only([...plain.matchAll(RFC)].flatMap(([found]) => parseRfc(found) ?? [])) ?? labelledRfc(plain);
  const found = {
    rfc,
    nombre: nombreIn(written, plain) ?? (rfc && unlabelledNombre(written, rfc)),
    codigoPostal:
      only([...plain.matchAll(POSTAL_CODE)].flatMap(([, code]) => code ?? [])) ??
      (rfc && only(cells.filter((cell) => /^\d{5}$/.test(cell)))),
    regimenFiscal: claveIn(plain, cells, /\bregimen(?:es)?\b/i, REGIMENES, /(?<!\d)6\d\d(?!\d)/g),
    usoCfdi: claveIn(plain, cells, /\buso\b/i, USOS, USO),
    email: only([...written.matchAll(EMAIL)].map(([address]) => address)),
  };
  const present = Object.entries(found).filter(([, value]) => value);
  return present.length > 1 ? Object.fromEntries(present) : undefined;
}

/** The only distinct value, if there is exactly one. */
function only(values: readonly string[]): string | undefined {
  return new Set(values).size === 1 ? values[0] : undefined;
}

// A heading row over a row of values, as a spreadsheet copies them, becomes «heading: value» lines.
function labelledRows(text: string): string {
  const lines = text.split('\n');
  const at = lines.findIndex((line) => /\brfc\b/i.test(line) && line.split('\t').length > 1 && !/\d{6}/.test(line));
  const values = lines[at + 1]?.split('\t') ?? [];
  if (at < 0 || values.length < 2) return text;
  const heads = (lines[at] ?? '').split('\t');
  return heads.map((head, column) => `${head.replace(/:?\s*$/, ':')} ${values[column] ?? ''}`).join('\n');
}

// A labelled RFC with a look-alike is taken as it is: the form offers to repair it.
function labelledRfc(plain: string): string | undefined {
  const typed = /(?<!\w)r\.?f\.?c\.?[\s:=-]*(?:es )?([a-zñ&\d]{12,13})(?![\w&ñ])/i.exec(plain)?.[1];
  return typed && /\d{3}/.test(typed) ? normalizeRfc(typed) : undefined;
}

function nombreIn(written: string, plain: string): string | undefined {
  const labels = [...plain.matchAll(LABEL)];
  const parts: Record<'whole' | 'given' | 'first' | 'second', string> = { whole: '', given: '', first: '', second: '' };
  labels.forEach((label, index) => {
    const name = label[1];
    if (!name) return;
    const start = label.index + label[0].length;
    const value = wordsOf(written.slice(start, labels[index + 1]?.index));
    const part = /\(s\)|^nombres/i.test(name)
      ? 'given'
      : /primer|paterno/i.test(name)
        ? 'first'
        : /segundo|materno/i.test(name)
          ? 'second'
          : 'whole';
    parts[part] ||= value;
  });
  const person = parts.given && parts.first ? [parts.given, parts.first, parts.second].join(' ').trim() : '';
  return person || parts.whole || undefined;
}

// Up to the end of its line, or the next line if the label is alone; without «es», and without the words that introduce the next label.
function wordsOf(rest: string): string {
  const [line = ''] = rest.replace(/^[\s:=.>-]*(?:es (?:la |el )?)?/, '').split(/[\n\t;|]/);
  const value = line.replace(/(?:[\s,.]+(?:y|con|mi|su|el|la|de|del|en))*[\s,:]*$/, '').trim();
  return isNombre(value) ? value : '';
}

function isNombre(text: string): boolean {
  return /\p{L}{2}/u.test(text) && text.length <= 300 && !/@|\d{5}|:/.test(text) && !parseRfc(text);
}

const GREETING =
  /^(?:hola|buen|gracias|saludos|(?:mis?|los|estos) |datos|factura|para|por favor|te |les |adjunto|aqu[ií]|constancia|c[eé]dula)/i;

// A line next to the RFC's own, consisting only of words, one of which begins like the RFC.
function unlabelledNombre(written: string, rfc: string): string | undefined {
  const cells = written.split(/[\n\t;|]/).flatMap((cell) => cell.trim().replace(/^soy /i, '') || []);
  const at = cells.findIndex((cell) => normalizeRfc(cell).includes(rfc));
  const beside = [cells[at - 1], cells[at + 1]].flatMap((cell) => cell ?? []);
  return only(
    beside.filter(
      (cell) =>
        /^[\p{L}&.,' -]+$/u.test(cell) &&
        cell.includes(' ') &&
        isNombre(cell) &&
        !GREETING.test(cell) &&
        !/r[eé]gimen|gastos en general|sueldos y salarios/i.test(cell) &&
        cell.split(/\s+/).some((word) => word.toUpperCase().startsWith(rfc.charAt(0))),
    ),
  );
}

// By its clave or its name on a line that names it, or as a cell of its own; two different ones count as none.
function claveIn(
  plain: string,
  cells: readonly string[],
  label: RegExp,
  names: Readonly<Record<string, RegExp>>,
  key: RegExp,
): string | undefined {
  const found = plain.split('\n').flatMap((line, index, lines) => {
    const at = line.search(label);
    if (at < 0) return [];
    const rest = line.slice(at);
    const own = rest.replace(/^\w+(?: fiscal| de(?:l)? cfdi| cfdi)?[\s:]*/i, '');
    const present = own ? rest : (lines[index + 1] ?? '');
    return keysOrNames(present, names, key);
  });
  const alone = cells.flatMap((cell) => (cell.replace(key, '') === '' ? keysOrNames(cell, names, key) : []));
  return only(found.length ? found : alone);
}

function keysOrNames(text: string, names: Readonly<Record<string, RegExp>>, key: RegExp): string[] {
  const keys = [...text.matchAll(key)].map(([found]) => found.toUpperCase());
  return keys.length ? keys : Object.entries(names).flatMap(([clave, name]) => (name.test(text) ? clave : []));
}
