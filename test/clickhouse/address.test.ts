import { describe, expect, it } from 'vitest';
import { isAddress, readAddress } from '../../src/clickhouse/address.js';
import { UserError } from '../../src/errors.js';

describe('an address', () => {
  it.each([
    ['traces.json', false],
    ['clickhouse.json', false],
    ['clickhouse:', true],
    ['clickhouse://host/db', true],
    ['CLICKHOUSES://host/db', true],
  ])('%s: %s', (input, expected) => {
    expect(isAddress(input)).toBe(expected);
  });

  it.each([
    ['clickhouse://host', 'http://host:8123', 'default', 'otel_traces', 'clickhouse://host:8123/default'],
    ['clickhouse://host:80/otel', 'http://host:80', 'otel', 'otel_traces', 'clickhouse://host:80/otel'],
    ['clickhouses://host:443/otel', 'https://host:443', 'otel', 'otel_traces', 'clickhouses://host:443/otel'],
    ['clickhouses://host/otel/', 'https://host:8443', 'otel', 'otel_traces', 'clickhouses://host:8443/otel'],
    ['clickhouse://host:1/a?secure=true', 'https://host:1', 'a', 'otel_traces', 'clickhouses://host:1/a'],
    ['clickhouse://[::1]:1/a%2Fb?table=t', 'http://[::1]:1', 'a/b', 't', 'clickhouse://[::1]:1/a/b?table=t'],
  ])('%s says where the table is', (input, url, database, table, shown) => {
    expect(readAddress(input, {})).toEqual({ url, database, table, shown, user: 'default', password: '' });
  });
});

describe('credentials', () => {
  const env = { CLICKHOUSE_USER: 'from-env', CLICKHOUSE_PASSWORD: 'secret' };

  it.each([
    ['clickhouse://host/db', env, 'from-env', 'secret'],
    ['clickhouse://me@host/db', env, 'me', 'secret'],
    ['clickhouse://me:p%40ss%25%2F@host/db', env, 'me', 'p@ss%/'],
    ['clickhouse://me:p@host/db', {}, 'me', 'p'],
  ])('of %s', (input, variables, user, password) => {
    expect(readAddress(input, variables)).toMatchObject({ user, password });
  });
});

describe('nothing of what is wrong is quoted, as it may be part of a password', () => {
  it.each([
    'clickhouse://me:se/cret@host/db',
    'clickhouse://me:se#cret@host/db',
    'clickhouse://me:12/secret@host/db',
    'clickhouse://me:12?secret@host/db',
    'clickhouse://me:12#secret@host/db',
    'clickhouse://me:se%zzcret@host/db',
    'clickhouse://me:secret@host:port/db',
    'clickhouse://me:secret@host/db?secure=maybe',
    'clickhouse://me:secret@host/db?tabel=x',
    'clickhouse://',
    'clickhouse:me:secret',
  ])('%s', (input) => {
    const read = (): unknown => readAddress(input, {});
    expect(read).toThrow(UserError);
    expect(read).not.toThrow(/secret|cret/);
  });
});
