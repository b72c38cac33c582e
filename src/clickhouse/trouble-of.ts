import { ClickHouseError } from '@clickhouse/client';
import { oneLine, UserError } from '../errors.js';
import type { Address } from './address.js';

const NARROW =
  'Narrow what is looked at: --since and --until for a part of the time, --sample for a part of the traces.';
const CREDENTIALS =
  'Give user and password in the address (a % in them is written as %25), or in CLICKHOUSE_USER and CLICKHOUSE_PASSWORD.';
const GRANT = 'It reads the table and its list of columns: grant SELECT on it.';

/** What can be put right, by the names of ClickHouse's errors. */
const BY_NAME: Readonly<Record<string, readonly [what: string, hint: string]>> = {
  AUTHENTICATION_FAILED: ['does not know this user with this password', CREDENTIALS],
  REQUIRED_PASSWORD: ['asks for a password', CREDENTIALS],
  WRONG_PASSWORD: ['does not know this user with this password', CREDENTIALS],
  UNKNOWN_USER: ['does not know this user', CREDENTIALS],
  IP_ADDRESS_NOT_ALLOWED: ['lets nobody in from this machine', CREDENTIALS],
  ACCESS_DENIED: ['does not let this user read the table', GRANT],
  NOT_ENOUGH_PRIVILEGES: ['does not let this user read the table', GRANT],
  UNKNOWN_DATABASE: ['has no such database', 'Look at its list: SHOW DATABASES.'],
  UNKNOWN_TABLE: ['has no such table', 'Look at its list, SHOW TABLES, and give the name as ?table=<name>.'],
  TIMEOUT_EXCEEDED: ['stopped a query that took too long', NARROW],
  TOO_SLOW: ['stopped a query that would take too long', NARROW],
  MEMORY_LIMIT_EXCEEDED: ['stopped a query that took too much memory', NARROW],
  TOO_MANY_ROWS: ['stopped a query that read too many rows', NARROW],
  TOO_MANY_BYTES: ['stopped a query that read too much', NARROW],
  TOO_MANY_ROWS_OR_BYTES: ['stopped a query that gave too much', NARROW],
  QUOTA_EXCEEDED: ['says that the quota is used up', NARROW],
  TOO_MANY_SIMULTANEOUS_QUERIES: ['is busy with other queries', 'Try again later.'],
};

const BY_CODE: Readonly<Record<string, readonly [what: string, hint: string]>> = {
  ECONNREFUSED: [
    'takes no connections',
    'Look at host and port: it is the HTTP interface that is spoken to (8123; https: 8443).',
  ],
  ENOTFOUND: ['is on no host that is known', 'Look at the name of the host.'],
  EAI_AGAIN: [
    'is on a host whose address nobody can tell just now',
    'Look at the name of the host, and at the network.',
  ],
  ECONNRESET: [
    'broke off the connection',
    'Look at the port (8123; https, with clickhouses://: 8443), and at the log of the server.',
  ],
  EPROTO: ['does not speak TLS there', 'Look at the port: https is at 8443 as a rule; clickhouse:// is without.'],
};

/** An error of the client's in words that name what can be done, and no credentials. */
export function troubleOf(error: unknown, { shown }: Address): unknown {
  if (error instanceof UserError || !(error instanceof Error)) return error;
  const told = (what: string, hint: string): UserError => new UserError(`${shown} ${what}.`, hint);
  if (error instanceof ClickHouseError) {
    const [what, hint] = BY_NAME[error.type ?? ''] ?? [
      `says: ${oneLine(error.message)}`,
      'It is ClickHouse that says so.',
    ];
    return told(what.replace(/\.$/, ''), hint);
  }
  if (error.name === 'TimeoutError' || /^Timeout error/.test(error.message))
    return told('does not answer', `Look at host and port, and whether a firewall is in between. ${NARROW}`);
  const { code } = error as NodeJS.ErrnoException;
  const known = BY_CODE[code ?? ''];
  if (known) return told(...known);
  if (/TLS|SSL|CERT|certificate/i.test(`${code} ${error.message}`))
    return told(
      `cannot be trusted: ${oneLine(error.message)}`,
      'Give the certificate of its authority in NODE_EXTRA_CA_CERTS.',
    );
  return told(
    `gave an answer that is none: ${oneLine(error.message).slice(0, QUOTED)}`,
    'Is it the HTTP interface of a ClickHouse? Its port is 8123 as a rule, or 8443 for https.',
  );
}

const QUOTED = 200;
