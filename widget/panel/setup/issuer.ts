/** The issuer's fiscal data: typed once for a new merchant, changed afterwards. */
import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { REGIMEN_NAMES as ENGLISH } from '../../../server/catalogs/plain-names-en.ts';
import { REGIMEN_NAMES as SPANISH } from '../../../server/catalogs/plain-names-es.ts';
import { regimenesFor } from '../../../server/catalogs/regimen-fiscal.ts';
import { withoutRegimenCapital } from '../../../server/cfdi/nombre.ts';
import { normalizeRfc, parseRfc, personOf } from '../../../server/cfdi/rfc.ts';
import { action } from '../../ui/button.ts';
import { notice } from '../../ui/notice.ts';
import { createForm, type Form, type FormOptions, type Values } from '../form.ts';
import { afterwards, news } from '../next-step.ts';
import type { OpenPage, Panel } from '../page.ts';
import { remote } from '../remote.ts';
import { language, save } from '../texts.ts';
import type { Fault, Merchant } from '../wire.ts';

/** The fields of every merchant. A new one also enters where its first branch is. */
const NAMES = ['rfc', 'nombre', 'regimenFiscal', 'tradeName'];
const NEW_NAMES = [...NAMES, 'codigoPostal'];

/** Opens the form for a new merchant. */
export const newMerchantPage: OpenPage = (panel) => {
  const form = issuerForm(panel, { name: 'new-merchant', required: NEW_NAMES, values: {} }, async (body) => {
    const { merchant } = await panel.call<{ merchant: Merchant }>('POST', 'merchants', { body });
    await panel.enter(merchant.id);
    panel.go('/panel');
  });
  return {
    title: () => msg('Los datos de tu negocio', { id: 'new-merchant' }),
    lead,
    render: () => form.render(fields(form, true), msg('Guardar y seguir', { id: 'save-and-go' })),
  };
};

/** Opens the form of the merchant's fiscal data. */
export const issuerPage: OpenPage = (panel) => {
  let isSaved = false;
  let form: Form | undefined;
  const merchant = remote(panel, () => panel.call<Merchant>('GET', 'merchant'));
  const again = (): void => {
    isSaved = false;
  };
  const formFor = (now: Merchant): Form =>
    issuerForm(panel, { name: 'issuer', required: NAMES, values: known(now), again }, async (body) => {
      await panel.call('PATCH', 'merchant', { body });
      // The name in the margin is the session's.
      await panel.enter(now.id);
      isSaved = true;
      panel.say(msg('Tus datos quedaron guardados.', { id: 'issuer-saved' }));
    });
  return {
    title: () => msg('Tus datos fiscales', { id: 'step-issuer' }),
    lead,
    render: () =>
      merchant.show((now) => {
        form ??= formFor(now);
        return html`${isSaved ? outcome(panel) : nothing}
        ${form.render(fields(form), save())}`;
      }),
  };
};

/** Saved, and what is next; if the data are not those of the seal, that comes first. */
function outcome(panel: Panel): unknown {
  const saved = msg('Tus datos quedaron guardados.', { id: 'issuer-saved' });
  const wrong = panel.steps()?.find(({ step }) => step === 'issuer')?.details ?? [];
  if (!wrong.length) return afterwards(panel, saved);
  return news(notice('warn', html`<p>${saved}</p>${wrong.map((text) => html`<p>${text}</p>`)}`));
}

function lead(): string {
  return msg(
    'Cópialos de tu Constancia de Situación Fiscal: van en cada factura, y el SAT los compara letra por letra.',
    {
      id: 'issuer-lead',
    },
  );
}

function known({ rfc, nombre, regimenFiscal, tradeName }: Merchant): Values {
  return { rfc, nombre, regimenFiscal, tradeName };
}

type IssuerForm = Pick<FormOptions, 'name' | 'values' | 'again'> & { readonly required: readonly string[] };

function issuerForm(
  panel: Panel,
  { required, values, ...options }: IssuerForm,
  send: (body: object) => Promise<unknown>,
): Form {
  const empty = Object.fromEntries(required.map((key) => [key, '']));
  return createForm(panel, {
    ...{ ...options, values: { ...empty, ...values }, required: () => required, check, tidy },
    // Only the server knows whether a postal code exists.
    asksAnyway: required.includes('codigoPostal'),
    send: ({ asGiven, ...body }) => send({ ...body, ...(asGiven && { nombreAsGiven: true }) }),
  });
}

