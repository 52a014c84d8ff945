/** Figures by side: cases take turns in one run, and the median of the rounds counts. Ratios are to be trusted, absolutes are for scale. */

export type Figure = {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  readonly ratio?: number;
  readonly of?: string;
  readonly goal?: string;
  readonly met?: boolean;
};

/** Microseconds per call of each case, medians of `rounds` interleaved rounds. */
export async function perCall<Name extends string>(
  cases: Readonly<Record<Name, () => unknown>>,
  options: { readonly rounds: number; readonly calls: number },
): Promise<Record<Name, number>> {
  const names = Object.keys(cases) as Name[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = -1; round < options.rounds; round++) {
    for (const name of names) {
      const started = performance.now();
      for (let call = 0; call < options.calls; call++) await cases[name]();
      if (round >= 0) times[name].push(((performance.now() - started) * 1000) / options.calls);
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(times[name])])) as Record<Name, number>;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Requests a second over `seconds`, `connections` at a time; an answer that is not expected throws. */
export async function requestsPerSecond(
  request: () => Promise<Response>,
  options: { readonly connections: number; readonly seconds: number },
): Promise<number> {
  const until = performance.now() + options.seconds * 1000;
  let done = 0;
  const client = async (): Promise<void> => {
    while (performance.now() < until) {
      const response = await request();
      await response.arrayBuffer();
      if (!response.ok) throw new Error(`HTTP ${response.status}`);
      done += 1;
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: options.connections }, client));
  return (done * 1000) / (performance.now() - started);
}
