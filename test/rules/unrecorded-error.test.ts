import { describe, expect, it } from 'vitest';
import type { UnrecordedErrorEvent } from '../../src/protocol/trace-event.js';
import { unrecordedError } from '../../src/rules/unrecorded-error.js';
import { applyFix } from '../apply-fix.js';
import { healthy } from '../evidence/innocent-runs.js';
import { frame, type InnocentCase, type RunCase, run, type Script, SITE, verdicts } from '../model/sample-run.js';
import { NO_TEXT, textAt, textOf } from './sample-texts.js';

/** The work of the span that was started `q`-th has failed, of which it says nothing. */
function fails(say: Script, q: number, more: Partial<UnrecordedErrorEvent> = {}): void {
  say.event({ t: 'ue', q, r: 1, ...more });
}

/** Ends it with the status ERROR. */
function endsWithError(say: Script, q: number): void {
  say.event({ t: 'e', q, k: 1, ms: 9, s: 2 });
}

describe('unrecorded-error is silent about', () => {
  it.each<InnocentCase>([
    ['a healthy program', healthy],
    [
      'a span that says that it failed',
      (say) => {
        say.start('charge', { at: SITE.load });
        endsWithError(say, 1);
      },
    ],
    [
      'a span that a library has started',
      (say) => {
        say.start('charge', { scope: 'a-library' });
        say.end('charge');
        fails(say, 1);
      },
    ],
    [
      'a span that nobody exports',
      (say) => {
        say.start('charge', { at: SITE.load, unsampled: true });
        say.end('charge');
        fails(say, 1);
      },
    ],
    [
      'work that was cancelled',
      (say) => {
        say.start('charge', { at: SITE.load });
        say.end('charge');
        fails(say, 1, { n: 'AbortError' });
      },
    ],
    [
      'work that was cancelled inside of other work',
      (say) => {
        say.start('request', { at: SITE.request });
        say.start('charge', { parent: 'request', at: SITE.load });
        say.end('charge', 'request');
        fails(say, 2, { n: 'AbortError' });
        fails(say, 1, { n: 'AbortError' });
      },
    ],
    [
      'what an inner span has told of',
      (say) => {
        say.start('request', { at: SITE.request });
        say.start('charge', { parent: 'request', at: SITE.load });
        endsWithError(say, 2);
        say.end('request');
        fails(say, 1);
      },
    ],
    [
      'a thread where the recorder switched itself off',
      (say) => {
        say.start('charge', { at: SITE.load });
        say.end('charge');
        fails(say, 1);
        say.event({ t: 'off', error: 'x' });
      },
    ],
    [
      'a span that the recording does not have any more',
      (say) => {
        say.start('charge', { at: SITE.load });
        say.end('charge');
        fails(say, 2);
      },
    ],
  ])('%s', (_, script) => {
    expect(verdicts(unrecordedError, run(script))).toEqual([]);
  });
});

function charged(say: Script): void {
  say.start('charge', { at: SITE.load });
  say.end('charge');
  fails(say, 1, { n: 'TypeError', by: 'orders.ts:12' });
}

