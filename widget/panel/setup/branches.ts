/** The branches: where the merchant sells, and what follows from each postal code. */
import { msg, str } from '@lit/localize';
import { html, nothing } from 'lit';
import { createForm, type Form } from '../form.ts';
import { afterwards } from '../next-step.ts';
import type { OpenPage, Panel } from '../page.ts';
import { remote } from '../remote.ts';
import { saving } from '../texts.ts';
import type { Branch } from '../wire.ts';

type ListedBranch = Branch & { readonly zone?: string };

/** Opens the list of branches, with the form for a new one. */
export const branchesPage: OpenPage = (panel) => {
  let added: string | undefined;
  const read = () => panel.call<{ branches: readonly ListedBranch[] }>('GET', 'branches');
  const branches = remote(panel, read);
  const again = (): void => {
    added = undefined;
  };
  const form = branchForm(panel, again, async (branch) => {
    await panel.call('POST', 'branches', { body: branch });
    await Promise.all([branches.reload(), panel.changed()]);
    added = branch.name;
    form.set({ name: '', code: '', codigoPostal: '' });
    panel.say(addedText(branch.name));
  });
  return {
    title: () => msg('Tus sucursales', { id: 'step-branch' }),
    lead: () =>
      msg('Cada venta se factura desde su sucursal. Si vendes en línea, con una basta.', { id: 'branches-lead' }),
    // The form comes with the list: drawn before it, it would be pushed away by it.
    render: () => html`
      ${afterwards(panel, added === undefined ? undefined : addedText(added))}
      ${branches.show(
        ({ branches: all }) => html`
          ${all.length ? table(all) : html`<p>${msg('Todavía no hay ninguna.', { id: 'no-branches' })}</p>`}
          <section aria-labelledby="add-branch">
            <h2 id="add-branch">${msg('Agregar una sucursal', { id: 'add-branch' })}</h2>
            ${form.render(fields(form), msg('Agregar sucursal', { id: 'add-branch-go' }), saving())}
          </section>`,
      )}`,
  };
};

function addedText(name: string): string {
  return msg(str`«${name}» ya está en tus sucursales.`, { id: 'branch-added' });
}

function branchForm(panel: Panel, again: () => void, send: (branch: Branch) => Promise<unknown>): Form {
  return createForm(panel, {
    again,
    ...{ name: 'branch', values: { name: '', code: '', codigoPostal: '' } },
    required: () => ['name', 'codigoPostal'],
    send: ({ name = '', code = '', codigoPostal = '' }) => send({ name, code: code || codeOf(name), codigoPostal }),
  });
}

function fields(form: Form) {
  const { name = '' } = form.values();
  return html`<div class="two">
      ${form.field('name', { label: msg('Nombre', { id: 'branch-name' }), example: msg('Ej. Centro', { id: 'branch-name-example' }) })}
      ${form.field('codigoPostal', { label: msg('Código postal', { id: 'branch-cp' }), inputmode: 'numeric', autocomplete: 'postal-code', maxlength: 5 })}
    </div>
    ${form.field('code', {
      label: msg('Clave en tu sistema (opcional)', { id: 'branch-code' }),
      hint: msg('La palabra con la que tu caja o tu tienda la nombra en cada venta.', { id: 'branch-code-hint' }),
      ...(name && { example: codeOf(name) }),
      optional: true,
    })}`;
}

/** The code that a name suggests: «Plaza Ñandú» becomes `plaza-nandu`. */
function codeOf(name: string): string {
  return name
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 50);
}

function table(branches: readonly ListedBranch[]) {
  return html`<div class="table"><table>
    <thead>
      <tr>
        <th scope="col">${msg('Sucursal', { id: 'branch' })}</th>
        <th scope="col">${msg('Código postal', { id: 'branch-cp' })}</th>
        <th scope="col" class="wide-only">${msg('Hora', { id: 'branch-zone' })}</th>
      </tr>
    </thead>
    <tbody>
      ${branches.map(
        ({ name, code, codigoPostal, zone, frontera }) => html`<tr>
          <th scope="row">${name}<span class="below">${code}</span></th>
          <td>${codigoPostal}${frontera && frontera !== 'none' ? html`<span class="below">${borderWords(frontera)}</span>` : nothing}</td>
          <td class="wide-only">${zone ? zoneWords(zone) : nothing}</td>
        </tr>`,
      )}
    </tbody>
  </table></div>`;
}

function borderWords(border: 'north' | 'south'): string {
  return border === 'north'
    ? msg('Región fronteriza norte', { id: 'border-north' })
    : msg('Región fronteriza sur', { id: 'border-south' });
}

// «America/Mexico_City» as people call it.
function zoneWords(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}
