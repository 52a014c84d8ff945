/** `<autofactura-panel>`: who is signed in, where they are, and the page for it. */
import { msg } from '@lit/localize';
import { html, LitElement, type TemplateResult, unsafeCSS } from 'lit';
import { cardStyles } from '../ui/card-styles.ts';
import { styles } from '../ui/styles.ts';
import { type Call, connect, Refusal } from './api.ts';
import type { Entrance } from './entrance.ts';
import { createFocusKeeper } from './keep-focus.ts';
import type { Page, Panel, Params } from './page.ts';
import { clearPlace, keepPlace, merchantAt, type Place, recallPlace } from './place.ts';
import { createProof, type Proof, proofDialog } from './prove.ts';
import { unavailable, waiting } from './remote.ts';
import { createRouter, ROOT, type Router } from './router.ts';
import { routeAt } from './routes.ts';
import { shell } from './shell.ts';
import { ENTRANCES, signInEntrance } from './sign-in.ts';
import { forgetTab, keep, recall, thisDevice } from './storage.ts';
import { panelStyles } from './styles.ts';
import { speak, trouble } from './texts.ts';
import type { ChecklistStep, Locale, ProblemBody, Session } from './wire.ts';

const LOCALE = 'autofactura-panel-locale';

/** The element takes the whole page and the addresses below `/panel`. */
export class AutofacturaPanel extends LitElement {
  static override readonly properties = { api: {} };
  static override readonly styles = [styles, cardStyles, panelStyles].map(unsafeCSS);

  /** The server's origin, and path prefix if any; by default, the server that served this script. */
  declare api: string | null | undefined;

  #session: Session | undefined;
  /** Why there is nothing to show: the session could not be read. */
  #trouble: ProblemBody | undefined;
  #entrance: Entrance | undefined;
  #place: Place = recallPlace();
  #steps: readonly ChecklistStep[] | undefined;
  #isStepless = false;
  /** How many requests wait for the merchant. */
  #requests = 0;
  #page: Page | undefined;
  #pageTrouble: ProblemBody | undefined;
  #visit = new AbortController();
  #router: Router | undefined;
  #call: Call = connect({ base: '', where: () => this.#place, prove: async () => false });
  #isMenuOpen = false;
  #proof: Proof | undefined;
  #spoken = '';

  override connectedCallback(): void {
    super.connectedCallback();
    this.#proof = createProof({ redraw: this.#redraw, call: () => this.#call, user: () => this.#session?.user });
    this.#call = connect({
      base: this.api || new URL(import.meta.url).origin,
      where: () => ({ merchant: this.#merchant?.id, world: this.#place.world }),
      prove: (problem) => this.#proof?.ask(problem) ?? Promise.resolve(false),
    });
    this.#router = createRouter(this.renderRoot, this.#arrive);
    if (new URLSearchParams(location.search).has('negocio')) {
      keepPlace(this.#place);
      clearPlace();
    }
    this.#begin();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#visit.abort();
    this.#router?.stop();
  }

  get #merchant() {
    return this.#session && merchantAt(this.#place, this.#session);
  }

  readonly #focus = createFocusKeeper();
  /** The page that was drawn last. */
  #drawn: Page | undefined;

