/** `<autofactura-portal portal="slug">`: shows the machine's state, tells it what happens, runs its one request at a time. */
import { html, render, type TemplateResult } from 'lit/html.js';
import { type Api, connect, Refusal } from './api.ts';
import { keepDraft, recallDraft } from './draft.ts';
import { announce } from './events.ts';
import type { News } from './focus.ts';
import { linkTo, selfIn } from './follow-link.ts';
import { begin, isBusy, next } from './machine.ts';
import { pageLanguage } from './page-language.ts';
import { mainPath, screen } from './screen.ts';
import type { PortalEvent, State } from './state.ts';
import { preferred, speak, trouble } from './texts.ts';
import { dress, paint } from './theme.ts';
import type { Trail } from './trail.ts';
import type { PortalSettings } from './wire.ts';

/** The element. Its attributes: `portal`, `api`, `folio`, `token`, `locale`; changing one starts over. */
export class AutofacturaPortal extends HTMLElement {
  static readonly observedAttributes = ['portal', 'api', 'folio', 'token', 'locale'];

  readonly #root = this.attachShadow({ mode: 'open' });
  #state: State = begin({});
  #settings: PortalSettings | undefined;
  #api: Api = connect('', '');
  #visit = new AbortController();
  #leave = new AbortController();
  // An upgrade tells the attributes before it connects: only later changes start over.
  #live = false;
  /** Focus moves only for someone who is using the portal, never because the page around it loaded. */
  #used = false;
  #drawing = false;
  /** What the newest event led to; what a field says while it is taken away is not one. */
  #news: News | undefined;
  #trail: Trail | undefined;
  #complained = false;
  readonly #unheard: PortalEvent[] = [];

