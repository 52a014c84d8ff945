/** One thing every adapter must do, as the suite, its command and its mutants know it. */
import type { PacCapabilities } from '../../../server/pac/pac.ts';
import type { Lab, Subject } from './lab.ts';

export type Rule = {
  /** A few kebab-case words; mutants name it. */
  readonly id: string;
  /** The guarantee, as the title of a test. */
  readonly title: string;
  /** Absent: it holds for every adapter. */
  readonly applies?: (capabilities: PacCapabilities, subject: Subject) => boolean;
  /** Throws an AssertionError when the adapter breaks it. */
  prove(lab: Lab): Promise<void>;
};
