import { Problem } from '../problems/problem.ts';

/** A sale is no longer what was read: its amount may be another one. Nothing was claimed; reading it again helps. */
export class SalesChanged extends Problem {
  constructor() {
    super('in-progress');
  }
}

/** Runs the work, which reads the sales, again if they changed before it could claim them. */
export async function readAgain<T>(work: () => Promise<T>): Promise<T> {
  for (let left = AGAIN; ; left -= 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof SalesChanged) || left === 0) throw error;
    }
  }
}

/** Nobody changes one sale more often within some milliseconds. */
const AGAIN = 3;
