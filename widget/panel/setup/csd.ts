/** The CSD: two files and a password, dropped or chosen, and checked before they are sent. */
import { msg, str } from '@lit/localize';
import { html, nothing } from 'lit';
import { Refusal } from '../api.ts';
import { longDay } from '../dates.ts';
import { createForm } from '../form.ts';
import { nextStep } from '../next-step.ts';
import type { OpenPage, Panel } from '../page.ts';
import { passwordField } from '../password-field.ts';
import { remote } from '../remote.ts';
import type { Csd, Fault, Merchant } from '../wire.ts';
import { looksLikeEfirma } from './csd-kind.ts';

type Files = { readonly certificate?: File; readonly privateKey?: File };

/** Opens the page that uploads the merchant's CSD. */
export const csdPage: OpenPage = (panel) => {
  let files: Files = {};
  let isEfirma = false;
  let stray: string | undefined;
  let stored: Csd | undefined;
  const merchant = remote(panel, () => panel.call<Merchant>('GET', 'merchant'));

  const take = async (given: readonly File[]): Promise<void> => {
    isEfirma = false;
    stray = undefined;
    for (const file of given) {
      if (/\.cer$/i.test(file.name)) {
        // It is discarded here, and nothing was sent anywhere.
        if (looksLikeEfirma(new Uint8Array(await file.arrayBuffer()))) [isEfirma, files] = [true, {}];
        else files = { ...files, certificate: file };
      } else if (/\.key$/i.test(file.name)) files = { ...files, privateKey: file };
      else stray = file.name;
    }
    if (isEfirma) files = {};
    // What was wrong with an earlier file is not known of this one.
    form.set({ certificate: '', privateKey: '' });
    if (isEfirma) panel.say(efirmaTitle());
  };

  const drop = createDropZone(panel, take);
  const form = createForm(panel, {
    ...{
      name: 'csd',
      values: { password: '', certificate: '', privateKey: '' },
      secret: ['password'],
      required: () => ['password'],
    },
    check: () => missingFiles(files),
    async send({ password = '' }) {
      stored = await upload(panel, files, password).catch((error: unknown) => {
        if (isFiel(error)) [isEfirma, files] = [true, {}];
        throw error;
      });
      form.set({ password: '' });
      await panel.changed();
      panel.say(storedWords());
    },
  });

  return {
    title: () => msg('Tu sello digital (CSD)', { id: 'step-csd' }),
    lead: () =>
      msg(
        'Lo bajas del SAT con el programa Certifica y lo activas en CertiSAT. Son un archivo .cer, uno .key y su contraseña.',
        {
          id: 'csd-lead',
        },
      ),
    render: () =>
      stored
        ? html`${nextStep(panel, storedWords())} ${facts(stored)}`
        : html`${isEfirma ? efirmaNotice() : nothing} ${nowStored(merchant.value())}
          ${form.render(
            html`${drop(
              html`<p>${msg('Arrastra aquí los dos archivos, o elígelos.', { id: 'csd-drop' })}</p>
                ${stray === undefined ? nothing : html`<p class="fault" role="alert">${msg(str`«${stray}» no es .cer ni .key.`, { id: 'csd-stray' })}</p>`}
                ${fileField('certificate', msg('Certificado (.cer)', { id: 'csd-cer' }), '.cer', files.certificate, form.faultAt('certificate'), take)}
                ${fileField('privateKey', msg('Llave privada (.key)', { id: 'csd-key' }), '.key', files.privateKey, form.faultAt('privateKey'), take)}`,
            )}
              ${passwordField(form, {
                label: msg('Contraseña de la llave', { id: 'csd-password' }),
                hint: msg('La que elegiste al crear el sello. La guardamos cifrada y nadie puede volver a leerla.', {
                  id: 'csd-password-hint',
                }),
              })}`,
            msg('Guardar mi sello', { id: 'csd-save' }),
            msg('Revisando tu sello…', { id: 'csd-saving' }),
          )}`,
  };
};

/** Accepts files that are dropped on it. */
function createDropZone(panel: Panel, take: (given: readonly File[]) => void) {
  let isOver = false;
  const over = (isNow: boolean): void => {
    isOver = isNow;
    panel.redraw();
  };
  return (content: unknown) =>
    html`<div
      class="drop ${isOver ? 'over' : ''}"
      @dragover=${(event: DragEvent) => {
        event.preventDefault();
        over(true);
      }}
      @dragleave=${() => over(false)}
      @drop=${(event: DragEvent) => {
        event.preventDefault();
        isOver = false;
        take([...(event.dataTransfer?.files ?? [])]);
      }}
    >
      ${content}
    </div>`;
}