  readonly #redraw = (): Promise<unknown> => {
    this.requestUpdate();
    return this.updateComplete;
  };

  async #begin(): Promise<void> {
    await speak([recall<Locale>(thisDevice, LOCALE), ...navigator.languages].flatMap((tag) => tag ?? []));
    const byLink = ENTRANCES[this.#path];
    if (byLink) {
      this.#entrance = byLink(this.#atEntrance());
      this.#redraw();
      return;
    }
    await this.#recognize();
  }

  async #recognize(): Promise<void> {
    this.#trouble = undefined;
    this.#redraw();
    try {
      await this.#signedIn(await this.#call<Session>('GET', 'session', { quiet: true }));
    } catch (error) {
      const problem = error instanceof Refusal ? error.problem : trouble('unreachable');
      if (problem.status === 401) this.#entrance = signInEntrance(this.#atEntrance());
      else this.#trouble = problem;
      this.#redraw();
    }
  }

  #atEntrance() {
    return {
      ...{ call: this.#call, redraw: this.#redraw, query: new URLSearchParams(location.search) },
      entered: async (): Promise<void> => {
        const session = await this.#call<Session>('GET', 'session', { quiet: true });
        // Its token is used up.
        if (ENTRANCES[this.#path]) history.replaceState({}, '', ROOT);
        await this.#signedIn(session, true);
      },
    };
  }

  async #signedIn(session: Session, isNews = false): Promise<void> {
    this.#session = session;
    this.#entrance = undefined;
    this.#loadSteps();
    await this.#open(isNews);
  }

  get #path(): string {
    return this.#router?.path() ?? '';
  }

  readonly #arrive = (isBack: boolean): void => {
    this.#isMenuOpen = false;
    this.#open(true, isBack);
  };

  async #open(isNews: boolean, isBack = false): Promise<void> {
    if (!this.#session) return;
    this.#visit.abort();
    this.#visit = new AbortController();
    const { signal } = this.#visit;
    // Without a merchant, only one page makes sense.
    const path = this.#merchant ? this.#path : '/negocios/nuevo';
    const route = routeAt(path);
    [this.#page, this.#pageTrouble] = [route ? undefined : notFound(), undefined];
    this.#redraw();
    try {
      if (route) this.#page = await this.#pageOf(route, signal);
    } catch (error) {
      if (signal.aborted) return;
      console.error(error);
      this.#pageTrouble = trouble(navigator.onLine ? 'unreachable' : 'offline');
    }
    if (signal.aborted) return;
    this.#redraw();
    await this.updateComplete;
    document.title = `${this.#page?.title() ?? ''} · Autofactura`;
    if (isNews) this.#show(isBack);
  }

  async #pageOf(
    { load, params }: NonNullable<ReturnType<typeof routeAt>>,
    signal: AbortSignal,
  ): Promise<Page | undefined> {
    const open = await load();
    return signal.aborted ? undefined : open(this.#panel(signal), params satisfies Params);
  }

  #panel(signal: AbortSignal): Panel {
    const session = this.#session;
    if (!session) throw new Error('a page without a session');
    return {
      session,
      signal,
      call: (method, path, ask) => this.#call(method, path, { signal, ...ask }),
      world: this.#place.world,
      merchant: this.#merchant,
      steps: () => this.#steps,
      isStepless: () => this.#isStepless,
      query: new URLSearchParams(location.search),
      go: (path) => this.#router?.go(path),
      note: (query) => this.#router?.note(query),
      redraw: async () => signal.aborted || this.#redraw(),
      say: (text) => this.#say(text),
      changed: () => this.#loadSteps(),
      enter: async (merchant) => {
        this.#session = await this.#call<Session>('GET', 'session');
        this.#settle({ ...this.#place, merchant });
        await this.#loadSteps();
      },
    };
  }

  // Like a page that the browser loads: from the top, with the focus on the heading. Back restores the scroll position.
  #show(isBack: boolean): void {
    const heading = this.renderRoot.querySelector<HTMLElement>('h1');
    heading?.focus({ preventScroll: true });
    this.#say(heading?.textContent ?? '');
    const { scroll = 0 }: { scroll?: number } = (isBack && history.state) || {};
    scrollTo({ top: scroll, behavior: 'instant' });
  }

  #say(text: string): void {
    this.#spoken = text.trim();
    this.#redraw();
  }

  async #loadSteps(): Promise<void> {
    if (!this.#merchant) return;
    const asked = this.#place;
    this.#countRequests();
    try {
      const { steps } = await this.#call<{ steps: readonly ChecklistStep[] }>('GET', 'merchant/checklist');
      if (asked === this.#place) [this.#steps, this.#isStepless] = [steps, false];
    } catch {
      // The page reports what is wrong; the list in the margin is only an aid.
      if (asked === this.#place) this.#isStepless = true;
    }
    this.#redraw();
  }

  async #countRequests(): Promise<void> {
    const asked = this.#place;
    try {
      const { attention } = await this.#call<{ attention: { requests: number } }>('GET', 'overview?days=1');
      if (asked === this.#place) this.#requests = attention.requests;
    } catch {
      // The number in the margin is only an aid, and not everybody may read it.
    }
    this.#redraw();
  }

  #settle(place: Place): void {
    this.#place = place;
    [this.#steps, this.#isStepless, this.#requests] = [undefined, false, 0];
    keepPlace(place);
  }

  readonly #moveTo = (place: Partial<Place>): void => {
    this.#settle({ ...this.#place, ...place });
    this.#loadSteps();
    // A page about one thing has no counterpart at another merchant or in the other world.
    const [, section = ''] = this.#path.split('/');
    const list = section === 'negocios' ? ROOT : `${ROOT}/${section}`.replace(/\/$/, '');
    this.#router?.go(list);
    const { world } = this.#place;
    this.#say(
      world === 'test'
        ? msg('Estás en modo de prueba.', { id: 'now-test' })
        : msg('Estás en vivo.', { id: 'now-live' }),
    );
  };

  readonly #leave = async (): Promise<void> => {
    try {
      await this.#call('POST', 'auth/sign-out', { quiet: true });
    } catch {
      // A person without a session is already signed out.
    }
    this.#visit.abort();
    forgetTab();
    [this.#session, this.#steps, this.#page] = [undefined, undefined, undefined];
    history.replaceState({}, '', ROOT);
    this.#entrance = signInEntrance(this.#atEntrance());
    await this.#redraw();
    this.#show(false);
    document.title = `${this.#spoken} · Autofactura`;
  };

  readonly #speak = async (locale: Locale): Promise<void> => {
    keep(thisDevice, LOCALE, locale);
    await speak([locale]);
    this.#redraw();
  };

  protected override willUpdate(): void {
    this.#focus.before(this.#root);
  }

  // A new page moves the focus to its heading by itself.
  protected override updated(): void {
    if (this.#page === this.#drawn) this.#focus.after(this.#root);
    this.#drawn = this.#page;
  }

  get #root(): ShadowRoot {
    return this.renderRoot as ShadowRoot;
  }

  protected override render(): TemplateResult {
    return shell({
      ...{ session: this.#session, merchant: this.#merchant, world: this.#place.world, steps: this.#steps },
      requests: this.#requests,
      ...{ path: this.#path, isMenuOpen: this.#isMenuOpen, page: this.#page, spoken: this.#spoken },
      content: this.#content(),
      dialog: this.#proof && proofDialog(this.#proof),
      toggleMenu: () => {
        this.#isMenuOpen = !this.#isMenuOpen;
        this.#redraw();
      },
      ...{ moveTo: this.#moveTo, leave: this.#leave, speak: this.#speak, skip: () => this.#show(true) },
    });
  }

  #content(): unknown {
    if (this.#trouble) return unavailable(this.#trouble, () => this.#recognize());
    if (this.#entrance) return this.#entrance.render();
    if (this.#pageTrouble) return unavailable(this.#pageTrouble, () => this.#open(true));
    return this.#page?.render() ?? waiting();
  }
}

function notFound(): Page {
  return {
    title: () => msg('Esta página no existe', { id: 'no-page' }),
    render: () =>
      html`<p>${msg('Puede que la dirección tenga un error, o que la página haya cambiado de lugar.', { id: 'no-page-why' })}</p>
        <p><a href=${ROOT}>${msg('Volver al inicio', { id: 'to-start' })}</a></p>`,
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'autofactura-panel': AutofacturaPanel;
  }
}

if (!customElements.get('autofactura-panel')) customElements.define('autofactura-panel', AutofacturaPanel);
