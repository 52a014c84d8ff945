/** `autofactura cadena FILE.xml`: the exact bytes that are sealed, without a newline. */
import { cadenaOriginal } from '../cfdi/cadena.ts';
import { readCfdi } from '../cfdi/comprobante-reader.ts';
import { type Command, UsageError } from './command.ts';
import { readXml } from './read-xml.ts';

/** Exits with 1 for a file that is not a CFDI, or whose bytes are not in the encoding it declares. */
export const run: Command = async ([file]) => {
  if (file === undefined) throw new UsageError('Which file?');
  const { text, isAsDeclared } = readXml(file);
  const read = readCfdi(text);
  if (read.kind !== 'cfdi') {
    console.error(`${file}: ${read.detail}`);
    return 1;
  }
  if (read.file.complementos.length > 0) {
    console.error(`${file}: the cadena of ${read.file.complementos.join(', ')} is not known here`);
    return 2;
  }
  process.stdout.write(cadenaOriginal(read.file.comprobante));
  // Following the declaration gives a different cadena than the one that was sealed.
  return isAsDeclared ? 0 : 1;
};
