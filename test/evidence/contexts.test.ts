import { describe, expect, it } from 'vitest';
import { contextTestimony } from '../../src/evidence/contexts.js';
import type { StartEvent } from '../../src/protocol/trace-event.js';
import { frame, KIND, lineText, type RunCase, run, type SampleRun, SITE } from '../model/sample-run.js';

function testimonies({ model, code }: SampleRun): string[] {
  const testimony = contextTestimony(code);
  return model.spans.flatMap((span) => {
    const said = testimony(span);
    return said ? [`${span.name}: ${said.mechanism} of ${said.expected.name}, ${lineText(said.boundary, code)}`] : [];
  });
}

/** Taken in line 6, and passed on while the first span was active. */
const early = (...stack: number[]): Partial<StartEvent> => ({
  ec: stack.length === 0 ? [SITE.audit, 1] : [SITE.audit, 1, stack.map((line) => frame(line))],
});

describe('the witness `contexts`', () => {
  it.each<RunCase>([
    [
      'is silent about a root of which nothing is known',
      ({ start, end }) => {
        start('request');
        start('query', { source: 'e' });
        end('query', 'request');
      },
      [],
    ],
    [
      'is silent where the span that was active had ended',
      ({ start, end }) => {
        start('request');
        end('request');
        start('query', { source: 'e', also: early() });
      },
      [],
    ],
    [
      'is silent about work from outside',
      ({ start, end }) => {
        start('request');
        start('serve', { source: 'e', kind: KIND.server, also: early() });
        end('serve', 'request');
      },
      [],
    ],
    [
      'is silent where the span links to the one that was active',
      ({ start, end }) => {
        start('request');
        start('audit', { source: 'e', links: ['request'], also: early() });
        end('audit', 'request');
      },
      [],
    ],
    [
      'is silent where the span has a parent after all',
      ({ start, end }) => {
        start('request');
        start('query', { source: 'e', parent: 'request', also: early() });
        end('query', 'request');
      },
      [],
    ],
    [
      'is silent where somebody else than the starter of the span took it',
      ({ start, end }) => {
        start('request', { at: SITE.request, stack: [frame(2)] });
        start('query', { source: 'e', also: early(11) });
        end('query', 'request');
      },
      [],
    ],
    [
      'is silent where only module level has to do with both',
      ({ start, end }) => {
        start('boot', { at: SITE.boot, stack: [frame(19)] });
        start('query', { source: 'e', also: early(11, 20) });
        end('query', 'boot');
      },
      [],
    ],
    [
      'names the place where it was taken',
      ({ start, end }) => {
        start('request');
        start('query', { source: 'e', also: early() });
        end('query', 'request');
      },
      ['query: early-context of request, line 6'],
    ],
    [
      'does so of all that was started in that context',
      ({ start, end }) => {
        start('request');
        for (const name of ['find', 'count']) {
          start(name, { also: early() });
          end(name);
        }
        end('request');
      },
      ['find: early-context of request, line 6', 'count: early-context of request, line 6'],
    ],
    [
      'does so where a function took it that then started the span, by a helper or itself',
      ({ start, end }) => {
        start('request', { at: SITE.request, stack: [frame(31), frame(2)] });
        start('query', { source: 'e', also: early(11, 6) });
        end('query', 'request');
      },
      ['query: early-context of request, line 6'],
    ],
  ])('%s', (_, script, said) => {
    expect(testimonies(run(script))).toEqual(said);
  });
});
