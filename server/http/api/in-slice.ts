/** For routes that cost the event loop some milliseconds, and that a crowd asks for at once. */
import { createMiddleware } from 'hono/factory';
import { nextSlice } from '../../threads/slices.ts';

/** Begins each request in a turn of the event loop of its own: of two hundred that arrive together, one a turn is looked at. */
export const inSlice = createMiddleware(async (_, next) => {
  await nextSlice();
  await next();
});