  constructor() {
    super();
    dress(this.#root);
    for (const type of ['submit', 'click', 'input', 'change'])
      this.#root.addEventListener(type, () => (this.#used = true), true);
  }

  connectedCallback(): void {
    this.#live = true;
    addEventListener('online', this.#reconnect);
    this.#start();
  }

  disconnectedCallback(): void {
    this.#live = false;
    removeEventListener('online', this.#reconnect);
    this.#visit.abort();
    this.#leave.abort();
    this.#leaveTrail();
  }

  attributeChangedCallback(_name: string, before: string | null, after: string | null): void {
    if (this.#live && before !== after) this.#start();
  }

  readonly #reconnect = (): void => this.#send({ kind: 'online' });

  get #slug(): string {
    return this.getAttribute('portal') ?? '';
  }

  get #of(): string | null {
    return this.getAttribute('token') ?? this.getAttribute('folio');
  }

  // Without `api` the portal speaks to whoever served this script.
  #start(): void {
    this.#visit.abort();
    this.#leaveTrail();
    if (!this.#slug) {
      this.#leave.abort();
      this.#complain();
      return;
    }
    this.#visit = new AbortController();
    this.#api = connect(this.getAttribute('api') ?? new URL(import.meta.url).origin, this.#slug);
    const { tokens = [], self, asked, sales = [], ...said } = recallDraft(this.#slug, this.#of);
    const token = this.getAttribute('token');
    const folio = this.getAttribute('folio');
    const followed = selfIn(location.hash, this.#slug, this.#api) ?? self;
    const lookup = { ...said.lookup, ...(folio && { folio }) };
    const opened = tokens.length || !token ? tokens : [token];
    this.#show(begin({ ...said, sales, lookup }, opened, followed, asked?.preview));
    this.#load(this.#visit.signal);
  }

  // A framework may set the attribute right after it connected the element: only what is still missing then is a mistake.
  async #complain(): Promise<void> {
    this.#draw(html`<slot></slot>`);
    await null;
    if (this.#slug || this.#complained) return;
    this.#complained = true;
    console.error('<autofactura-portal> needs the attribute «portal»: the slug of your portal.', this);
  }

  async #load(signal: AbortSignal): Promise<void> {
    const wanted = [this.getAttribute('locale'), pageLanguage(this), ...navigator.languages].flatMap(
      (tag) => tag ?? [],
    );
    try {
      // Nothing but the source language is shown before the portal has said which ones it speaks.
      const settings = await this.#api.settings(signal, preferred(wanted, ['es-MX', 'en']));
      await speak(wanted, settings.locales);
      if (signal.aborted) return;
      this.#settings = settings;
      paint(this.#root, settings.theme);
      this.#send({ kind: 'loaded', enabled: settings.enabled });
      mainPath.get();
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof Refusal)) throw error;
      this.#send({ kind: 'refused', problem: error.problem });
    }
  }

  readonly #send = (event: PortalEvent, isEcho = false): void => {
    // A field that is taken away while it has the focus says «change» in the middle of the drawing.
    if (this.#drawing) {
      queueMicrotask(() => this.#send(event, true));
      return;
    }
    const before = this.#state;
    let after = next(before, event);
    if (after === before) {
      if (event.kind === 'edit') this.#unheard.push(event);
      return;
    }
    // What was typed while an answer was awaited still stands in the form that comes back.
    const unheard = this.#unheard.splice(0);
    // A review shows what was looked at.
    if ('faults' in after && after.kind !== 'review') after = unheard.reduce(next, after);
    if (after.kind === 'loading') {
      this.#start();
      return;
    }
    // Before anything is asked: what a reload interrupts goes on from here.
    keepDraft(this.#slug, this.#of, after);
    this.#show(after, event, isEcho);
    announce(this, before, after, event);
    if (before.kind !== after.kind && !isBusy(after.kind)) this.#api.tell('step', after.kind);
  };

  // A request belongs to its state: a new kind of state cuts it off and starts its own.
  #show(after: State, event?: PortalEvent, isEcho = false): void {
    const before = this.#state;
    const held = this.#root.activeElement;
    this.#state = after;
    const news = { before, after, event, held };
    if (!isEcho) this.#news = news;
    if (before.kind !== after.kind || isNewErrand(before, after)) {
      this.#leave.abort();
      this.#leave = new AbortController();
      this.#run(after, this.#leave.signal);
    }
    this.#render();
    if (!this.#settings) return;
    mainPath.need().then(
      ({ moveFocus, Trail }) => {
        if (!this.#live) return;
        this.#trail ??= new Trail(this.#slug, this.#root, this.#revisit);
        this.#trail.follow(after, event);
        if (!this.#used) return;
        // What is no longer so by the time this part arrives is no news.
        if (this.#news === news || event?.kind === 'edit') moveFocus(this.#root, news);
      },
      () => {},
    );
  }

  readonly #revisit = (to: (state: State) => State): boolean => {
    const before = this.#state;
    this.#used = true;
    this.#send({ kind: 'revisit', to: to(before) });
    return this.#state !== before;
  };

  #leaveTrail(): void {
    this.#trail?.stop();
    this.#trail = undefined;
  }

  async #run(state: State, signal: AbortSignal): Promise<void> {
    if (state.kind === 'loading' || !(isBusy(state.kind) || state.kind === 'issued')) return;
    try {
      const { answerOf } = await mainPath.need();
      const event = await answerOf(state, this.#api, signal, this.#send);
      if (event && !signal.aborted) this.#send(event);
    } catch (error) {
      if (signal.aborted) return;
      this.#send({ kind: 'refused', problem: error instanceof Refusal ? error.problem : trouble('unreachable') });
    }
  }

  // A screen that arrives after its event takes the focus from the wait that stood in its place.
  readonly #arrive = (): void => {
    this.#render();
    if (this.#used && this.#news) mainPath.get()?.moveFocus(this.#root, this.#news);
  };

  #render(): void {
    const host = {
      settings: this.#settings,
      send: this.#send,
      address: this.#api.address,
      wear: (styles: string) => dress(this.#root, styles),
      followLink: (self: string) => linkTo(this.#settings?.hostedUrl ?? '', this.#slug, self, this.#api),
    };
    this.#draw(screen(this.#state, host, this.#arrive));
  }

  #draw(template: TemplateResult): void {
    this.#drawing = true;
    render(template, this.#root);
    this.#drawing = false;
  }
}

function isNewErrand(before: State, after: State): boolean {
  return 'mail' in after && after.mail === 'sending' && !('mail' in before && before.mail);
}

declare global {
  interface HTMLElementTagNameMap {
    'autofactura-portal': AutofacturaPortal;
  }
}

if (!customElements.get('autofactura-portal')) customElements.define('autofactura-portal', AutofacturaPortal);
