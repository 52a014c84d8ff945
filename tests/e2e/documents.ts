/** What a customer takes home, read with tools that share no code with the server. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { runCli } from '../support/cli.ts';

const run = promisify(execFile);

/** An attribute of the first element of that name; undefined when either is missing. */
export function attribute(xml: string, element: string, name: string): string | undefined {
  const [tag] = new RegExp(`<${element}\\s[^>]*>`).exec(xml) ?? [];
  return tag && new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
}

/** The amounts of an XML by their attribute, as its Comprobante and the summary of its Impuestos have them. */
export function amountsOf(xml: string) {
  const [summary = ''] = /<cfdi:Impuestos\s+Total[\s\S]*$/.exec(xml) ?? [];
  const importes = [...summary.matchAll(/<cfdi:(?:Traslado|Retencion)\s[^>]*\sImporte="([^"]*)"/g)];
  return {
    subTotal: attribute(xml, 'cfdi:Comprobante', 'SubTotal'),
    descuento: attribute(xml, 'cfdi:Comprobante', 'Descuento'),
    impuestos: importes.map(([, importe]) => importe),
    total: attribute(xml, 'cfdi:Comprobante', 'Total'),
  };
}

/** What `autofactura verify --json` says of a file: nothing wrong is an empty list of faults and `ok` everywhere. */
export async function verdictOf(file: string): Promise<Readonly<Record<string, unknown>>> {
  const { stdout } = await runCli(['verify', file, '--json']);
  return JSON.parse(stdout);
}

/** The text of a PDF without white space, as long words wrap; poppler's. */
export async function textOfPdf(file: string): Promise<string> {
  const { stdout } = await run('pdftotext', ['-raw', file, '-']);
  return stdout.normalize('NFC').replace(/\s+/g, '');
}

/** How many pages poppler sees in a PDF. */
export async function pagesOf(file: string): Promise<number> {
  const { stdout } = await run('pdfinfo', [file]);
  return Number(/^Pages:\s+(\d+)/m.exec(stdout)?.[1]);
}
