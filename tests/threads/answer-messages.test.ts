import { getPriority } from 'node:os';
import { describe, expect, it } from 'vitest';
import { ThreadPool } from '../../server/threads/thread-pool.ts';

describe('a thread of the server', () => {
  it('leaves the processor to the event loop, whose own priority stays', async () => {
    const before = getPriority();
    const entry = new URL('answering-worker.ts', import.meta.url);
    const pool = new ThreadPool(entry, { size: 1, deadlineMs: 30_000, memoryMb: 64 });
    const answer = (await pool.ask('a')) as { readonly priority: number };
    expect(answer).toMatchObject({ message: 'a' });
    expect(getPriority()).toBe(before);
    if (process.platform === 'linux') expect(answer.priority).toBe(Math.max(before, 10));
  });
});
