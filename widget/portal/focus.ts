/** Where the eyes and the screen reader go when something changed. */
import { isBusy, type Kind, type State } from './machine.ts';

// A busy state shows the screen it came from.
const SCREENS: Partial<Record<Kind, Kind>> = {
  searching: 'lookup',
  checking: 'receptor',
  requesting: 'receptor',
  recovering: 'proof',
};

/** To the first wrong field; else to a new notice; else, on a new screen, to its heading, which the live region also says. */
export function moveFocus(root: ShadowRoot, before: State, after: State): void {
  const find = (selector: string) => root.querySelector<HTMLElement>(selector);
  const say = (element: HTMLElement | null) => {
    const live = find('[data-live]');
    if (live && element) live.textContent = element.textContent;
  };
  if (before.kind === after.kind && toldOf(before) === toldOf(after)) return;
  if (isBusy(after.kind) && screenOf(before) === screenOf(after)) {
    say(find('.main'));
    return;
  }
  const wrong = find('[aria-invalid]');
  const heading = find('h2');
  const target = wrong ?? (screenOf(before) === screenOf(after) ? find('.notice.bad') : heading) ?? heading;
  say(heading);
  target?.focus();
}

function screenOf({ kind }: State): Kind {
  return SCREENS[kind] ?? kind;
}

// Edits filter the list of faults; only a list that someone else brought is news.
function toldOf(state: State): unknown {
  return 'problem' in state && state.problem
    ? state.problem
    : 'faults' in state && state.faults.length
      ? state.faults
      : undefined;
}
