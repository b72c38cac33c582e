import { describe, expect, it } from 'vitest';
import { droppedSpans } from '../../src/rules/dropped-spans.js';
import { healthy } from '../evidence/innocent-runs.js';
import { processor, unexported } from '../model/sample-exports.js';
import { frame, type InnocentCase, type RunCase, run, type Script, SITE, verdicts } from '../model/sample-run.js';
import { NO_TEXT } from './sample-texts.js';

const FULL = { limit: 2048, needed: 2050 };

function ended(say: Script, ...names: string[]): void {
  for (const name of names) {
    say.start(name, { at: SITE.load });
    say.end(name);
  }
}

describe('dropped-spans is silent about', () => {
  it.each<InnocentCase>([
    ['a healthy program', healthy],
    [
      'a processor that has exported all',
      (say) => {
        processor(say);
        ended(say, 'a');
        say.bye('end');
      },
    ],
    [
      'what was waiting at the end',
      (say) => {
        processor(say);
        ended(say, 'a');
        unexported(say, 'waiting', ['a']);
        say.bye('end');
      },
    ],
    [
      'what was on its way',
      (say) => {
        processor(say);
        ended(say, 'a');
        unexported(say, 'sent', ['a']);
        say.bye('exit');
      },
    ],
    [
      'a processor that leaves spans out by choice, as became known afterwards',
      (say) => {
        processor(say);
        ended(say, 'a');
        unexported(say, 'dropped', ['a'], 1, FULL);
        processor(say, { choosy: 1 });
        say.bye('end');
      },
    ],
    [
      'spans that the recording does not have',
      (say) => {
        processor(say);
        unexported(say, 'dropped', ['x'], 1, FULL);
        say.bye('end');
      },
    ],
  ])('%s', (_, script) => {
    expect(verdicts(droppedSpans, run(script))).toEqual([]);
  });
});

describe('dropped-spans reports', () => {
  it.each<RunCase>([
    [
      'what a full queue dropped, where the processor was registered',
      (say) => {
        processor(say, { st: [frame(19)] });
        ended(say, 'a', 'b');
        unexported(say, 'dropped', ['a', 'b'], 1, FULL);
        say.bye('end');
      },
      ['a: warning, certain, unknown, line 19', 'b: warning, certain, unknown, line 19'],
    ],
    [
      'it where the first of them starts, if the set-up is not the user’s code',
      (say) => {
        processor(say);
        ended(say, 'a');
        unexported(say, 'dropped', ['a'], 1, FULL);
        say.bye('end');
      },
      ['a: warning, certain, unknown, line 11'],
    ],
    [
      'it of a program that was killed, too',
      (say) => {
        processor(say, { st: [frame(19)] });
        ended(say, 'a');
        unexported(say, 'dropped', ['a'], 1, FULL);
      },
      ['a: warning, certain, unknown, line 19'],
    ],
    [
      'a span beside those that were waiting',
      (say) => {
        processor(say, { st: [frame(19)] });
        ended(say, 'a', 'b');
        unexported(say, 'dropped', ['b'], 1, FULL);
        unexported(say, 'waiting', ['a']);
        say.bye('exit');
      },
      ['b: warning, certain, unknown, line 19'],
    ],
  ])('%s', (_, script, expected) => {
    expect(verdicts(droppedSpans, run(script))).toEqual(expected);
  });
});

describe('dropped-spans explains', () => {
  const { evidence } = run((say) => {
    processor(say);
    ended(say, 'a', 'b');
    unexported(say, 'dropped', ['a'], 1, { limit: 2048, needed: 2049 });
    unexported(say, 'dropped', ['b'], 1, { limit: 2048, needed: 3000 });
    say.bye('end');
  });
  const [fault] = droppedSpans.judge(evidence);
  if (!fault) throw new Error('the sample run should have a fault');

  it('what happened, with its numbers', () => {
    expect(droppedSpans.message(fault)).toBe(
      '"a" was never exported: the queue of BatchSpanProcessor was full (2048 spans).',
    );
    expect(fault.statements.map(({ statement }) => statement)).toEqual([
      'BatchSpanProcessor got spans while 2048 were waiting in it, which is all that it holds, and exported none of these: 2 spans in all',
    ]);
  });

  it('how large the queue would have to be', () => {
    const { summary, snippet } = droppedSpans.fix(fault, NO_TEXT);
    expect(summary).toContain('here up to 3000 spans');
    expect(summary).toContain('maxExportBatchSize (now 512)');
    expect(summary).toContain('scheduledDelayMillis (now 5000)');
    expect(snippet).toContain('OTEL_BSP_MAX_QUEUE_SIZE=4096');
  });
});
