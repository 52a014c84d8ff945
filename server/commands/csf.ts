/** `autofactura csf PAGE.html`: the receptor's data from the saved page of a Constancia. Nothing is stored, and no server is asked. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readConstanciaPage } from '../taxpayers/constancia-page.ts';
import { decodeSavedText } from '../taxpayers/saved-text.ts';
import { type Command, UsageError } from './command.ts';

/** Exits with 1 when the file is not the page of a Constancia. */
export const run: Command = async (args) => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { json: { type: 'boolean' } },
  });
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) throw new UsageError('Which page?');
  const page = readConstanciaPage(decodeSavedText(readFileSync(file)));
  if (page.kind !== 'found') {
    const why = page.kind === 'not-found' ? 'the SAT has no data for it' : `it lacks ${page.missing.join(', ')}`;
    console.error(`${file} is not the page of a Constancia with data: ${why}`);
    return 1;
  }
  const { rfc, nombre, codigoPostal, regimenes, situacion } = page.constancia;
  if (values.json) console.log(JSON.stringify({ rfc, nombre, codigoPostal, regimenes }));
  else console.log(`${rfc}  ${nombre}  ${codigoPostal}  ${regimenes.join(' ')}  ${situacion}`);
  return 0;
};
