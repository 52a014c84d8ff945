/** The credentials of an account with Finkok. */
import { z } from 'zod';

/** Credentials of a Finkok account, which go in every SOAP envelope. Unknown properties are refused. */
export const FINKOK_CREDENTIALS = z.strictObject({
  username: z.string().min(1).max(200),
  password: z.string().min(1).max(200),
});
