import { describe, expect, it } from 'vitest';
import { readinessOf } from '../../src/runner/readiness.js';

const port = (host: string, number: number) => ({ by: 'port', host, port: number });
const output = (pattern: RegExp) => ({ by: 'output', pattern });
const url = (text: string) => ({ by: 'url', url: text });

describe('what says that a program is ready', () => {
  it.each([
    ['3000', port('localhost', 3000)],
    ['1', port('localhost', 1)],
    ['65535', port('localhost', 65_535)],
    ['localhost:3000', port('localhost', 3000)],
    ['127.0.0.1:80', port('127.0.0.1', 80)],
    ['my-host.example:80', port('my-host.example', 80)],
    [':8080', output(/:8080/)],
    ['[::1]:3000', port('::1', 3000)],
    ['http://localhost:3000/health', url('http://localhost:3000/health')],
    ['https://localhost', url('https://localhost/')],
    ['HTTP://LOCALHOST/a', url('http://localhost/a')],
    ['http', output(/http/)],
    ['listening on port \\d+', output(/listening on port \d+/)],
    ['port: 3000', output(/port: 3000/)],
    ['^ready$', output(/^ready$/)],
    ['/Ready/i', output(/Ready/i)],
    ['/ready/gy', output(/ready/)],
    ['/api/v1', output(/\/api\/v1/)],
  ])('%s', (text, expected) => {
    expect(readinessOf(text)).toEqual(expected);
  });

  it.each(['', '  ', '0', '65536', '99999', 'localhost:0', '(', '/a/q', '*'])('not "%s"', (text) => {
    expect(() => readinessOf(text)).toThrow(SyntaxError);
  });

  it('not a URL that is none', () => {
    expect(() => readinessOf('http://')).toThrow(/Invalid URL/);
  });
});
