/** The pages of a merchant's books. */
export { cuadrePage } from './cuadre.ts';
export { cuadreDayPage } from './cuadre-day.ts';
export { globalPage } from './global.ts';
export { globalSchedulePage } from './global-schedule.ts';
