/** An XML file for a verb: its text, in whatever encoding it is written. */
import { readFileSync } from 'node:fs';
import { readXmlFile } from '../csd/xml-file.ts';
import { faultDetail } from '../problems/problem.ts';

/** An XML file's text, and whether its declared encoding is the one it is in. */
export type ReadXml = {
  readonly text: string /** Otherwise stderr says what it really is. */;
  readonly isAsDeclared: boolean;
};

/** Reads a file in its declared encoding, or in the one that its seal proves. Throws an error for the user if it cannot be read. */
export function readXml(file: string): ReadXml {
  const read = readXmlFile(readFileSync(file));
  if (read.kind === 'unsupported') throw new Error(`${file}: ${faultDetail(read.fault, 'es-MX')}`);
  for (const fault of read.faults) console.error(`${file}: ${faultDetail(fault, 'es-MX')}`);
  return { text: read.text, isAsDeclared: read.faults.length === 0 };
}
