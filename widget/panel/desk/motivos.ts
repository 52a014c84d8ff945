/** c_MotivoCancelacion in the words of a shop. */
import { msg } from '@lit/localize';
import type { Motivo } from './desk-wire.ts';

/** The motivos in the order in which they are offered, the most common first. */
export const MOTIVOS: readonly Motivo[] = ['02', '03', '01', '04'];

/** In a few words, with its clave. */
export function motivoName(motivo: Motivo): string {
  return {
    '01': () => msg('tiene errores y otra la sustituye (01)', { id: 'motivo-01' }),
    '02': () => msg('tiene errores y nada la sustituye (02)', { id: 'motivo-02' }),
    '03': () => msg('la venta no se hizo (03)', { id: 'motivo-03' }),
    '04': () => msg('la venta ya está en la factura global (04)', { id: 'motivo-04' }),
  }[motivo]();
}

/** When it applies. */
export function motivoHint(motivo: Motivo): string {
  return {
    '01': () => msg('Ya timbraste la correcta, relacionada con esta como sustitución.', { id: 'motivo-01-hint' }),
    '02': () =>
      msg('El RFC, el total u otro dato está mal. Después puedes facturar la venta otra vez.', {
        id: 'motivo-02-hint',
      }),
    '03': () => msg('Se devolvió todo o el cobro no pasó.', { id: 'motivo-03-hint' }),
    '04': () =>
      msg('Solo si la operación es del público en general y va dentro de una global.', { id: 'motivo-04-hint' }),
  }[motivo]();
}
