import { describe, expect, it } from 'vitest';
import { frame, KIND, lineText, run, type Script } from '../model/sample-run.js';

type Silent = readonly [string, (say: Script) => void];

function misplaced(script: (say: Script) => void): string[] {
  const { evidence, code } = run(script);
  return [...evidence.misplaced].map(
    ([span, { mechanism, confidence, expected, boundary }]) =>
      `${span.name}: ${mechanism}, ${confidence}, of ${expected.name}, ${lineText(boundary, code)}`,
  );
}

const CHILD = 7;
/** More than clocks are apart. */
const EVENTS_OF_A_WHILE = 60;

/** A process that the first span starts. */
function spawned(say: Script): void {
  say.start('request');
  say.event({ t: 'spawned', n: 1, q: 1, st: [frame(3)] });
  say.process(CHILD, '100-0-1');
}

describe('of a process that a span has started, nothing is said', () => {
  it.each<Silent>([
    [
      'where nobody had started it in a span',
      (say) => {
        say.start('request');
        say.process(CHILD);
        say.start('report');
        say.end('report');
        say.end('request');
      },
    ],
    [
      'where a process in between had spans of its own',
      (say) => {
        spawned(say);
        say.start('batch', { source: 'r' });
        say.process(CHILD + 1, `${CHILD}-0-4`);
        say.start('report');
        say.end('report', 'batch', 'request');
      },
    ],
    [
      'where it lives on',
      (say) => {
        spawned(say);
        say.start('boot');
        say.end('boot');
        say.end('request');
        for (let i = 0; i < EVENTS_OF_A_WHILE; i++) {
          say.start(`tick ${i}`);
          say.end(`tick ${i}`);
        }
      },
    ],
    [
      'where it has not come to an end, or its starter has not',
      (say) => {
        spawned(say);
        say.start('daemon');
        say.end('request');
      },
    ],
    [
      'of roots that were meant, of servers, and of what has a parent',
      (say) => {
        spawned(say);
        say.start('detached', { source: 'r' });
        say.start('linked', { links: ['request'] });
        say.start('serve', { kind: KIND.server });
        say.start('told', { parentId: 'request', trace: 'trace of request', remote: true });
        say.end('detached', 'linked', 'serve', 'told', 'request');
      },
    ],
    [
      'of what a message set off: that has a sender of its own',
      (say) => {
        spawned(say);
        say.start('job', { message: [1, 1, 1] });
        say.end('job', 'request');
      },
    ],
  ])('%s', (_, script) => {
    expect(misplaced(script)).toEqual([]);
  });
});

describe('of a process that a span has started and waited for', () => {
  it('its roots are the span’s', () => {
    const told = misplaced((say) => {
      spawned(say);
      say.start('report');
      say.start('page', { parent: 'report' });
      say.end('page', 'report', 'request');
    });
    expect(told).toEqual(['report: child-process, likely, of request, line 3']);
  });

  it('its roots are the span’s, over processes in between that had nothing to tell', () => {
    const told = misplaced((say) => {
      spawned(say);
      say.process(CHILD + 1, `${CHILD}-0-4`);
      say.start('report');
      say.end('report', 'request');
    });
    expect(told).toEqual(['report: child-process, likely, of request, line 3']);
  });
});
