import { join } from 'node:path';
import type { Dropped } from '../../readers/dropped.js';
import { replaceLines } from './replace-lines.js';

/**
 * What stays: what was told once of the program, of its channels, and of callbacks that are handlers. There is little of
 * it, and later spans are judged by it.
 */
const STAYS =
  /^\{"t":"(?:run|api|registered|withdrawn|unheard|in|ld|xp|muted|note|off|bye|port|moved)"|^\{"t":"(?:cb|d)".*"fact":"(?:late|again)"|^\{"t":"lg".*"c":1/;
const START = '{"t":"s",';
const TRACE = /"tr":"([^"]*)"/;
const PARENT = /"p":/;

/** Takes all spans out of a segment without looking at them: they come faster than they can be judged. */
export function dropUnjudged(folder: string, name: string): Omit<Dropped, 'limitMb'> {
  let spans = 0;
  let roots = 0;
  const traces = new Set<string>();
  replaceLines(join(folder, name), (line) => {
    if (!line.startsWith(START)) return STAYS.test(line) ? line : null;
    spans++;
    const trace = TRACE.exec(line)?.[1];
    if (trace !== undefined) traces.add(trace);
    if (!PARENT.test(line)) roots++;
    return null;
  });
  return { spans, roots, traces: traces.size, findings: {}, unjudged: spans };
}
