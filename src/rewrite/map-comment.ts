import type { Comment } from 'acorn';

/** The comment by which a module names its source map, as V8 reads it: the last one counts, and it has a line of its own. */
const NAMES_MAP = /^[#@][ \t]+sourceMappingURL=[ \t]*([^\s'"]+)\s*$/;

export interface MapComment {
  readonly url: string;
  readonly start: number;
  readonly end: number;
}

export function mapComment(comments: readonly Comment[]): MapComment | null {
  for (let at = comments.length - 1; at >= 0; at--) {
    const comment = comments[at];
    const url = comment?.type === 'Line' ? NAMES_MAP.exec(comment.value)?.[1] : undefined;
    if (comment && url) return { url, start: comment.start, end: comment.end };
  }
  return null;
}

const DATA = /^data:application\/json[^,]*,/;

/** The text of a map that stands in the comment itself; `null` where the URL leads elsewhere. */
export function mapInUrl(url: string): string | null {
  const head = DATA.exec(url)?.[0];
  if (!head) return null;
  const data = url.slice(head.length);
  if (/;base64,$/.test(head)) return Buffer.from(data, 'base64').toString('utf8');
  try {
    return decodeURIComponent(data);
  } catch {
    return data;
  }
}
