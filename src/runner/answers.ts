import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import { oneLine } from '../errors.js';
import type { Readiness } from './readiness.js';

/** A server that takes longer than this for one answer is asked again. */
const ANSWER_MS = 5000;

/** From here on a server says that it cannot do its work (yet). */
const SERVER_ERROR = 500;

/** Asks whether somebody answers there now. Gives back why that is no answer, `null` if it is one. */
export function whyNoAnswer(readiness: Exclude<Readiness, { by: 'output' }>): Promise<string | null> {
  return readiness.by === 'port' ? accepts(readiness.host, readiness.port) : responds(readiness.url);
}

function accepts(host: string, port: number): Promise<string | null> {
  const where = `port ${port} of ${host}`;
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: ANSWER_MS });
    const done = (why: string | null): void => {
      socket.destroy();
      resolve(why);
    };
    socket.once('connect', () => done(null));
    socket.once('timeout', () => done(`${where} did not answer`));
    socket.once('error', (error) => done(`${where} accepted no connection (${reasonOf(error)})`));
  });
}

function responds(url: string): Promise<string | null> {
  return new Promise((resolve) => {
    // A certificate that nobody signed is good enough to see that somebody is there. No agent: no connection stays open.
    const options = { agent: false as const, timeout: ANSWER_MS, rejectUnauthorized: false };
    const request = (url.startsWith('https:') ? httpsRequest : httpRequest)(url, options);
    const done = (why: string | null): void => {
      request.destroy();
      resolve(why);
    };
    request.once('response', ({ statusCode = SERVER_ERROR }) =>
      done(statusCode < SERVER_ERROR ? null : `${url} answered with ${statusCode}`),
    );
    request.once('timeout', () => done(`${url} did not answer`));
    // Also after `done`: what is destroyed may still complain.
    request.on('error', (error) => done(`${url} gave no answer (${reasonOf(error)})`));
    request.end();
  });
}

/** The last of several addresses says what all do. */
function reasonOf(error: NodeJS.ErrnoException): string {
  const { code, message } = error instanceof AggregateError ? (error.errors.at(-1) as NodeJS.ErrnoException) : error;
  return oneLine(code === undefined || message === '' ? (code ?? message) : message);
}
