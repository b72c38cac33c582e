import type { Evidence } from '../evidence/evidence.js';
import type { LogLine, Span } from '../model/types.js';
import { correlateLog } from './correlate-log.js';
import { defineRule, type Fault, type OptionValues, type RuleOption } from './define-rule.js';
import { optionValue } from './option-value.js';

const CONSOLE: RuleOption = {
  name: 'console',
  default: 0,
  unit: '0 or 1',
  reason: 'what `console` prints is mostly meant for who watches the program, and not for a log store',
};

export const uncorrelatedLog = defineRule({
  id: 'uncorrelated-log',
  severity: 'info',
  title: 'a log line that was written inside a span and does not say so',
  why: 'From a trace one wants to get to the lines that were logged in it, and from a line to its trace. Without the trace id in the line there is only the time of day to go by, which helps little in a service that does many things at once.',
  needsWitnesses: false,
  options: [CONSOLE],
  missedAt: { none: 'only the recorder shows what was logged while a span was active' },
  judge: ({ model }, options) => faultsOf(model.logLines, options),
  message: ({ span, count }) =>
    count === undefined
      ? `Lines that are logged here, such as in "${span.name}", carry no trace id, while others of the same log do.`
      : `No line that was logged while a span was active carries a trace id, such as the one in "${span.name}".`,
  fix: (_, text) => correlateLog(text),
});

/** A log of which no line tells is one fault: its logger's. Of one that tells of some, each place is, which has another logger. */
function faultsOf(lines: Evidence['model']['logLines'], options: OptionValues | undefined): Fault[] {
  const withConsole = optionValue(CONSOLE, options) > 0;
  const logs = new Map<string, LogLine[]>();
  for (const line of lines) {
    if (line.lane.off || (line.byConsole && !withConsole)) continue;
    const key = `${line.lane.index}\n${line.to}`;
    const log = logs.get(key);
    if (log) log.push(line);
    else logs.set(key, [line]);
  }
  return [...logs.values()].flatMap((log) => {
    const silent = log.filter(isSilent);
    if (log.some(({ carriesTrace }) => carriesTrace))
      return silent.flatMap((line) => (line.stack.length > 0 ? [faultOf(line)] : []));
    const first = silent.find(({ stack }) => stack.length > 0) ?? silent[0];
    return first ? [faultOf(first, silent.length)] : [];
  });
}

type Silent = LogLine & { readonly span: Span };

function isSilent(line: LogLine): line is Silent {
  return !line.carriesTrace && line.span !== null;
}

function faultOf({ span, to, stack: [frame] }: Silent, count?: number): Fault {
  const places = count === undefined || count === 1 ? 'from here' : `from ${count} places, this one the first`;
  return {
    span,
    severity: 'info',
    confidence: 'certain',
    mechanism: 'unknown',
    expectedParent: span.parent,
    boundary: frame ? { frame } : null,
    statements: [
      {
        witness: 'log lines',
        statement: `what was written to ${to} ${places} has a level and a message, and neither the id of "${span.name}"'s trace nor another`,
      },
    ],
    incident: `log ${span.lane.index} ${to} ${frame?.join(':') ?? ''}`,
    contexts: [],
    ...(count === undefined ? {} : { count }),
  };
}
