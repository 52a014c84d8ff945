/** Typing as people do, with the keyboard. */
import { sendKeys } from '@web/test-runner-commands';
import type { Visit } from './visit.ts';

/** Types into a field, over what was in it. */
export async function type({ input }: Visit, id: string, value: string): Promise<void> {
  const field = input(id);
  field.focus();
  if (field instanceof HTMLInputElement && field.value) field.select();
  await sendKeys({ type: value });
}
