import { decodedMappings, FlattenMap, type SourceMapSegment } from '@jridgewell/trace-mapping';
import { urlOfPath } from '../protocol/url-of-path.js';

/** The source map that a module came with. Sources are URLs wherever they can be; segments lead only to what is there. */
export interface InputMap {
  readonly sources: readonly string[];
  /** What their names are as paths, where that is another URL. */
  readonly asPaths: readonly (string | null)[];
  readonly sourcesContent: readonly (string | null)[];
  readonly names: readonly string[];
  readonly mappings: readonly (readonly SourceMapSegment[])[];
  /** A map made of maps, which Node does not follow. */
  readonly sectioned: boolean;
}

/** `null` where the text is no source map: whoever wrote it, the program runs without. */
export function inputMap(json: string, url: string): InputMap | null {
  try {
    const parsed = JSON.parse(json) as { sections?: unknown };
    const map = new FlattenMap(parsed as ConstructorParameters<typeof FlattenMap>[0]);
    const { names, sourceRoot } = map;
    const sources = map.sources.map((source) => (source === null ? null : resolved(source, sourceRoot, url)));
    const mappings = decodedMappings(map).map((line) =>
      line.filter((segment) => leadsSomewhere(segment, sources, names)),
    );
    if (!mappings.some((line) => line.length > 0)) return null;
    return {
      sources: sources.map((source) => source ?? ''),
      asPaths: map.sources.map((source) => (source === null ? null : urlOfPath(inRoot(source, sourceRoot), url))),
      sourcesContent: sources.map((_, index) => map.sourcesContent?.[index] ?? null),
      names,
      mappings,
      sectioned: parsed.sections !== undefined,
    };
  } catch {
    return null;
  }
}

function inRoot(source: string, root: string | undefined): string {
  const slash = root && !root.endsWith('/') ? '/' : '';
  return `${root ?? ''}${slash}${source}`;
}

function resolved(source: string, root: string | undefined, url: string): string {
  try {
    return new URL(inRoot(source, root), url).href;
  } catch {
    return source;
  }
}

function leadsSomewhere(
  segment: SourceMapSegment,
  sources: readonly (string | null)[],
  names: readonly string[],
): boolean {
  if (!segment.every((number) => Number.isInteger(number) && number >= 0)) return false;
  const [, source, , , name] = segment;
  if (source !== undefined && typeof sources[source] !== 'string') return false;
  return name === undefined || typeof names[name] === 'string';
}
