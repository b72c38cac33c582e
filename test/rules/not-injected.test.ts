import { describe, expect, it } from 'vitest';
import { notInjected } from '../../src/rules/not-injected.js';
import { INNOCENT_REQUESTS } from '../evidence/innocent-requests.js';
import { healthy } from '../evidence/innocent-runs.js';
import { connect, header, received, sent, TARGET } from '../model/sample-requests.js';
import { type InnocentCase, KIND, type RunCase, run, verdicts } from '../model/sample-run.js';
import { NO_TEXT, textOf } from './sample-texts.js';

describe('not-injected is silent about', () => {
  it.each<InnocentCase>([
    ['a healthy program', healthy],
    ...INNOCENT_REQUESTS,
    [
      'a request whose receiver has started a root: that is an orphan',
      (say) => {
        connect(say);
        say.start('order');
        sent(say, 1, { i: 1, h: 1 });
        sent(say, 1, { i: 2 });
        received(say, 1, { i: 2 });
        say.start('serve', { kind: KIND.server, request: 1 });
        say.end('serve', 'order');
      },
    ],
    [
      'a request whose receiver has started a root on purpose',
      (say) => {
        connect(say);
        say.start('order');
        sent(say, 1, { i: 1, h: 1 });
        sent(say, 1, { i: 2 });
        received(say, 1, { i: 2 });
        say.start('serve', { kind: KIND.server, request: 1, source: 'r' });
        say.end('serve', 'order');
      },
    ],
    [
      'a span that a sampler dropped',
      (say) => {
        connect(say);
        say.start('order', { unsampled: true });
        sent(say, 1, { i: 1, h: 1 });
        sent(say, 1, { i: 2 });
        say.end('order');
      },
    ],
  ])('%s', (_, script) => {
    expect(verdicts(notInjected, run(script))).toEqual([]);
  });
});

const oneOfTwo: RunCase[1] = (say) => {
  connect(say);
  say.start('order');
  sent(say, 1, { i: 1, h: 1 });
  sent(say, 1, { i: 2 });
  say.end('order');
};

describe('not-injected reports', () => {
  it.each<RunCase>([
    ['a line that sends headers at one time and not at another', oneOfTwo, ['order: warning, likely, http, line 6']],
    [
      'the same where the one in order was received by somebody we know',
      (say) => {
        oneOfTwo(say);
        received(say, 1, { h: header('order') });
        say.start('serve', { kind: KIND.server, parent: 'order', remote: true, request: 1 });
        say.end('serve');
      },
      ['order: warning, likely, http, line 6'],
    ],
    [
      'each request of its own',
      (say) => {
        oneOfTwo(say);
        say.start('refund');
        sent(say, 2, { i: 3 });
        say.end('refund');
      },
      ['order: warning, likely, http, line 6', 'refund: warning, likely, http, line 6'],
    ],
  ])('%s', (_, script, expected) => {
    expect(verdicts(notInjected, run(script))).toEqual(expected);
  });

  const { evidence, span } = run(oneOfTwo);
  const [fault] = notInjected.judge(evidence);
  if (!fault) throw new Error('the sample run should have a fault');

  it('what left without headers, and what others did', () => {
    expect(notInjected.message(fault)).toBe(
      'A request left "order" without trace headers, although the same line sends them at other times.',
    );
    expect(fault.statements[0]?.statement).toBe(
      `"${TARGET}" left "order" without trace headers; others from this line carried some`,
    );
    expect(fault.contexts).toEqual([span('order'), null]);
  });

  it('how to send them', () => {
    expect(notInjected.fix(fault, textOf('fetch(url);')).snippet).toContain('fetch(url, { headers });');
    expect(notInjected.fix(fault, NO_TEXT).snippet).toBeNull();
  });
});
