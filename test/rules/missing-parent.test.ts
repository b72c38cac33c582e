import { describe, expect, it } from 'vitest';
import { missingParent } from '../../src/rules/missing-parent.js';
import { healthy } from '../evidence/innocent-runs.js';
import { frame, type InnocentCase, KIND, type RunCase, run, SITE, verdicts } from '../model/sample-run.js';
import { type FaultyFilesCase, type FilesCase, evidenceOf, finishedVerdicts } from '../model/sample-files.js';
import { NO_TEXT } from './sample-texts.js';

describe('missing-parent is silent about', () => {
  it.each<InnocentCase>([
    ['a healthy program', healthy],
    ['a root', ({ start }) => start('root')],
    ['a remote parent', ({ start }) => start('child', { parentId: 'far', remote: true })],
    [
      'a trace of which nothing was sampled',
      ({ start }) => {
        start('parent', { unsampled: true });
        start('child', { parent: 'parent', unsampled: true });
        start('lost', { parentId: 'gone', unsampled: true });
      },
    ],
    [
      'a child that was dropped under a parent that was not',
      ({ start }) => {
        start('parent');
        start('child', { parent: 'parent', unsampled: true });
      },
    ],
    [
      'a child that is recorded and not exported, under a parent that is not either',
      ({ start }) => {
        start('parent', { unsampled: true });
        start('child', { parent: 'parent', also: { u: 2 } });
      },
    ],
    [
      'what was dropped in the middle, and had no child that was not',
      ({ start }) => {
        start('root');
        start('parent', { parent: 'root', unsampled: true });
        start('child', { parent: 'parent', unsampled: true });
      },
    ],
    [
      'a parent in another thread, read later',
      ({ start, thread }) => {
        start('child', { parentId: 'parent', trace: 'one' });
        thread(1);
        start('parent', { trace: 'one' });
      },
    ],
  ])('%s', (_, script) => {
    expect(verdicts(missingParent, run(script))).toEqual([]);
  });

  it('a parent whose line in the recording was damaged', () => {
    const damaged = run(({ event }) => event({ t: 's', q: 99, k: 1, ms: 1, id: 'child', n: 'child', p: 98 }));
    expect(verdicts(missingParent, damaged)).toEqual([]);
  });

  it('a parent that may stand in a line that is lost, of whatever thread', () => {
    const damaged = run(({ start, thread, lost }) => {
      start('child', { parentId: 'parent' });
      thread(1);
      start('other');
      lost();
    });
    expect(verdicts(missingParent, damaged)).toEqual([]);
  });

  it('a parent whose id occurs in another trace as well', () => {
    const twice = run(({ start, thread }) => {
      start('parent', { id: 'twice' });
      start('stranger', { id: 'twice' });
      thread(1);
      start('child', { parent: 'parent' });
      start("stranger's child", { parent: 'stranger' });
    });
    expect(verdicts(missingParent, twice)).toEqual([]);
  });
});

describe('missing-parent reports', () => {
  it.each<RunCase>([
    [
      'a local parent that was never recorded',
      ({ start }) => {
        start('root', { trace: 'one' });
        start('child', { parentId: 'gone', trace: 'one', at: SITE.load });
      },
      ['child: error, certain, unknown, line 11'],
    ],
    [
      'a local parent that a sampler dropped',
      ({ start }) => {
        start('parent', { unsampled: true });
        start('child', { parent: 'parent', stack: [frame(4)] });
      },
      ['child: error, certain, unknown, line 4'],
    ],
    [
      'a local parent that is recorded and not exported, where it starts',
      ({ start }) => {
        start('root');
        start('parent', { parent: 'root', at: SITE.request, also: { u: 2 } });
        start('child', { parent: 'parent', at: SITE.load });
      },
      ['child: error, certain, unknown, line 2'],
    ],
    [
      'a local parent that nobody knows, where its context was made',
      ({ start }) => {
        start('root', { trace: 'one' });
        start('child', { parentId: 'gone', trace: 'one', at: SITE.load, also: { pm: [frame(30)] } });
      },
      ['child: error, certain, unknown, line 30'],
    ],
    [
      'a parent with the right id in another trace that began here',
      ({ start }) => {
        start('parent');
        start('root', { trace: 'other' });
        start('child', { parentId: 'parent', trace: 'other' });
      },
      ['child: error, certain, unknown, nowhere'],
    ],
    [
      'a parent of a trace that nobody knows, as an info: its ids were read somewhere',
      ({ start }) => {
        start('build', { parentId: 'far', trace: 'of the CI', at: SITE.load, also: { pm: [frame(30)] } });
        start('compile', { parent: 'build' });
        start('deploy', { parentId: 'further', trace: 'of the CI' });
      },
      ['build: info, likely, unknown, line 30', 'deploy: info, likely, unknown, nowhere'],
    ],
  ])('%s', (_, script, expected) => {
    expect(verdicts(missingParent, run(script))).toEqual(expected);
  });

  it('which of the three it was, and what to do', () => {
    const { evidence } = run(({ start }) => {
      start('root', { trace: 'one' });
      start('lost', { parentId: 'gone', trace: 'one' });
      start('build', { parentId: 'far' });
      start('parent', { unsampled: true });
      start('child', { parent: 'parent' });
    });
    const told = missingParent.judge(evidence).map((fault) => {
      return [missingParent.message(fault), missingParent.fix(fault, NO_TEXT).snippet];
    });
    expect(told).toEqual([
      ['"lost" names the local parent gone, which was never recorded.', null],
      ['"build" names the parent far of a trace that did not begin here, and does not say that it is remote.', null],
      ['"child" was recorded, but its parent "parent" was dropped by the sampler.', null],
    ]);
  });
});

