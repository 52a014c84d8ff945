/** The golden cases: what `build` is given, and the document it must make of it, its seal and certificate left out. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../golden/', import.meta.url));

export type GoldenCase = {
  readonly id: string;
  readonly emisor: { readonly rfc: string; readonly nombre: string };
  readonly sale: { readonly total: string };
};

/** Every case, by its file. */
export function goldenCases(): readonly {
  readonly file: string;
  readonly golden: string;
  readonly content: GoldenCase;
}[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.json'))
    .map((name) => ({
      file: `${FOLDER}${name}`,
      golden: `${FOLDER}${name.replace('.json', '.xml')}`,
      content: JSON.parse(readFileSync(`${FOLDER}${name}`, 'utf8')) as GoldenCase,
    }));
}

/** A sealed document as a golden keeps it: without what its key decides, one element a line for whoever reads the difference. */
export function asGolden(sealedXml: string): string {
  const unsealed = sealedXml.replace(/ (Sello|NoCertificado|Certificado)="[^"]*"/g, '');
  return `${unsealed.replaceAll('><', '>\n<')}\n`;
}
