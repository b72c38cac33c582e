import type { Finding, FixEdit } from '../src/finding.js';

/** The source as it is when a finding's fix has been made. */
export function applyFix(source: string, { fix }: Pick<Finding, 'fix'>): string {
  const lines = source.split('\n');
  const starts = lines.map((_, index) => lines.slice(0, index).reduce((sum, line) => sum + line.length + 1, 0));
  const offset = (line: number, column: number): number => (starts[line - 1] ?? 0) + column - 1;
  let at = 0;
  let changed = '';
  for (const { line, column, endLine, endColumn, text } of fix?.edits ?? ([] as FixEdit[])) {
    changed += source.slice(at, offset(line, column)) + text;
    at = Math.max(at, offset(endLine, endColumn));
  }
  return changed + source.slice(at);
}
