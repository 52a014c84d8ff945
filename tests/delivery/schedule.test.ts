import { describe, expect, it } from 'vitest';
import { endOfAnswer, retryAfter } from '../../server/delivery/answer-end.ts';
import { MAX_ATTEMPTS, nextAttemptAt } from '../../server/delivery/schedule.ts';
import { createTargetTurns } from '../../server/delivery/target-turns.ts';

const NOW = Date.UTC(2026, 10, 25, 12);
const HOUR = 3_600_000;

function scheduled(random: () => number): readonly number[] {
  const times = [0];
  for (let attempts = 1; ; attempts += 1) {
    const next = nextAttemptAt(attempts, times.at(-1) ?? 0, random);
    if (next === undefined) return times;
    times.push(next);
  }
}

describe('the schedule of attempts', () => {
  it('is twelve over five days', () => {
    const times = scheduled(() => 0.5);
    expect(times).toHaveLength(MAX_ATTEMPTS);
    const gaps = times.slice(1).map((time, at) => (time - (times[at] ?? 0)) / 1_000);
    expect(gaps).toEqual([5, 300, 1_800, ...[2, 5, 10, 14, 20, 24, 24, 24].map((hours) => hours * 3_600)]);
    expect((times.at(-1) ?? 0) / HOUR / 24).toBeCloseTo(5.15, 2);
  });

  it('keeps every gap within a tenth of its length', () => {
    const [least, most] = [scheduled(() => 0), scheduled(() => 1 - Number.EPSILON)];
    for (const [at, time] of scheduled(() => 0.5).entries()) {
      expect(least[at]).toBeCloseTo(time * 0.9, -1);
      expect(most[at]).toBeCloseTo(time * 1.1, -1);
    }
  });
});

describe('what an answer means', () => {
  const answered = (status: number, headers = {}) =>
    endOfAnswer({ kind: 'answered', status, headers, text: 'secret' }, [410], NOW);

  it.each([200, 201, 202, 204, 299])('%i means that the message was sent', (status) => {
    expect(answered(status)).toEqual({ kind: 'sent', status });
  });

  it('410 means that the endpoint is gone', () => {
    expect(answered(410)).toEqual({ kind: 'gone', reason: 'HTTP 410', status: 410 });
  });

  it.each([101, 301, 302, 307, 308, 400, 401, 404, 409, 422, 429, 500, 503])(
    '%i means that the message is retried later',
    (status) => {
      expect(answered(status)).toEqual({ kind: 'retry', reason: `HTTP ${status}`, status });
    },
  );

  it('429 and 503 wait as long as their Retry-After says', () => {
    expect(answered(429, { 'retry-after': '90' })).toMatchObject({ kind: 'retry', notBefore: NOW + 90_000 });
    const date = new Date(NOW + HOUR).toUTCString();
    expect(answered(503, { 'retry-after': date })).toMatchObject({ kind: 'retry', notBefore: NOW + HOUR });
  });

  it('a Retry-After of more than a day, or in the past, is not obeyed', () => {
    expect(retryAfter('999999999', NOW)).toBe(NOW + 24 * HOUR);
    for (const header of [undefined, '', '0', '-5', 'soon', new Date(NOW - 1).toUTCString()]) {
      expect(retryAfter(header, NOW)).toBeUndefined();
    }
  });

  it('no answer and a forbidden address are both retried', () => {
    expect(endOfAnswer({ kind: 'failed', reason: 'timeout' }, [], NOW)).toEqual({ kind: 'retry', reason: 'timeout' });
    expect(endOfAnswer({ kind: 'refused', why: 'address' }, [], NOW)).toEqual({
      kind: 'retry',
      reason: 'refused: address',
    });
  });
});

describe('whose turn it is', () => {
  const retry = { kind: 'retry', reason: 'timeout' } as const;
  const sent = { kind: 'sent' } as const;

  it('is not that of a target with a send in flight', () => {
    const turns = createTargetTurns(8);
    turns.began('a');
    turns.began('a');
    turns.ended('a', sent, NOW);
    expect(turns.busy(NOW)).toEqual(['a']);
    turns.ended('a', sent, NOW);
    expect(turns.busy(NOW)).toEqual([]);
    expect(turns.inFlight()).toBe(0);
  });

  it('is not that of one that failed, for a second at first, a minute at most, until something reaches it', () => {
    const turns = createTargetTurns(8);
    let now = NOW;
    const pauses = Array.from({ length: 9 }, () => {
      turns.began('a');
      turns.ended('a', retry, now);
      turns.began('a');
      turns.ended('a', retry, now);
      const began = now;
      while (turns.busy(now).length > 0) now += 1_000;
      return (now - began) / 1_000;
    });
    expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
    turns.ended('a', sent, now);
    turns.ended('a', retry, now);
    expect(turns.busy(now + 1_000)).toEqual([]);
  });

  it('is that of a rate-limited one when it said, an hour away at most', () => {
    const turns = createTargetTurns(8);
    turns.ended('a', { ...retry, notBefore: NOW + 30_000 }, NOW);
    turns.ended('b', { ...retry, notBefore: NOW + 24 * HOUR }, NOW);
    expect(turns.busy(NOW + 29_999)).toEqual(['a', 'b']);
    expect(turns.busy(NOW + 30_000)).toEqual(['b']);
    expect(turns.busy(NOW + HOUR)).toEqual([]);
  });

  it('is only that of targets that did not fail, while half of the slots are taken', () => {
    const turns = createTargetTurns(4);
    turns.ended('dead', retry, NOW);
    turns.began('a');
    expect(turns.busy(NOW + HOUR)).toEqual(['a']);
    turns.began('b');
    expect(turns.busy(NOW + HOUR)).toEqual(['a', 'b', 'dead']);
  });
});
