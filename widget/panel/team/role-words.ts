/** What the roles are called, and what each may do. */
import { msg } from '@lit/localize';

/** The roles that a member can have. */
export const ROLES = ['owner', 'admin', 'cashier', 'accountant', 'read-only'] as const;

/** The name of a role in the language of the panel. */
export function roleName(role: string): string {
  const words: Readonly<Record<string, () => string>> = {
    owner: () => msg('Dueño', { id: 'role-owner' }),
    admin: () => msg('Administración', { id: 'role-admin' }),
    cashier: () => msg('Caja', { id: 'role-cashier' }),
    accountant: () => msg('Contabilidad', { id: 'role-accountant' }),
    'read-only': () => msg('Solo consulta', { id: 'role-read-only' }),
  };
  return words[role]?.() ?? role;
}

/** One sentence: what somebody with this role can do. */
export function roleWords(role: string): string {
  const words: Readonly<Record<string, () => string>> = {
    owner: () => msg('Puede todo, también nombrar a otros dueños.', { id: 'role-owner-why' }),
    admin: () => msg('Configura el negocio y al equipo. No nombra dueños.', { id: 'role-admin-why' }),
    cashier: () => msg('Agrega ventas y ve las facturas. No cambia nada del negocio.', { id: 'role-cashier-why' }),
    accountant: () =>
      msg('Factura, cancela y lee el registro. No toca sello, PAC ni equipo.', { id: 'role-accountant-why' }),
    'read-only': () => msg('Ve ventas y facturas. No cambia nada.', { id: 'role-read-only-why' }),
  };
  return words[role]?.() ?? '';
}
