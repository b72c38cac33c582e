import { expect, it } from 'vitest';
import { filesText } from '../../src/cli/files-line.js';

it.each([
  [{ done: 0, spans: 0, isReading: true }, 'reading  [                    ] 0%  0 spans'],
  [{ done: 0.4, spans: 1_234_567, isReading: true }, 'reading  [########            ] 40%  1,234,567 spans'],
  [{ done: 0.999, spans: 5, isReading: false }, 'judging  [####################] 99%  5 spans'],
  // A file may grow while it is read.
  [{ done: 1.2, spans: 5, isReading: true }, 'reading  [####################] 100%  5 spans'],
  [{ done: null, spans: 70_000, isReading: true }, 'reading  70,000 spans'],
])('%o', (progress, text) => {
  expect(filesText(progress)).toBe(text);
});
