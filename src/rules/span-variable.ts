import type { BoundaryText } from './define-rule.js';

const ASSIGNED = /([\w$]+)\s*(?::[^=]+)?=\s*[^=>]*$/;
const PARAMETER =
  /^startActiveSpan\([^()]*(?:\([^()]*\)[^()]*)*?(?:\(\s*([A-Za-z_$][\w$]*)[^()]*\)|([A-Za-z_$][\w$]*))\s*(?::[^=]*)?=>/;

/** What the user's line calls the span that it starts: what is assigned to, or the callback's parameter. */
export function spanVariable({ line, column }: BoundaryText): string {
  const assigned = ASSIGNED.exec(line.slice(0, column))?.[1];
  const call = line.slice(column);
  if (!call.startsWith('startActiveSpan')) return assigned ?? 'span';
  const parameter = PARAMETER.exec(call);
  return parameter?.[1] ?? parameter?.[2] ?? 'span';
}
