/** A customer who uses the browser's own Back and Forward: where they are, and what the screen says there. */
import { type Replies, standIn } from './stand-in.ts';
import { clearPage, reachReview, until, type Visitor, visit } from './visitor.ts';

export const LOOKUP = 'Factura tu compra';
export const RECEPTOR = 'Tus datos fiscales';
export const REVIEW = 'Revisa y genera';
export const ISSUING = 'Estamos timbrando tu factura';
export const ISSUED = 'Tu factura está lista';

/** Before each test an empty page; after it, nothing of the element is left to hear the next test's Back. */
export function onFreshPages() {
  let server = standIn();
  server.restore();
  beforeEach(() => {
    clearPage();
    server = standIn();
  });
  afterEach(() => {
    document.querySelector('main')?.replaceChildren();
    server.restore();
  });
  /** From now on the API answers so. */
  const answer = (replies: Replies = {}): void => {
    server.restore();
    server = standIn(replies);
  };
  return {
    answer,
    /** A portal whose API answers so. */
    meet: (replies: Replies = {}, attributes = {}): Visitor => {
      answer(replies);
      return visit(attributes);
    },
    /** The API as it answers now. */
    server: () => server,
  };
}

/** The browser's own Back or Forward, once the screen is painted; resolves when the browser has gone there. */
export async function go(steps: number): Promise<void> {
  await new Promise(requestAnimationFrame);
  const gone = new Promise((resolve) => addEventListener('popstate', resolve, { once: true }));
  history.go(steps);
  await gone;
}

export const headingOf = ({ root }: Visitor): string => root.querySelector('h2')?.textContent ?? '';

/** Resolves when the screen has that heading. */
export function shows(visitor: Visitor, heading: string): Promise<void> {
  return until(
    () => headingOf(visitor) === heading,
    () => headingOf(visitor),
  );
}

/** Resolves when the entry the browser is at is of that place of the portal. */
export function arrived(place: number): Promise<void> {
  return until(
    () => history.state?.autofactura?.at?.['cafe-jacaranda'] === place,
    () => JSON.stringify(history.state),
  );
}

/** From the first screen to the invoice. */
export async function issue(visitor: Visitor): Promise<void> {
  await reachReview(visitor);
  visitor.press('Generar factura');
  await shows(visitor, ISSUED);
}
