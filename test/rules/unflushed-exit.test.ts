import { describe, expect, it } from 'vitest';
import { unflushedExit } from '../../src/rules/unflushed-exit.js';
import { healthy } from '../evidence/innocent-runs.js';
import { frame, type InnocentCase, type RunCase, run, type Script, verdicts } from '../model/sample-run.js';
import { processor, unexported } from '../model/sample-exports.js';
import { NO_TEXT, textAt } from './sample-texts.js';

/** Spans that have ended, and the processor that got them. */
function ended(say: Script, ...names: string[]): void {
  processor(say, { st: [frame(19)] });
  for (const name of names) {
    say.start(name);
    say.end(name);
  }
}

describe('unflushed-exit is silent about', () => {
  it.each<InnocentCase>([
    ['a healthy program', healthy],
    [
      'a program whose SDK exports nothing',
      (say) => {
        say.start('a');
        say.end('a');
        say.bye('exit');
      },
    ],
    [
      'a processor that has exported all',
      (say) => {
        ended(say, 'a', 'b');
        say.bye('exit', { stack: [frame(8)] });
      },
    ],
    [
      'what was dropped: the queue was full',
      (say) => {
        ended(say, 'a');
        unexported(say, 'dropped', ['a']);
        say.bye('end');
      },
    ],
    [
      'a program that crashed',
      (say) => {
        ended(say, 'a');
        unexported(say, 'waiting', ['a']);
        say.bye('crash');
      },
    ],
    [
      'a program that was stopped from outside',
      (say) => {
        ended(say, 'a');
        unexported(say, 'waiting', ['a']);
      },
    ],
    [
      'what was on its way when the program ended by itself: then nothing was there that could have called back',
      (say) => {
        ended(say, 'a');
        unexported(say, 'sent', ['a']);
        say.bye('end');
      },
    ],
    [
      'spans that the recording does not have',
      (say) => {
        ended(say, 'a');
        unexported(say, 'waiting', ['x']);
        say.bye('exit');
      },
    ],
    [
      'a span of another thread with the same id',
      (say) => {
        ended(say);
        say.thread(1);
        say.start('a');
        say.end('a');
        say.thread(0);
        unexported(say, 'waiting', ['a']);
        say.bye('exit');
      },
    ],
    [
      'a processor that nobody has told of',
      (say) => {
        say.start('a');
        say.end('a');
        unexported(say, 'waiting', ['a'], 7);
        say.bye('exit');
      },
    ],
  ])('%s', (_, script) => {
    expect(verdicts(unflushedExit, run(script))).toEqual([]);
  });
});

describe('unflushed-exit reports', () => {
  it.each<RunCase>([
    [
      'what was waiting when process.exit was called, there',
      (say) => {
        ended(say, 'a');
        unexported(say, 'waiting', ['a']);
        say.bye('exit', { stack: [frame(8)] });
      },
      ['a: error, certain, unknown, line 8'],
    ],
    [
      'what was on its way then, too',
      (say) => {
        ended(say, 'a', 'b');
        unexported(say, 'sent', ['a']);
        unexported(say, 'waiting', ['b']);
        say.bye('exit', { stack: [frame(8)] });
      },
      ['a: error, certain, unknown, line 8', 'b: error, certain, unknown, line 8'],
    ],
    [
      'a listener of a signal that called process.exit',
      (say) => {
        ended(say, 'a');
        unexported(say, 'waiting', ['a']);
        say.bye('signal', { stack: [frame(8)] });
      },
      ['a: error, certain, unknown, line 8'],
    ],
    [
      'a program that ran to its end, where the processor was registered',
      (say) => {
        ended(say, 'a');
        unexported(say, 'waiting', ['a']);
        say.bye('end');
      },
      ['a: error, certain, unknown, line 19'],
    ],
    [
      'the registration also where nobody knows who called process.exit',
      (say) => {
        ended(say, 'a');
        unexported(say, 'waiting', ['a']);
        say.bye('exit');
      },
      ['a: error, certain, unknown, line 19'],
    ],
    [
      'as an info what did not arrive in the time that it was given',
      (say) => {
        ended(say, 'a');
        unexported(say, 'sent', ['a'], 1, { given: 50 });
        say.bye('exit', { stack: [frame(8)] });
      },
      ['a: info, certain, unknown, line 8'],
    ],
    [
      'as an error what was asked for and not waited for',
      (say) => {
        ended(say, 'a');
        unexported(say, 'sent', ['a'], 1, { given: 49 });
        say.bye('exit', { stack: [frame(8)] });
      },
      ['a: error, certain, unknown, line 8'],
    ],
    [
      'as an info spans of tests',
      (say) => {
        ended(say, 'a');
        unexported(say, 'waiting', ['a']);
        say.event({ t: 'bye', code: 0, by: 'end', k: 1, tests: 1 });
      },
      ['a: info, certain, unknown, line 19'],
    ],
    [
      'as a warning what would only have been kept, and as an info where another exporter sent it',
      (say) => {
        processor(say, { st: [frame(19)], keeps: 1 });
        processor(say, { x: 2 });
        say.start('a');
        say.end('a');
        unexported(say, 'waiting', ['a']);
        say.bye('end');
        say.thread(1);
        processor(say, { st: [frame(19)], keeps: 1 });
        say.start('b');
        say.end('b');
        unexported(say, 'waiting', ['b']);
        say.bye('end');
      },
      ['a: info, certain, unknown, line 19', 'b: warning, certain, unknown, line 19'],
    ],
    [
      'no line, if the set-up is not the user’s code',
      (say) => {
        processor(say);
        say.start('a');
        say.end('a');
        unexported(say, 'waiting', ['a']);
        say.bye('end');
      },
      ['a: error, certain, unknown, nowhere'],
    ],
    [
      'a span once, whichever processors have it',
      (say) => {
        ended(say, 'a');
        processor(say, { x: 2 });
        unexported(say, 'waiting', ['a']);
        unexported(say, 'waiting', ['a'], 2);
        say.bye('end');
      },
      ['a: error, certain, unknown, line 19'],
    ],
    [
      'what was told in several lines, and children where they belong',
      (say) => {
        ended(say, 'a');
        say.start('b', { parent: 'a' });
        say.end('b');
        unexported(say, 'waiting', ['a']);
        unexported(say, 'waiting', ['b']);
        say.bye('end');
      },
      ['a: error, certain, unknown, line 19', 'b: error, certain, unknown of a, line 19'],
    ],
  ])('%s', (_, script, expected) => {
    expect(verdicts(unflushedExit, run(script))).toEqual(expected);
  });

  it('one fault for each thread', () => {
    const { evidence } = run((say) => {
      ended(say, 'a', 'b');
      unexported(say, 'waiting', ['a', 'b']);
      say.bye('end');
      say.thread(1);
      ended(say, 'c');
      unexported(say, 'waiting', ['c']);
      say.bye('end');
    });
    const incidents = unflushedExit.judge(evidence).map(({ incident }) => incident);
    expect(new Set(incidents).size).toBe(2);
    expect(incidents[0]).toBe(incidents[1]);
  });
});

