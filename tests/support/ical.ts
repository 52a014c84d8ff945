/** A reader of iCalendar that takes nothing amiss quietly: the grammar of RFC 5545 as far as an event with alarms needs it. */

export type Property = {
  readonly name: string;
  readonly params: Readonly<Record<string, string>>;
  /** As it is written, escapes and all. */
  readonly value: string;
};
export type Component = {
  readonly name: string;
  readonly properties: readonly Property[];
  readonly components: readonly Component[];
};

const MOST_OCTETS = 75;

/** The one VCALENDAR of a file. Throws where a line, a name, a value or the nesting is not as RFC 5545 has it. */
export function readIcal(file: string): Component {
  if (!file.endsWith('\r\n')) throw new Error('the last line is not ended by CRLF (§3.1)');
  const physical = file.slice(0, -2).split('\r\n');
  for (const line of physical) {
    if (/[\r\n]/.test(line)) throw new Error(`a bare CR or LF (§3.1): ${JSON.stringify(line)}`);
    if (/[^\P{Cc}\t]/u.test(line)) throw new Error(`a control character (§3.1): ${JSON.stringify(line)}`);
    const octets = Buffer.from(line, 'utf8');
    if (octets.length > MOST_OCTETS) throw new Error(`${octets.length} octets in a line (§3.1): ${line}`);
    if (octets.toString('utf8') !== line) throw new Error('a line is cut inside a character (§3.1)');
  }
  const lines = physical.join('\r\n').replaceAll('\r\n ', '').replaceAll('\r\n\t', '').split('\r\n');
  const root = readComponent(lines.map(contentLine));
  if (root.rest.length > 0 || root.component.name !== 'VCALENDAR') throw new Error('not one VCALENDAR (§3.4)');
  for (const name of ['VERSION', 'PRODID']) one(root.component, name);
  return root.component;
}

function contentLine(line: string): Property {
  const match = /^([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=[^;:,"]+)*):(.*)$/s.exec(line);
  if (!match?.[1] || match[3] === undefined) throw new Error(`not a content line (§3.1): ${line}`);
  const params = (match[2] ?? '').split(';').filter((param) => param !== '');
  return {
    name: match[1].toUpperCase(),
    params: Object.fromEntries(params.map((param) => param.split('=') as [string, string])),
    value: match[3],
  };
}

function readComponent([begin, ...lines]: readonly Property[]): { component: Component; rest: readonly Property[] } {
  if (begin?.name !== 'BEGIN') throw new Error('a component begins with BEGIN (§3.6)');
  const properties: Property[] = [];
  const components: Component[] = [];
  let rest: readonly Property[] = lines;
  for (;;) {
    const [line, ...more] = rest;
    if (!line) throw new Error(`${begin.value} never ends (§3.6)`);
    if (line.name === 'BEGIN') {
      const inner = readComponent(rest);
      components.push(inner.component);
      rest = inner.rest;
    } else if (line.name === 'END') {
      if (line.value !== begin.value) throw new Error(`${begin.value} ends as ${line.value} (§3.6)`);
      return { component: { name: begin.value, properties, components }, rest: more };
    } else {
      properties.push(line);
      rest = more;
    }
  }
}

/** The property that must be there exactly once. */
export function one({ name: of, properties }: Component, name: string): Property {
  const [found, ...others] = properties.filter((property) => property.name === name);
  if (!found || others.length > 0) throw new Error(`${of} has ${others.length + (found ? 1 : 0)} of ${name}`);
  return found;
}

/** A DATE-TIME in UTC (§3.3.5), in epoch milliseconds. */
export function utcOf({ name, value }: Property): number {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(value);
  if (!match) throw new Error(`${name} is no DATE-TIME in UTC: ${value}`);
  const [, year, month, day, hour, minute, second] = match;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

/** A TEXT (§3.3.11) without its escapes. Throws on a mark that had to be escaped, or an escape that means nothing. */
export function textOf({ name, value }: Property): string {
  if (!/^(?:[^\\;,]|\\[\\;,nN])*$/.test(value)) throw new Error(`${name} is no TEXT: ${value}`);
  return value.replace(/\\(.)/g, (_, mark: string) => (mark.toLowerCase() === 'n' ? '\n' : mark));
}
