import { describe, expect, it } from 'vitest';
import { type DiagnoseOptions, type Diagnosis, diagnose } from '../src/diagnose.js';
import type { EvidenceLevel } from '../src/evidence/evidence.js';
import type { Severity } from '../src/finding.js';
import type { Rule } from '../src/rules/define-rule.js';
import { RULES } from '../src/rules/index.js';
import { missingParent } from '../src/rules/missing-parent.js';
import { severalRoots } from '../src/rules/several-roots.js';
import { healthy, INNOCENT_ACTIVATIONS, INNOCENT_CALLBACKS } from './evidence/innocent-runs.js';
import { header, received } from './model/sample-requests.js';
import { APP, frame, KIND, moduleTable, run, type SampleRun, type Script, SITE } from './model/sample-run.js';
import { registered } from './model/sample-set-up.js';

interface Changes extends Partial<DiagnoseOptions> {
  readonly level?: EvidenceLevel;
}

function diagnosed({ evidence }: SampleRun, { level = 'full', ...changes }: Changes = {}): Diagnosis {
  return diagnose(RULES, { ...evidence, level }, { severities: new Map(), ...changes });
}

/** A line for each group: `error trace-mismatch, line 3: query 1, query 2`. */
function groups(script: (say: Script) => void, changes: Changes = {}): string[] {
  return diagnosed(run(script), changes).groups.map(({ severity, rule, boundary, faults }) => {
    const where = boundary ? `line ${boundary.line}` : 'nowhere';
    return `${severity} ${rule.id}, ${where}: ${faults.map(({ span }) => span.name).join(', ')}`;
  });
}

function severities(...set: readonly (readonly [string, Severity | 'off'])[]): Partial<DiagnoseOptions> {
  return { severities: new Map(set) };
}

/** `count` requests, each of which loses a query in a callback; each begins before the last and ends after it. */
function lostQueries(count: number): (say: Script) => void {
  return ({ start, end }) => {
    for (let i = 1; i <= count; i++) {
      start(`work ${i}`);
      start(`query ${i}`, { at: SITE.query, callback: { work: `work ${i}`, instance: i } });
      end(`query ${i}`, `work ${i}`);
    }
  };
}

/** As if they had been read from a file, where nothing is known of their order. */
function records(sample: SampleRun): SampleRun {
  for (const span of sample.model.spans) Object.assign(span, { finished: {} });
  return sample;
}

describe('a diagnosis is empty of', () => {
  it.each([['a healthy program', healthy] as const, ['nothing', () => {}] as const])('%s', (_, script) => {
    expect(diagnosed(run(script))).toEqual({ groups: [], skipped: [] });
  });

  it.each([...INNOCENT_CALLBACKS, ...INNOCENT_ACTIVATIONS])('misplaced spans in %s', (_, script) => {
    const misplaced = RULES.filter((rule) => rule.needsWitnesses);
    const { evidence } = run(script);
    expect(diagnose(misplaced, evidence, { severities: new Map() }).groups).toEqual([]);
  });
});

describe('one finding is', () => {
  it('one fault that happens often', () => {
    expect(groups(lostQueries(3))).toEqual(['error orphan-span, line 3: query 1, query 2, query 3']);
  });

  it('all that one run of a callback lost, whichever rule objects', () => {
    const found = groups(({ start, end }) => {
      start('other');
      start('work');
      start('query', { parent: 'other', at: SITE.query, callback: { work: 'work', ran: 'other' } });
      start('orphan', { at: SITE.load, callback: { work: 'work' } });
      end('query', 'orphan', 'work', 'other');
    });
    expect(found).toEqual(['error trace-mismatch, line 3: query, orphan']);
  });

  it('all that one dropped promise let outlive its parent', () => {
    const found = groups(({ start, end, turn, dropped }) => {
      start('request');
      start('mail', { parent: 'request', at: SITE.mail, calls: [1] });
      start('log', { parent: 'request', at: SITE.load, calls: [1] });
      dropped(1, SITE.audit);
      end('request');
      turn();
      end('mail', 'log');
    });
    expect(found).toEqual(['error outlives-parent, line 6: mail, log']);
  });

  it('one place where library spans of one scope start', () => {
    const found = groups(({ start, end }) => {
      for (const [i, scope] of ['http', 'http', 'pg'].entries()) {
        start(`work ${i}`);
        start(`${scope} ${i}`, { scope, callback: { work: `work ${i}`, instance: i + 1 } });
        end(`${scope} ${i}`, `work ${i}`);
      }
    });
    expect(found).toEqual(['error orphan-span, line 3: http 0, http 1', 'error orphan-span, line 3: pg 2']);
  });
});

