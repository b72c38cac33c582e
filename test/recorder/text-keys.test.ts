import { describe, expect, it } from 'vitest';
import { keyOfObject, keyOfText } from '../../src/recorder/witnesses/text-keys.js';

const LARGE = 'x'.repeat(40_000);

describe('a text has no key', () => {
  it.each([
    ['if it is short', 'a-1'],
    ['if it is a word or two', 'price-list'],
    ['if it is empty', ''],
    ['if it is blank', ' '.repeat(50)],
    ['if it is no text', 4711],
  ])('%s', (_, value) => {
    expect(keyOfText(value)).toBeUndefined();
  });
});

describe('two texts have one key', () => {
  it.each<readonly [string, unknown, unknown]>([
    ['if they are equal', '{"id":1}', '{"id":1}'],
    ['if one is the other’s bytes', '{"id":1}', Buffer.from('{"id":1}')],
    ['also beyond ASCII', '{"name":"Åsa"}', new TextEncoder().encode('{"name":"Åsa"}')],
    ['if one is a line with its end', '{"id":1}\r\n', '{"id":1}'],
    ['if they are as large as that', `{${LARGE}}`, Buffer.from(`{${LARGE}}`)],
  ])('%s', (_, one, other) => {
    expect(keyOfText(one)).toBeDefined();
    expect(keyOfText(one)).toBe(keyOfText(other));
  });
});

it('tells texts apart', () => {
  const keys = ['order-17', 'order-71', '{"id":1}', '{"id":2}', '["a"]!', `{${LARGE}}`, `{${LARGE}x}`].map(keyOfText);
  expect(new Set(keys).size).toBe(keys.length);
});

describe('an object has no key', () => {
  const circle: { id: number; self?: object } = { id: 1 };
  circle.self = circle;
  it.each<readonly [string, object]>([
    ['if it is empty', {}],
    ['if it holds flags alone', { ok: true, more: null }],
    ['if it leads back to itself', circle],
    [
      'if it is an instance of a class',
      new (class Job {
        id = 17;
      })(),
    ],
    ['if it has more than a message has', Array.from({ length: 100 }, (_, id) => ({ id }))],
    ['if it would have to be touched', new Proxy({ id: 17 }, {})],
    [
      'if it holds a getter',
      {
        get id() {
          throw new Error('touched');
        },
      },
    ],
  ])('%s', (_, value) => {
    expect(keyOfObject(value)).toBeUndefined();
  });
});

describe('two objects have one key', () => {
  it.each<readonly [string, object, object]>([
    ['if one is a copy', { id: 1, tags: ['a', 'b'] }, { ...{ id: 1 }, tags: ['a', 'b'] }],
    [
      'if one went through JSON',
      { id: 1, at: new Date(0), no: undefined },
      JSON.parse('{"id":1,"at":"1970-01-01T00:00:00.000Z"}'),
    ],
    ['if one has no prototype', { id: 1 }, Object.assign(Object.create(null), { id: 1 })],
  ])('%s', (_, one, other) => {
    expect(keyOfObject(one)).toBeDefined();
    expect(keyOfObject(one)).toBe(keyOfObject(other));
  });
});

it('tells objects apart', () => {
  const objects = [
    { id: 1 },
    { id: '1' },
    { id: 2 },
    { it: 1 },
    [1],
    { a: { b: 1 } },
    { a: 1, b: 1 },
    { a: [1, 2] },
    { a: [12] },
  ];
  expect(new Set(objects.map(keyOfObject)).size).toBe(objects.length);
});
