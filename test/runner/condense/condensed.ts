import { cpSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '../../../src/report/report.js';
import { NOTHING_DROPPED, writeDropped } from '../../../src/readers/dropped.js';
import { readCode } from '../../../src/readers/recording.js';
import type { Need } from '../../../src/runner/condense/choose.js';
import { condenseWindow } from '../../../src/runner/condense/condense-window.js';
import { Segments } from '../../../src/runner/condense/segments.js';
import type { WindowLane } from '../../../src/runner/condense/window.js';
import { judgeKept } from '../../../src/runner/judge-kept.js';

/** The report on a kept recording. */
export function reportOn(folder: string): Report {
  return judgeKept(folder, { severities: new Map() }).report;
}

/** A copy of a kept recording from which everything has been taken that may go, examples as well. */
export function condensed(folder: string, need: Need = 'healthy'): string {
  const copy = mkdtempSync(join(tmpdir(), 'otel-ctx-doctor-test-'));
  cpSync(folder, copy, { recursive: true });
  const segments = new Segments(copy);
  const all = segments.list(true);
  const lanes = [...segments.runs].map(
    ([name, run]): WindowLane => ({
      name,
      run,
      files: all.filter(({ lane }) => lane === name).map((segment) => ({ name: segment.name, rewrite: true })),
    }),
  );
  const { code } = readCode(copy, readdirSync(copy));
  const sweep = { need, examples: { take: () => false }, kept: new Map<string, number>() };
  const { dropped } = condenseWindow(copy, lanes, code, 'full', sweep);
  writeDropped(copy, { ...NOTHING_DROPPED, ...dropped });
  return copy;
}

/** What may not change. */
export function gist({ summary, findings }: Report): unknown {
  return {
    summary,
    findings: findings.map(({ rule, severity, confidence, message, fingerprint, occurrences, cause, spans }) => ({
      rule,
      severity,
      confidence,
      message,
      fingerprint,
      occurrences,
      mechanism: cause?.mechanism,
      boundary: cause?.boundary,
      spans,
    })),
  };
}
