/** Moves the focus and the screen reader to what has happened. */
import type { Kind, PortalEvent, State } from './state.ts';
import { isBusy } from './states.ts';

/** One step of the machine, already rendered. */
export type News = {
  readonly before: State;
  readonly after: State;
  /** Absent if the portal starts over. */
  readonly event: PortalEvent | undefined;
  /** What had the focus before the screen changed. */
  readonly held: Element | null;
};

// A busy state shows the screen it came from.
const SCREENS: Partial<Record<Kind, Kind>> = {
  searching: 'lookup',
  checking: 'receptor',
  requesting: 'receptor',
  recovering: 'proof',
  correcting: 'issued',
};

// Events that change something in place, so the focus stays.
const IN_PLACE: readonly (PortalEvent['kind'] | undefined)[] = ['edit', 'mail', 'slow', 'worked', 'online'];

/**
 * After an edit the focus stays; if the focused element is gone, the focus goes to what replaced it, or to the edited field (a suggestion
 * disappears once it is accepted). Another way of looking up moves it to the first new field. News moves it to the first faulty field;
 * otherwise to a new notice; otherwise, on a new screen, to its heading, which the live region also announces.
 */
export function moveFocus(root: ShadowRoot, { before, after, event, held }: News): void {
  const find = (selector: string) => root.querySelector<HTMLElement>(selector);
  const say = (element: HTMLElement | null) => {
    const live = find('[data-live]');
    if (live && element) live.textContent = element.textContent;
  };
  const added = addedTo(root);
  if (IN_PLACE.includes(event?.kind)) {
    if (held && !held.isConnected && !root.activeElement) focusInSight(added ?? editedField(event) ?? find('h2'));
    return;
  }
  if (event?.kind === 'way') {
    focusInSight(find(`#${event.field}`));
    return;
  }
  const isSameScreen = screenOf(before) === screenOf(after);
  // It was not caused by the user: announce it, but do not move the focus.
  if (event?.kind === 'watched' && isSameScreen) {
    say(find('.notice'));
    return;
  }
  if (isBusy(after.kind) && isSameScreen) {
    say(find('.main'));
    return;
  }
  const heading = find('h2');
  say(heading);
  focusInSight(find('[aria-invalid]') ?? (isSameScreen ? find('.notice.bad, .notice.good') : heading) ?? heading);

  /** The first field that the edit changed: where an accepted suggestion ends up. */
  function editedField(edit: PortalEvent | undefined): HTMLElement | null {
    const [name] = edit?.kind === 'edit' ? Object.keys(edit.receptor ?? {}) : [];
    return name ? find(`#${name}`) : null;
  }
}

/**
 * Focuses an element and scrolls it into view at once. On a page with smooth scrolling, the browser would still be scrolling to the previously
 * focused element, and end there.
 */
export function focusInSight(element: HTMLElement | null): void {
  element?.focus({ preventScroll: true });
  element?.scrollIntoView({ block: 'nearest', behavior: 'instant' });
}

function screenOf({ kind }: State): Kind {
  return SCREENS[kind] ?? kind;
}

const seen = new WeakSet<Element>();

/** The first new field, otherwise the first thing to press. */
function addedTo(root: ShadowRoot): HTMLElement | undefined {
  const added = [...root.querySelectorAll<HTMLElement>('input, select, button')].filter((one) => !seen.has(one));
  for (const one of added) seen.add(one);
  return added.find((one) => !one.matches('button')) ?? added[0];
}
