/**
 * Bytes for a thread, kept outside of every heap while they arrive. On the event loop's own heap, each file of several megabytes makes the
 * garbage collector pause the loop; a message port keeps what was posted to it, and takes it along when it is itself sent to a thread.
 */
import { MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads';

/** Packed bytes. Whoever does not unpack them discards them, because a port is not collected. */
export type Parcel = { readonly port: MessagePort; readonly byteLength: number };

/** Packs chunks in the order in which they come. */
export class Packing {
  readonly #channel = new MessageChannel();
  #byteLength = 0;

  get byteLength(): number {
    return this.#byteLength;
  }

  /** Takes a chunk, which cannot be read again here unless its buffer holds more than this chunk. */
  add(chunk: Uint8Array): void {
    this.#byteLength += chunk.byteLength;
    const { buffer } = chunk;
    const isAlone = buffer instanceof ArrayBuffer && buffer.byteLength === chunk.byteLength;
    this.#channel.port1.postMessage(chunk, isAlone ? [buffer] : []);
  }

  /** What was packed. */
  parcel(): Parcel {
    return { port: this.#channel.port2, byteLength: this.#byteLength };
  }
}

/** Takes the bytes out, in whatever thread the parcel is; there is nothing in it afterwards. */
export function unpack({ port, byteLength }: Parcel): Uint8Array {
  const bytes = new Uint8Array(byteLength);
  let at = 0;
  for (let next = receiveMessageOnPort(port); next; next = receiveMessageOnPort(port)) {
    const chunk = next.message as Uint8Array;
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  port.close();
  return bytes;
}

/** Drops the bytes. Does nothing for a parcel that is unpacked or was sent to a thread. */
export function discard({ port }: Parcel): void {
  port.close();
}
