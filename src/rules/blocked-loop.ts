import type { Boundary, Evidence } from '../evidence/evidence.js';
import type { Fix } from '../finding.js';
import type { Block } from '../model/block-log.js';
import type { Span } from '../model/types.js';
import { asyncForm } from './async-form.js';
import { type BlockedLoop, defineRule, type Fault, type OptionValues, type RuleOption } from './define-rule.js';
import { optionValue } from './option-value.js';

const THRESHOLD: RuleOption = {
  name: 'ms',
  default: 100,
  unit: 'ms',
  reason:
    'a collection of garbage or a large JSON text takes some ten milliseconds; a tenth of a second is what people begin to notice. Less than 50 ms is not recorded',
};

/** Of others' durations: less than that nobody would take for anything but chance. */
const SHARE_OF_VICTIM = 0.1;
/** So many times the length of the block later an end has other reasons. */
const ENDS_WITHIN = 2;

export const blockedLoop = defineRule({
  id: 'blocked-loop',
  severity: 'warning',
  title: 'a span whose work held up all others of its thread',
  why: 'While JavaScript computes, or waits in a synchronous call, nothing else of its thread goes on: answers lie in their sockets, timers are late, and the spans that wait for them show it as their own time. Who looks for the slow part finds a database call that was fast.',
  needsWitnesses: true,
  missedAt: { light: 'the call is named only where a statement or an `await` makes it' },
  options: [THRESHOLD],
  judge: (evidence, options) => blocked(evidence, options),
  message: ({ span, shownBy = [], block }) =>
    `${block?.call ? `${block.call}()` : 'Work'} in "${span.name}" held up the event loop for ${Math.round(block?.block.lastedMs ?? 0)} ms, and with it ${othersText(shownBy)}.`,
  fix: ({ block }, text) => (text.code && asyncForm(text.code, block?.call ?? null)) ?? advice(block?.call ?? null),
});

function advice(call: string | null): Fix {
  const what = call === null ? 'this work' : `${call}()`;
  return {
    summary: `Take ${what} off the event loop: into its asynchronous form if there is one, into a worker thread if it computes (worker_threads, piscina), or into pieces with \`await\` of setImmediate from node:timers/promises between them.`,
    snippet: null,
  };
}

function othersText([first, ...others]: readonly Span[]): string {
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  return `"${first?.name}"${more}`;
}

function blocked({ model, nesting, code }: Evidence, options: OptionValues | undefined): Fault[] {
  const least = optionValue(THRESHOLD, options);
  return model.blocks.flatMap((block) => {
    if (block.lastedMs < least) return [];
    const site = block.site === null ? null : code.site(block.site);
    // What a module does when it is loaded is done once, before there is anything to wait for.
    if (site?.fn === -1) return [];
    const heldUp = block.open.filter((span) => isHeldUp(span, block));
    const [first] = heldUp;
    if (!first) return [];
    const call = block.waitsIn ?? (site && site.kind !== 'start' ? site.callee : null);
    return [faultOf(block, block.span ?? first, heldUp, call)];
  });

  /**
   * Was it kept from going on? Not those in whose course the work was done: they and what they are in are as long as their
   * work, and what they hold open meanwhile may well be meant to be what it is.
   */
  function isHeldUp(span: Span, { span: by, own, lastedMs, endMs }: Block): boolean {
    if (!span.recording || own.has(span)) return false;
    if (by && nesting.isWithin(span, by)) return false;
    for (const one of by ? [by, ...own] : own) if (nesting.isWithin(one, span)) return false;
    if (span.endMs - endMs > lastedMs * ENDS_WITHIN) return false;
    return lastedMs >= (span.endMs - span.startMs) * SHARE_OF_VICTIM;
  }
}

function faultOf(block: Block, span: Span, heldUp: readonly Span[], call: string | null): Fault {
  const boundary = boundaryOf(block);
  const others = heldUp.filter((one) => one !== span);
  const told: BlockedLoop = { block, call };
  return {
    span,
    severity: 'warning',
    confidence: block.waitsIn !== null || block.exact ? 'certain' : 'likely',
    mechanism: 'unknown',
    expectedParent: span.parent,
    boundary,
    statements: [{ witness: 'loop', statement: statementOf(told, others) }],
    incident: `blocked ${block.lane.index} ${block.endMs}`,
    contexts: [],
    shownBy: others.length > 0 ? others : heldUp,
    block: told,
  };
}

function boundaryOf({ site, stack: [frame] }: Block): Boundary | null {
  if (site !== null) return { site };
  return frame ? { frame } : null;
}

function statementOf({ block: { waitsIn, lastedMs }, call }: BlockedLoop, others: readonly Span[]): string {
  const did = waitsIn === null ? 'computed' : 'waited';
  const where = call ? `in ${call}() ` : '';
  const names = others.slice(0, 3).map(({ name }) => `"${name}"`);
  const rest = others.length > names.length ? `, and ${others.length - names.length} more` : '';
  const open = others.length === 0 ? '' : `; open meanwhile, and not part of it: ${names.join(', ')}${rest}`;
  return `the thread ${did} ${where}for ${Math.round(lastedMs)} ms without a turn of the event loop${open}`;
}
