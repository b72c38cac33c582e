import { CLIENT } from '../../protocol/span-kind.js';
import { type Asked, currentFrame, type DroppedCall, type Frame, type SpanCall } from '../flow.js';
import type { Sink } from '../sink.js';
import type { SpanRecord } from '../span-records.js';

/**
 * A CLIENT span stands for one call. Of requests that leave under one together is told from which of the user's calls they
 * come: together are those of one turn, for what leaves one after the other may be the retries, the redirects or the pages of one
 * call. Who makes a span active anew for each of many calls may keep it as long as a connection: that is told, too.
 */

/** Nobody asks for more. */
const MOST = 100;

/** Whose result is kept or awaited, or dropped: the sites, inner ones first. */
interface Places {
  readonly at: readonly string[];
}

/** So many calls around the one that sends it are told of. */
const DEPTH = 8;

/** A call of the user's that the flow is in. */
type UserCall = SpanCall | DroppedCall;

/** What has left under one CLIENT span in this turn. */
interface Together {
  readonly client: SpanRecord;
  readonly turn: number;
  readonly asked: Asked | undefined;
  /** Calls of the user's: all that a library sends in the course of one is one call. */
  readonly calls: Set<UserCall>;
  /** The same from several hosts, or several times, is one call: who answers first, or second, counts. */
  readonly paths: Set<string>;
  /** The first of the calls. */
  readonly first: Places;
}

/** The last CLIENT span of the user's that was not started active, and what was active there. */
interface Beside {
  readonly client: SpanRecord;
  readonly parent: SpanRecord;
  readonly turn: number;
  /** It is the only one of this turn there. */
  readonly alone: boolean;
}

let beside: Beside | undefined;
let together: Together | undefined;

/** The user's code started a CLIENT span, which is not active. */
export function clientBegins(client: SpanRecord, parent: SpanRecord | undefined, turn: number): void {
  if (!parent) return;
  const alone = beside?.turn !== turn || beside.parent !== parent;
  beside = { client, parent, turn, alone };
}

/** A request is being made, in the flow of whoever wants it. */
export function requestLeaves(sink: Sink, from: SpanRecord, path: string): void {
  const client = from.kind === CLIENT ? from : clientBeside(from, sink.turn);
  if (!client || client.place === '') return;
  const frame = currentFrame();
  const call = frame && innermost(frame);
  if (!call) return;
  const { turn } = sink;
  if (together?.client !== client || together.turn !== turn) {
    const [calls, paths] = [new Set([call]), new Set([path])];
    together = { client, turn, asked: frame.asked, calls, paths, first: placesIn(frame) };
    return;
  }
  const { calls, paths, first } = together;
  if (calls.has(call) || paths.has(path) || paths.size >= MOST) return;
  calls.add(call);
  paths.add(path);
  const isApart = client !== from || together.asked !== frame.asked;
  const of = { t: 'hp', q: client.number, k: turn, ...(isApart ? { beside: 1 as const } : {}) } as const;
  if (paths.size === 2) sink.write({ ...of, ...first });
  sink.write({ ...of, ...placesIn(frame) });
}

function clientBeside(from: SpanRecord, turn: number): SpanRecord | undefined {
  if (beside?.parent !== from || beside.turn !== turn || !beside.alone) return undefined;
  const { client } = beside;
  return client.ended || client.activated || client.entered ? undefined : client;
}

function innermost({ spanCall, call }: Frame): UserCall | undefined {
  return inner(spanCall, call);
}

function inner(kept: SpanCall | undefined, dropped: DroppedCall | undefined): UserCall | undefined {
  if (!kept || !dropped) return kept ?? dropped;
  return kept.order > dropped.order ? kept : dropped;
}

function placesIn(frame: Frame): Places {
  const at: string[] = [];
  let { spanCall: kept, call: dropped } = frame;
  while (at.length < DEPTH) {
    const next = inner(kept, dropped);
    if (!next) break;
    at.push(next.site);
    if (next === kept) kept = kept.outer;
    else dropped = dropped?.outer;
  }
  return { at };
}
