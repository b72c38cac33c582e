import type { Lane } from '../model/types.js';

/**
 * What a report says of threads that were ended while their process went on or left. What they had done in turns of the event
 * loop before is written, and most were idle: nothing is known to be missing.
 */
export function endedThreads(lanes: readonly Lane[]): string[] {
  const left = new Set(lanes.flatMap(({ thread, farewell, process }) => (thread === 0 && farewell ? [process] : [])));
  const { length } = lanes.filter(({ thread, farewell, process }) => thread !== 0 && !farewell && left.has(process));
  if (length === 0) return [];
  const who = length === 1 ? '1 thread was ended' : `${length} threads were ended`;
  return [
    `${who} from outside (worker.terminate(), or the end of the process): if busy just then, what was done in that turn of the event loop is not recorded`,
  ];
}
