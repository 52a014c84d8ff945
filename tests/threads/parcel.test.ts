import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { discard, Packing, unpack } from '../../server/threads/parcel.ts';

const THREAD = `
import { parentPort } from 'node:worker_threads';
import { unpack } from ${JSON.stringify(new URL('../../server/threads/parcel.ts', import.meta.url).href)};
parentPort.on('message', (parcel) => parentPort.postMessage(Buffer.from(unpack(parcel)).toString()));`;

function pack(...texts: readonly string[]) {
  const packing = new Packing();
  for (const text of texts) packing.add(new TextEncoder().encode(text));
  return packing.parcel();
}

describe('a parcel', () => {
  it('has the bytes that were packed, in their order, once', () => {
    const parcel = pack('folio,total\n', 'CJ-1042,', '527.00\n');
    expect(parcel.byteLength).toBe(27);
    expect(Buffer.from(unpack(parcel)).toString()).toBe('folio,total\nCJ-1042,527.00\n');
  });

  it('has no bytes when nothing was packed', () => {
    expect(unpack(pack())).toEqual(new Uint8Array());
  });

  it('is unpacked in the thread it is sent to', async () => {
    const tsx = JSON.stringify(import.meta.resolve('tsx/esm/api'));
    const boot = `import(${tsx}).then(({ register }) => { register(); return import('data:text/javascript,' + ${JSON.stringify(encodeURIComponent(THREAD))}); })`;
    const worker = new Worker(boot, { eval: true, execArgv: [] });
    const parcel = pack('Café ', 'de olla');
    worker.postMessage(parcel, [parcel.port]);
    expect(await new Promise((resolve) => worker.once('message', resolve))).toBe('Café de olla');
    await worker.terminate();
  });

  it('takes the buffer of a chunk that fills it, and leaves one that others use', () => {
    const packing = new Packing();
    const whole = new TextEncoder().encode('todo');
    const shared = Buffer.from('antes, esto, después');
    packing.add(whole);
    packing.add(shared.subarray(5, 11));
    expect([whole.byteLength, shared.toString()]).toEqual([0, 'antes, esto, después']);
    expect(Buffer.from(unpack(packing.parcel())).toString()).toBe('todo, esto');
  });

  it('is closed by discarding it, which may be done again', async () => {
    const parcel = pack('nadie lo lee');
    const closed = once(parcel.port, 'close');
    discard(parcel);
    discard(parcel);
    await closed;
  });
});