function tidy(name: string, value: string): string {
  if (name === 'rfc') return normalizeRfc(value);
  const text = value.trim().replace(/\s+/g, ' ');
  return name === 'nombre' ? text.toLocaleUpperCase('es-MX') : text;
}

function check({ rfc = '', codigoPostal = '' }: Values): readonly Fault[] {
  const faults: Fault[] = [];
  if (rfc && !parseRfc(rfc))
    faults.push(
      fault(
        'rfc',
        msg('Un RFC tiene 12 letras y números si es empresa, o 13 si es persona. Cópialo de tu Constancia.', {
          id: 'rfc-form',
        }),
      ),
    );
  if (codigoPostal && !/^\d{5}$/.test(codigoPostal))
    faults.push(fault('codigoPostal', msg('Un código postal tiene 5 dígitos.', { id: 'cp-form' })));
  return faults;
}

function fault(name: string, detail: string): Fault {
  return { pointer: `/${name}`, code: 'client', detail };
}

function fields(form: Form, isNew = false): TemplateResult {
  const { rfc = '' } = form.values();
  const person = rfc.length >= 12 ? personOf(rfc) : undefined;
  return html`${form.field('rfc', { label: 'RFC', caps: true, maxlength: 16, example: 'EKU9003173C9' })}
    ${form.field('nombre', {
      label:
        person === 'fisica'
          ? msg('Tu nombre completo, como en tu sello digital', { id: 'nombre-fisica' })
          : msg('Razón social, como en tu sello digital', { id: 'nombre' }),
      hint: msg('En mayúsculas y sin «SA de CV» ni otro régimen de capital.', { id: 'nombre-hint' }),
      caps: true,
      autocomplete: 'organization',
    })}
    ${suffixOffer(form)}
    ${form.choice('regimenFiscal', { label: msg('Régimen fiscal', { id: 'regimen' }) }, regimenes(rfc))}
    ${
      isNew
        ? form.field('codigoPostal', {
            label: msg('Código postal desde donde vendes', { id: 'cp' }),
            hint: msg('El de tu local o tu domicilio fiscal. Después puedes agregar más sucursales.', {
              id: 'cp-hint',
            }),
            inputmode: 'numeric',
            autocomplete: 'postal-code',
            maxlength: 5,
          })
        : nothing
    }
    ${form.field('tradeName', {
      label: msg('Cómo te conocen tus clientes', { id: 'trade-name' }),
      hint: msg('El nombre de tu negocio. Así aparece en tu portal y en tus correos.', { id: 'trade-name-hint' }),
    })}`;
}

// The register lists names without it, and the SAT refuses others (CFDI40139). A few companies are registered with such an ending.
function suffixOffer(form: Form): unknown {
  const { nombre = '', asGiven } = form.values();
  const bare = withoutRegimenCapital(nombre);
  if (!nombre || bare === nombre || asGiven) return nothing;
  return html`<div class="notice">
    <p>${msg('El SAT registra los nombres sin el régimen de capital.', { id: 'suffix' })}</p>
    ${action(msg(str`Usar «${bare}»`, { id: 'suffix-take' }), () => form.set({ nombre: bare }))}
    ${action(msg('Así está en mi Constancia', { id: 'suffix-keep' }), () => form.set({ asGiven: 'yes' }))}
  </div>`;
}

function regimenes(rfc: string): readonly (readonly [string, string])[] {
  const names = language() === 'en' ? ENGLISH : SPANISH;
  const claves =
    rfc.length >= 12
      ? regimenesFor(personOf(rfc))
      : [...new Set([...regimenesFor('moral'), ...regimenesFor('fisica')])];
  // An issuer has obligations: 605, 616 and 610 are only for receptores.
  const own = claves.filter((clave) => !['605', '616', '610'].includes(clave));
  return [
    ['', msg('Elige tu régimen', { id: 'choose-regimen' })],
    ...own.map((clave) => [clave, names[clave] ?? clave] as const),
  ];
}
