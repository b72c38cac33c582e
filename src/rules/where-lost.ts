import type { Span } from '../model/types.js';

const IN_NODE =
  'Run the program under otel-ctx-doctor: it sees whose work a span is, and names the line where the context was lost.';
const ELSEWHERE =
  'Look where the work is handed to a thread, a pool, a queue or a callback: most of these carry no context over. Take the current context there, and make it active where the work runs.';

/** How to find the line where the context of a finished span was lost: the recorder is for Node. */
export function whereLost({ lane }: Span): string {
  const language = lane.madeBy?.language ?? 'nodejs';
  return language === 'nodejs' ? IN_NODE : ELSEWHERE;
}
