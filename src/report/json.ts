import type { Report } from './report.js';
import { type JsonShape, REPORT_SHAPE } from './report-shape.js';

/** The report for programs: keys always in the order of the contract, fields it does not know after them by name. */
export function renderJson(report: Report): string {
  return `${JSON.stringify(inOrder(report, REPORT_SHAPE), null, 2)}\n`;
}

/** As deep as the shape, which is a few levels: traces are flat. */
function inOrder(value: unknown, shape: JsonShape | undefined): unknown {
  if (shape === undefined || shape === true || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => inOrder(item, shape));
  const known = Object.keys(shape);
  const added = Object.keys(value)
    .filter((key) => !Object.hasOwn(shape, key))
    .sort();
  const entries = new Map<string, unknown>(Object.entries(value));
  const ordered = [...known, ...added].filter((key) => entries.has(key));
  return Object.fromEntries(ordered.map((key) => [key, inOrder(entries.get(key), shape[key])]));
}
