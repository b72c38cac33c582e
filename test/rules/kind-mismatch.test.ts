import { describe, expect, it } from 'vitest';
import { kindMismatch } from '../../src/rules/kind-mismatch.js';
import { evidenceOf, type FaultyFilesCase, type FilesCase, finishedVerdicts } from '../model/sample-files.js';
import { KIND } from '../model/sample-run.js';

describe('kind-mismatch is silent about', () => {
  it.each<FilesCase>([
    [
      'a request under its call',
      [
        ['call', { kind: KIND.client }],
        ['serve', { parent: 'call', kind: KIND.server, service: 'stock' }],
      ],
    ],
    [
      'a message under its sending',
      [
        ['send', { kind: KIND.producer }],
        ['receive', { parent: 'send', kind: KIND.consumer, service: 'stock' }],
      ],
    ],
    [
      'a message that was sent by a call',
      [
        ['call', { kind: KIND.client }],
        ['receive', { parent: 'call', kind: KIND.consumer, service: 'stock' }],
      ],
    ],
    [
      'a request passed on by a proxy without a span for that',
      [
        ['proxy', { kind: KIND.server }],
        ['serve', { parent: 'proxy', kind: KIND.server, service: 'stock' }],
      ],
    ],
    [
      'a request under an internal span of its own service',
      [['work'], ['serve', { parent: 'work', kind: KIND.server }]],
    ],
    [
      'the same in another process of it',
      [['work'], ['serve', { parent: 'work', kind: KIND.server, process: 'shop 2' }]],
    ],
    [
      'work in another service, without a request',
      [
        ['call', { kind: KIND.client }],
        ['work', { parent: 'call', service: 'stock' }],
      ],
    ],
    [
      'a service without a name',
      [
        ['work', { service: null }],
        ['serve', { parent: 'work', kind: KIND.server, service: 'stock' }],
      ],
    ],
  ])('%s', (_, spans) => {
    expect(finishedVerdicts(kindMismatch, spans)).toEqual([]);
  });
});

describe('kind-mismatch reports', () => {
  it.each<FaultyFilesCase>([
    [
      'a request under an internal span of another service',
      [['work'], ['serve', { parent: 'work', kind: KIND.server, service: 'stock' }]],
      ['serve: info, certain, of work'],
    ],
    [
      'a request under a message',
      [
        ['receive', { kind: KIND.consumer }],
        ['serve', { parent: 'receive', kind: KIND.server, service: 'stock' }],
      ],
      ['serve: info, certain, of receive'],
    ],
    [
      'a message under an internal span of another service',
      [['work'], ['receive', { parent: 'work', kind: KIND.consumer, service: 'stock' }]],
      ['receive: info, certain, of work'],
    ],
    [
      'a call under a call of another service',
      [
        ['call', { kind: KIND.client }],
        ['query', { parent: 'call', kind: KIND.client, service: 'stock' }],
      ],
      ['query: info, certain, of call'],
    ],
  ])('%s', (_, spans, expected) => {
    expect(finishedVerdicts(kindMismatch, spans)).toEqual(expected);
  });

  it('in words', () => {
    const [fault] = kindMismatch.judge(
      evidenceOf([['work'], ['serve', { parent: 'work', kind: KIND.server, service: 'stock' }]]),
    );
    expect(fault && kindMismatch.message(fault)).toBe(
      '"serve" of stock is a SERVER span under "work" of shop, which is an INTERNAL span.',
    );
  });
});
