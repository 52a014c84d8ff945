/** The name of each step of the setup, its purpose, and how long it takes. */
import { msg } from '@lit/localize';
import type { StepName } from '../wire.ts';

/** The texts of a step of the checklist: its name, why it is needed and how long it takes. */
export type StepWords = { readonly name: string; readonly why: string; readonly time: string };

const WORDS: Readonly<Record<StepName, () => StepWords>> = {
  issuer: () => ({
    name: msg('Tus datos fiscales', { id: 'step-issuer' }),
    why: msg('Dicen quién factura. Van en cada factura tal como los tiene el SAT.', { id: 'step-issuer-why' }),
    time: minutes(2),
  }),
  csd: () => ({
    name: msg('Tu sello digital (CSD)', { id: 'step-csd' }),
    why: msg('Son los dos archivos con los que se firman tus facturas. No es tu e.firma.', { id: 'step-csd-why' }),
    time: minutes(3),
  }),
  pac: () => ({
    name: msg('Tu PAC', { id: 'step-pac' }),
    why: msg('Es la empresa autorizada por el SAT que timbra tus facturas.', { id: 'step-pac-why' }),
    time: minutes(5),
  }),
  branch: () => ({
    name: msg('Tus sucursales', { id: 'step-branch' }),
    why: msg('Desde dónde vendes: su código postal va en la factura y decide la hora.', { id: 'step-branch-why' }),
    time: minutes(1),
  }),
  sales: () => ({
    name: msg('Tus primeras ventas', { id: 'step-sales' }),
    why: msg('Son lo que tus clientes van a buscar para facturar.', { id: 'step-sales-why' }),
    time: minutes(2),
  }),
  portal: () => ({
    name: msg('Tu portal', { id: 'step-portal' }),
    why: msg('Es la página donde tus clientes hacen su factura, con tus colores y tus palabras.', {
      id: 'step-portal-why',
    }),
    time: minutes(3),
  }),
  test: () => ({
    name: msg('Pruébalo como cliente', { id: 'step-test' }),
    why: msg('Factura una venta de prueba en tu portal y mira lo que verán tus clientes.', { id: 'step-test-why' }),
    time: minutes(2),
  }),
  live: () => ({
    name: msg('Factura de verdad', { id: 'step-live' }),
    why: msg('Sales del modo de prueba. Te decimos antes si falta algo.', { id: 'step-live-why' }),
    time: minutes(1),
  }),
  promote: () => ({
    name: msg('Cuéntaselo a tus clientes', { id: 'step-promote' }),
    why: msg('Un QR en tu caja, un enlace en tus correos: que nadie tenga que preguntar.', { id: 'step-promote-why' }),
    time: minutes(5),
  }),
};

function minutes(count: 1 | 2 | 3 | 5): string {
  return {
    1: () => msg('1 minuto', { id: 'minutes-1' }),
    2: () => msg('2 minutos', { id: 'minutes-2' }),
    3: () => msg('3 minutos', { id: 'minutes-3' }),
    5: () => msg('5 minutos', { id: 'minutes-5' }),
  }[count]();
}

/** Returns the texts of a step of the checklist. */
export function stepWords(step: StepName): StepWords {
  return WORDS[step]();
}