describe('unflushed-exit explains', () => {
  it.each<RunCase>([
    [
      'process.exit',
      (say) => {
        ended(say, 'a', 'b', 'c');
        unexported(say, 'sent', ['a']);
        unexported(say, 'waiting', ['b', 'c']);
        say.bye('exit');
      },
      [
        '"a" had ended and was never exported: process.exit was called first.',
        'when the program left, 2 spans were waiting in BatchSpanProcessor, which exports every 5000 ms; 1 span was on the way, and OTLPTraceExporter had not said that they had arrived',
      ],
    ],
    [
      'the end',
      (say) => {
        ended(say, 'a');
        unexported(say, 'waiting', ['a']);
        say.bye('end');
      },
      [
        '"a" had ended and was never exported: the program ended first.',
        'when the program left, 1 span was waiting in BatchSpanProcessor, which exports every 5000 ms',
      ],
    ],
    [
      'the end that came when it was told to stop',
      (say) => {
        ended(say, 'a');
        unexported(say, 'waiting', ['a']);
        say.bye('signal');
      },
      [
        '"a" had ended and was never exported: the program ended first.',
        'when the program left, 1 span was waiting in BatchSpanProcessor, which exports every 5000 ms',
      ],
    ],
  ])('%s', (_, script, [message, statement]) => {
    const [fault] = unflushedExit.judge(run(script).evidence);
    if (!fault) throw new Error('the sample run should have a fault');
    expect(unflushedExit.message(fault)).toBe(message);
    expect(fault.statements).toEqual([{ witness: 'exports', statement }]);
  });

  it.each([
    [
      'the call of process.exit',
      'exit',
      textAt('const sdk = new NodeSDK();\nprocess.¶exit(code);'),
      'await sdk.shutdown();\nprocess.exit(code);',
    ],
    [
      'a call where nothing can be waited for',
      'signal',
      textAt("const sdk = new NodeSDK();\nprocess.on('SIGTERM', () => process.¶exit());"),
      "process.on('SIGTERM', () => sdk.shutdown().finally(() => process.exit()));",
    ],
    ['a call that knows no provider', 'exit', textAt('process.¶exit(1);'), null],
    ['no source', 'exit', NO_TEXT, null],
    [
      'a program that ends by itself',
      'end',
      textAt('const provider = new NodeTracerProvider();\nprovider.¶register();'),
      "provider.register();\nprocess.once('beforeExit', () => provider.shutdown());",
    ],
  ] as const)('how to mend %s', (_, by, text, snippet) => {
    const { evidence } = run((say) => {
      ended(say, 'a');
      unexported(say, 'waiting', ['a']);
      say.bye(by, by === 'end' ? {} : { stack: [frame(8)] });
    });
    const [fault] = unflushedExit.judge(evidence);
    expect(fault && unflushedExit.fix(fault, text).snippet).toBe(snippet);
  });
});
