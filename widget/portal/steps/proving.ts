/** The proof of work while somebody is guessing: its screen, and the solver. Fetched only when the server requires one. */
import { msg } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import { english } from '../../locales/en-proving.ts';
import { learn } from '../texts.ts';
import type { Challenge } from '../wire.ts';
import { heading } from './step.ts';

learn(english);

/** The screen while a proof is computed, `done` of it from 0 to 1. */
export function provingStep(done = 0): TemplateResult {
  const title = msg('Un momento, estamos comprobando', { id: 'proving' });
  const why = msg(
    'Hoy alguien está probando datos en esta página. Tu dispositivo hace una comprobación, que tarda unos segundos o a veces un par de minutos, y después seguimos donde ibas. Lo que escribiste se conserva.',
    { id: 'proving-why' },
  );
  return html`<section aria-busy="true">
    ${heading(title, undefined, why)}
    <progress max="1" .value=${done} aria-label=${title}></progress>
  </section>`;
}

/** Sent instead of a solution: the server admits a few of these. */
const NONE = 'none';

/**
 * What the server expects in its header: the solution of its challenge, or `none` if this browser cannot compute one (a page without https has
 * no SubtleCrypto). `report` receives how far it is, from 0 to 1. Throws the signal's abort.
 */
export async function proofOf(
  challenge: Challenge,
  signal: AbortSignal,
  report: (done: number) => void,
): Promise<string> {
  const { parameters } = challenge;
  if (!globalThis.crypto?.subtle || parameters.algorithm !== 'PBKDF2/SHA-256') return NONE;
  const most = parameters.data.most;
  // Derived off the main thread, several at a time: the page stays responsive, and no worker script is needed.
  for (let counter = 0; counter <= most; counter += AT_ONCE) {
    const keys = await Promise.all(Array.from({ length: AT_ONCE }, (_, ahead) => derive(parameters, counter + ahead)));
    signal.throwIfAborted();
    const ahead = keys.findIndex((key) => key.startsWith(parameters.keyPrefix));
    if (ahead >= 0) return encoded({ challenge, solution: { counter: counter + ahead, derivedKey: keys[ahead] } });
    if (counter % REPORTED_EVERY === 0) report(counter / most);
  }
  return NONE;
}

const AT_ONCE = 8;
const REPORTED_EVERY = 40;

/** Hex of PBKDF2 over the nonce and the counter, four bytes with the highest first: ALTCHA's proof of work, version 2. */
async function derive({ nonce, salt, cost, keyLength }: Challenge['parameters'], counter: number): Promise<string> {
  const password = new Uint8Array([...fromHex(nonce), counter >>> 24, counter >>> 16, counter >>> 8, counter]);
  const { subtle } = crypto;
  const key = await subtle.importKey('raw', password, 'PBKDF2', false, ['deriveBits']);
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt: fromHex(salt), iterations: cost };
  const bits = new Uint8Array(await subtle.deriveBits(how, key, keyLength * 8));
  return [...bits].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function fromHex(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** Base64url; the content of a challenge is ASCII. */
function encoded(proof: object): string {
  return btoa(JSON.stringify(proof)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
