/** `autofactura catalogs update --from FILE|URL`: loads c_ClaveProdServ and c_CodigoPostal from a published release. */
import { parseArgs } from 'node:util';
import { updateCatalogs } from '../../db/catalog-update.ts';
import { openStore } from '../../db/open-store.ts';
import { processConfig } from '../main/config.ts';
import { type Command, UsageError } from './command.ts';

/** Prints how many rows of each were loaded; throws when the release cannot be read. */
export const run: Command = async (args) => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { from: { type: 'string' } },
  });
  if (positionals[0] !== 'update' || values.from === undefined) throw new UsageError('catalogs update --from FILE|URL');
  const store = await openStore(processConfig().store);
  try {
    const { clavesProdServ, codigosPostales } = await updateCatalogs(values.from, store.catalogs);
    console.log(`c_ClaveProdServ: ${clavesProdServ}\nc_CodigoPostal: ${codigosPostales}`);
    return 0;
  } finally {
    await store.close();
  }
};
