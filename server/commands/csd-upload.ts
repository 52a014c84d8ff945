/** `autofactura csd upload CER KEY`: stores a merchant's CSD, encrypted. */
import { readFileSync } from 'node:fs';
import { openStore } from '../../db/open-store.ts';
import { createCustody } from '../csd/custody.ts';
import { nombreFaults } from '../csd/issuer-faults.ts';
import { noteNewSeal } from '../invoicing/notices.ts';
import { processConfig } from '../main/config.ts';
import { faultDetail } from '../problems/problem.ts';
import { assertMasterKey, openMasterKey } from '../vault/master-key.ts';
import { RefusedError, UsageError } from './command.ts';
import { type Args, merchantIn, worldNamed } from './merchant-in.ts';
import { recorded } from './operator.ts';

/** Exits with 1 and stores nothing if the files cannot be used. */
export async function uploadCsd(args: Args): Promise<number> {
  const [, cerFile, keyFile] = args.positionals;
  if (cerFile === undefined || keyFile === undefined)
    throw new UsageError('Which files? Name the .cer, then the .key.');
  const config = processConfig();
  const { csdPassword: password } = config;
  if (password === undefined) throw new UsageError('Put the key’s password in the variable AUTOFACTURA_CSD_PASSWORD.');
  const files = { kind: 'pair', cer: readFileSync(cerFile), key: readFileSync(keyFile), password } as const;
  const world = worldNamed(args.text('world'));
  const store = await openStore(config.store);
  try {
    const merchant = await merchantIn(store, args.text('merchant'));
    await assertMasterKey(config, store.merchants);
    const custody = createCustody(store.merchants, openMasterKey(config));
    const tenant = { merchantId: merchant.id, world };
    const stored = await recorded(config, store, { ...tenant, action: 'POST /csd' }, async () => {
      const outcome = await custody.storeCsd({ tenant, rfc: merchant.rfc, files, at: Date.now() });
      if (outcome.kind === 'stored') {
        await noteNewSeal({ store, now: Date.now }, tenant, outcome.certificate);
        return outcome;
      }
      throw new RefusedError(outcome.faults.map((code) => faultDetail({ code, pointer: '' }, 'es-MX')).join('\n'));
    });
    const { rfc, nombre, noCertificado, validFrom, validTo, environment } = stored.certificate;
    const times = { validFrom: validFrom.toISOString(), validTo: validTo.toISOString() };
    args.print({ id: stored.id, rfc, nombre, noCertificado, ...times, environment }, `${noCertificado}  ${nombre}`);
    for (const fault of nombreFaults(stored.certificate, merchant.nombre))
      args.hint(`--nombre: ${faultDetail(fault, 'es-MX')} (${fault.params?.expected})`);
    return 0;
  } finally {
    await store.close();
  }
}
