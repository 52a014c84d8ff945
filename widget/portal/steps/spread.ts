/** Distributes a block pasted into one field over the fields that it names, with a message and undo. */
import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { action } from '../../ui/button.ts';
import { notice } from '../../ui/notice.ts';
import { readPasted } from '../pasted.ts';
import { cleanReceptor, settled } from '../receptor-rules.ts';
import type { State } from '../state.ts';
import type { Receptor, ReceptorField } from '../wire.ts';
import type { Host } from './step.ts';

type Shown = State & { kind: 'receptor' | 'checking' | 'requesting' };

const FIELDS: readonly ReceptorField[] = ['rfc', 'nombre', 'codigoPostal', 'regimenFiscal', 'usoCfdi'];

/** The paste listener of the form. A single value is left to the browser, as usual. */
export function spreadPaste(event: ClipboardEvent, state: Shown, host: Host): void {
  const input = event.target;
  if (state.kind !== 'receptor' || !(input instanceof HTMLInputElement)) return;
  const text = event.clipboardData?.getData('text/plain') ?? '';
  const found = readPasted(text);
  if (!found) return;
  const before = state.visit.receptor;
  const email = state.ask ? found.email : undefined;
  const { email: _, ...data } = found;
  const cleaned = Object.entries(data).map(([name, value]) => [name, cleanReceptor(name, value)]);
  const wanted: Partial<Receptor> = Object.fromEntries(cleaned);
  // A régimen or uso that is not allowed for this person is not filled in.
  const kept = settled({ ...before, ...wanted }, host.settings.usos);
  const filled = FIELDS.filter((name) => wanted[name] && wanted[name] === kept[name]);
  if (filled.length + (email ? 1 : 0) < 2) return;
  event.preventDefault();
  const restored = { ...Object.fromEntries(filled.map((name) => [name, before[name] ?? ''])) };
  const plain = plainPaste(input, text);
  host.send({
    kind: 'edit',
    receptor: Object.fromEntries(filled.map((name) => [name, wanted[name]])),
    ...(email && { email }),
    spread: {
      at: input.name,
      filled: [...filled, ...(email ? ['email'] : [])],
      undo: {
        receptor: { ...restored, ...(input.name !== 'email' && { [input.name]: plain }) },
        ...((email || input.name === 'email') && { email: input.name === 'email' ? plain : (state.visit.email ?? '') }),
      },
    },
  });
}

/** Under the field that it was pasted into: «De lo que pegaste llenamos: RFC, nombre. Revísalos.» and «Deshacer». */
export function spreadNote(state: Shown, host: Host, field: string): TemplateResult | typeof nothing {
  const spread = state.kind === 'receptor' ? state.spread : undefined;
  if (spread?.at !== field) return nothing;
  const names: Readonly<Record<string, string>> = {
    rfc: 'RFC',
    nombre: msg('nombre', { id: 'pasted-name' }),
    codigoPostal: msg('código postal', { id: 'pasted-cp' }),
    regimenFiscal: msg('régimen', { id: 'pasted-regimen' }),
    usoCfdi: msg('uso', { id: 'pasted-use' }),
    email: msg('correo', { id: 'pasted-email' }),
  };
  const list = spread.filled.map((name) => names[name]).join(', ');
  const undo = () => host.send({ kind: 'edit', ...spread.undo, spread: null });
  return html`<div role="status">
    ${notice('good', html`<p>${msg(str`De lo que pegaste llenamos: ${list}. Revísalos.`, { id: 'pasted' })}</p>${action(msg('Deshacer', { id: 'paste-undo' }), undo)}`)}
  </div>`;
}

/** What the field would hold if the browser had pasted: a single-line field drops line breaks. */
function plainPaste({ value, selectionStart, selectionEnd }: HTMLInputElement, text: string): string {
  const start = selectionStart ?? value.length;
  return value.slice(0, start) + text.replace(/[\r\n]+/g, ' ') + value.slice(selectionEnd ?? start);
}
