import { describe, expect, it } from 'vitest';
import { brokenLink } from '../../src/rules/broken-link.js';
import { evidenceOf, type FaultyFilesCase, type FilesCase, finishedVerdicts } from '../model/sample-files.js';

describe('broken-link is silent about', () => {
  it.each<FilesCase>([
    [
      'a link to a span that is there',
      [
        ['cause', { trace: 'other' }],
        ['job', { links: [['other', 'cause']] }],
      ],
    ],
    ['a link to a trace that is not', [['job', { links: [['far', 'cause']] }]]],
    [
      'a link into a trace that is there in part',
      [
        ['child', { trace: 'other', parent: 'gone' }],
        ['job', { links: [['other', 'cause']] }],
      ],
    ],
    ['a link into its own trace', [['parent'], ['job', { parent: 'parent', links: [['trace', 'parent']] }]]],
    ['no link', [['job']]],
  ])('%s', (_, spans) => {
    expect(finishedVerdicts(brokenLink, spans)).toEqual([]);
  });
});

describe('broken-link reports', () => {
  it.each<FaultyFilesCase>([
    [
      'a link to a span that is not in its trace',
      [
        ['request', { trace: 'other' }],
        ['job', { links: [['other', 'gone']] }],
      ],
      ['job: info, likely'],
    ],
    [
      'one of several, once',
      [
        ['request', { trace: 'other' }],
        [
          'job',
          {
            links: [
              ['other', 'request'],
              ['other', 'gone'],
              ['other', 'lost'],
            ],
          },
        ],
      ],
      ['job: info, likely'],
    ],
    ['one into its own trace', [['job', { links: [['trace', 'gone']] }]], ['job: info, likely']],
  ])('%s', (_, spans, expected) => {
    expect(finishedVerdicts(brokenLink, spans)).toEqual(expected);
  });

  it('in words', () => {
    const [fault] = brokenLink.judge(evidenceOf([['job', { links: [['trace', 'gone']] }]]));
    expect(fault && brokenLink.message(fault)).toBe(
      '"job" of shop is linked to span gone, whose trace is there without it.',
    );
  });
});