describe('a finding about the set-up is', () => {
  const late = ({ start, event, thread }: Script): void => {
    for (const number of [0, 1]) {
      thread(number);
      start(`boot ${number}`, { at: SITE.boot });
      event(registered('trace', { after: 1 }));
    }
  };

  it('one for all threads, with the spans of all', () => {
    const { groups: found } = diagnosed(run(late));
    expect(found.map(({ rule, occurrences, faults }) => [rule.id, occurrences, faults.length])).toEqual([
      ['late-sdk', 2, 2],
    ]);
  });

  it('all that is said of spans that came too early, of their children and of those that were to be', () => {
    const script = ({ start, end, event }: Script): void => {
      start('early', { at: SITE.boot });
      start('child', { parent: 'early', at: SITE.request });
      end('early', 'child');
      event(registered('trace', { after: 2 }));
      start('late', { parent: 'early', at: SITE.load });
      start('query', { at: SITE.query, callback: { work: 'child' } });
      end('late');
    };
    const withoutLate = severities(['late-sdk', 'off']);
    expect(groups(script)).toEqual(['error late-sdk, line 19: early, child', 'info unended-span, line 4: query']);
    expect(groups(script, withoutLate)).toEqual(['info unended-span, line 4: query']);
  });

  it('set to another severity like any other', () => {
    expect(groups(late, severities(['late-sdk', 'info']))).toEqual(['info late-sdk, line 19: boot 0, boot 1']);
  });
});

describe('two findings are', () => {
  it('two boundaries of one place where spans start', () => {
    const found = groups(({ start, end }) => {
      for (const [i, site] of [SITE.acquire, SITE.later].entries()) {
        start(`work ${i}`);
        start(`query ${i}`, { at: SITE.query, callback: { work: `work ${i}`, site, instance: i } });
        end(`query ${i}`, `work ${i}`);
      }
    });
    expect(found).toEqual(['error orphan-span, line 3: query 0', 'error orphan-span, line 15: query 1']);
  });

  it('two places where spans start behind one boundary', () => {
    const found = groups(({ start, end }) => {
      for (const [i, at] of [SITE.query, SITE.load].entries()) {
        start(`work ${i}`);
        start(`query ${i}`, { at, callback: { work: `work ${i}`, instance: i } });
        end(`query ${i}`, `work ${i}`);
      }
    });
    expect(found).toEqual(['error orphan-span, line 3: query 0', 'error orphan-span, line 3: query 1']);
  });

  it('two rules that object to one span', () => {
    const found = groups(({ start, bye }) => {
      start('work', { at: SITE.request });
      start('query', { at: SITE.query, callback: { work: 'work' } });
      bye('exit', { stack: [frame(8)], active: 'query' });
    });
    expect(found).toEqual([
      'error unended-span, line 2: work',
      'error orphan-span, line 3: query',
      'error unended-span, line 8: query',
    ]);
  });
});

