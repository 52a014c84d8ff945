/** The style sheets of one portal, only constructed ones: nothing inline, and nothing that a strict CSP forbids. */
import { unsafeCSS } from 'lit';
import type { PortalSettings } from './wire.ts';

/** Adds style sheets to a root, each of them once. */
export function adoptStyles(root: ShadowRoot, css: string): void {
  const texts = adopted.get(root) ?? [];
  if (texts.includes(css)) return;
  adopted.set(root, [...texts, css]);
  const { styleSheet } = unsafeCSS(css);
  if (styleSheet) {
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, styleSheet];
    return;
  }
  // Safari before 16.4 has no constructed style sheets; a style element is used there (and needs `style-src 'unsafe-inline'`).
  const style = document.createElement('style');
  style.textContent = css;
  root.append(style);
}

const adopted = new WeakMap<ShadowRoot, readonly string[]>();

/** Adopts the merchant's colours. The text on the primary colour is black or white, whichever is easier to read. */
export function paint(root: ShadowRoot, { primary, accent }: PortalSettings['theme']): void {
  const colours = Object.entries({ primary, accent }).filter(([, value]) => /^#[\da-f]{3,8}$/i.test(value));
  adoptStyles(root, `:host{${colours.map(([name, value]) => `--_theme-${name}:${value}`).join(';')}}`);
  adoptStyles(root, `:host{--_theme-on-primary:${readableOn(mainColour(root))}}`);
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

/** Black or white for text on `rgb(r, g, b)` (WCAG 2.2 relative luminance); white if the colour is in another notation. */
export function readableOn(colour: string): '#000' | '#fff' {
  const [, ...channels] = /^rgba?\((\d+), (\d+), (\d+)/.exec(colour) ?? [];
  const [red = 0, green = 0, blue = 0] = channels.map((text) => {
    const share = Number(text) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? '#000' : '#fff';
}
