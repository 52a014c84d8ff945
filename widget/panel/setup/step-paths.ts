/** The addresses of the steps of the setup. */
import type { StepName } from '../wire.ts';

/** Where each step of the setup is done. */
export const STEP_PATHS: Readonly<Record<StepName, string>> = {
  issuer: '/panel/datos-fiscales',
  csd: '/panel/sello',
  pac: '/panel/pac',
  branch: '/panel/sucursales',
  sales: '/panel/ventas/nueva',
  portal: '/panel/portales',
  test: '/panel/prueba',
  live: '/panel/en-vivo',
  promote: '/panel/difundir',
};
