/** `<autofactura-portal>`: shows the machine's state, passes it the customer's events, and sends one request at a time. */
import { html, LitElement, type PropertyValues, type TemplateResult, unsafeCSS } from 'lit';
import { styles } from '../ui/styles.ts';
import { type Api, connect, Refusal } from './api.ts';
import { keepDraft, recallDraft } from './draft.ts';
import { announce } from './events.ts';
import { FIRST_TRANSITIONS } from './first-transitions.ts';
import type { News } from './focus.ts';
import { selfIn } from './follow-link.ts';
import { pageLanguage } from './page-language.ts';
import { mainPath, renderScreen } from './screen.ts';
import type { PortalEvent, State } from './state.ts';
import { begin, isBusy } from './states.ts';
import { preferred, prefetchLanguage, speak, trouble } from './texts.ts';
import { adoptStyles, paint } from './theme.ts';
import type { Trail } from './trail.ts';
import { transition } from './transition.ts';
import type { PortalSettings } from './wire.ts';

/** A public property that is also an attribute; replacing nothing by nothing is not a change. */
const property = { hasChanged: (value: unknown, before: unknown) => (value || '') !== (before || '') };

/** The element. Changing properties starts a new visit: one, however many change in the same task. */
export class AutofacturaPortal extends LitElement {
  static override readonly properties = {
    portal: property,
    api: property,
    folio: property,
    token: property,
    locale: property,
  };
  static override readonly styles = unsafeCSS(styles);

  /** The slug of the merchant's portal. Required. */
  declare portal: string | null | undefined;
  /** The server's origin, and path prefix if any; by default, the server that served this script. */
  declare api: string | null | undefined;
  /** The folio to begin with. */
  declare folio: string | null | undefined;
  /** The token of the sale to open. */
  declare token: string | null | undefined;
  /** `es-MX` or `en`; by default, the language of the page, then the browser's. */
  declare locale: string | null | undefined;

  #state: State = begin({});
  #settings: PortalSettings | undefined;
  #api: Api = connect('', '');
  #visit = new AbortController();
  #errand = new AbortController();
  #isVisiting = false;
  /** Focus moves only for someone who is using the portal, never because the page around it loaded. */
  #used = false;
  #isDrawing = false;
  /** What the newest event led to, ignoring what a field reports while it is being removed. */
  #news: News | undefined;
  /** What the history and the focus have not followed yet. */
  readonly #unfollowed: News[] = [];
  #trail: Trail | undefined;
  #complained = false;
  /** What was typed while waiting for an answer. */
  readonly #unheard: PortalEvent[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate();
    addEventListener('online', this.#reconnect);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('online', this.#reconnect);
    this.#stop();
  }

  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    const root = super.createRenderRoot();
    for (const type of ['submit', 'click', 'input', 'change']) root.addEventListener(type, this.#hear, true);
    return root;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!this.isConnected || (this.#isVisiting && !changed.size)) return;
    this.#stop();
    if (this.portal) this.#start();
  }

  protected override update(changed: PropertyValues): void {
    this.#isDrawing = true;
    try {
      super.update(changed);
    } finally {
      this.#isDrawing = false;
    }
  }

  protected override render(): TemplateResult {
    if (!this.portal) return html`<slot></slot>`;
    const host = {
      settings: this.#settings,
      send: this.#send,
      address: this.#api.address,
      adoptStyles: (css: string) => adoptStyles(this.#root, css),
      pathOf: this.#api.pathOf,
    };
    return renderScreen(this.#state, host, this.#arrive);
  }

  protected override updated(): void {
    this.#catchUp();
    if (this.portal || this.#complained || !this.isConnected) return;
    this.#complained = true;
    console.error('<autofactura-portal> needs the attribute «portal»: the slug of your portal.', this);
  }

  // A script may type and press within one task: a screen receives an event only once it shows the previous one's result.
  readonly #hear = (): void => {
    this.#used = true;
    if (!this.#isDrawing) this.performUpdate();
  };

  readonly #reconnect = (): void => this.#send({ kind: 'online' });

  get #root(): ShadowRoot {
    return this.renderRoot as ShadowRoot;
  }

  get #slug(): string {
    return `${this.portal}`;
  }

  get #of(): string | null {
    return this.token || this.folio || null;
  }

  #stop(): void {
    this.#isVisiting = false;
    this.#visit.abort();
    this.#errand.abort();
    this.#unfollowed.length = 0;
    this.#trail?.stop();
    this.#trail = undefined;
  }