describe('the severity of a finding is', () => {
  const request = ({ start, end, turn }: Script): void => {
    start('request', { at: SITE.request });
    start('GET', { parent: 'request', scope: 'http' });
    end('request');
    turn();
    end('GET');
  };

  it.each<readonly [string, Partial<DiagnoseOptions>, readonly string[]]>([
    ["the fault's own", {}, ['warning outlives-parent, nowhere: GET']],
    ['raised', severities(['outlives-parent', 'error']), ['error outlives-parent, nowhere: GET']],
    ['lowered', severities(['outlives-parent', 'info']), ['info outlives-parent, nowhere: GET']],
    ['not that of another rule', severities(['orphan-span', 'info']), ['warning outlives-parent, nowhere: GET']],
    ['none, if the rule is off', severities(['outlives-parent', 'off']), []],
  ])('%s', (_, options, expected) => {
    expect(groups(request, options)).toEqual(expected);
  });

  const wrongParents = ({ start, end, fact }: Script): void => {
    start('request');
    for (const [instance, name] of ['likely', 'certain', 'certain, too'].entries()) {
      start(`work of ${name}`, { parent: 'request' });
      start(name, {
        parent: 'request',
        at: SITE.query,
        callback: { work: `work of ${name}`, ran: 'request', instance },
      });
      if (name !== 'likely') fact('awaited', instance);
      end(name, `work of ${name}`);
    }
    end('request');
  };

  it('that of its worst fault', () => {
    expect(groups(wrongParents)).toEqual(['error wrong-parent, line 3: likely, certain, certain, too']);
  });

  it('one that its confidence bears out, and the fault by which it is told', () => {
    const { groups: found } = diagnosed(run(wrongParents));
    expect(found.map(({ severity, confidence, first }) => [severity, confidence, first.span?.name])).toEqual([
      ['error', 'certain', 'certain'],
    ]);
  });
});

describe('a rule is skipped', () => {
  it('and named, if it is switched off', () => {
    const { groups: found, skipped } = diagnosed(run(lostQueries(1)), severities(['orphan-span', 'off']));
    expect(found).toEqual([]);
    expect(skipped).toEqual([{ rule: 'orphan-span', reason: 'switched off' }]);
  });

  it('and named, if it needs witnesses and there are none', () => {
    for (const level of ['off', 'none'] as const) {
      const { skipped } = diagnosed(level === 'none' ? records(run(healthy)) : run(healthy), { level });
      const whole = skipped.filter(({ reason }) => !/^(?:in part|only a run)/.test(reason));
      expect(whole.map(({ rule }) => rule)).toEqual([
        'blocked-loop',
        'not-extracted',
        'not-injected',
        // Of finished spans it is asked another question.
        ...(level === 'off' ? ['orphan-span'] : []),
        'shared-client-span',
        'trace-mismatch',
        'wrong-parent',
      ]);
      expect(new Set(whole.map(({ reason }) => reason)).size).toBe(1);
    }
  });

  it.each<readonly [EvidenceLevel, readonly string[]]>([
    ['full', []],
    ['off', []],
    [
      'none',
      [
        'dropped-spans',
        'duplicate-api',
        'late-instrumentation',
        'late-sdk',
        'no-context-manager',
        'span-flood',
        'uncorrelated-log',
        'unended-span',
        'unflushed-exit',
        'unrecorded-error',
        'write-after-end',
      ],
    ],
  ])('and named, if only a run shows the set-up: %s', (level, rules) => {
    const { skipped } = diagnosed(run(healthy), { level });
    expect(skipped.filter(({ reason }) => reason.startsWith('only a run')).map(({ rule }) => rule)).toEqual(rules);
  });

  it.each<readonly [EvidenceLevel, readonly string[]]>([
    ['full', []],
    ['light', ['orphan-span', 'trace-mismatch', 'wrong-parent']],
    ['off', ['outlives-parent']],
    ['none', ['missing-parent', 'orphan-span', 'outlives-parent']],
  ])('in part, and named, if some evidence is missing: %s', (level, rules) => {
    const { skipped } = diagnosed(level === 'none' ? records(run(healthy)) : run(healthy), { level });
    expect(skipped.filter(({ reason }) => reason.startsWith('in part')).map(({ rule }) => rule)).toEqual(rules);
  });

  it.each<EvidenceLevel>(['full', 'light', 'off', 'none'])('in silence, if it is about finished spans: %s', (level) => {
    const asked: string[] = [];
    const judging = (name: string) => (): never[] => {
      asked.push(name);
      return [];
    };
    const plain: Rule = {
      ...missingParent,
      missedAt: {},
      judge: judging('a rule'),
      judgeFinished: judging('of finished spans'),
    };
    const only: Rule = { ...severalRoots, judge: judging('only of finished spans') };
    const { evidence } = level === 'none' ? records(run(healthy)) : run(healthy);
    const { skipped } = diagnose([plain, only], { ...evidence, level }, { severities: new Map() });
    expect(skipped).toEqual([]);
    expect(asked).toEqual(level === 'none' ? ['of finished spans', 'only of finished spans'] : ['a rule']);
  });

  it('for one reason, if there are two', () => {
    const { skipped } = diagnosed(run(healthy), { level: 'none', ...severities(['orphan-span', 'off']) });
    expect(skipped.filter(({ rule }) => rule === 'orphan-span')).toHaveLength(1);
  });

  it('without an effect on the others', () => {
    const found = groups(
      ({ start, bye }) => {
        start('work', { at: SITE.load });
        bye('end');
      },
      { level: 'off' },
    );
    expect(found).toEqual(['error unended-span, line 11: work']);
  });
});

