import { describe, expect, it } from 'vitest';
import { ThreadPool, type ThreadPoolOptions } from '../../server/threads/thread-pool.ts';

// Answers its thread's id; on request it throws, exits, never answers or eats all its memory.
const THREAD = `
import { parentPort, threadId } from 'node:worker_threads';
parentPort.on('message', (message) => {
  if (message === 'throw') throw new Error('broken');
  if (message === 'exit') process.exit(3);
  if (message === 'spin') for (;;);
  if (message === 'eat') { const all = []; for (;;) all.push(new Array(10_000).fill(all.length)); }
  if (message !== 'hang') parentPort.postMessage({ message, threadId });
});`;

function poolOf(options: Partial<ThreadPoolOptions> = {}) {
  const entry = new URL(`data:text/javascript,${encodeURIComponent(THREAD)}`);
  return new ThreadPool(entry, { size: 1, deadlineMs: 10_000, memoryMb: 32, ...options });
}

describe('a pool of threads', () => {
  it('answers each message, in order when it has one thread, and keeps the thread', async () => {
    const pool = poolOf();
    const answers = await Promise.all(['a', 'b', 'c'].map((message) => pool.ask(message)));
    expect(answers).toMatchObject([{ message: 'a' }, { message: 'b' }, { message: 'c' }]);
    expect(new Set(answers.map((answer) => (answer as { threadId: number }).threadId)).size).toBe(1);
  });

  it('starts no more threads than its size', async () => {
    const pool = poolOf({ size: 2 });
    const answers = await Promise.all(Array.from({ length: 8 }, (_, i) => pool.ask(i)));
    expect(new Set(answers.map((answer) => (answer as { threadId: number }).threadId)).size).toBeLessThanOrEqual(2);
  });

  it.each(['throw', 'exit', 'eat'])('replaces a thread that dies (%s); only its own message fails', async (message) => {
    const pool = poolOf();
    const [dead, next] = await Promise.allSettled([pool.ask(message), pool.ask('next')]);
    expect(dead).toMatchObject({ status: 'rejected', reason: { reason: 'crashed' } });
    expect(next).toMatchObject({ status: 'fulfilled', value: { message: 'next' } });
  });

  it.each(['spin', 'hang'])('ends a thread that misses its deadline (%s) and goes on', async (message) => {
    const pool = poolOf({ deadlineMs: 700 });
    await expect(pool.ask(message)).rejects.toMatchObject({ reason: 'timeout' });
    expect(await pool.ask('next')).toMatchObject({ message: 'next' });
  });

  it('counts waiting in line towards the deadline', async () => {
    const pool = poolOf({ deadlineMs: 700 });
    const outcomes = await Promise.allSettled([pool.ask('spin'), pool.ask('behind it')]);
    expect(outcomes).toMatchObject([{ reason: { reason: 'timeout' } }, { reason: { reason: 'timeout' } }]);
    expect(await pool.ask('next')).toMatchObject({ message: 'next' });
  });

  it('says that a thread cannot start', async () => {
    const pool = new ThreadPool(new URL('data:text/javascript,import "no-such-module-here"'), {
      size: 1,
      deadlineMs: 10_000,
      memoryMb: 32,
    });
    await expect(pool.ask('a')).rejects.toMatchObject({ reason: 'crashed' });
    await expect(pool.ask('b')).rejects.toMatchObject({ reason: 'crashed' });
  });
});