  // Without `api`, the portal uses the server that served this script.
  #start(): void {
    this.#stop();
    this.#isVisiting = true;
    this.#visit = new AbortController();
    this.#api = connect(this.api || new URL(import.meta.url).origin, this.#slug);
    const { tokens = [], self, asked, sales = [], ...visit } = recallDraft(this.#slug, this.#of);
    const { token, folio } = this;
    const followed = selfIn(location.hash, this.#api) ?? self;
    const lookup = { ...visit.lookup, ...(folio && { folio: `${folio}` }) };
    const opened = tokens.length || !token ? tokens : [token];
    this.#show(begin({ ...visit, sales, lookup }, opened, followed, asked?.preview));
    this.#load(this.#visit.signal);
  }

  async #load(signal: AbortSignal): Promise<void> {
    const wanted = [this.locale, pageLanguage(this), ...navigator.languages].flatMap((tag) => tag ?? []);
    const locale = preferred(wanted, ['es-MX', 'en']);
    prefetchLanguage(locale);
    try {
      // Only the source language is shown until the portal has said which languages it has.
      const settings = await this.#api.settings(signal, locale);
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
    // A field that is removed while it has the focus fires «change» during rendering.
    if (this.#isDrawing) {
      queueMicrotask(() => this.#send(event, true));
      return;
    }
    const next = mainPath.peek()?.next ?? firstNext;
    const before = this.#state;
    let after = next(before, event);
    if (after === before) {
      if (event.kind === 'edit') this.#unheard.push(event);
      return;
    }
    // It is still in the form, which is shown again.
    const unheard = this.#unheard.splice(0);
    // A review that was shown.
    if ('faults' in after && after.kind !== 'review') after = unheard.reduce(next, after);
    if (after.kind === 'loading') {
      this.#start();
      return;
    }
    // Before any request, so that a reload continues from here.
    keepDraft(this.#slug, this.#of, after);
    this.#show(after, event, isEcho);
    announce(this, before, after, event);
    if (before.kind !== after.kind && !isBusy(after.kind)) this.#api.log('step', after.kind);
  };

  // A request belongs to its state: a new kind of state aborts it and starts its own.
  #show(after: State, event?: PortalEvent, isEcho = false): void {
    const before = this.#state;
    const news = { before, after, event, held: this.#root.activeElement };
    this.#state = after;
    if (!isEcho) this.#news = news;
    if (before.kind !== after.kind || isNewErrand(before, after)) {
      this.#errand.abort();
      this.#errand = new AbortController();
      this.#run(after, this.#errand.signal);
    }
    this.requestUpdate();
    if (this.#settings) this.#unfollowed.push(news);
  }

  // The browser's history and the focus follow what is on the screen.
  readonly #catchUp = (): void => {
    if (this.isUpdatePending || !this.#unfollowed.length) return;
    const loaded = mainPath.get(this.#catchUp);
    if (!loaded) return;
    for (const news of this.#unfollowed.splice(0)) {
      const { after, event } = news;
      this.#trail ??= new loaded.Trail(this.#slug, this.#root, this.#revisit);
      this.#trail.follow(after, event);
      // By the time the main path has loaded, this may be obsolete and is then ignored.
      if (this.#used && (this.#news === news || event?.kind === 'edit')) loaded.moveFocus(this.#root, news);
    }
  };

  readonly #revisit = (to: (state: State) => State): boolean => {
    const before = this.#state;
    this.#used = true;
    this.#send({ kind: 'revisit', to: to(before) });
    return this.#state !== before;
  };

  async #run(state: State, signal: AbortSignal): Promise<void> {
    if (state.kind === 'loading' || !(isBusy(state.kind) || WORKS.includes(state.kind))) return;
    try {
      const { answerOf } = await mainPath.need();
      const event = await answerOf(state, this.#api, signal, this.#send);
      if (event && !signal.aborted) this.#send(event);
    } catch (error) {
      if (signal.aborted) return;
      this.#send({ kind: 'refused', problem: error instanceof Refusal ? error.problem : trouble('unreachable') });
    }
  }

  // A screen that arrives after its event takes the focus from the placeholder in its place.
  readonly #arrive = async (): Promise<void> => {
    this.requestUpdate();
    await this.updateComplete;
    if (this.#used && this.#news) mainPath.get()?.moveFocus(this.#root, this.#news);
  };
}

/** Requests of states that do not wait: a copy by mail, and polling the state of a request. */
const WORKS: readonly State['kind'][] = ['issued', 'requested'];

function firstNext(state: State, event: PortalEvent): State {
  return transition(FIRST_TRANSITIONS, state, event);
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
