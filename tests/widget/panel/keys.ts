/** Typing as people do, with the keyboard. */
import { sendKeys } from '@web/test-runner-commands';
import type { Visit } from './visit.ts';

/** Puts the focus on what says so, as tabbing to it does. */
export function focus({ all$ }: Visit, words: string): void {
  const target = all$('button, a, summary').find((one) => one.textContent?.trim().includes(words));
  if (!target) throw new Error(`nothing to press says «${words}»`);
  target.focus();
}

/** Presses what says so, with the keyboard. */
export async function enter(merchant: Visit, words: string): Promise<void> {
  focus(merchant, words);
  await sendKeys({ press: 'Enter' });
}

/** Types into a field, over what was in it. */
export async function type({ input }: Visit, id: string, value: string): Promise<void> {
  const field = input(id);
  field.focus();
  if (field instanceof HTMLInputElement && field.value) field.select();
  await sendKeys({ type: value });
}
