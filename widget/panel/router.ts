/** The panel's current address, matched against the table of pages, and changed through the browser's history. */
import type { Params } from './page.ts';

/** Every page lives below this path. */
export const ROOT = '/panel';

/** The values of a pattern's `:names` in a path; `undefined` if the path does not match. */
export function match(pattern: string, path: string): Params | undefined {
  const [wanted, given] = [pattern, path].map((text) => text.split('/').filter(Boolean));
  if (!wanted || !given || wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, step] of wanted.entries()) {
    const value = decoded(given[index] ?? '');
    if (step.startsWith(':')) params[step.slice(1)] = value;
    else if (step !== value) return undefined;
  }
  return params;
}

function decoded(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}

/** The panel's address and its history. */
export type Router = {
  /** The path below the panel's root, without a trailing slash. */
  readonly path: () => string;
  readonly go: (path: string) => void;
  readonly note: (query: Readonly<Record<string, string | undefined>>) => void;
  readonly stop: () => void;
};

/** Follows links inside `root` and the browser's Back and Forward. `arrived` receives whether the page was returned to. */
export function createRouter(root: EventTarget, arrived: (isBack: boolean) => void): Router {
  const go = (path: string): void => {
    history.replaceState({ ...history.state, scroll: scrollY }, '');
    history.pushState({}, '', path);
    arrived(false);
  };
  const follow = (event: Event): void => {
    const link = event.composedPath().find((one) => one instanceof HTMLAnchorElement);
    if (!(event instanceof MouseEvent) || !link || !isOurs(event, link)) return;
    event.preventDefault();
    go(link.pathname + link.search);
  };
  const back = (): void => arrived(true);
  root.addEventListener('click', follow);
  addEventListener('popstate', back);
  return {
    path: () => location.pathname.slice(ROOT.length).replace(/\/+$/, ''),
    go,
    note(query) {
      const url = new URL(location.href);
      for (const [name, value] of Object.entries(query)) {
        if (value) url.searchParams.set(name, value);
        else url.searchParams.delete(name);
      }
      history.replaceState(history.state, '', url);
    },
    stop() {
      root.removeEventListener('click', follow);
      removeEventListener('popstate', back);
    },
  };
}

// A new tab, a download and whatever the panel does not show are left to the browser.
function isOurs(event: MouseEvent, link: HTMLAnchorElement): boolean {
  const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  const isHere = link.origin === location.origin && (link.pathname === ROOT || link.pathname.startsWith(`${ROOT}/`));
  return isPlain && isHere && !link.target && !link.hasAttribute('download') && !event.defaultPrevented;
}
