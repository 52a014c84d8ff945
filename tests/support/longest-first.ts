/**
 * The order of test files: those that wait most (for servers that are killed, for PACs that do not answer) begin first, so that the others run
 * beside them and the run does not end with one of them alone. vitest's own order, the largest file first, begins them last: they are short.
 */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const LONGEST = [
  /invoicing\/crash-matrix-/,
  /invoicing\/(?:campaigns|database-away)/,
  /invoicing\/(?:cancel|correct|request)-crash/,
  /invoicing\/(?:sale-lives|simultaneous|crash-recovery)/,
  /pac\/conformance/,
  /http\/(?:fuzz|setup-crash|bodies|json-issuers)/,
  /db\/(?:postgres|sqlite|lease-owner)\.test/,
  /commands\/(?:audited|global-invoice)/,
  /http\/accounts/,
  /delivery\/storm/,
  /invoicing\/(?:cuadre|every-kind|restored|week-asleep)/,
  /http\/(?:pac-account-change|prints|behind-a-proxy)/,
  /e2e\//,
];

function rankOf({ moduleId }: TestSpecification): number {
  const rank = LONGEST.findIndex((kind) => kind.test(moduleId));
  return rank < 0 ? LONGEST.length : rank;
}

/** vitest's order but for those. */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((one, other) => rankOf(one) - rankOf(other));
  }
}
