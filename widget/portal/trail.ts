/** The browser's Back and Forward: each moves the portal by one step, without touching the page's own history. */
import { focusInSight } from './focus.ts';
import { isCommitted, revisit } from './revisit.ts';
import type { Kind, PortalEvent, State } from './state.ts';
import { isBusy } from './states.ts';

/** What the portals of a page store in `history.state.autofactura`, besides whatever the page stores in `history.state`. */
type Mark = {
  /** The portal whose step pushed the entry. */
  readonly by?: string;
  /** The position of each portal at that entry: how many steps it was from its first one. */
  readonly at?: Readonly<Record<string, number>>;
};

/** Moves the portal from its state to another; returns whether they differ. */
type Show = (to: (state: State) => State) => boolean;

// Two portals with the same slug on a page are distinguished by the order in which they connected.
const taken = new Set<string>();

// A traversal that a portal has begun is not anybody else's Back: not another portal's, nor that of an element that took its place. A busy
// browser has several in progress, and each ends in one popstate.
let underWay = 0;

const arrived = () => {
  underWay -= 1;
  if (underWay === 0) removeEventListener('popstate', arrived);
};

// After the listeners of the portals, including one that was added during a traversal.
function countArrivals(): void {
  removeEventListener('popstate', arrived);
  addEventListener('popstate', arrived);
}

const STEPS: readonly Kind[] = ['lookup', 'several', 'receptor', 'review'];

/** The entries of one portal. Follows every state that it shows, in order. */
export class Trail {
  readonly #key: string;
  readonly #show: Show;
  readonly #root: ShadowRoot;
  /** The screen of each position, as far as this page has shown it: a reload forgets them. */
  readonly #places: (State | undefined)[] = [];
  /** The portal's current entry. */
  #here: number;
  /** The browser's current entry. The two differ only while the browser is traversing. */
  #entry: number;
  #isMoving = false;
  /** The page's own content of its entries. */
  readonly #scrolls = history.scrollRestoration;
  /** The next screen belongs to the current entry: the page has just loaded, or Back was pressed. */
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

  /** Gives a step forward its own entry, and takes a step back inside the portal back to its entry. */
  follow(state: State, event: PortalEvent | undefined): void {
    this.#now = state.kind;
    if (isBusy(state.kind) || state.kind === 'off') return;
    if (!this.#adopts) this.#here = this.#placeFor(state, event);
    this.#adopts = false;
    this.#places[this.#here] = state;
    // What is done is not reopened: Back from it starts anew.
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
      // There is nothing to return to behind the review.
      return current.kind === 'review' ? this.#here : this.#here + 1;
    }
    // A new look-up replaces it, except for one that adds a sale: it returns to those that waited for it.
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
      // The previous entry is marked as well, so that returning to it can be distinguished from returning to one of the page's own.
      if (this.#placeIn(history.state) !== this.#entry) this.#mark('replaceState', this.#entry);
      this.#entry += 1;
      // The step that Back shows is scrolled to by its heading, not to where this one started.
      history.scrollRestoration = 'manual';
      this.#mark('pushState', this.#entry, this.#key);
      history.scrollRestoration = this.#scrolls;
    }
    if (this.#entry > this.#here) this.#go(this.#here - this.#entry);
  }

  // Never across an entry that the page or another portal has pushed on top.
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
    // There is nothing to go back to in the portal, so this Back is the page's.
    if (isBack) history.back();
  };

  #placeIn(state: unknown): number | undefined {
    return markIn(state).at?.[this.#key];
  }

  #mark(how: 'pushState' | 'replaceState', place: number, by = markIn(history.state).by): void {
    const { state } = history;
    // A state that is not a plain object could not carry a mark and still be what its page expects.
    if (state && Object.getPrototypeOf(state) !== Object.prototype) return;
    const mark: Mark = { ...(by && { by }), at: { ...markIn(state).at, [this.#key]: place } };
    try {
      history[how]({ ...state, autofactura: mark }, '');
    } catch {
      // Some browsers refuse many entries within a short time. Back then takes a larger step.
    }
  }
}

// After a popstate a browser scrolls to the fragment of the page's address, smoothly if the page says so, whatever has the focus;
// after a Forward it may also drop the focus.
function holdFocus(root: ShadowRoot): void {
  let held = root.activeElement;
  const hold = () => {
    held = root.activeElement;
  };
  root.addEventListener('focusin', hold);
  setTimeout(() => {
    root.removeEventListener('focusin', hold);
    if (!(held instanceof HTMLElement) || !held.isConnected) return;
    // Scrolling to the current position ends a scroll that is in progress.
    scrollTo({ top: scrollY, behavior: 'instant' });
    focusInSight(held);
  });
}

// A correction starts where an invoice is finished; a look-up for one more sale, where the fiscal data are.
function rank({ kind, visit }: State): number {
  const step = STEPS.indexOf(kind);
  if (visit.cart) return STEPS.indexOf('receptor') + (kind === 'lookup' ? 0.3 : 0.6);
  if (visit.corrects) return STEPS.length + (kind === 'receptor' ? 1 : 2);
  return step < 0 ? STEPS.length : step;
}

function markIn(state: unknown): Mark {
  return (state as { autofactura?: Mark } | null)?.autofactura ?? {};
}
