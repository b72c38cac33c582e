import { subscribe } from 'node:diagnostics_channel';
import { callThrough } from '../call-through.js';
import { guarded } from '../guard.js';
import { replaceMethod } from '../shape.js';
import type { Sink } from '../sink.js';
import { type Connected, Connections } from './connections.js';
import { enterExchange } from './received-requests.js';
import { SentRequests } from './sent-requests.js';
import { carriesTrace, type Headers } from './trace-headers.js';

/**
 * Witness `network`: knows both ends of an exchange over HTTP, if both are recorded. Where a request goes out, whose
 * work it is, from which line, and on which connection; where one comes, what is started for it.
 *
 * It listens on the channels that Node.js and undici have for that, by name: an app that sends nothing pays nothing.
 */

type Socket = object & Connected;

interface ClientRequest {
  readonly method: string;
  readonly host?: string;
  readonly path: string;
  readonly socket: Socket | null;
  /** The header block as it is sent. */
  readonly _header?: string | null;
  getHeader(name: string): unknown;
  getHeaders(): Headers;
}

interface ServerRequest {
  readonly url: string;
  readonly headers: Headers;
  readonly socket: Socket;
}

interface ServerResponse {
  readonly req: ServerRequest;
  readonly writableEnded: boolean;
}

interface UndiciRequest {
  readonly method: string;
  readonly origin: string | URL;
  readonly path: string;
}

interface Http2Stream {
  readonly id?: number;
  readonly writableEnded: boolean;
  readonly session?: { readonly socket?: Socket };
}

/** Announced when it is made, on the stack of who makes it: https://nodejs.org/api/diagnostics_channel.html#http */
const NODE_TELLS_OF_NEW_REQUESTS = Number.parseInt(process.versions.node, 10) >= 22;

export function watchNetwork(sink: Sink): void {
  const connections = new Connections(sink);
  const sent = new SentRequests(sink, connections);
  watchHttpClient(sent, connections);
  watchHttpServer(sink, connections);
  const next: Next = { request: undefined };
  watchUndici(sent, connections, next);
  watchHttp2(sink, sent, connections, next);
}

function watchHttpClient(sent: SentRequests, connections: Connections): void {
  const places = new WeakMap<object, number>();
  const made = (request: ClientRequest): void => {
    // Agents are sometimes given requests that are none.
    if (typeof request?.getHeader !== 'function') return;
    const host = request.getHeader('host') ?? request.host;
    sent.made(request, request.method, String(host), request.path, made);
  };
  const goesOut = (request: ClientRequest): void => {
    const nth = places.get(request);
    if (nth === undefined || !request.socket) return;
    sent.goesOut(request, request.socket, nth, () => carriesTrace(request._header ?? request.getHeaders()));
  };
  if (NODE_TELLS_OF_NEW_REQUESTS)
    on<{ request: ClientRequest }>('http.client.request.created', (it) => made(it.request));
  else watchAgent(made);
  on<{ request: ClientRequest }>('http.client.request.start', ({ request }) => {
    if (!request.socket) return;
    const nth = connections.next(request.socket);
    if (!sent.isWaiting(request)) return;
    places.set(request, nth);
    goesOut(request);
  });
  // On a new connection the addresses are not known before.
  on<{ request: ClientRequest }>('http.client.response.finish', ({ request }) => goesOut(request));
}

/** Every request passes its agent's `addRequest` while it is made. Loading the module takes a millisecond. */
function watchAgent(made: (request: ClientRequest) => void): void {
  const { Agent } = process.getBuiltinModule('node:http');
  const agents = Agent.prototype as unknown as { addRequest(request: ClientRequest, ...rest: unknown[]): void };
  replaceMethod(agents, 'addRequest', (original) =>
    callThrough(original, (_, [request]) => guarded(() => made(request as ClientRequest))),
  );
}

function watchHttpServer(sink: Sink, connections: Connections): void {
  on<{ request: ServerRequest; response: ServerResponse; socket: Socket }>(
    'http.server.request.start',
    ({ request, response, socket }) => {
      const reference = new WeakRef(response);
      const open = () => {
        const now = reference.deref();
        return now && !now.writableEnded ? now.req : undefined;
      };
      enterExchange(sink, connections, { nth: connections.next(socket), path: request.url, open });
    },
  );
}

/** `fetch`, and the package of that name. */
function watchUndici(sent: SentRequests, connections: Connections, next: Next): void {
  on<{ request: UndiciRequest }>('undici:request:create', function create({ request }) {
    const { method, origin, path } = request;
    sent.made(request, method, String(origin).replace(/^\w+:\/\//, ''), path, create);
  });
  on<{ request: UndiciRequest; headers: unknown; socket: Socket & { readonly alpnProtocol?: string } }>(
    'undici:client:sendHeaders',
    ({ request, headers, socket }) => {
      if (socket.alpnProtocol === 'h2') next.request = request;
      else sent.goesOut(request, socket, connections.next(socket), () => carriesTrace(headers));
    },
  );
}

/** A request of undici's that is about to be sent on a stream of HTTP/2. */
interface Next {
  request: object | undefined;
}

interface StreamMessage {
  readonly stream: Http2Stream;
  readonly headers: Headers;
}

/** Where Node.js has channels for it. The number of a stream says which of its connection's requests it is. */
function watchHttp2(sink: Sink, sent: SentRequests, connections: Connections, next: Next): void {
  const seen = new WeakSet<object>();
  // `start` comes first on a connection that stands, `created` on one that does not.
  const client = ({ stream, headers }: StreamMessage): void => {
    if (!seen.has(stream)) {
      seen.add(stream);
      if (next.request) sent.becomes(next.request, stream);
      else
        sent.made(stream, String(headers[':method']), String(headers[':authority']), String(headers[':path']), client);
      next.request = undefined;
    }
    const socket = stream.session?.socket;
    if (stream.id && socket) sent.goesOut(stream, socket, nthStream(stream.id), () => carriesTrace(headers));
  };
  on<StreamMessage>('http2.client.stream.created', client);
  on<StreamMessage>('http2.client.stream.start', client);
  on<StreamMessage>('http2.server.stream.created', ({ stream, headers }) => {
    if (!stream.id || stream.id % 2 === 0) return;
    const reference = new WeakRef(stream);
    const open = () => {
      const now = reference.deref();
      const socket = now?.session?.socket;
      return now && socket && !now.writableEnded ? { socket, headers } : undefined;
    };
    enterExchange(sink, connections, { nth: nthStream(stream.id), path: String(headers[':path']), open });
  });
}

/** Clients number their streams 1, 3, 5. */
function nthStream(id: number): number {
  return (id + 1) / 2;
}

function on<T>(channel: string, listener: (message: T) => void): void {
  subscribe(channel, (message) => {
    guarded(() => listener(message as T));
  });
}
