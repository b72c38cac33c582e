import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALL } from '../../../src/clickhouse/selection.js';
import { UserError } from '../../../src/errors.js';
import { judgeClickHouse } from '../../../src/runner/judge-clickhouse.js';
import { type Server, startServer } from './start-server.js';
import { createTable } from './tables.js';

const PASSWORD = "s3cr%t/'";
const KEY = encodeURIComponent(PASSWORD);

let server: Server;
beforeAll(async () => {
  server = await startServer('reader', PASSWORD);
  await server.run('CREATE DATABASE otel');
  await server.run(createTable('otel.otel_traces', 'JSON'));
  await server.run('CREATE TABLE otel.other (Timestamp DateTime64(9), TraceId String) ENGINE = Memory');
});
afterAll(() => server.stop());

async function trouble(userInfo: string, rest: string): Promise<{ readonly message: string; readonly hint: string }> {
  const judged = judgeClickHouse(`clickhouse://${userInfo}@${server.host}/${rest}`, ALL, { severities: new Map() });
  const error = await judged.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof UserError)) throw new Error(`no error for the user: ${String(error)}`);
  return { message: error.message.replaceAll(server.host, 'host'), hint: error.hint };
}

describe('what can be put right is told, with a hint', () => {
  it.each([
    [
      'a wrong password',
      'reader:other',
      'otel',
      'clickhouse://host/otel does not know this user with this password.',
      'CLICKHOUSE_PASSWORD',
    ],
    [
      'another user',
      `root:${KEY}`,
      'otel',
      'clickhouse://host/otel does not know this user with this password.',
      'CLICKHOUSE_USER',
    ],
    [
      'no such database',
      `reader:${KEY}`,
      'nowhere',
      'clickhouse://host/nowhere has no such database.',
      'SHOW DATABASES',
    ],
    [
      'no such table',
      `reader:${KEY}`,
      'otel?table=nothing',
      'clickhouse://host/otel?table=nothing has no such table.',
      '?table=<name>',
    ],
    [
      'another sort of table',
      `reader:${KEY}`,
      'otel?table=other',
      'The table of clickhouse://host/otel?table=other has no SpanId, ParentSpanId, SpanName, SpanKind, ServiceName, ResourceAttributes, Duration, StatusCode, Links.TraceId, Links.SpanId.',
      'ClickHouse exporter of the OpenTelemetry Collector',
    ],
  ])('%s', async (_, userInfo, rest, message, hint) => {
    const told = await trouble(userInfo, rest);
    expect(told.message).toBe(message);
    expect(told.hint).toContain(hint);
  });
});

describe('on the command line', () => {
  const check = (address: string, env: NodeJS.ProcessEnv = {}) =>
    spawnSync(process.execPath, ['bin/otel-ctx-doctor.js', 'check', address, '--format', 'json'], {
      encoding: 'utf8',
      env: { ...process.env, ...env },
    });

  it('credentials are taken from the environment, and nothing of them is said', () => {
    const { stdout, stderr, status } = check(`clickhouse://${server.host}/otel`, {
      CLICKHOUSE_USER: 'reader',
      CLICKHOUSE_PASSWORD: PASSWORD,
    });
    expect([status, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toMatchObject({
      input: { kind: 'clickhouse', entry: `clickhouse://${server.host}/otel`, args: [] },
      summary: { spans: 0 },
    });
  });

  it('those of the address are not said, either, and an error ends with 2', () => {
    const right = check(`clickhouse://reader:${KEY}@${server.host}/otel`);
    expect([right.status, right.stdout.includes('reader'), right.stdout.includes('s3cr')]).toEqual([0, false, false]);
    const wrong = check(`clickhouse://reader:s3cret@${server.host}/otel`);
    expect([wrong.status, wrong.stdout]).toEqual([2, '']);
    expect(wrong.stderr).not.toMatch(/reader|s3cr/);
  });
});
