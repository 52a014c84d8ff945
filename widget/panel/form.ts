/** A form of the panel: keeps what is typed through a reload or an expired session, and shows every fault at its field. */
import { html, nothing, type TemplateResult } from 'lit';
import { submit as submitButton } from '../ui/button.ts';
import { choice } from '../ui/choice.ts';
import { type Field, field } from '../ui/field.ts';
import { notice } from '../ui/notice.ts';
import { Refusal } from './api.ts';
import type { Panel } from './page.ts';
import { keep, recall, thisTab } from './storage.ts';
import { faultCount, required, requiredChoice, saving, trouble } from './texts.ts';
import type { Fault, ProblemBody } from './wire.ts';

/** The values of a form by the names of its fields. */
export type Values = Readonly<Record<string, string>>;

/** What makes one form different from another. */
export type FormOptions = {
  /** Names the draft of this form; one for each thing that is edited. */
  readonly name: string;
  readonly values: Values;
  /** Never stored in the browser. */
  readonly secret?: readonly string[];
  /** The fields that must not be empty. */
  readonly required?: (values: Values) => readonly string[];
  /** Faults that are known before anything is sent. */
  readonly check?: (values: Values) => readonly Fault[];
  /** Normalises a value when its field is left. */
  readonly tidy?: (name: string, value: string) => string;
  /** Adds values that follow from what was typed. */
  readonly complete?: (values: Values) => Values;
  /** Sends the form even if faults are known, so that the server's are shown at the same time. */
  readonly asksAnyway?: boolean;
  /** Called whenever the form is sent, before anything is looked for: what was said about the last time is over. */
  readonly again?: () => void;
  readonly send: (values: Values) => Promise<unknown>;
};

/** How a field looks; its name, value and fault come from the form. */
export type FieldLook = Omit<Field, 'name' | 'value' | 'fault'>;

/** A form with its values, its faults and its request. */
export type Form = {
  readonly values: () => Values;
  readonly set: (values: Values) => void;
  readonly isBusy: () => boolean;
  readonly faults: () => readonly Fault[];
  /** What is wrong with a field, for controls that are not plain fields. */
  readonly faultAt: (name: string) => unknown;
  readonly field: (name: string, look: FieldLook) => TemplateResult;
  readonly choice: (name: string, look: FieldLook, options: readonly (readonly [string, string])[]) => TemplateResult;
  /** A whole form. `busyText` is on the button while the form is sent. */
  readonly render: (content: unknown, text: string, busyText?: string) => TemplateResult;
};

