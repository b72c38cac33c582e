import { expect, it } from 'vitest';
import { jsonReport, project } from './command.js';

const HEAD = `
import { context, propagation, ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';
import http from 'node:http';
const tracer = trace.getTracer('network');
const SERVER = { kind: SpanKind.SERVER };
async function listen(handler) {
  const server = http.createServer(handler);
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return { url: 'http://127.0.0.1:' + server.address().port, server };
}
function inject() {
  const headers = {};
  propagation.inject(context.active(), headers);
  return headers;
}
async function inSpan(name, work) {
  await tracer.startActiveSpan(name, async (span) => {
    await work(span);
    span.end();
  });
}
`;

/** Each of these starts a root at the far end of a request, or sends none of its headers, and is right. */
const RIGHT = `${HEAD}
let poller;
const serve = (request, response, options, parent) =>
  tracer.startActiveSpan('serve ' + request.url, options, parent, (span) => {
    response.end();
    span.end();
  });
const extracted = (request) => propagation.extract(ROOT_CONTEXT, request.headers);
const { url, server } = await listen((request, response) => {
  switch (request.url) {
    case '/asked-for': return serve(request, response, { ...SERVER, root: true }, ROOT_CONTEXT);
    case '/passed': return serve(request, response, SERVER, ROOT_CONTEXT);
    case '/linked': {
      const origin = trace.getSpanContext(extracted(request));
      return serve(request, response, { ...SERVER, links: [{ context: origin }] }, ROOT_CONTEXT);
    }
    case '/poller':
      response.end();
      poller ??= setInterval(() => tracer.startSpan('poll').end(), 2);
      return;
    default: return serve(request, response, SERVER, extracted(request));
  }
});
const get = async (path, headers) => (await fetch(url + path, headers && { headers })).text();
await get('/outside');
await inSpan('watch', () => get('/health'));
await tracer.startActiveSpan('done', async (span) => { span.end(); await get('/late'); });
for (const path of ['/asked-for', '/passed']) await inSpan('call ' + path, async () => (await fetch(url + path)).text());
for (const path of ['/asked-for', '/passed', '/linked', '/traced']) await inSpan('send ' + path, () => get(path, inject()));
await inSpan('kick', async () => (await fetch(url + '/poller')).text());
await new Promise((passed) => setTimeout(passed, 20));
clearInterval(poller);
await get('/broken', { traceparent: 'nonsense' });
server.close();
server.closeAllConnections();
`;

/** The same fault through each client: line and occurrences tell them apart. */
const WRONG = `${HEAD}
const { url, server } = await listen((request, response) => {
  request.resume();
  const parent = propagation.extract(context.active(), request.headers);
  tracer.startActiveSpan('serve', SERVER, parent, (span) => {
    response.end();
    span.end();
  });
});
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
function whole(open) {
  return new Promise((resolve, reject) => open((response) => response.resume().on('end', resolve)).on('error', reject));
}
await inSpan('one after the other', async () => {
  for (let i = 0; i < 3; i++) {
    await whole((done) => http.get(url, { agent }, done)); // 3 on one connection
  }
});
await inSpan('one in pieces', () => whole((done) => {
  const request = http.request(url, { method: 'POST' }, done); // 1 in pieces
  request.write('a');
  setTimeout(() => request.end('b'), 2);
  return request;
}));
await inSpan('two at once', async () => {
  const send = async () => (await fetch(url)).text(); // 2 at once
  await Promise.all([send(), send()]);
});
agent.destroy();
server.close();
server.closeAllConnections();
`;

it("leaves roots alone that were meant, and requests that are nobody's work", () => {
  const { report, ran } = jsonReport(['app.mjs'], project({ 'app.mjs': RIGHT, 'package.json': '{"type":"module"}' }));
  expect(report.findings.map(({ rule, span }) => `${rule}: ${span?.name}`)).toEqual([]);
  expect(ran.code).toBe(0);
});

it('names the line from which each request without headers was sent', () => {
  const { report } = jsonReport(['app.mjs'], project({ 'app.mjs': WRONG, 'package.json': '{"type":"module"}' }));
  const lines = WRONG.split('\n');
  const found = report.findings.map(({ rule, cause, occurrences }) => {
    return `${rule} (${cause?.mechanism}): ${occurrences} of ${/\/\/ (.*)/.exec(lines[(cause?.boundary?.line ?? 0) - 1] ?? '')?.[1]}`;
  });
  expect(found.sort()).toEqual([
    'orphan-span (http): 1 of 1 in pieces',
    'orphan-span (http): 2 of 2 at once',
    'orphan-span (http): 3 of 3 on one connection',
  ]);
});
