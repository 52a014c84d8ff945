/** A customer without mouse or touch: what has the focus, and whether one can see it. */
import type { Page } from 'playwright-core';

export type Focused = {
  readonly tag: string;
  /** A field's name, or what a button, link or heading says. */
  readonly text: string;
  readonly value: string | undefined;
  readonly ring: boolean;
};

const FOCUSED = `(() => {
  let element = document.activeElement;
  while (element.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  return {
    tag: element.tagName,
    text: element.name || element.innerText.trim(),
    value: element.value,
    ring: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2,
  };
})()`;

const MOST_STOPS = 40;

/** What has the focus, inside shadow roots too. */
export function focused(page: Page): Promise<Focused> {
  return page.evaluate(FOCUSED);
}

/** Presses Tab until the field of that name, or what says those words, has the focus. Throws on a stop nobody can see. */
export async function tabTo(page: Page, wanted: string, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  const stops: string[] = [];
  while (stops.length < MOST_STOPS) {
    await page.keyboard.press(key);
    const { text, tag, ring } = await focused(page);
    // A heading takes the focus when its screen arrives, perhaps between two presses; Tab itself never stops there.
    if (!ring && tag !== 'BODY' && !/^H[1-6]$/.test(tag))
      throw new Error(`the focus on ${tag} «${text}» cannot be seen`);
    if (text === wanted) return;
    stops.push(`${tag} ${text}`);
  }
  throw new Error(`Tab never reached «${wanted}»: ${stops.join(', ')}`);
}

/** Presses a key until the focused field has that value. */
export async function pressUntil(page: Page, key: string, value: string): Promise<void> {
  for (let presses = 0; presses < MOST_STOPS; presses++) {
    if ((await focused(page)).value === value) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} never reached ${value}`);
}
