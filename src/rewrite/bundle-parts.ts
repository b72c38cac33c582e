import { lineStartsIn } from './additions.js';
import type { InputMap } from './input-map.js';

/** Whose code stands in a bundle: the user's, a dependency's, or that of a tool (or the bundler) that is not watched. */
export type Owner = 'user' | 'dependency' | 'tool';

/** A source that a module's map names. */
export interface Origin {
  /** Where it is, or should be. */
  readonly url: string;
  readonly owner: Owner;
  /** It can be read there. */
  readonly isThere: boolean;
}

/** From this offset of the text on. */
export interface Part {
  readonly at: number;
  readonly owner: Owner;
}

/**
 * Which stretches of a module's text are whose, by its source map; `null` where all of it is the user's, as in what a
 * compiler made of one file. What has no mapping is the user's only between the user's: bundlers put text of their own
 * around each module.
 */
export function bundleParts(map: InputMap, text: string, origins: readonly Origin[]): readonly Part[] | null {
  const owners = origins.map(({ owner }) => owner);
  if (!owners.includes('user') || owners.every((owner) => owner === 'user')) return null;
  const starts = lineStartsIn(text);
  const parts: Part[] = [];
  let last: Owner = 'tool';
  let unmapped: number | undefined = 0;
  for (const [line, start] of starts.entries()) {
    const segments = map.mappings[line] ?? [];
    if (segments[0]?.[0] !== 0) unmapped ??= start;
    for (const [column, source] of segments) {
      const owner = source === undefined ? undefined : owners[source];
      if (owner === undefined) continue;
      if (unmapped !== undefined && (owner !== 'user' || last !== 'user')) begin(unmapped, 'tool');
      unmapped = undefined;
      begin(start + column, owner);
      last = owner;
    }
  }
  return parts;

  function begin(at: number, owner: Owner): void {
    if (parts.at(-1)?.owner !== owner) parts.push({ at, owner });
  }
}

export function ownerAt(parts: readonly Part[], offset: number): Owner {
  let low = 0;
  let high = parts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((parts[middle]?.at ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return parts[low - 1]?.owner ?? 'tool';
}