/** The live CSD that is already uploaded; the test mode has its own. */
function nowStored(merchant: Merchant | undefined): unknown {
  const seal = merchant?.seals?.find(({ world }) => world === 'live');
  if (!seal)
    return html`<p class="hint">${msg('Para el modo de prueba no necesitas nada: ya trae un sello de prueba. Este es el de tus facturas de verdad.', { id: 'csd-sandbox' })}</p>`;
  return html`<section aria-labelledby="csd-now">
    <h2 id="csd-now">${msg('El que usas ahora', { id: 'csd-now' })}</h2>
    <dl class="facts">
      <dt>RFC</dt><dd>${seal.rfc}</dd>
      <dt>${msg('Número', { id: 'csd-number' })}</dt><dd class="uuid">${seal.noCertificado}</dd>
      <dt>${msg('Sirve hasta', { id: 'csd-until' })}</dt><dd>${longDay(seal.validTo)}</dd>
    </dl>
  </section>`;
}

function missingFiles({ certificate, privateKey }: Files): readonly Fault[] {
  const fault = (name: string, detail: string): Fault => ({ pointer: `/${name}`, code: 'required', detail });
  return [
    ...(certificate
      ? []
      : [fault('certificate', msg('Elige el archivo .cer de tu sello.', { id: 'csd-cer-missing' }))]),
    ...(privateKey ? [] : [fault('privateKey', msg('Elige el archivo .key de tu sello.', { id: 'csd-key-missing' }))]),
  ];
}

async function upload(panel: Panel, { certificate, privateKey }: Files, password: string): Promise<Csd> {
  const body = {
    certificate: await base64(certificate),
    privateKey: await base64(privateKey),
    password,
  };
  return panel.call<Csd>('POST', 'csd', { body, world: 'live' });
}

async function base64(file: File | undefined): Promise<string> {
  const bytes = new Uint8Array((await file?.arrayBuffer()) ?? new ArrayBuffer(0));
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

function isFiel(error: unknown): boolean {
  return error instanceof Refusal && (error.problem.errors ?? []).some(({ code }) => /fiel/.test(code));
}

function efirmaTitle(): string {
  return msg('Esa es tu e.firma, no tu sello', { id: 'efirma' });
}

function efirmaNotice() {
  return html`<div class="notice warn" role="alert">
    <p><strong>${efirmaTitle()}</strong></p>
    <p>${msg('No la guardamos ni la enviamos a nadie. Tu e.firma es tu firma personal: no la subas a ningún sistema de facturación. El sello (CSD) se pide con ella en CertiSAT y su archivo empieza con «CSD_».', { id: 'efirma-why' })}</p>
  </div>`;
}

function fileField(
  name: string,
  label: string,
  accept: string,
  file: File | undefined,
  fault: unknown,
  take: (files: readonly File[]) => unknown,
) {
  const change = ({ currentTarget }: Event): void => {
    const input = currentTarget as HTMLInputElement;
    take([...(input.files ?? [])]);
    // Below it is the file that will be sent; the browser would go on naming one that was turned away.
    input.value = '';
  };
  return html`<div class="field">
    <label for=${name}>${label}</label>
    <input
      id=${name}
      type="file"
      accept=${accept}
      aria-invalid=${fault ? 'true' : nothing}
      aria-describedby="${name}-fault ${name}-file"
      @change=${change}
    />
    <p class="hint" id="${name}-file">${file ? html`<span class="done">${file.name}</span>` : nothing}</p>
    ${fault ? html`<p class="fault" id="${name}-fault">${fault}</p>` : nothing}
  </div>`;
}

function storedWords(): string {
  return msg('Tu sello está guardado. Con él se firman tus facturas de verdad.', { id: 'csd-stored' });
}

function facts({ rfc, nombre, noCertificado, validTo, environment }: Csd) {
  const row = (name: string, value: unknown) => html`<dt>${name}</dt><dd>${value}</dd>`;
  return html`<dl class="facts">
    ${row('RFC', rfc)} ${row(msg('A nombre de', { id: 'csd-name' }), nombre)}
    ${row(msg('Número', { id: 'csd-number' }), html`<span class="uuid">${noCertificado}</span>`)}
    ${row(msg('Sirve hasta', { id: 'csd-until' }), longDay(validTo))}
    ${environment === 'test' ? row(msg('Tipo', { id: 'csd-type' }), msg('De prueba', { id: 'csd-test' })) : nothing}
  </dl>`;
}
