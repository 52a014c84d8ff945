/** What an API key may do, in the words of a shop, and the usual sets of it. */
import { msg, str } from '@lit/localize';

/** What a key needs for everyday work. */
export const DAILY_SCOPES = ['sales:read', 'sales:write', 'invoices:read', 'invoices:write', 'settings:read'] as const;

/** What a key rarely needs: it reaches the settings, the seal, the team, the log or other keys. */
export const DELICATE_SCOPES = [
  'settings:write',
  'csd:write',
  'members:read',
  'members:write',
  'keys:read',
  'keys:write',
  'audit:read',
] as const;

/** All scopes, in the order in which they are shown. */
export const SCOPES: readonly string[] = [...DAILY_SCOPES, ...DELICATE_SCOPES];

/** The usual purposes of a key, and the scopes that each needs; `custom` is chosen one by one. */
export const PURPOSES: Readonly<Record<string, readonly string[]>> = {
  sales: ['sales:read', 'sales:write'],
  invoices: ['sales:read', 'sales:write', 'invoices:read', 'invoices:write', 'settings:read'],
  reports: ['sales:read', 'invoices:read', 'settings:read'],
  all: SCOPES,
  custom: [],
};

/** Names what a scope allows. */
export function scopeWords(scope: string): string {
  const words: Readonly<Record<string, () => string>> = {
    'sales:read': () => msg('Ver las ventas', { id: 'scope-sales-read' }),
    'sales:write': () => msg('Agregar ventas y registrar devoluciones', { id: 'scope-sales-write' }),
    'invoices:read': () => msg('Ver y descargar las facturas', { id: 'scope-invoices-read' }),
    'invoices:write': () => msg('Facturar, cancelar y responder solicitudes', { id: 'scope-invoices-write' }),
    'settings:read': () => msg('Ver la configuración', { id: 'scope-settings-read' }),
    'settings:write': () =>
      msg('Cambiar la configuración: portales, sucursales, PAC, conexiones', { id: 'scope-settings-write' }),
    'csd:write': () => msg('Cambiar el sello digital', { id: 'scope-csd-write' }),
    'members:read': () => msg('Ver al equipo', { id: 'scope-members-read' }),
    'members:write': () => msg('Invitar y quitar gente del equipo', { id: 'scope-members-write' }),
    'keys:read': () => msg('Ver las llaves', { id: 'scope-keys-read' }),
    'keys:write': () => msg('Crear y revocar llaves', { id: 'scope-keys-write' }),
    'audit:read': () => msg('Leer el registro', { id: 'scope-audit-read' }),
  };
  return words[scope]?.() ?? scope;
}

/** What a key with these scopes may do, as one line. */
export function scopesWords(scopes: readonly string[]): string {
  if (SCOPES.every((each) => scopes.includes(each)))
    return msg('Todo lo que puede un administrador', { id: 'scope-all' });
  return SCOPES.filter((each) => scopes.includes(each))
    .map(scopeWords)
    .join(' · ');
}

/** The purposes on offer, as pairs of value and text. */
export function purposes(): readonly (readonly [string, string])[] {
  return [
    ['sales', msg('Mandar ventas desde mi caja o mi tienda', { id: 'key-for-sales' })],
    ['invoices', msg('Mandar ventas y facturar desde mi sistema', { id: 'key-for-invoices' })],
    ['reports', msg('Solo leer, para reportes', { id: 'key-for-reports' })],
    ['all', msg('Todo, como un administrador', { id: 'key-for-all' })],
    ['custom', msg('Elegir permiso por permiso', { id: 'key-for-custom' })],
  ];
}

/** How long a key may last, as pairs of days and text; the empty one never expires. */
export function lifetimes(): readonly (readonly [string, string])[] {
  const days = (count: number) => [String(count), msg(str`${count} días`, { id: 'key-days' })] as const;
  return [
    ['', msg('No vence', { id: 'key-never' })],
    days(7),
    days(30),
    days(90),
    ['365', msg('Un año', { id: 'key-year' })],
  ];
}
