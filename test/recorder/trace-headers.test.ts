import { describe, expect, it } from 'vitest';
import { carriesTrace, traceHeaderIn } from '../../src/recorder/witnesses/trace-headers.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';
const HALF = '0'.repeat(16);

describe('a request that came says nothing of a trace with', () => {
  it.each([
    ['no header', {}],
    ['others', { host: 'here', baggage: 'a=b', 'x-request-id': TRACE }],
    ['an all-zero trace id', { traceparent: `00-${'0'.repeat(32)}-${SPAN}-01` }],
    ['an all-zero span id', { traceparent: `00-${TRACE}-${HALF}-01` }],
    ['a short trace id', { traceparent: `00-${TRACE.slice(1)}-${SPAN}-01` }],
    ['something else', { traceparent: 'nonsense' }],
    ['the same header twice', { traceparent: [`00-${TRACE}-${SPAN}-01`, `00-${TRACE}-${SPAN}-01`] }],
    ['no more than a decision', { b3: '0' }],
    ['half of a pair', { 'x-b3-traceid': TRACE }],
    ['a number that is none', { 'x-datadog-trace-id': 'x', 'x-datadog-parent-id': '7' }],
  ])('%s', (_, headers) => {
    expect(traceHeaderIn(headers)).toBeUndefined();
  });
});

describe('a request that came names its parent', () => {
  it.each([
    ['W3C', { traceparent: `00-${TRACE}-${SPAN}-01` }, ['traceparent', TRACE, SPAN]],
    ['W3C of a later version', { traceparent: `cc-${TRACE}-${SPAN}-01-more` }, ['traceparent', TRACE, SPAN]],
    [
      'W3C before others',
      { b3: `${HALF}-${SPAN}`, traceparent: `00-${TRACE}-${SPAN}-00` },
      ['traceparent', TRACE, SPAN],
    ],
    ['B3', { b3: `${TRACE}-${SPAN}-1` }, ['b3', TRACE, SPAN]],
    ['B3, short ids', { b3: `${SPAN}-${SPAN}` }, ['b3', HALF + SPAN, SPAN]],
    ['B3 in several headers', { 'x-b3-traceid': TRACE, 'x-b3-spanid': SPAN }, ['x-b3-traceid', TRACE, SPAN]],
    ['Jaeger', { 'uber-trace-id': `abc:${SPAN}:0:1` }, ['uber-trace-id', 'abc'.padStart(32, '0'), SPAN]],
    [
      'Datadog',
      { 'x-datadog-trace-id': '255', 'x-datadog-parent-id': '18446744073709551615' },
      ['x-datadog-trace-id', 'ff'.padStart(32, '0'), 'f'.repeat(16)],
    ],
  ])('%s', (_, headers, expected) => {
    expect(traceHeaderIn(headers)).toEqual(expected);
  });
});

describe('a request that goes out', () => {
  it.each<readonly [unknown, boolean]>([
    ['GET / HTTP/1.1\r\nhost: here\r\nTraceparent: 00\r\n\r\n', true],
    ['GET /?traceparent:1 HTTP/1.1\r\nhost: here\r\nx-traceparent: 00\r\n\r\n', false],
    [{ accept: '*/*', B3: '1' }, true],
    [{ accept: 'traceparent' }, false],
    [['accept', '*/*', 'uber-trace-id', 'a'], true],
    [['accept', '*/*'], false],
    [undefined, false],
    [null, false],
  ])('%j carries a trace: %s', (headers, expected) => {
    expect(carriesTrace(headers)).toBe(expected);
  });
});
