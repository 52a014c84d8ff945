/** Keeps the focus near its place when what had it leaves the page: a button that is used up, a row that is removed. */

const FOCUSABLE = 'a[href], button, input, select, textarea, summary, [tabindex]';

/** Called before and after the page is drawn again. */
export type FocusKeeper = {
  readonly before: (root: ShadowRoot) => void;
  readonly after: (root: ShadowRoot) => void;
};

/** Creates the keeper. Whoever moves the focus on purpose does so after it, and wins. */
export function createFocusKeeper(): FocusKeeper {
  let held: Element | null = null;
  let earlier: readonly HTMLElement[] = [];
  return {
    before(root) {
      held = root.activeElement;
      const at = held;
      const all = at?.closest('main') ? [...root.querySelectorAll<HTMLElement>(`main :is(${FOCUSABLE})`)] : [];
      earlier = at ? all.filter((each) => at.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_PRECEDING) : [];
    },
    // The heading, which every page has, comes first of all.
    after(root) {
      if (!held || held.isConnected || root.activeElement) return;
      const nearest = earlier.findLast((each) => each.isConnected && each.checkVisibility());
      (nearest ?? root.querySelector<HTMLElement>('h1'))?.focus();
    },
  };
}
