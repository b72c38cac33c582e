import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { originalPositionFor } from '@jridgewell/trace-mapping';
import type { Finding, Location } from '../../src/finding.js';
import type { Report } from '../../src/report/report.js';
import { type Emitted, PROGRAM } from './emit-program.js';
import type { Found } from './expected.js';

/** A report's findings, with the lines of the source that the program was made of. Sorted by rule. */
export function foundIn({ findings }: Report, emitted: Emitted): Found[] {
  return findings.map((finding) => foundOf(finding, emitted)).sort((a, b) => a.rule.localeCompare(b.rule));
}

function foundOf({ rule, severity, confidence, cause, occurrences, spans }: Finding, emitted: Emitted): Found {
  return {
    rule,
    severity,
    confidence,
    mechanism: cause?.mechanism ?? null,
    boundary: cause?.boundary ? sourceLine(cause.boundary, emitted) : null,
    occurrences,
    spans: spans
      .map(({ name, actualParent, expectedParent }) => [name, actualParent, expectedParent] as const)
      .sort((a, b) => a.join().localeCompare(b.join())),
  };
}

function sourceLine({ file, line, column }: Location, { maps }: Emitted): string {
  const map = maps.get(file);
  const original = map ? originalPositionFor(map, { line, column: column - 1 }).line : line;
  const source = file.replace(/\.js$/, '.ts');
  if (original === null) return `${source}: no line`;
  const text = readFileSync(join(PROGRAM, source), 'utf8').split('\n')[original - 1];
  return `${source}: ${text?.trim()}`;
}
