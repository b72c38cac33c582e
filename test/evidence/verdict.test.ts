import { describe, expect, it } from 'vitest';
import { orphanSpan } from '../../src/rules/orphan-span.js';
import { frame, type RunCase, run, type SampleRun, type Script, SITE } from '../model/sample-run.js';
import { healthy, INNOCENT_ACTIVATIONS, INNOCENT_CALLBACKS } from './innocent-runs.js';

function misplaced({ evidence }: SampleRun): string[] {
  return [...evidence.misplaced].map(([span, { witness, expected }]) => `${span.name}: ${witness}, ${expected.name}`);
}

describe('the verdict accuses nobody over', () => {
  it.each([...INNOCENT_CALLBACKS, ...INNOCENT_ACTIVATIONS])('%s', (_, script) => {
    expect(misplaced(run(script))).toEqual([]);
  });

  it('a healthy program, and an empty one', () => {
    expect(misplaced(run(healthy))).toEqual([]);
    expect(misplaced(run(() => {}))).toEqual([]);
  });
});

describe('the verdict believes', () => {
  it.each<RunCase>([
    [
      'the one witness that speaks',
      ({ start, end }) => {
        start('request', { at: SITE.request });
        start('work');
        start('query', { callback: { work: 'work' } });
        start('load', { at: SITE.load, stack: [frame(11), frame(8)], idle: 'request' });
        end('query', 'load', 'work', 'request');
      },
      ['query: callbacks, work', 'load: activation, request'],
    ],
    [
      '`callbacks` before `activation`',
      ({ start, end }) => {
        start('request', { at: SITE.request });
        start('work');
        start('both', { stack: [frame(8)], idle: 'request', callback: { work: 'work' } });
        end('both', 'work', 'request');
      },
      ['both: callbacks, work'],
    ],
    [
      '`activation`, where `callbacks` is content with the parent',
      ({ start, end }) => {
        start('work');
        start('request', { at: SITE.request, parent: 'work' });
        start('both', { parent: 'work', stack: [frame(8)], idle: 'request', callback: { work: 'work' } });
        end('both', 'request', 'work');
      },
      ['both: activation, request'],
    ],
    [
      'nobody about what was chosen: a context, a root, a remote parent',
      ({ start, end }) => {
        start('request', { at: SITE.request });
        start('work');
        const heard = { stack: [frame(8)], idle: 'request', callback: { work: 'work' } };
        start('explicit', { ...heard, parent: 'work', source: 'e' });
        start('root', { ...heard, source: 'r' });
        start('remote', { ...heard, parentId: 'far', remote: true });
        end('explicit', 'root', 'remote', 'work', 'request');
      },
      [],
    ],
  ])('%s', (_, script, expected) => {
    expect(misplaced(run(script))).toEqual(expected);
  });
});

describe('the other witnesses are heard', () => {
  const told = ({ evidence }: SampleRun): string[] =>
    orphanSpan
      .judge(evidence)
      .flatMap(({ span, severity, confidence, statements, disagreements }) => [
        `${span.name}: ${severity}, ${confidence}`,
        ...statements.map(({ witness }) => witness),
        ...(disagreements ?? []).map(({ witness }) => `not ${witness}`),
      ]);

  it('and `activation` does not contradict who saw the work cross over', () => {
    const script = ({ start, end }: Script): void => {
      start('request', { at: SITE.request });
      start('work');
      start('both', { stack: [frame(8)], idle: 'request', callback: { work: 'work' } });
      end('both', 'work', 'request');
    };
    expect(told(run(script))).toEqual(['both: error, likely', 'callbacks']);
  });

  it('who agrees is named as well', () => {
    const script = ({ start, event, end }: Script): void => {
      start('work', { at: SITE.request, stack: [frame(2)] });
      start('both', { callback: { work: 'work' }, keptCalls: [1] });
      event({ t: 'j', j: 1, at: SITE.retry, q: 1 });
      end('both', 'work');
    };
    expect(told(run(script))).toEqual(['both: error, likely', 'callbacks', 'joins']);
  });

  it('who is certain of another parent makes the one who is believed less sure', () => {
    const script = ({ start, event, end }: Script): void => {
      start('work');
      start('waits', { at: SITE.request, stack: [frame(2)] });
      start('both', { callback: { work: 'work' }, keptCalls: [1] });
      event({ t: 'j', j: 1, at: SITE.retry, q: 2 });
      end('both', 'waits', 'work');
    };
    expect(told(run(script))).toEqual(['both: warning, possible', 'callbacks', 'not joins']);
  });
});
