import { describe, expect, it } from 'vitest';
import { notExtracted } from '../../src/rules/not-extracted.js';
import { INNOCENT_REQUESTS } from '../evidence/innocent-requests.js';
import { healthy } from '../evidence/innocent-runs.js';
import { connect, header, received, sent } from '../model/sample-requests.js';
import { type InnocentCase, KIND, type RunCase, run, SITE, verdicts } from '../model/sample-run.js';
import { NO_TEXT, textOf } from './sample-texts.js';

const SERVE = { kind: KIND.server, request: 1, at: SITE.serve } as const;

describe('not-extracted is silent about', () => {
  it.each<InnocentCase>([
    ['a healthy program', healthy],
    ...INNOCENT_REQUESTS,
    [
      'a request that carried no header',
      (say) => {
        connect(say);
        say.start('order');
        sent(say, 1);
        received(say, 1);
        say.start('serve', SERVE);
        say.end('serve', 'order');
      },
    ],
    [
      'a root with the trace id that the header names',
      (say) => {
        connect(say);
        say.start('order');
        sent(say, 1, { h: 1 });
        received(say, 1, { h: header('order') });
        say.start('serve', { ...SERVE, trace: 'trace of order' });
        say.end('serve', 'order');
      },
    ],
  ])('%s', (_, script) => {
    expect(verdicts(notExtracted, run(script))).toEqual([]);
  });
});

const ignored: RunCase[1] = (say) => {
  connect(say);
  say.start('order');
  sent(say, 1, { h: 1 });
  received(say, 1, { h: header('order') });
  say.start('serve', SERVE);
  say.end('serve', 'order');
};

const ignoredFromOutside: RunCase[1] = (say) => {
  received(say, 1, { c: 0, h: header('far'), x: 1 });
  say.start('serve', { ...SERVE, source: 'e' });
  say.end('serve');
};

describe('not-extracted reports', () => {
  it.each<RunCase>([
    ['a root whose header names a recorded span', ignored, ['serve: error, certain, http of order, line 14']],
    [
      'one whose header names nobody we know, and for which nobody looked, as a warning: strangers may be refused',
      (say) => {
        received(say, 1, { c: 0, h: header('far') });
        say.start('serve', SERVE);
        say.end('serve');
      },
      ['serve: warning, certain, http, line 14'],
    ],
    [
      'one whose header names nobody we know, although somebody looked for it',
      ignoredFromOutside,
      ['serve: error, certain, http, line 14'],
    ],
    [
      'the first root only',
      (say) => {
        ignored(say);
        say.start('render', { request: 1 });
        say.end('render');
      },
      ['serve: error, certain, http of order, line 14'],
    ],
  ])('%s', (_, script, expected) => {
    expect(verdicts(notExtracted, run(script))).toEqual(expected);
  });

  const [known] = notExtracted.judge(run(ignored).evidence);
  const [unknown] = notExtracted.judge(run(ignoredFromOutside).evidence);
  if (!known || !unknown) throw new Error('the sample runs should have a fault each');

  it('whose work it is, and what came of the header', () => {
    expect([known, unknown].map(notExtracted.message)).toEqual([
      '"serve" is a root span, although its request named "order" as its parent.',
      '"serve" is a root span, although its request named another as its parent.',
    ]);
    expect([known, unknown].map(({ statements }) => statements[0]?.statement)).toEqual([
      'the request to /stock/bolt carried the header traceparent; nothing extracted it',
      'the request to /stock/bolt carried the header traceparent; propagation.extract was called for it and found no parent',
    ]);
  });

  it('the context that the header names, where no span is known', () => {
    expect(known.contexts).toBeUndefined();
    expect(unknown.contexts).toEqual([{ name: '', traceId: 'trace of far', spanId: 'far' }, null]);
  });

  it('nothing to write where the request is not known', () => {
    expect(notExtracted.fix(known, NO_TEXT).snippet).toBeNull();
    expect(notExtracted.fix(known, textOf('serve(request, response);')).snippet).toBeNull();
  });
});
