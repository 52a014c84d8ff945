/** The receptor of an invoice, as options of a command. */
import { receptorWire } from '../http/api/wire.ts';
import type { Args } from './merchant-in.ts';
import { readTyped } from './read-typed.ts';

/** The options that make up a receptor. */
export const RECEPTOR_OPTIONS = ['rfc', 'nombre', 'cp', 'regimen', 'uso'] as const;

/** Throws with every field that is missing or malformed; whoever invoices checks the SAT's rules. */
export function receptorTyped(args: Args) {
  return readTyped(receptorWire, {
    ...{ rfc: args.text('rfc') ?? '', nombre: args.text('nombre') ?? '', codigoPostal: args.text('cp') ?? '' },
    ...{ regimenFiscal: args.text('regimen') ?? '', usoCfdi: args.text('uso') ?? '' },
  });
}