/** A field's name is the pointer of the value that it sends, without the first slash: `rfc`, `theme/primary`. */
export const nameOf = ({ pointer }: Fault): string => pointer.replace(/^\//, '');

type FormPanel = Pick<Panel, 'redraw' | 'signal' | 'merchant' | 'world'>;

/** The state of a form besides its values. */
type Standing = {
  faults: readonly Fault[];
  problem: ProblemBody | undefined;
  busy: boolean;
  /** The fields on the page; faults elsewhere are shown above them. */
  readonly shown: Set<string>;
  /** Those of them whose value is chosen rather than typed. */
  readonly chosen: Set<string>;
};

/** What was typed, kept in this tab until it is saved, without secrets. */
type Draft = { values: Values; readonly set: (more: Values) => void; readonly forget: () => void };

function createDraft(panel: FormPanel, options: FormOptions, standing: Standing): Draft {
  const { name, secret = [], complete = (typed) => typed } = options;
  const draftName = `autofactura-panel ${panel.merchant?.id ?? ''} ${panel.world} ${name}`;
  const draft: Draft = {
    values: { ...options.values, ...recall<Values>(thisTab, draftName) },
    set(more) {
      draft.values = complete({ ...draft.values, ...more });
      standing.faults = standing.faults.filter((fault) => !Object.keys(more).includes(nameOf(fault)));
      const kept = Object.entries(draft.values).filter(
        ([key, value]) => !secret.includes(key) && value !== options.values[key],
      );
      keep(thisTab, draftName, kept.length ? Object.fromEntries(kept) : undefined);
      panel.redraw();
    },
    forget: () => keep(thisTab, draftName, undefined),
  };
  return draft;
}

/** Every fault before anything is sent: missing values, and the faults that the page's own check finds. */
function faultsBefore(
  { required: wanted, check = () => [] }: FormOptions,
  values: Values,
  { chosen }: Standing,
): readonly Fault[] {
  const missing = (wanted?.(values) ?? [])
    .filter((key) => !values[key]?.trim())
    .map((key) => ({
      pointer: `/${key}`,
      code: 'required',
      detail: chosen.has(key) ? requiredChoice() : required(),
    }));
  return [...missing, ...check(values).filter((fault) => !missing.some((one) => nameOf(one) === nameOf(fault)))];
}

/** Sends the form, one request at a time; faults are shown at their fields. */
function createSending(panel: FormPanel, options: FormOptions, draft: Draft, standing: Standing) {
  const refuse = (form: HTMLElement, faults: readonly Fault[], problem?: ProblemBody): void => {
    Object.assign(standing, { faults, problem });
    panel.redraw().then(() => focusFault(form));
  };
  return async (form: HTMLElement): Promise<void> => {
    if (standing.busy) return;
    options.again?.();
    const found = faultsBefore(options, draft.values, standing);
    if (found.length && !options.asksAnyway) {
      refuse(form, found);
      return;
    }
    Object.assign(standing, { busy: true, faults: [], problem: undefined });
    panel.redraw();
    try {
      await options.send(draft.values);
      draft.forget();
    } catch (error) {
      if (panel.signal.aborted) return;
      if (!(error instanceof Refusal)) console.error(error);
      const why = error instanceof Refusal ? error.problem : trouble('unreachable');
      const there = (why.errors ?? []).filter((fault) => !found.some((one) => nameOf(one) === nameOf(fault)));
      refuse(form, [...found, ...there], why);
    } finally {
      standing.busy = false;
      panel.redraw();
    }
  };
}

/** Stores what is typed as it is typed, and normalises it when its field is left. */
function createHearing({ secret = [], tidy = (_, value) => value.trim() }: FormOptions, draft: Draft) {
  return (event: Event): void => {
    const { target } = event;
    const isInput = target instanceof HTMLInputElement;
    const isField = isInput || target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement;
    if (!isField || !target.name || target.type === 'file') return;
    const isCheckbox = isInput && target.type === 'checkbox';
    const text = isCheckbox ? (target.checked ? 'yes' : '') : target.value;
    const isLeft = event.type === 'change' && !isCheckbox;
    const value = isLeft && !secret.includes(target.name) ? tidy(target.name, text) : text;
    if (value !== draft.values[target.name]) draft.set({ [target.name]: value });
  };
}

/** Discards a form's draft once it is saved. */
export function createForm(panel: FormPanel, options: FormOptions): Form {
  const standing: Standing = { faults: [], problem: undefined, busy: false, shown: new Set(), chosen: new Set() };
  const draft = createDraft(panel, options, standing);
  const go = createSending(panel, options, draft, standing);
  const hear = createHearing(options, draft);
  const faultAt = (key: string): unknown => {
    standing.shown.add(key);
    const here = standing.faults.filter((fault) => nameOf(fault) === key);
    return here.length ? here.map(({ detail }) => html`${detail} `) : undefined;
  };
  const fieldOf = (key: string, look: FieldLook): Field => ({
    ...look,
    name: key,
    value: draft.values[key],
    fault: faultAt(key),
  });

  return {
    values: () => draft.values,
    set: draft.set,
    isBusy: () => standing.busy,
    faults: () => standing.faults,
    faultAt,
    field: (key, look) => field(fieldOf(key, look)),
    choice: (key, look, choices) => {
      standing.chosen.add(key);
      return choice(fieldOf(key, look), choices);
    },
    render: (content, text, busyText = saving()) => html`<form
      novalidate
      @input=${hear}
      @change=${hear}
      @submit=${(event: SubmitEvent) => {
        event.preventDefault();
        go(event.currentTarget as HTMLElement);
      }}
    >
      ${summary(standing.faults, standing.problem, standing.shown)}${content}
      <div class="submit">${submitButton(text, standing.busy && busyText)}</div>
    </form>`,
  };
}

// How many fields to check again, and in full every fault at a field that the page does not have.
function summary(faults: readonly Fault[], problem: ProblemBody | undefined, shown: ReadonlySet<string>): unknown {
  const here = faults.filter((fault) => shown.has(nameOf(fault))).length;
  const elsewhere = faults.filter((fault) => !shown.has(nameOf(fault))).map(({ detail }) => detail);
  const lines = [
    ...(here ? [faultCount(here)] : []),
    ...elsewhere,
    ...(problem && !faults.length ? [problem.detail] : []),
  ];
  return lines.length
    ? notice(
        'bad',
        lines.map((text) => html`<p>${text}</p>`),
      )
    : nothing;
}

/** The first faulty field gets the focus, otherwise the notice above. */
function focusFault(form: HTMLElement): void {
  const wrong = form.querySelector<HTMLElement>('[aria-invalid]') ?? form.querySelector<HTMLElement>('.notice.bad');
  wrong?.focus({ preventScroll: true });
  wrong?.scrollIntoView({ block: 'center', behavior: 'instant' });
}
