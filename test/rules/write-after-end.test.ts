import { describe, expect, it } from 'vitest';
import { writeAfterEnd } from '../../src/rules/write-after-end.js';
import type { RawFrame } from '../../src/protocol/trace-event.js';
import { healthy } from '../evidence/innocent-runs.js';
import { frame, type InnocentCase, type RunCase, run, type Script, SITE, verdicts } from '../model/sample-run.js';
import { NO_TEXT, textOf } from './sample-texts.js';

/** Of the span that was started `q`-th. */
function late(say: Script, q: number, method: string, ...stack: readonly RawFrame[]): void {
  say.event({ t: 'lw', q, m: method, st: stack });
}

function ended(say: Script, name = 'report'): void {
  say.start(name, { at: SITE.load });
  say.endAt(SITE.beside, name);
}

describe('write-after-end is silent about', () => {
  it.each<InnocentCase>([
    ['a healthy program', healthy],
    ['spans that ended, and that was all', (say) => ended(say)],
    [
      'a span that nobody exports',
      (say) => {
        say.start('report', { unsampled: true });
        say.end('report');
        late(say, 1, 'setAttribute', frame(9));
      },
    ],
    [
      'what cannot be put down to any line of the user’s',
      (say) => {
        ended(say);
        late(say, 1, 'end');
      },
    ],
    [
      'a span that the recording does not have any more',
      (say) => {
        ended(say);
        late(say, 2, 'end', frame(9));
      },
    ],
  ])('%s', (_, script) => {
    expect(verdicts(writeAfterEnd, run(script))).toEqual([]);
  });
});

function written(say: Script): void {
  ended(say);
  late(say, 1, 'setAttribute', frame(9));
}

function endedTwice(say: Script): void {
  ended(say);
  late(say, 1, 'end', frame(9));
}

describe('write-after-end reports', () => {
  it.each<RunCase>([
    ['the line that writes', written, ['report: warning, certain, unknown, line 9']],
    ['a second end', endedTwice, ['report: info, certain, unknown, line 9']],
    [
      'who was called by whom by the innermost line',
      (say) => {
        ended(say);
        late(say, 1, 'addEvent', frame(9), frame(8));
      },
      ['report: warning, certain, unknown, line 9'],
    ],
    [
      'each span that is written to',
      (say) => {
        for (const name of ['a', 'b']) ended(say, name);
        late(say, 1, 'setStatus', frame(9));
        late(say, 2, 'setStatus', frame(9));
      },
      ['a: warning, certain, unknown, line 9', 'b: warning, certain, unknown, line 9'],
    ],
  ])('%s', (_, script, expected) => {
    expect(verdicts(writeAfterEnd, run(script))).toEqual(expected);
  });

  it('all that one span gets too late as one incident', () => {
    const { evidence } = run((say) => {
      written(say);
      late(say, 1, 'end', frame(10));
    });
    const incidents = writeAfterEnd.judge(evidence).map(({ incident }) => incident);
    expect(incidents).toHaveLength(2);
    expect(new Set(incidents).size).toBe(1);
  });

  it('where it was ended, if that is known', () => {
    const [known] = writeAfterEnd.judge(run(written).evidence);
    expect(known?.statements.map(({ at }) => at)).toEqual([undefined, { site: SITE.beside }]);
    const [unknown] = writeAfterEnd.judge(
      run((say) => {
        say.start('report', { scope: 'a-library' });
        say.endAt(SITE.beside, 'report');
        late(say, 1, 'end', frame(9));
      }).evidence,
    );
    expect(unknown?.statements).toHaveLength(1);
  });

  it('what was lost, and what to write', () => {
    const [write] = writeAfterEnd.judge(run(written).evidence);
    const [end] = writeAfterEnd.judge(run(endedTwice).evidence);
    if (!write || !end) throw new Error('nothing was found');
    expect([write, end].map(writeAfterEnd.message)).toEqual([
      'setAttribute() came after "report" had ended, and was lost.',
      '"report" was ended again after it had ended.',
    ]);
    const text = textOf("    this.#span?.setAttribute('pages', pages.length);");
    expect(writeAfterEnd.fix(write, text).snippet).toBe(
      "this.#span?.setAttribute('pages', pages.length);\nthis.#span.end(); // after it",
    );
    expect(writeAfterEnd.fix(write, NO_TEXT).snippet).toBe('// … what is written\nspan.end(); // after it');
    expect(writeAfterEnd.fix(end, textOf('  request.end();')).snippet).toContain('  request.end();');
  });
});