describe('in files missing-parent is silent about', () => {
  it.each<FilesCase>([
    ['roots', [['one'], ['two', { trace: 'other' }]]],
    ['a parent in the same file', [['parent'], ['child', { parent: 'parent', parentIsRemote: false }]]],
    [
      'a parent that is read later',
      [
        ['child', { parent: 'parent', from: 1_000 }],
        ['parent', { from: 1_500 }],
      ],
    ],
    [
      'a parent in another service',
      [
        ['call', { kind: KIND.client }],
        ['serve', { parent: 'call', kind: KIND.server, service: 'stock', parentIsRemote: true }],
      ],
    ],
    [
      "the server's half of a shared span, whose other half has no parent",
      [
        ['call', { spanId: 'both', kind: KIND.client }],
        ['serve', { spanId: 'both', kind: KIND.server, service: 'stock', isShared: true }],
        ['query', { parent: 'both', service: 'stock' }],
      ],
    ],
    [
      'the same record in two files',
      [['parent'], ['child', { parent: 'parent' }], ['parent'], ['child', { parent: 'parent' }]],
    ],
  ])('%s', (_, spans) => {
    expect(finishedVerdicts(missingParent, spans)).toEqual([]);
  });
});

describe('in files missing-parent reports', () => {
  it.each<FaultyFilesCase>([
    ['a local parent by its flags', [['child', { parent: 'gone', parentIsRemote: false }]], ['child: error, likely']],
    [
      'a remote parent by its flags, which may lie elsewhere',
      [['child', { parent: 'gone', parentIsRemote: true }]],
      ['child: info, possible'],
    ],
    [
      'a remote one where the file does not say, of a span that has one as a rule',
      [
        ['serve', { parent: 'gone', kind: KIND.server }],
        ['consume', { parent: 'gone', kind: KIND.consumer }],
      ],
      ['serve: info, possible', 'consume: info, possible'],
    ],
    [
      'a local one where the file does not say, of any other',
      [
        ['query', { parent: 'gone', kind: KIND.client }],
        ['step', { parent: 'gone' }],
        ['send', { parent: 'gone', kind: KIND.producer }],
      ],
      ['query: error, likely', 'step: error, likely', 'send: error, likely'],
    ],
    [
      'a parent that is in another trace only',
      [['parent'], ['child', { trace: 'other', parent: 'parent', parentIsRemote: false }]],
      ['child: error, likely'],
    ],
  ])('%s', (_, spans, expected) => {
    expect(finishedVerdicts(missingParent, spans)).toEqual(expected);
  });

  it('where it was lost, and whose files to look into', () => {
    const { judgeFinished = missingParent.judge } = missingParent;
    const faults = judgeFinished(
      evidenceOf([
        ['child', { parent: 'gone', parentIsRemote: false }],
        ['serve', { parent: 'far', parentIsRemote: true, service: 'stock' }],
      ]),
    );
    expect(faults.map((fault) => missingParent.message(fault))).toEqual([
      '"child" of shop names the local parent gone, which is not among these spans: it was lost in shop itself.',
      '"serve" of stock names the remote parent far, which is not among these spans: it may be among those of another service.',
    ]);
    expect(new Set(faults.map((fault) => missingParent.fix(fault, NO_TEXT).summary)).size).toBe(2);
  });
});
