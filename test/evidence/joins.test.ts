import { describe, expect, it } from 'vitest';
import { joinTestimony } from '../../src/evidence/joins.js';
import { frame, KIND, lineText, type RunCase, run, type SampleRun, type Script, SITE } from '../model/sample-run.js';

function testimonies({ model, code }: SampleRun): string[] {
  const testimony = joinTestimony(model, code);
  return model.spans.flatMap((span) => {
    const said = testimony(span);
    return said ? [`${span.name}: ${said.mechanism} of ${said.expected.name}, ${lineText(said.boundary, code)}`] : [];
  });
}

/** A call in line 6, of the function `handle`, whose promise is kept; the first span is started in it. */
function work({ event, start }: Script, name = 'load'): void {
  event({ t: 'j', j: 1, at: SITE.audit });
  start(name, { also: { mk: [1] } });
}

const awaitedBy = ({ event }: Script, span: number): void => event({ t: 'j', j: 1, q: span });
const inHandle = { at: SITE.request, stack: [frame(2)] };

describe('the witness `joins`', () => {
  it.each<RunCase>([
    [
      'is silent where nobody waits',
      (say) => {
        work(say);
        say.start('request', inHandle);
        say.end('load', 'request');
      },
      [],
    ],
    [
      'is silent where several wait: the work is shared',
      (say) => {
        work(say);
        for (const [index, name] of ['request 1', 'request 2'].entries()) {
          say.start(name, inHandle);
          awaitedBy(say, index + 2);
        }
      },
      [],
    ],
    [
      'is silent where somebody else made the promise than started the span',
      (say) => {
        work(say);
        say.start('request', { at: SITE.load, stack: [frame(11)] });
        awaitedBy(say, 2);
      },
      [],
    ],
    [
      'is silent where the span that waits is the work',
      (say) => {
        work(say);
        awaitedBy(say, 1);
      },
      [],
    ],
    [
      'is silent about work from outside',
      (say) => {
        say.event({ t: 'j', j: 1, at: SITE.audit });
        say.start('serve', { kind: KIND.server, also: { mk: [1] } });
        say.start('request', inHandle);
        awaitedBy(say, 2);
      },
      [],
    ],
    [
      'is silent where the span that waits has a parent, and so a place of its own',
      (say) => {
        work(say);
        say.start('outer');
        say.start('request', { ...inHandle, parent: 'outer' });
        awaitedBy(say, 3);
      },
      [],
    ],
    [
      'is silent where the work links to who waits for it',
      (say) => {
        say.event({ t: 'j', j: 1, at: SITE.audit });
        say.start('request', inHandle);
        say.start('load', { links: ['request'], also: { mk: [1] } });
        awaitedBy(say, 1);
      },
      [],
    ],
    [
      'says whose work it was: that of the one span that waits',
      (say) => {
        work(say);
        say.start('request', inHandle);
        awaitedBy(say, 2);
        say.end('load', 'request');
      },
      ['load: early-promise of request, line 6'],
    ],
    [
      'does so where a helper starts the span',
      (say) => {
        work(say);
        say.start('request', { at: SITE.begun, stack: [frame(31), frame(2)] });
        awaitedBy(say, 2);
      },
      ['load: early-promise of request, line 6'],
    ],
    [
      'names the group that was made too early',
      (say) => {
        work(say);
        say.start('boot', { at: SITE.boot, stack: [frame(19)] });
        say.event({ t: 'j', j: 1, q: 2, g: SITE.together });
      },
      ['load: early-promise of boot, line 20'],
    ],
  ])('%s', (_, script, said) => {
    expect(testimonies(run(script))).toEqual(said);
  });
});
