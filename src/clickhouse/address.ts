import { oneLine, UserError } from '../errors.js';

/** Where a table of spans lies, and who asks for it. */
export interface Address {
  /** Of the HTTP interface, without credentials. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  readonly table: string;
  /** What people are told of it: nothing that is secret. */
  readonly shown: string;
}

const SCHEME = /^clickhouses?:/i;

export function isAddress(input: string): boolean {
  return SCHEME.test(input);
}

/** What the Collector's exporter takes, if it is told nothing else. */
const DATABASE = 'default';
const TABLE = 'otel_traces';
const USER = 'default';
const PORTS = { http: '8123', https: '8443' } as const;

const HINT =
  'Write it as clickhouse://[user:password@]host[:port]/database[?table=otel_traces], or clickhouses:// for https. User and password may come from CLICKHOUSE_USER and CLICKHOUSE_PASSWORD instead.';

/**
 * `clickhouse://[user:password@]host[:port]/database?table=otel_traces&secure=true`. Nothing of what is wrong is quoted: it
 * may be part of a password.
 */
export function readAddress(input: string, env: Readonly<Record<string, string | undefined>>): Address {
  const text = input.replace(SCHEME, '');
  // Such a password ends where it should not, and its rest would be taken for a name that may be said.
  if (/[/?#].*@/.test(text.replace(/^\/\//, '')))
    throw new UserError(
      'This is no address of a ClickHouse.',
      `${HINT} In a password / is written as %2F, ? as %3F, # as %23.`,
    );
  // As http, whose hosts and ports are checked, and not taken as they come.
  const url = parsed(`http:${text}`);
  if (!url || url.hostname === '') throw new UserError('This is no address of a ClickHouse.', HINT);
  // Its own port a scheme leaves out, and the other one does not.
  const port = url.port || parsed(`https:${text}`)?.port;
  const { table, secure, ...unknown } = Object.fromEntries(url.searchParams) as Record<string, string>;
  const [stranger] = Object.keys(unknown);
  if (stranger !== undefined)
    throw new UserError(`An address of a ClickHouse has no "${oneLine(stranger)}": table and secure are known.`, HINT);
  if (secure !== undefined && secure !== 'true' && secure !== 'false')
    throw new UserError('"secure" of an address is true or false.', HINT);
  const scheme = /^clickhouses:/i.test(input) || secure === 'true' ? 'https' : 'http';
  const host = `${url.hostname}:${port || PORTS[scheme]}`;
  const database = decoded(url.pathname.replace(/^\/|\/$/g, '')) || DATABASE;
  const asked = table || TABLE;
  return {
    url: `${scheme}://${host}`,
    user: decoded(url.username) || env['CLICKHOUSE_USER'] || USER,
    password: decoded(url.password) || env['CLICKHOUSE_PASSWORD'] || '',
    database,
    table: asked,
    shown: oneLine(
      `clickhouse${scheme === 'https' ? 's' : ''}://${host}/${database}${asked === TABLE ? '' : `?table=${asked}`}`,
    ),
  };
}

function parsed(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new UserError(
      'An address of a ClickHouse has a % that stands for nothing.',
      `${HINT} A % is written as %25.`,
    );
  }
}
