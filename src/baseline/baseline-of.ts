import type { Finding } from '../finding.js';
import type { Report } from '../report/report.js';
import type { Baseline, KnownFinding } from './baseline.js';
import { programOf } from './program-of.js';

/**
 * The findings of a report as a baseline, in an order that stays. What was known `before` stays known where its rule was not asked,
 * or could not see all: a weaker look must not make anybody forget.
 */
export function baselineOf(report: Report, before: Baseline | null = null): Baseline {
  const found = report.findings.map(known);
  const again = new Set(found.map(({ fingerprint }) => fingerprint));
  const unsure = new Set(report.skippedRules.map(({ rule }) => rule));
  const kept = (before?.findings ?? []).filter(({ fingerprint, rule }) => unsure.has(rule) && !again.has(fingerprint));
  return { program: programOf(report), findings: [...found, ...kept].sort(byPlace) };
}

const LONGEST_SOURCE = 200;

function known({ fingerprint, rule, cause, span, message }: Finding): KnownFinding {
  const boundary = cause?.boundary ?? null;
  const location = boundary ?? span?.location ?? null;
  const line = boundary && cause?.frame.find((one) => one.line === boundary.line)?.text.trim();
  return {
    fingerprint,
    rule,
    file: location?.file ?? null,
    function: location?.function ?? null,
    // Names in a message may hold ids: what stands in the source does not change by itself.
    source: (line || message.replace(/\d+/g, '#')).slice(0, LONGEST_SOURCE),
  };
}

function byPlace(a: KnownFinding, b: KnownFinding): number {
  return compare(keyOf(a), keyOf(b));
}

function keyOf({ file, rule, fingerprint }: KnownFinding): string {
  return [file ?? '', rule, fingerprint].join('\n');
}

/** The same whatever the language of the machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
