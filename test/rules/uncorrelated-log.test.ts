import { describe, expect, it } from 'vitest';
import type { LogLineEvent } from '../../src/protocol/trace-event.js';
import { uncorrelatedLog } from '../../src/rules/uncorrelated-log.js';
import { healthy } from '../evidence/innocent-runs.js';
import { frame, type InnocentCase, type RunCase, run, type Script, SITE, verdicts } from '../model/sample-run.js';
import { NO_TEXT, textAt } from './sample-texts.js';

/** A line of a log, from source line `from`, while the span that was started `q`-th was active. */
function logs(say: Script, q: number, from: number | null, more: Partial<LogLineEvent> = {}): void {
  say.event({ t: 'lg', q, to: 'stdout', ...(from === null ? {} : { st: [frame(from)] }), ...more });
}

function request(say: Script, name = 'request'): void {
  say.start(name, { at: SITE.request });
  say.end(name);
}

describe('uncorrelated-log is silent about', () => {
  it.each<InnocentCase>([
    ['a healthy program', healthy],
    [
      'lines that carry a trace id',
      (say) => {
        request(say);
        logs(say, 1, null, { c: 1 });
      },
    ],
    [
      'what console prints',
      (say) => {
        request(say);
        logs(say, 1, 3, { o: 1 });
      },
    ],
    [
      'a thread where the recorder switched itself off',
      (say) => {
        request(say);
        logs(say, 1, 3);
        say.event({ t: 'off', error: 'x' });
      },
    ],
    [
      'a span that the recording does not have any more',
      (say) => {
        request(say);
        logs(say, 7, 3);
      },
    ],
    [
      'lines from nowhere, of a log that can tell of traces: those of a library',
      (say) => {
        request(say);
        logs(say, 1, null, { c: 1 });
        logs(say, 1, null);
      },
    ],
  ])('%s', (_, script) => {
    expect(verdicts(uncorrelatedLog, run(script))).toEqual([]);
  });
});

describe('uncorrelated-log reports', () => {
  it.each<RunCase>([
    [
      'a log of which no line tells: once, where the first comes from',
      (say) => {
        request(say);
        logs(say, 1, 3);
        logs(say, 1, 5);
      },
      ['request: info, certain, unknown, line 3'],
    ],
    [
      'each place of a log that can tell of traces',
      (say) => {
        request(say);
        logs(say, 1, null, { c: 1 });
        logs(say, 1, 3);
        logs(say, 1, 5);
      },
      ['request: info, certain, unknown, line 3', 'request: info, certain, unknown, line 5'],
    ],
    [
      'two logs apart from each other',
      (say) => {
        request(say);
        logs(say, 1, null, { c: 1 });
        logs(say, 1, 5, { to: 'a file' });
      },
      ['request: info, certain, unknown, line 5'],
    ],
    [
      'a place that is known rather than one that is not',
      (say) => {
        request(say);
        logs(say, 1, null);
        logs(say, 1, 5);
      },
      ['request: info, certain, unknown, line 5'],
    ],
  ])('%s', (_, script, expected) => {
    expect(verdicts(uncorrelatedLog, run(script))).toEqual(expected);
  });

  it('what console prints, for those who ask for it', () => {
    const { evidence } = run((say) => {
      request(say);
      logs(say, 1, 3, { o: 1 });
    });
    expect(uncorrelatedLog.judge(evidence, new Map([['console', 1]]))).toHaveLength(1);
  });

  it('whether all lines are so, or these', () => {
    const message = (script: (say: Script) => void): string | undefined => {
      const [fault] = uncorrelatedLog.judge(run(script).evidence);
      return fault && uncorrelatedLog.message(fault);
    };
    const all = (say: Script): void => {
      request(say);
      logs(say, 1, 3);
    };
    expect(message(all)).toMatch(/^No line /);
    expect(
      message((say) => {
        all(say);
        logs(say, 1, null, { c: 1 });
      }),
    ).toMatch(/while others of the same log do\.$/);
  });

  it('what to add, and to which logger', () => {
    const [fault] = uncorrelatedLog.judge(
      run((say) => {
        request(say);
        logs(say, 1, 3);
      }).evidence,
    );
    expect(fault && uncorrelatedLog.fix(fault, textAt("audit.¶info({ id }, 'paid');")).summary).toContain(
      'where `audit` is made',
    );
    expect(fault && uncorrelatedLog.fix(fault, NO_TEXT).summary).toContain('where the logger is made');
  });
});
