import { VERSION } from '../version.js';
import type { ScenarioCheck } from './check.js';
import { verdictOf } from './verdict-of.js';

/** `scenarios run --all --format json`. Fields may be added to version 1, none renamed. */
export function checksJson(checks: readonly ScenarioCheck[], durationMs: number, node: string): string {
  const verdicts = checks.map(verdictOf);
  const count = (verdict: string): number => verdicts.filter((one) => one === verdict).length;
  const text = {
    schemaVersion: 1,
    tool: { name: 'otel-ctx-doctor', version: VERSION },
    node,
    durationMs: Math.round(durationMs),
    summary: { scenarios: checks.length, ok: count('ok'), no: count('no'), skipped: count('skipped') },
    scenarios: checks.map((check) => ({
      slug: check.slug,
      title: check.title,
      verdict: verdictOf(check),
      missing: check.missing,
      durationMs: check.programs.reduce((all, program) => all + program.durationMs, 0),
      programs: check.programs,
    })),
  };
  return `${JSON.stringify(text, null, 2)}\n`;
}
