/** `autofactura pdf FILE.xml OUT.pdf`: the representación impresa of a CFDI. */
import { writeFileSync } from 'node:fs';
import { printPdf } from '../print/print-pdf.ts';
import { type Command, UsageError } from './command.ts';
import { readXml } from './read-xml.ts';

/** Throws for a file that is not a CFDI; an existing PDF is overwritten. */
export const run: Command = async ([file, out]) => {
  if (file === undefined || out === undefined) throw new UsageError('Which file, and where to?');
  writeFileSync(out, await printPdf(readXml(file).text));
  return 0;
};
