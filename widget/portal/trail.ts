/** The browser's Back and Forward: one step of the portal each, without the page's own history being touched. */
import { focusInSight } from './focus.ts';
import { isCommitted, revisit } from './revisit.ts';
import type { Kind, PortalEvent, State } from './state.ts';
import { isBusy } from './states.ts';

/** What the portals of a page store in `history.state.autofactura`, besides whatever the page stores in `history.state`. */
type Mark = {
  /** Whose step pushed the entry. */
  readonly by?: string;
  /** The place of each portal at that entry: how many steps it was from its first one. */
  readonly at?: Readonly<Record<string, number>>;
};

/** Takes the portal from its state to another; answers whether they differ. */
type Show = (to: (state: State) => State) => boolean;

// Two portals with the same slug on a page are distinguished by the order in which they connected.
const taken = new Set<string>();

// A traversal that a portal has begun is nobody's Back: not another portal's, nor that of an element which took its place. A busy
// browser has several under way, and each ends in one popstate.
let underWay = 0;

const arrived = () => {
  underWay -= 1;
  if (underWay === 0) removeEventListener('popstate', arrived);
};

// Behind the listeners of the portals, also of one that came while a traversal was under way.
function countArrivals(): void {
  removeEventListener('popstate', arrived);
  addEventListener('popstate', arrived);
}

const STEPS: readonly Kind[] = ['lookup', 'several', 'receptor', 'review'];

/** The entries of one portal. Follows every state it shows, in order. */
export class Trail {
  readonly #key: string;
  readonly #show: Show;
  readonly #root: ShadowRoot;
  /** The screen of each place, as far as this page has shown it: a reload forgets them. */
  readonly #places: (State | undefined)[] = [];
  /** The entry of the portal. */
  #here: number;
  /** The entry of the browser. They differ only while the browser is traversing. */
  #entry: number;
  #isMoving = false;
  /** What the page wants of its own entries. */
  readonly #scrolls = history.scrollRestoration;
  /** The next screen is what the present entry shows: the page has just loaded, or Back was pressed. */
  #adopts = true;
  #now: Kind = 'loading';

