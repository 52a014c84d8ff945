/** The merchant's colours on one portal, through a constructed style sheet: nothing inline, nothing a strict CSP forbids. */
import { styles } from '../ui/styles.ts';
import type { PortalSettings } from './wire.ts';

/** Puts on a root what it does not wear yet; without `more`, the styles of the first screen. */
export function dress(root: ShadowRoot, more = styles): void {
  if (worn.get(root)?.includes(more)) return;
  worn.set(root, [...(worn.get(root) ?? []), more]);
  adopt(root, more);
}

const worn = new WeakMap<ShadowRoot, readonly string[]>();

/** Puts the merchant's colours on it; the text on the primary is black or white, whichever is easier to read. */
export function paint(root: ShadowRoot, { primary, accent }: PortalSettings['theme']): void {
  const colours = Object.entries({ primary, accent }).filter(([, value]) => /^#[\da-f]{3,8}$/i.test(value));
  adopt(root, `:host{${colours.map(([name, value]) => `--_theme-${name}:${value}`).join(';')}}`);
  adopt(root, `:host{--_theme-on-primary:${readableOn(mainColour(root))}}`);
}

// Safari before 16.4 has no constructed sheets; there a style element must do (and needs `style-src 'unsafe-inline'`).
function adopt(root: ShadowRoot, text: string): void {
  if ('adoptedStyleSheets' in root) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    return;
  }
  const style = document.createElement('style');
  style.textContent = text;
  (root as ShadowRoot).append(style);
}

// As the browser resolved it: the page may have set its own through --autofactura-primary, in any notation.
function mainColour(root: ShadowRoot): string {
  const probe = document.createElement('i');
  probe.className = 'main';
  root.append(probe);
  const colour = getComputedStyle(probe).backgroundColor;
  probe.remove();
  return colour;
}

/** Black or white for text on `rgb(r, g, b)` (WCAG 2.2 relative luminance); white when the colour is not in that notation. */
export function readableOn(colour: string): '#000' | '#fff' {
  const [, ...channels] = /^rgba?\((\d+), (\d+), (\d+)/.exec(colour) ?? [];
  const [red = 0, green = 0, blue = 0] = channels.map((text) => {
    const share = Number(text) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? '#000' : '#fff';
}
