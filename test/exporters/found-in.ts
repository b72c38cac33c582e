import type { Report } from '../../src/report/report.js';

/** The findings of a JSON report: `rule, how many times, text on the line`. */
export function foundIn(json: string): string[] {
  return (JSON.parse(json) as Report).findings.map(({ rule, occurrences, cause }) => {
    const line = cause?.frame.find(({ line: number }) => number === cause.boundary?.line)?.text.trim();
    return `${rule}, ${occurrences} times, ${line ?? 'nowhere'}`;
  });
}
