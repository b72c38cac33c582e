import { expect, it } from 'vitest';
import { notesOnChildren } from '../../src/readers/notes-on-children.js';

it.each<[string, readonly string[], readonly string[], RegExp | null]>([
  ['nobody was started', [], [], null],
  ['all came to the recorder', ['1-0-1', '1-0-2'], ['1-0-2', '1-0-1'], null],
  ['somebody came over a shell, which is no Node', [], ['1-0-1'], null],
  ['one did not', ['1-0-1', '1-0-2'], ['1-0-1'], /^1 Node process was started and not recorded/],
  ['two did not', ['1-0-1', '1-0-2'], [], /^2 Node processes were/],
])('%s', (_, started, reached, text) => {
  const notes = notesOnChildren(new Set(started), new Set(reached));
  if (text === null) expect(notes).toEqual([]);
  else expect(notes).toEqual([expect.stringMatching(text)]);
});
