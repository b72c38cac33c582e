import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import type { Readiness } from './readiness.js';

/** A server that takes longer than this for one answer is asked again. */
const ANSWER_MS = 5000;

/** From here on a server says that it cannot do its work (yet). */
const SERVER_ERROR = 500;

/** Does somebody answer there now? */
export function answers(readiness: Exclude<Readiness, { by: 'output' }>): Promise<boolean> {
  return readiness.by === 'port' ? accepts(readiness.host, readiness.port) : responds(readiness.url);
}

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: ANSWER_MS });
    const done = (accepted: boolean): void => {
      socket.destroy();
      resolve(accepted);
    };
    socket.once('connect', () => done(true));
    socket.once('timeout', () => done(false));
    socket.once('error', () => done(false));
  });
}

function responds(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    // A certificate that nobody signed is good enough to see that somebody is there. No agent: no connection stays open.
    const options = { agent: false as const, timeout: ANSWER_MS, rejectUnauthorized: false };
    const request = (url.startsWith('https:') ? httpsRequest : httpRequest)(url, options);
    const done = (ready: boolean): void => {
      request.destroy();
      resolve(ready);
    };
    request.once('response', ({ statusCode = SERVER_ERROR }) => done(statusCode < SERVER_ERROR));
    request.once('timeout', () => done(false));
    // Also after `done`: what is destroyed may still complain.
    request.on('error', () => done(false));
    request.end();
  });
}