describe('findings are', () => {
  it('sorted by severity, then by how often, then by when', () => {
    const found = groups(({ start, end, turn, bye }) => {
      start('request', { at: SITE.request });
      start('GET', { parent: 'request', scope: 'http' });
      end('request');
      turn();
      end('GET');
      start('once', { at: SITE.boot });
      for (const twice of ['a', 'b']) start(twice, { at: SITE.load });
      start('later', { at: SITE.mail });
      bye('end');
    });
    expect(found).toEqual([
      'error unended-span, line 11: a, b',
      'error unended-span, line 19: once',
      'error unended-span, line 16: later',
      'warning outlives-parent, nowhere: GET',
    ]);
  });

  it('sorted by what they were set to', () => {
    const found = groups(
      ({ start, bye }) => {
        start('work', { at: SITE.request });
        start('query', { at: SITE.query, callback: { work: 'work' } });
        bye('end');
      },
      severities(['unended-span', 'info']),
    );
    expect(found).toEqual([
      'error orphan-span, line 3: query',
      'info unended-span, line 2: work',
      'info unended-span, line 4: query',
    ]);
  });

  it('told by the first that happened, where they are equally bad', () => {
    expect(diagnosed(run(lostQueries(3))).groups[0]?.first.span?.name).toBe('query 1');
  });

  it('the same each time', () => {
    const told = (): string[] => groups(lostQueries(20));
    expect(told()).toEqual(told());
    const once = run(lostQueries(20));
    expect(diagnosed(once)).toEqual(diagnosed(once));
  });
});

describe('a cause comes before what follows from it', () => {
  const imports = {
    ...moduleTable({ id: 'imports', file: APP.file, functions: [], sites: [['import', 'node:http', 1, -1]] }),
    thread: '100-0',
  };
  const elsewhere = { ...imports, id: 'elsewhere', file: '/app/other.ts' };
  const lost = (say: Script): void => {
    const { event, start, end } = say;
    event({ t: 'in', i: 1, n: '@opentelemetry/instrumentation-http', st: [], w: [['http', ['*'], 1]] });
    received(say, 1, { c: 0, h: header('far'), x: 1 });
    start('serve', { at: SITE.serve, request: 1, source: 'e', kind: KIND.server });
    end('serve');
  };
  const ranked = (script: (say: Script) => void, tables: Parameters<typeof run>[1]): string[] =>
    diagnosed(run(script, tables)).groups.map(({ rule }) => rule.id);

  it('though it is the lesser one', () => {
    expect(ranked(lost, [APP, imports])).toEqual(['late-instrumentation', 'not-extracted']);
  });

  it('and not before what has nothing to do with it', () => {
    expect(ranked(lost, [APP, elsewhere])).toEqual(['not-extracted', 'late-instrumentation']);
  });
});
