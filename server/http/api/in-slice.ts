/** For routes that take some milliseconds of the event loop and that many customers request at once. */
import { createMiddleware } from 'hono/factory';
import { nextSlice } from '../../threads/slices.ts';

/** Starts each request in its own turn of the event loop: of two hundred that arrive together, one is handled per turn. */
export const inSlice = createMiddleware(async (_, next) => {
  await nextSlice();
  await next();
});
