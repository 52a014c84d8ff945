/** The names of the periods of c_Periodicidad, and the reasons why sales are left out of a factura global. */
import { msg } from '@lit/localize';
import { daysOf } from './sums.ts';

/** The choices of a period, each with its clave. */
export function periodicidades(): readonly (readonly [string, string])[] {
  return [
    ['04', msg('El mes', { id: 'period-month' })],
    ['03', msg('La quincena', { id: 'period-fortnight' })],
    ['02', msg('La semana', { id: 'period-week' })],
    ['01', msg('El día', { id: 'period-day' })],
    ['05', msg('El bimestre (régimen 621)', { id: 'period-two-months' })],
  ];
}

/** The days of the period that contains a day, as the server divides them: weeks begin on Monday and end with their month. */
export function globalPeriod(date: string, periodicidad: string): { readonly from: string; readonly to: string } {
  const month = date.slice(0, 7);
  const whole = daysOf(month);
  switch (periodicidad) {
    case '01':
      return { from: date, to: date };
    case '02': {
      const at = new Date(`${date}T00:00:00Z`);
      const monday = shift(date, -((at.getUTCDay() + 6) % 7));
      const sunday = shift(monday, 6);
      return { from: monday < whole.from ? whole.from : monday, to: sunday > whole.to ? whole.to : sunday };
    }
    case '03':
      return date.slice(8) <= '15' ? { from: whole.from, to: `${month}-15` } : { from: `${month}-16`, to: whole.to };
    case '05': {
      const [year = '', number = ''] = month.split('-');
      const first = Number(number) - ((Number(number) + 1) % 2);
      const of = (one: number): string => `${year}-${String(one).padStart(2, '0')}`;
      return { from: daysOf(of(first)).from, to: daysOf(of(first + 1)).to };
    }
    default:
      return whole;
  }
}

function shift(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Why sales are left out of it; an unknown reason is shown as it is. */
export function leftOutWords(reason: string): string {
  switch (reason) {
    case 'unpaid':
      return msg('Sin pagar', { id: 'left-unpaid' });
    case 'canceled':
      return msg('Canceladas o devueltas', { id: 'left-canceled' });
    case 'anticipo':
      return msg('Anticipos', { id: 'left-advance' });
    case 'retencion':
      return msg('Con retenciones: se facturan a quien retuvo', { id: 'left-withheld' });
    case 'exchange-rate':
      return msg('En otra moneda, sin tipo de cambio', { id: 'left-rate' });
    case 'cannot-be-invoiced':
      return msg('Sus renglones no suman su total', { id: 'left-uneven' });
    case 'before-cut-off':
      return msg('De antes de tu corte: van en globales hechas en otro sistema', { id: 'left-cut-off' });
    default:
      return reason;
  }
}
