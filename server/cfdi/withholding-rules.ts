/**
 * Who withholds what from whom: the one table behind what the review shows, what a sale may carry, and what is left to the merchant. It
 * is about a buyer who is a persona moral; nobody else withholds. Laws as in force in 2026.
 *
 * | seller | sells | ISR | IVA |
 * |---|---|---|---|
 * | person in RESICO (626) | anything | 1.25 % (LISR 113-J) | |
 * | person in 612 or 606 | professional services, rent | 10 % (LISR 106, last paragraph; 116) | |
 * | person in 626, 612 or 606 | professional services, rent | | two thirds (LIVA 1-A-II-a; RLIVA 3-I) |
 * | anybody | freight by road | | 4 % of the price (LIVA 1-A-II-c; RLIVA 3-II) |
 * | anybody | scrap | | all of it (LIVA 1-A-II-b) |
 *
 * A carrier runs a commercial enterprise (Código de Comercio, art. 75-VIII; CFF 16-I), which is not a professional service (LISR 100-II; LIVA
 * 14, last paragraph): from a person's freight ISR is withheld in RESICO only. 621 and 625 are régimenes of such enterprises alone.
 */
import { claveKind } from '../catalogs/clave-kind.ts';
import { type Micro, proportion, toMicro, ZERO } from './money.ts';
import { personOf } from './rfc.ts';

/** Rates on the price: of ISR, and of IVA given the transferred rate, which it never exceeds. */
export type Withholdable = { readonly isr: Micro; readonly iva: Micro };

const ISR_RESICO = toMicro('0.0125');
const ISR_PROFESSION = toMicro('0.1');
const IVA_FREIGHT = toMicro('0.04');
const PROFESSIONS: readonly string[] = ['606', '612', '626'];

/** What a persona moral withholds from this seller on a concepto with this clave; zero if nothing. */
export function withholdable(
  claveProdServ: string,
  { rfc, regimenFiscal }: { readonly rfc: string; readonly regimenFiscal: string },
  iva: Micro,
): Withholdable {
  const kind = claveKind(claveProdServ);
  const isPerson = personOf(rfc) === 'fisica';
  const isProfession = isPerson && kind === 'service' && PROFESSIONS.includes(regimenFiscal);
  const isResico = isPerson && regimenFiscal === '626';
  return {
    isr: isResico ? ISR_RESICO : isProfession ? ISR_PROFESSION : ZERO,
    iva:
      kind === 'scrap'
        ? iva
        : kind === 'freight'
          ? least(iva, IVA_FREIGHT)
          : isProfession
            ? proportion(iva, 2n, 3n)
            : ZERO,
  };
}

function least(one: Micro, other: Micro): Micro {
  return one < other ? one : other;
}
