/** Receives a file of sales, which a thread reads: its bytes never lie on the event loop's heap as a whole. */
import type { IncomingMessage } from 'node:http';
import type { Context } from 'hono';
import { discard, Packing, type Parcel } from '../../threads/parcel.ts';
import { nextSlice } from '../../threads/slices.ts';

/** A received file, and its first bytes, which identify its format. */
export type ReceivedFile = { readonly start: Uint8Array; readonly parcel: Parcel };

const START_BYTES = 64;

const received = new WeakMap<Request, ReceivedFile>();

/** Receives the body of a request as a file. Calls `refuse`, which throws, before more than `maxBytes` are kept. */
export async function receiveFile(c: Context, maxBytes: number, refuse: () => never): Promise<void> {
  const packing = new Packing();
  let start = new Uint8Array();
  try {
    for await (const chunk of chunksOf(c)) {
      if (packing.byteLength + chunk.byteLength > maxBytes) refuse();
      if (start.length < START_BYTES) start = Uint8Array.of(...start, ...chunk.subarray(0, START_BYTES));
      packing.add(chunk);
      // Left alone, Node reads two megabytes from one socket before it turns to another.
      await nextSlice();
    }
  } catch (error) {
    discard(packing.parcel());
    throw error;
  }
  received.set(c.req.raw, { start, parcel: packing.parcel() });
}

/** Returns the file that `receiveFile` received. The caller must unpack or discard its parcel. */
export function receivedFile(c: Context): ReceivedFile {
  const file = received.get(c.req.raw);
  if (!file) throw new Error(`${c.req.path} receives no file`);
  return file;
}

/** Node's own chunks, which nothing else holds, if the request came over a socket; copies if it was made in this process. */
async function* chunksOf(c: Context): AsyncIterable<Uint8Array> {
  const incoming = incomingOf(c);
  // The answer to a body that is too large still has to go out.
  if (incoming) yield* incoming.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;
  else if (c.req.raw.body) for await (const chunk of c.req.raw.body) yield Uint8Array.from(chunk);
}

/** A request that one route makes to another carries the socket of the original caller, who did not send that request. */
function incomingOf(c: Context): IncomingMessage | undefined {
  const incoming = c.env?.incoming as IncomingMessage | undefined;
  const { pathname, search } = new URL(c.req.url);
  return incoming?.method === c.req.method && incoming.url === `${pathname}${search}` ? incoming : undefined;
}