  constructor(slug: string, root: ShadowRoot, show: Show) {
    let key = slug;
    while (taken.has(key)) key += '+';
    taken.add(key);
    this.#key = key;
    this.#root = root;
    this.#show = show;
    this.#here = this.#placeIn(history.state) ?? 0;
    this.#entry = this.#here;
    addEventListener('popstate', this.#popped, true);
    if (underWay) countArrivals();
  }

  /** Stops using the browser's history. The entries remain, so that returning to the page restores the place. */
  stop(): void {
    taken.delete(this.#key);
    removeEventListener('popstate', this.#popped, true);
  }

  /** Gives a step forward an entry of its own, and takes a step back inside the portal back to the entry it had. */
  follow(state: State, event: PortalEvent | undefined): void {
    this.#now = state.kind;
    if (isBusy(state.kind) || state.kind === 'off') return;
    if (!this.#adopts) this.#here = this.#placeFor(state, event);
    this.#adopts = false;
    this.#places[this.#here] = state;
    // What is done is not opened again: Back from it begins anew.
    if (state.kind === 'issued' || state.kind === 'requested') this.#places.fill(undefined, 0, this.#here);
    this.#catchUp();
  }

  #placeFor(state: State, event: PortalEvent | undefined): number {
    const current = this.#places[this.#here];
    if (!current || current.kind === state.kind) return this.#here;
    const isCorrection = current.visit.corrects && !state.visit.corrects;
    // The form of a correction comes directly after its invoice.
    if (isCorrection) return event?.kind === 'back' ? Math.max(this.#here - 1, 0) : this.#here;
    const step = rank(state);
    if (event?.kind === 'ask' || step > rank(current)) {
      // Behind the review there is nothing to come back to.
      return current.kind === 'review' ? this.#here : this.#here + 1;
    }
    // Looked up again in its place, but for one that is added: it goes back to those that waited for it.
    if (event?.kind === 'found' && !current.visit.cart) return this.#here;
    let place = this.#here;
    for (; place > 0; place--) {
      const below = this.#places[place - 1];
      if (!below && step > 0) return place - 1;
      if (below && rank(below) < step) break;
    }
    return place;
  }

  #catchUp(): void {
    if (this.#isMoving) return;
    while (this.#entry < this.#here) {
      // The entry from before is marked as well, so that coming back to it can be told from coming to one of the page's own.
      if (this.#placeIn(history.state) !== this.#entry) this.#mark('replaceState', this.#entry);
      this.#entry += 1;
      // The step that Back shows is scrolled to by its heading, not to where this one began.
      history.scrollRestoration = 'manual';
      this.#mark('pushState', this.#entry, this.#key);
      history.scrollRestoration = this.#scrolls;
    }
    if (this.#entry > this.#here) this.#go(this.#here - this.#entry);
  }

  // Never across an entry that the page or another portal has put on top.
  #go(steps: number): void {
    const isOurs = markIn(history.state).by === this.#key && this.#placeIn(history.state) === this.#entry;
    if (!isOurs && steps < 0) {
      this.#entry = this.#here;
      return;
    }
    this.#travel(steps);
  }

  #travel(steps: number): void {
    this.#isMoving = true;
    underWay += 1;
    countArrivals();
    history.go(steps);
  }

  readonly #popped = ({ state }: PopStateEvent): void => {
    const place = this.#placeIn(state);
    if (place === undefined && !this.#isMoving) return;
    history.scrollRestoration = this.#scrolls;
    holdFocus(this.#root);
    if (this.#isMoving) {
      this.#isMoving = false;
      this.#entry = place ?? this.#here;
      this.#catchUp();
      return;
    }
    if (place === undefined) return;
    if (underWay && !this.#adopts) return;
    this.#entry = place;
    if (underWay) this.#here = place;
    if (place === this.#here) return;
    const isBack = place < this.#here;
    if (isCommitted(this.#now)) {
      this.#travel(this.#here - place);
      return;
    }
    this.#here = place;
    const known = this.#places[place];
    if (!known && !isBack) return;
    this.#adopts = true;
    if (this.#show((state) => revisit(state, known))) return;
    this.#adopts = false;
    // There is nothing to go back to in here, so this Back is the page's.
    if (isBack) history.back();
  };

  #placeIn(state: unknown): number | undefined {
    return markIn(state).at?.[this.#key];
  }

  #mark(how: 'pushState' | 'replaceState', place: number, by = markIn(history.state).by): void {
    const { state } = history;
    // A state that is not a plain object could not carry a mark and stay what its page expects.
    if (state && Object.getPrototypeOf(state) !== Object.prototype) return;
    const mark: Mark = { ...(by && { by }), at: { ...markIn(state).at, [this.#key]: place } };
    try {
      history[how]({ ...state, autofactura: mark }, '');
    } catch {
      // Some browsers refuse many entries in a short time. Then Back takes a larger step.
    }
  }
}

// Behind a popstate a browser scrolls to the fragment of the page's address, smoothly where the page wants it so, whatever has the focus;
// behind a Forward it may drop the focus too.
function holdFocus(root: ShadowRoot): void {
  let held = root.activeElement;
  const hold = () => {
    held = root.activeElement;
  };
  root.addEventListener('focusin', hold);
  setTimeout(() => {
    root.removeEventListener('focusin', hold);
    if (!(held instanceof HTMLElement) || !held.isConnected) return;
    // A scroll that is in progress ends with one to the current position.
    scrollTo({ top: scrollY, behavior: 'instant' });
    focusInSight(held);
  });
}

// A correction begins where an invoice is finished; a look-up for one more, where the fiscal data stand.
function rank({ kind, visit }: State): number {
  const step = STEPS.indexOf(kind);
  if (visit.cart) return STEPS.indexOf('receptor') + (kind === 'lookup' ? 0.3 : 0.6);
  if (visit.corrects) return STEPS.length + (kind === 'receptor' ? 1 : 2);
  return step < 0 ? STEPS.length : step;
}

function markIn(state: unknown): Mark {
  return (state as { autofactura?: Mark } | null)?.autofactura ?? {};
}
