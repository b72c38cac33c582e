import { originalPositionFor, type SourceMapSegment, TraceMap } from '@jridgewell/trace-mapping';
import type { DependencySite } from '../protocol/site-table.js';
import { positionsIn } from './additions.js';
import type { Notes } from './notes/note-writer.js';
import type { InputMap } from './input-map.js';
import { functionAround } from './rewrite-dependency.js';

/** What was noted of dependencies in a bundle, at the places of their own files. `sources`: where those are. */
export function bundledSites(
  notes: Notes,
  text: string,
  { mappings, names }: InputMap,
  sources: readonly string[],
): DependencySite[] {
  const map = new TraceMap({
    version: 3,
    sources: [...sources],
    names: [...names],
    mappings: mappings as SourceMapSegment[][],
  });
  const position = positionsIn(text);
  return notes.sites.map((site) => {
    const { line, column } = position(site.at);
    const original = originalPositionFor(map, { line, column: column - 1 });
    const fn = functionAround(site, notes);
    const registers = site.registers ? 1 : 0;
    if (original.source === null) return [site.callee, line, column, fn, registers];
    return [site.callee, original.line, original.column + 1, fn, registers, original.source];
  });
}
