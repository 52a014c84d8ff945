/** What web-test-runner puts on the page; @types/mocha would bring far more. */
declare function describe(subject: string, body: () => void): void;
declare function it(guarantee: string, body: () => void | Promise<void>): void;
declare function beforeEach(body: () => void | Promise<void>): void;
declare function afterEach(body: () => void | Promise<void>): void;
declare function before(run: () => void | Promise<void>): void;
declare function after(run: () => void | Promise<void>): void;
