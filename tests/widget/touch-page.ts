/** Imported by the tests whose portals go back in the browser's history. */
import { sendKeys } from '@web/test-runner-commands';

// A tab holds 50 entries, and Chromium first drops those of a page that nobody has touched: the one to come back to among them.
before(async () => {
  await sendKeys({ press: 'KeyA' });
});
