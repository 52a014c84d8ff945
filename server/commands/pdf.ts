/** `autofactura pdf FILE.xml OUT.pdf`: the representación impresa of a CFDI. */
import { readFileSync, writeFileSync } from 'node:fs';
import { printPdf } from '../print/print-pdf.ts';
import { type Command, UsageError } from './command.ts';

export const run: Command = async ([file, out]) => {
  if (file === undefined || out === undefined) throw new UsageError('Which file, and where to?');
  writeFileSync(out, await printPdf(readFileSync(file, 'utf8')));
  return 0;
};