describe('unrecorded-error reports', () => {
  it.each<RunCase>([
    ['the line that starts the span', charged, ['charge: warning, certain, unknown, line 11']],
    [
      'the line that calls with(), where that is known',
      (say) => {
        say.start('charge', { at: SITE.load });
        say.end('charge');
        fails(say, 1, { st: [frame(9)] });
      },
      ['charge: warning, certain, unknown, line 9'],
    ],
    [
      'of those that an error went through the innermost',
      (say) => {
        say.start('request', { at: SITE.request });
        say.start('order', { parent: 'request', at: SITE.query });
        say.start('charge', { parent: 'order', at: SITE.load });
        say.end('charge', 'order', 'request');
        for (const q of [3, 2, 1]) fails(say, q);
      },
      ['charge: warning, certain, unknown of order, line 11'],
    ],
    [
      'what nothing more was started after, also if its parent goes on for some turns',
      (say) => {
        say.start('request', { at: SITE.request });
        say.start('charge', { parent: 'request', at: SITE.load });
        say.end('charge');
        fails(say, 2);
        say.turn();
        say.end('request');
        fails(say, 1);
      },
      ['charge: warning, certain, unknown of request, line 11'],
    ],
    [
      'a span that fails later by itself, too',
      (say) => {
        say.start('request', { at: SITE.request });
        say.start('charge', { parent: 'request', at: SITE.load });
        say.end('charge');
        fails(say, 2);
        say.turn();
        say.start('undo', { parent: 'request', at: SITE.beside });
        say.end('undo', 'request');
        fails(say, 1);
      },
      ['charge: warning, certain, unknown of request, line 11', 'request: warning, certain, unknown, line 2'],
    ],
    [
      'whose library call has failed, of which only the library tells',
      (say) => {
        say.start('request', { at: SITE.request });
        say.start('SELECT', { parent: 'request', scope: 'a-library' });
        endsWithError(say, 2);
        say.end('request');
        fails(say, 1);
      },
      ['request: warning, certain, unknown, line 2'],
    ],
  ])('%s', (_, script, expected) => {
    expect(verdicts(unrecordedError, run(script)).toSorted()).toEqual(expected.toSorted());
  });

  it('what is known of the error, and who else it went through', () => {
    const { evidence } = run((say) => {
      say.start('request', { at: SITE.request });
      say.start('charge', { parent: 'request', at: SITE.load });
      say.end('charge', 'request');
      fails(say, 2, { n: 'TypeError', by: 'orders.ts:12' });
      fails(say, 1);
    });
    const [fault] = unrecordedError.judge(evidence);
    expect(fault && unrecordedError.message(fault)).toBe(
      'The work of "charge" failed with a TypeError, and the span says nothing of it.',
    );
    expect(fault?.statements.map(({ statement }) => statement)).toEqual([
      expect.stringContaining('was rejected with a TypeError, thrown at orders.ts:12; when the span ended'),
      'it went on through "request", of which the same is true',
    ]);
  });

  it('what to write, with the names that are there', () => {
    const [fault] = unrecordedError.judge(run(charged).evidence);
    const snippet = (line?: string) =>
      fault && unrecordedError.fix(fault, line === undefined ? NO_TEXT : textOf(line)).snippet;
    expect(snippet("  return tracer.startActiveSpan('charge', async (charging) => {")).toContain('charging.setStatus(');
    expect(snippet('  await context.with(trace.setSpan(context.active(), this.#span), work);')).toContain(
      'this.#span.recordException(',
    );
    expect(snippet()).toContain('span.recordException(');
  });

  const work = (body: string, head = 'async (span) =>') => `
import { trace } from '@opentelemetry/api';
export const charge = () =>
  trace.getTracer('x').¶startActiveSpan('charge', ${head} {
${body}
  });`;
  const TOLD = 'span.recordException(error as Error);\nspan.setStatus({ code: SpanStatusCode.ERROR });\nthrow error;';

  it.each([
    ['in front of finally', work('    try {\n      await ask();\n    } finally {\n      span.end();\n    }'), TOLD],
    ['around work that somebody else ends', work('    await ask(span);\n    await tell();'), TOLD],
    [
      'around what is returned when it has been waited for',
      work('    try {\n      const sum = await ask();\n      return sum;\n    } finally {\n      span.end();\n    }'),
      TOLD,
    ],
    [
      'in a catch that throws again',
      work('    try {\n      await ask();\n    } catch (cause) {\n      span.end();\n      throw cause;\n    }'),
      'span.recordException(cause as Error);\nspan.setStatus({ code: SpanStatusCode.ERROR });',
    ],
  ])('edits %s', (_, code, expected) => {
    const [fault] = unrecordedError.judge(run(charged).evidence);
    const fix = fault && unrecordedError.fix(fault, textAt(code));
    const mended = applyFix(code.replace('¶', ''), { fix: fix ?? null }).replace(/^ +/gm, '');
    expect(mended).toContain(expected);
    expect(mended).toContain('import { SpanStatusCode, trace }');
  });

  it.each([
    [
      'what is returned as a promise',
      work('    try {\n      return ask();\n    } finally {\n      span.end();\n    }'),
    ],
    ['a function that waits for nothing', work('    return ask().finally(() => span.end());', '(span) =>')],
    ['work that ends the span itself', work('    await ask().finally(() => span.end());')],
    ['a catch that goes on', work('    try {\n      await ask();\n    } catch (error) {\n      log(error);\n    }')],
    ['an expression', "tracer.¶startActiveSpan('charge', (span) => ask(span))"],
    [
      'an end in the middle',
      "const run = (f) => tracer.¶startActiveSpan('s', (span) => { span.end(); return f(1, 2); });",
    ],
  ])('but does not edit %s', (_, code) => {
    const [fault] = unrecordedError.judge(run(charged).evidence);
    const fix = fault && unrecordedError.fix(fault, textAt(code));
    expect(fix?.edits ?? []).toEqual([]);
    expect(fix?.snippet).toContain('span.recordException(');
  });
});
