import type { PageData } from '../page-data.js';
import { box, element, text } from './dom.js';
import { count } from './format.js';

/** What was run, how it ended, and whether it is well. */
export function verdict({
  input,
  summary,
  runtime,
  outcome,
  omitted,
  dropped,
  setup,
  skippedRules,
  tool,
}: PageData): HTMLElement {
  const { errors, warnings, infos, spans, traces, healthy, whyNoSpans, cutOff } = summary;
  const badges = box(
    'badges',
    errors > 0 ? text('badge error', count(errors, 'error')) : null,
    warnings > 0 ? text('badge warning', count(warnings, 'warning')) : null,
    infos > 0 ? text('badge info', count(infos, 'info')) : null,
    healthy && spans > 0 ? text('badge ok', 'no findings') : null,
    text('badge', `${count(spans, 'span')} in ${count(traces, 'trace')}`),
  );
  const notes = [
    spans === 0 ? `No span was recorded, so nothing could be judged. ${whyNoSpans.join('; ')}` : null,
    cutOff === null ? null : `The recording is not whole: ${cutOff}.`,
    omitted.spans > 0
      ? `${count(omitted.spans, 'span')} and ${count(omitted.traces, 'whole trace')} are not in this file: those with findings come first. Findings count all of them.`
      : null,
    dropped.reason,
  ];
  const ended = outcome.signal ? `ended by ${outcome.signal}` : `exit code ${outcome.exitCode}`;
  const about = [
    ended,
    `Node ${runtime.node}`,
    runtime.processes === 1 ? '1 process' : `${runtime.processes} processes`,
    `${tool.name} ${tool.version}`,
  ];
  return element(
    'header',
    {},
    element('h1', {}, [input.entry, ...input.args].join(' ')),
    badges,
    element('p', { className: 'note' }, about.join(' · ')),
    ...notes
      .filter((note) => note !== null && note !== '')
      .map((note) => element('p', { className: 'alert', attributes: { role: 'note' } }, note)),
    details('Set-up that was seen', setup),
    details(
      'Rules that were skipped',
      skippedRules.map(({ rule, reason }) => `${rule}: ${reason}`),
    ),
  );
}

function details(title: string, lines: readonly string[]): HTMLElement | null {
  if (lines.length === 0) return null;
  return element(
    'details',
    {},
    element('summary', {}, title),
    element('ul', {}, ...lines.map((line) => element('li', {}, line))),
  );
}
