import { describe, expect, it } from 'vitest';
import { clientRoot } from '../../src/rules/client-root.js';
import { evidenceOf, type FaultyFilesCase, type FilesCase, finishedVerdicts } from '../model/sample-files.js';
import { KIND } from '../model/sample-run.js';

describe('client-root is silent about', () => {
  it.each<FilesCase>([
    [
      'a call in a request',
      [
        ['GET /', { kind: KIND.server }],
        ['query', { kind: KIND.client, parent: 'GET /' }],
      ],
    ],
    ['a request that is a root', [['GET /', { kind: KIND.server }]]],
    ['a job that is a root', [['job']]],
    ['a message that is sent by nobody', [['send', { kind: KIND.producer }]]],
    ['a call whose parent is in none of the files', [['query', { kind: KIND.client, parent: 'gone' }]]],
    [
      'a call from a browser',
      [
        ['GET', { kind: KIND.client, language: 'webjs' }],
        ['document load', { language: 'webjs', trace: 'other' }],
      ],
    ],
    ['a call of a job that is linked to its cause', [['query', { kind: KIND.client, links: [['other', 'cause']] }]]],
    [
      'the half of a shared span whose other half hangs under something',
      [
        ['parent'],
        ['call', { spanId: 'both', parent: 'parent', kind: KIND.client }],
        ['serve', { spanId: 'both', parent: 'parent', kind: KIND.server, isShared: true, service: 'stock' }],
      ],
    ],
  ])('%s', (_, spans) => {
    expect(finishedVerdicts(clientRoot, spans)).toEqual([]);
  });
});

describe('client-root reports', () => {
  it.each<FaultyFilesCase>([
    [
      'a call beside other spans of its service',
      [
        ['GET /', { kind: KIND.server, to: 1_100 }],
        ['query', { kind: KIND.client, trace: 'other', from: 1_200 }],
      ],
      ['query: warning, possible'],
    ],
    [
      'a call while a request was open in its process',
      [
        ['GET /', { kind: KIND.server }],
        ['query', { kind: KIND.client, trace: 'other', from: 1_200, to: 1_300 }],
      ],
      ['query: warning, possible, of GET /'],
    ],
    [
      'a call while two requests were open, of which it may be either',
      [
        ['one', { kind: KIND.server }],
        ['two', { kind: KIND.server, trace: 'two' }],
        ['query', { kind: KIND.client, trace: 'other', from: 1_200, to: 1_300 }],
      ],
      ['query: warning, possible'],
    ],
    [
      'a call of a service that makes nothing else',
      [
        ['query', { kind: KIND.client }],
        ['GET /', { kind: KIND.server, service: 'stock', parent: 'query' }],
      ],
      ['query: info, possible'],
    ],
    [
      'a call beside a request of another process, without naming it',
      [
        ['GET /', { kind: KIND.server, process: 'shop 2' }],
        ['query', { kind: KIND.client, trace: 'other' }],
      ],
      ['query: info, possible'],
    ],
  ])('%s', (_, spans, expected) => {
    expect(finishedVerdicts(clientRoot, spans)).toEqual(expected);
  });

  it('in words', () => {
    const [fault] = clientRoot.judge(
      evidenceOf([
        ['GET /', { kind: KIND.server }],
        ['query', { kind: KIND.client, trace: 'other' }],
      ]),
    );
    expect(fault && clientRoot.message(fault)).toBe(
      '"query" of shop is a call, and the root of its trace; "GET /" was open in the same process, and may be what it was made for.',
    );
  });
});
