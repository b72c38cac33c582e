import { describe, expect, it } from 'vitest';
import { otlpVariables } from '../../../src/runner/foreign/otlp-variables.js';

const ENDPOINT = 'http://127.0.0.1:1';

function names(env: NodeJS.ProcessEnv): string[] {
  return Object.keys(otlpVariables(env, ENDPOINT).variables).map((name) => name.replace('OTEL_', ''));
}

describe('variables that lead to us', () => {
  const all = ['EXPORTER_OTLP_ENDPOINT', 'EXPORTER_OTLP_PROTOCOL', 'TRACES_EXPORTER', 'BSP_SCHEDULE_DELAY'];

  it.each<[string, NodeJS.ProcessEnv, string[]]>([
    ['all, where there are none', {}, all],
    ['all, where those that are there are empty', { OTEL_EXPORTER_OTLP_ENDPOINT: '' }, all],
    [
      'all but the protocol, which we understand whatever it is',
      { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
      all.filter((name) => name !== 'EXPORTER_OTLP_PROTOCOL'),
    ],
    ['no endpoint, where the user has one', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a' }, all.slice(2)],
    [
      'no endpoint, where the user has one for traces',
      { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://a' },
      all.slice(2),
    ],
    ['an endpoint, where the user has one for logs only', { OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: 'http://a' }, all],
    [
      'no exporter, where the user has chosen one',
      { OTEL_TRACES_EXPORTER: 'console' },
      ['EXPORTER_OTLP_ENDPOINT', 'EXPORTER_OTLP_PROTOCOL', 'BSP_SCHEDULE_DELAY'],
    ],
  ])('are %s', (_, env, expected) => {
    expect(names(env)).toEqual(expected);
  });
});

describe('the report says why there may be nothing', () => {
  it.each<[NodeJS.ProcessEnv, RegExp | null]>([
    [{}, null],
    [{ OTEL_TRACES_EXPORTER: 'console, otlp' }, null],
    [{ OTEL_SDK_DISABLED: 'false' }, null],
    [{ OTEL_TRACES_EXPORTER: 'none' }, /^OTEL_TRACES_EXPORTER was set/],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a' }, /^OTEL_EXPORTER_OTLP_ENDPOINT was set/],
    [{ OTEL_SDK_DISABLED: 'true' }, /^OTEL_SDK_DISABLED was set/],
  ])('with %j: %s', (env, expected) => {
    const { notes } = otlpVariables(env, ENDPOINT);
    expect(notes).toEqual(expected === null ? [] : [expect.stringMatching(expected)]);
  });
});
