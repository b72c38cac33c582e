import type { Location } from '../../finding.js';
import { cleanText } from '../text/clean-text.js';
import { cutStart, cutText } from './cut-text.js';
import { textWidth } from './text-width.js';

const LONGEST_FUNCTION = 32;

/** `src/orders.ts:31:8`, of a long path the end. */
export function place(location: Location, columns: number, ellipsis: string): string {
  return cutStart(`${cleanText(location.file)}:${location.line}:${location.column}`, columns, ellipsis);
}

/** ` in loadOrder`, or nothing at module level. */
export function inFunction(location: Location, columns: number, ellipsis: string): string {
  if (location.function === null) return '';
  const text = ` in ${cutText(cleanText(location.function), LONGEST_FUNCTION, ellipsis)}`;
  return textWidth(text) > columns ? '' : text;
}

/** Both, in so many columns: the function's name is what goes first. */
export function placeInFunction(location: Location, columns: number, ellipsis: string): string {
  const where = place(location, columns, ellipsis);
  return where + inFunction(location, columns - textWidth(where), ellipsis);
}
