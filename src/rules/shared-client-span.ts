import type { Evidence } from '../evidence/evidence.js';
import type { CodeMap } from '../model/code-map.js';
import { hasEnded } from '../model/questions/order.js';
import type { SentTogether, Span } from '../model/types.js';
import { CLIENT } from '../model/span-kind.js';
import { defineRule, type Fault, type OptionValues, type RuleOption, type SharedCalls } from './define-rule.js';
import { optionValue } from './option-value.js';
import { spanForEachCall } from './span-for-each-call.js';

const CALLS: RuleOption = {
  name: 'calls',
  default: 3,
  unit: 'calls',
  reason: 'two at once may be one call and what it needs: a token, a lock, the other half of its answer',
};

export const sharedClientSpan = defineRule({
  id: 'shared-client-span',
  severity: 'warning',
  title: 'a client span that stands for many outgoing calls',
  why: 'A CLIENT span is read as one call: backends count it, draw an edge to one server, and take its duration for that of the answer. Around many calls it lasts as long as the slowest, says nothing of the others, and which of them failed is not to be seen.',
  needsWitnesses: true,
  missedAt: { light: 'calls are told apart only where an `await` makes them' },
  options: [CALLS],
  judge: (evidence, options) => shared(evidence, options),
  message: ({ span, calls }) => `"${span.name}" is one CLIENT span, and stands for ${calls?.count} calls at once.`,
  fix: (fault, text) => spanForEachCall(fault, text),
});

function shared({ model, code }: Evidence, options: OptionValues | undefined): Fault[] {
  const least = optionValue(CALLS, options);
  const many = model.sentTogether.filter(({ calls }) => calls.length >= least);
  if (many.length === 0) return [];
  const excused = excusedBy(model.spans, many);
  const told = new Set<Span>();
  return many.flatMap((sent) => {
    const { client } = sent;
    if (told.has(client) || excused.has(sent) || !isForOneCall(client) || !isAround(sent, code)) return [];
    told.add(client);
    return [faultOf(sent, code)];
  });
}

/** Those of which other spans say that they are in order: one walk over all. */
function excusedBy(spans: readonly Span[], many: readonly SentTogether[]): Set<SentTogether> {
  const byParent = new Map<Span, SentTogether[]>();
  const note = (parent: Span, sent: SentTogether): void => {
    byParent.set(parent, [...(byParent.get(parent) ?? []), sent]);
  };
  for (const sent of many) {
    note(sent.client, sent);
    if (sent.beside && sent.client.parent) note(sent.client.parent, sent);
  }
  const excused = new Set<SentTogether>();
  for (const span of spans)
    for (const sent of (span.parent && byParent.get(span.parent)) ?? [])
      if (isForCallOf(sent, span) || isOfSession(sent, span)) excused.add(sent);
  return excused;
}

/** With spans for the single calls, below it or beside it, it is one that a library has for all of them, and hides none. */
function isForCallOf({ client, turn, beside }: SentTogether, other: Span): boolean {
  if (other.kind !== CLIENT || other === client) return false;
  return other.parent === client || (beside && other.parent === client.parent && other.startTurn === turn);
}

/** Who has done other work before has a span for a session or a connection, and not for calls. */
function isOfSession({ client, turn }: SentTogether, { parent, parentIsRemote, startTurn }: Span): boolean {
  return parent === client && !parentIsRemote && startTurn < turn;
}

/** A batch says whose calls are in it. */
function isForOneCall(span: Span): boolean {
  return span.kind === CLIENT && span.sampled && span.links.length === 0 && hasEnded(span);
}

/**
 * What is not active once for all is around calls only if one function starts it, makes them at once, and ends it. Where it
 * is ended elsewhere, it may be one call's, beside which others are made that have no span; where it was started before, or
 * by a module, a connection's.
 */
function isAround({ client, turn, calls, beside }: SentTogether, code: CodeMap): boolean {
  if (!beside) return true;
  if (client.startTurn !== turn) return false;
  const start = client.site === null ? null : code.site(client.site);
  const end = client.endSite === null ? null : code.site(client.endSite);
  if (!start || start.fn === -1 || end?.table !== start.table || end.fn !== start.fn) return false;
  return calls.every((sites) => sites.some((site) => isWithin(site, start.table.id, start.fn, code)));
}

function isWithin(call: string, module: string, fn: number, code: CodeMap): boolean {
  const site = code.site(call);
  if (site?.table.id !== module) return false;
  for (let at = site.fn; ; at = site.table.functions[at]?.outer ?? -1) {
    if (at === fn) return true;
    if (at === -1) return false;
  }
}

function faultOf({ client, calls, beside }: SentTogether, code: CodeMap): Fault {
  const told: SharedCalls = { count: calls.length, names: namesOf(calls, code), beside };
  const [[first] = []] = calls;
  return {
    span: client,
    severity: 'warning',
    confidence: beside ? 'likely' : 'certain',
    mechanism: 'unknown',
    expectedParent: client.parent,
    boundary: client.site === null ? null : { site: client.site },
    statements: [
      {
        witness: 'network',
        statement: `${calls.length} requests to different paths left in one turn of the event loop, and the span was the only one for them`,
        ...(first === undefined ? {} : { at: { site: first } }),
      },
    ],
    incident: `shared ${client.index}`,
    contexts: [],
    calls: told,
  };
}

function namesOf(calls: SentTogether['calls'], code: CodeMap): string[] {
  return [...new Set(calls.flatMap(([call]) => (call === undefined ? [] : (code.site(call)?.callee ?? []))))];
}
