/** The demo and a browser for a file of tests; whoever visited it in a test leaves after it, and no browser had anything to complain of. */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { type Customer, openBrowser, visit } from './customer.ts';
import { type Demo, startDemo } from './demo.ts';

type VisitOptions = Parameters<typeof visit>[3];

export type Stage = {
  /** Started before the first test. */
  readonly demo: Demo;
  /** Opens a private window at a path of the demo, until the end of the test. */
  visit(path: string, options?: VisitOptions): Promise<Customer>;
};

/** One a worker, for each visitor has a private window: it ends with the worker's process. */
let opened: Promise<Browser> | undefined;

/** Called at the top of a test file. */
export function openStage(): Stage {
  let demo: Demo;
  let browser: Browser;
  const visitors: Customer[] = [];
  beforeAll(async () => {
    opened ??= openBrowser();
    [demo, browser] = await Promise.all([startDemo(), opened]);
  });
  afterAll(async () => {
    await demo.stop();
  });
  afterEach(async () => {
    for (const { leave, complaints } of visitors.splice(0)) {
      await leave();
      expect(complaints).toEqual([]);
    }
  });
  return {
    get demo() {
      return demo;
    },
    async visit(path, options) {
      const customer = await visit(browser, demo, path, options);
      visitors.push(customer);
      return customer;
    },
  };
}
