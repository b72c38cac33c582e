import { isHealthCheck } from '../protocol/is-health-check.js';
import type { ReceivedRequest, SentRequest, Span, TraceModel } from '../model/types.js';
import type { Boundary, Ignored, Testimony, Uninjected } from './evidence.js';

/** What the witness `network` has to say of a run. */
export interface NetworkEvidence {
  /** Roots whose request left an open span without trace headers. */
  testimony(span: Span): Testimony | null;
  readonly ignored: ReadonlyMap<Span, Ignored>;
  readonly uninjected: readonly Uninjected[];
}

/**
 * Pairs the requests that were sent with those that were received: both ends know the addresses and ports of the
 * connection, and the n-th request sent on it is the n-th that arrives.
 */
export function networkEvidence(model: TraceModel): NetworkEvidence {
  const senders = sendersByExchange(model.sentRequests);
  const testimonies = new Map<Span, Testimony>();
  const ignored = new Map<Span, Ignored>();
  const answered = new Set<SentRequest>();
  const spanNamed = spansNamed(model);
  for (const request of model.receivedRequests) {
    const sender = senderOf(request, senders);
    if (sender) answered.add(sender);
    const root = rootFor(request);
    if (!root) continue;
    const { header } = request;
    if (header) {
      if (header.traceId !== root.trace.id) ignored.set(root, { request, expected: spanNamed(header) });
    } else if (sender && isToBlame(sender, request)) {
      testimonies.set(root, testimonyOf(root, sender));
    }
  }
  return {
    testimony: (span) => testimonies.get(span) ?? null,
    ignored,
    uninjected: uninjectedOf(model.sentRequests.filter((sent) => !answered.has(sent) || sent.traced)),
  };
}

function sendersByExchange(requests: readonly SentRequest[]): Map<string, SentRequest[]> {
  const senders = new Map<string, SentRequest[]>();
  for (const request of requests) {
    const same = senders.get(request.exchange);
    if (same) same.push(request);
    else senders.set(request.exchange, [request]);
  }
  return senders;
}

/** A port is not used again for a minute, so the one next in time is meant, whatever the clocks of two processes are out by. */
function senderOf({ exchange, atMs }: ReceivedRequest, senders: Map<string, SentRequest[]>): SentRequest | null {
  const same = exchange === null ? undefined : senders.get(exchange);
  if (!same) return null;
  const away = (sent: SentRequest): number => Math.abs(sent.atMs - atMs);
  return same.reduce((nearest, sent) => (away(sent) < away(nearest) ? sent : nearest));
}

/**
 * The root that was started for a request, where it may have been meant to go on with the sender's trace. Only the first
 * span speaks: those that come later are set against it by other witnesses. It is silent where
 * - some span took a parent from elsewhere: the header was read, and what is beside it has another reason;
 * - the root was chosen: `root: true`, a link, a context that was passed and does not come from `extract`.
 */
function rootFor({ spans, extracted }: ReceivedRequest): Span | null {
  const [first] = spans;
  if (!first?.recording || spans.some((span) => span.parentId !== null)) return null;
  if (first.source === 'r' || first.links.length > 0) return null;
  return first.source === 'e' && !extracted ? null : first;
}

function isToBlame({ from, traced }: SentRequest, { path }: ReceivedRequest): boolean {
  return !traced && from.recording && !isHealthCheck(path);
}

function boundaryOf({ stack, site }: SentRequest): Boundary | null {
  if (stack[0]) return { frame: stack[0] };
  return site === null ? null : { site };
}

function testimonyOf(root: Span, request: SentRequest): Testimony {
  const { from, target } = request;
  return {
    witness: 'network',
    mechanism: 'http',
    expected: from,
    boundary: boundaryOf(request),
    confidence: 'certain',
    statement: `the request "${target}" left "${from.name}" without trace headers, and "${root.name}" was started for it`,
    incident: `request for ${root.index}`,
  };
}

type Ids = NonNullable<ReceivedRequest['header']>;

/** One walk over all spans, for those only that headers name. */
function spansNamed({ spans, receivedRequests }: TraceModel): (header: Ids) => Span | null {
  const wanted = new Set(receivedRequests.flatMap(({ header }) => header?.spanId ?? []));
  const named = new Map<string, Span>();
  if (wanted.size > 0)
    for (const span of spans) if (wanted.has(span.id)) named.set(`${span.trace.id} ${span.id}`, span);
  return ({ traceId, spanId }) => named.get(`${traceId} ${spanId}`) ?? null;
}

/**
 * Whoever answers a request that no recorder sees may be a third party, to whom headers are not sent on purpose. But one
 * line that sends them to a host at one time, and not at another, has lost them.
 */
function uninjectedOf(requests: readonly SentRequest[]): Uninjected[] {
  const inOrder = new Set(requests.filter(({ traced }) => traced).map(placeOf));
  return requests.flatMap((request) => {
    const [frame] = request.stack;
    if (!frame || request.traced || !request.from.recording || !inOrder.has(placeOf(request))) return [];
    return [{ request, boundary: { frame } }];
  });
}

function placeOf({ target, stack }: SentRequest): string {
  return `${target}\n${stack[0]?.join(':')}`;
}
