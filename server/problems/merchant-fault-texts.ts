/** Texts shown at a field of a merchant, a branch or a portal's address, by fault code. */
import type { Words } from './words.ts';

const words = (es: string, en: string): Words => ({ 'es-MX': es, en });

/** By fault code: what is wrong with the field and how to correct it. `{name}`s are filled from the fault's params. */
export const MERCHANT_FAULTS: Readonly<Record<string, Words>> = {
  'issuer-rfc-generic': words(
    'Ese RFC es el genérico, para clientes sin RFC. Escribe el de quien hace las facturas.',
    'That is the generic RFC, for customers without their own. Enter the RFC of whoever issues the invoices.',
  ),
  'month-malformed': words('Escribe el mes así: 2026-11.', 'Write the month like this: 2026-11.'),
  'issuer-nombre-regimen-capital': words(
    'El SAT registra el nombre sin el régimen de capital («SA DE CV», «S DE RL»…). Escribe «{value}».',
    'The SAT registers names without the capital regime (“SA DE CV”, “S DE RL”…). Write “{value}”.',
  ),
  'issuer-regimen-person': words(
    'Ese régimen no es de tu tipo de persona. El tuyo puede ser: {lista}.',
    'That tax regime is not for your kind of taxpayer. Yours can be: {lista}.',
  ),
  'rfc-of-csd': words(
    'Tu sello digital es de {rfc}. Sube primero el de ese otro RFC, o da de alta otro negocio.',
    'Your digital seal belongs to {rfc}. Upload the seal of the other RFC first, or register another business.',
  ),
  'branch-codigo-postal-unknown': words(
    'Ese código postal no existe. Escribe el del lugar donde vendes.',
    'That postal code does not exist. Enter the one of the place where you sell.',
  ),
  'branch-code-malformed': words(
    'La clave de la sucursal lleva letras, números, guiones y puntos, sin espacios: «centro».',
    'A branch’s code has letters, digits, hyphens and dots, but no spaces: “centro”.',
  ),
  'branch-code-taken': words(
    'Ya tienes una sucursal con la clave «{code}».',
    'You already have a branch with the code “{code}”.',
  ),
  'slug-malformed': words(
    'La dirección lleva de 3 a 60 letras minúsculas sin acento, números y guiones: «cafe-luna».',
    'An address has 3 to 60 lower-case letters (without accents), digits and hyphens: “cafe-luna”.',
  ),
  'slug-reserved': words(
    'Esa dirección la usa el sistema. Elige otra.',
    'The system uses that address itself. Choose another.',
  ),
  'domain-malformed': words(
    'Escribe solo el nombre, sin «https://»: «factura.tuempresa.com».',
    'Write only the name, without “https://”: “factura.yourcompany.com”.',
  ),
  'domain-of-server': words(
    'Ese es el dominio de este servidor. Escribe uno de tu empresa.',
    'That is this server’s own domain. Write one that belongs to your company.',
  ),
  'domain-taken': words(
    'Ese dominio ya es de otro negocio en este servidor.',
    'That domain belongs to another business on this server.',
  ),
  'domain-already': words(
    'Ese portal ya tiene un dominio, o ya agregaste este. Quita primero el que tiene.',
    'That portal already has a domain, or you already added this one. Remove the one it has first.',
  ),
  'slug-taken': words(
    'Esa dirección ya es de otro portal. Elige otra.',
    'That address belongs to another portal. Choose another.',
  ),
};
