/** The texts about a domain: its state, what the last check found, and where each provider has its records. */
import { msg, str } from '@lit/localize';
import type { Domain } from '../wire.ts';

/** Names the state of a domain in the page's language. */
export function stateWords(state: Domain['state']): string {
  return {
    pending: () => msg('En espera', { id: 'domain-pending' }),
    verified: () => msg('Casi listo', { id: 'domain-verified' }),
    active: () => msg('Activo', { id: 'domain-active' }),
    failing: () => msg('Con problemas', { id: 'domain-failing' }),
  }[state]();
}

/** Says what the state of a domain means and what to do about it. */
export function stateSentence({ state, host }: Domain): string {
  return {
    pending: () =>
      msg(
        'Agrega los dos registros de abajo donde compraste tu dominio. Suele tardar unos minutos; a veces, hasta 24 horas.',
        { id: 'domain-pending-why' },
      ),
    verified: () =>
      msg('Tus registros están bien. Estamos preparando el candado de tu página (https); toma unos minutos.', {
        id: 'domain-verified-why',
      }),
    active: () =>
      msg(str`Tus clientes ya facturan en ${host}. Tus enlaces, correos y códigos QR nuevos lo usan.`, {
        id: 'domain-active-why',
      }),
    failing: () =>
      msg(
        'Funcionaba y dejó de responder. Mientras tanto, tus enlaces nuevos usan la dirección de siempre, que sigue funcionando.',
        { id: 'domain-failing-why' },
      ),
  }[state]();
}

/** The state of the proof, in a sentence; `undefined` if there is nothing to correct. */
export function proofWords(txt: NonNullable<Domain['checks']>['txt']): string | undefined {
  return {
    ok: () => undefined,
    missing: () => msg('Todavía no lo vemos.', { id: 'domain-txt-missing' }),
    other: () => msg('Vemos otro valor. Cópialo de nuevo, completo.', { id: 'domain-txt-other' }),
    taken: () => msg('Ese dominio ya es de otro negocio en este servidor.', { id: 'domain-txt-taken' }),
    unknown: () => msg('Los servidores de tu dominio no responden. Lo intentamos otra vez.', { id: 'domain-unknown' }),
  }[txt]();
}

/** What is wrong with where a domain points, in a sentence; `undefined` if nothing is. */
export function pointsWords({ points, answers }: NonNullable<Domain['checks']>): string | undefined {
  if (answers !== 'ok' && answers !== 'untried') return answersWords(answers);
  return {
    ok: () => undefined,
    nowhere: () => msg('Todavía no lo vemos.', { id: 'domain-txt-missing' }),
    elsewhere: () =>
      msg('Hoy lleva a otro lugar. Borra el registro anterior con ese nombre.', { id: 'domain-elsewhere' }),
    unknown: () => msg('Los servidores de tu dominio no responden. Lo intentamos otra vez.', { id: 'domain-unknown' }),
  }[points]();
}

function answersWords(answers: 'no-answer' | 'certificate' | 'other-server' | 'private-address'): string {
  return {
    'no-answer': () => msg('Lleva aquí, pero no responde todavía.', { id: 'domain-no-answer' }),
    certificate: () => msg('Lleva aquí, pero aún no tiene su candado (https).', { id: 'domain-certificate' }),
    'other-server': () =>
      msg('Responde otro servidor. Revisa que el valor sea el de abajo.', { id: 'domain-other-server' }),
    'private-address': () => msg('Lleva a una red privada, que nadie de fuera alcanza.', { id: 'domain-private' }),
  }[answers]();
}

/** The domain providers that have their own instructions, and `other`. */
export const PROVIDERS = ['godaddy', 'cloudflare', 'hostinger', 'neubox', 'other'] as const;
/** One of the domain providers. */
export type Provider = (typeof PROVIDERS)[number];

/** The domain providers as pairs of value and text. */
export function providerNames(): readonly (readonly [Provider, string])[] {
  return [
    ['other', msg('Otro, o no sé', { id: 'provider-other' })],
    ['godaddy', 'GoDaddy'],
    ['cloudflare', 'Cloudflare'],
    ['hostinger', 'Hostinger'],
    ['neubox', 'Neubox'],
  ];
}

/** Says where to add a DNS record at a provider. */
export function providerHint(provider: Provider): string {
  return {
    godaddy: () =>
      msg('En GoDaddy: Mis productos → tu dominio → DNS → Agregar nuevo registro.', { id: 'provider-godaddy' }),
    cloudflare: () =>
      msg('En Cloudflare: tu dominio → DNS → Registros → Agregar registro. Deja la nube en gris («Solo DNS»).', {
        id: 'provider-cloudflare',
      }),
    hostinger: () =>
      msg('En Hostinger: Dominios → Administrar → DNS / Servidores de nombres → Administrar registros DNS.', {
        id: 'provider-hostinger',
      }),
    neubox: () =>
      msg('En Neubox: Mis dominios → Administrar → Zona DNS. Si tu página está con ellos: cPanel → Editor de zona.', {
        id: 'provider-neubox',
      }),
    other: () =>
      msg('Busca «DNS» o «zona DNS» donde compraste tu dominio. Si alguien te hizo tu página, mándale esta pantalla.', {
        id: 'provider-other-hint',
      }),
  }[provider]();
}

/** Two-part endings under which Mexican domains are sold. */
const ENDINGS = /\.(?:com|org|net|edu|gob)\.mx$/;

/** A record's name as most providers want it: without the domain itself, and `@` for the bare domain. */
export function shortName(name: string): string {
  const labels = name.split('.');
  const own = labels.slice(0, labels.length - (ENDINGS.test(name) ? 3 : 2));
  return own.length > 0 ? own.join('.') : '@';
}

/** Whether a record's value can be pointed at from outside: an alias leads to a name, and never to this machine. */
export function isReachable(value: string): boolean {
  return !/^(?:localhost|[\d.]+|\[.*\])$/.test(value);
}

/** Says why there is nothing to point a domain at yet, and who changes that. */
export function noAddress(): string {
  return msg(
    'Este servidor aún no tiene una dirección pública, así que no hay hacia dónde apuntar tu dominio. Quien lo instaló la escribe en AUTOFACTURA_PUBLIC_URL.',
    { id: 'domain-no-address' },
  );
}
