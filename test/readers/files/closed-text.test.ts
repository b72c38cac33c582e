import { expect, it } from 'vitest';
import { closedText } from '../../../src/readers/files/closed-text.js';

it.each([
  ['a list', '[{"a":1},{"b":2},{"c', '[{"a":1},{"b":2}]'],
  ['an object in a list in an object', '{"x":[{"a":1},{"b":[2', '{"x":[{"a":1}]}'],
  ['brackets and quotation marks in texts', '[{"a":"}]\\"{["},{"b":"}', '[{"a":"}]\\"{["}]'],
  ['nothing that is whole', '{"a":[{"b":', ''],
  ['brackets that do not match', '[[1],[2},[3]]', '[[1]]'],
  ['brackets too many', '{}]', '{}'],
  ['all of it', '[{"a":1}]', '[{"a":1}]'],
])('JSON that is cut off is closed behind %s', (_, text, expected) => {
  expect(closedText(text)).toBe(expected);
});

it('JSON that is cut off in a text of megabytes, or at great depth, is closed all the same', () => {
  const megabytes = 'x\\"'.repeat(3_000_000);
  expect(closedText(`[{"a":1},{"b":"${megabytes}`)).toBe('[{"a":1}]');
  const deep = 100_000;
  expect(closedText(`${'['.repeat(deep)}${'{},'.repeat(deep)}`)).toHaveLength(2 * deep + 3 * deep - 1);
});
