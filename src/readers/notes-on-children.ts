import type { StarterId } from '../protocol/trace-event.js';

/** What a report says about processes that nobody recorded although they were to run a Node. */
export function notesOnChildren(started: ReadonlySet<StarterId>, reached: ReadonlySet<StarterId>): string[] {
  const missing = [...started].filter((child) => !reached.has(child)).length;
  if (missing === 0) return [];
  const who = missing === 1 ? '1 Node process was' : `${missing} Node processes were`;
  return [`${who} started and not recorded: ended at once, not allowed to read the recorder, or too old for it`];
}
