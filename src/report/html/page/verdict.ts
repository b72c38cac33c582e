import type { PageData } from '../page-data.js';
import { aboutTheRun } from './about-the-run.js';
import { box, element, text } from './dom.js';
import { count } from './format.js';

/** What was run, how it ended, whether it is well, and what else is to be said of the run as a whole. */
export function verdict(data: PageData): HTMLElement {
  const { input, summary, runtime, outcome, tool } = data;
  const { errors, warnings, infos, silenced, spans, traces, healthy } = summary;
  const badges = box(
    'badges',
    errors > 0 ? text('badge error', count(errors, 'error')) : null,
    warnings > 0 ? text('badge warning', count(warnings, 'warning')) : null,
    infos > 0 ? text('badge info', count(infos, 'info')) : null,
    healthy && spans > 0 ? text('badge ok', 'no findings') : null,
    silenced > 0 ? text('badge', `${silenced} silenced`) : null,
    text(spans === 0 ? 'badge warning' : 'badge', `${count(spans, 'span')} in ${count(traces, 'trace')}`),
  );
  const ended = outcome.signal ? `ended by ${outcome.signal}` : `exit code ${outcome.exitCode ?? 'unknown'}`;
  const about = [
    outcome.timedOut ? `${ended}, stopped by the timeout` : ended,
    `Node ${runtime.node}`,
    count(runtime.processes, 'process', 'processes'),
    ...(runtime.threads > runtime.processes ? [count(runtime.threads, 'thread')] : []),
    `${tool.name} ${tool.version}`,
  ];
  const alerts = alertsOf(data).map((note) => element('p', { className: 'alert', attributes: { role: 'note' } }, note));
  return element(
    'header',
    {},
    box('top', element('h1', {}, [input.entry, ...input.args].join(' ')), badges),
    element('p', { className: 'note' }, about.join(' · ')),
    ...alerts,
    aboutTheRun(data),
  );
}

/** What makes the verdict worth less than it looks. */
function alertsOf({ summary, omitted, dropped, shape }: PageData): string[] {
  const why = summary.whyNoSpans.length > 0 ? ` Likely reasons: ${summary.whyNoSpans.join('; ')}` : '';
  return [
    summary.spans === 0 ? `No span was recorded, so nothing could be judged.${why}` : null,
    summary.cutOff === null ? null : `The recording is not whole: ${summary.cutOff}.`,
    omitted.spans > 0
      ? `Drawn are the traces with findings, and some of the others: ${count(omitted.spans, 'span')} are not in this file, of them ${count(omitted.traces, 'whole trace')}. Findings count all of them.`
      : null,
    dropped.events === 0 ? null : `${count(dropped.events, 'event')} dropped: ${dropped.reason ?? 'no reason known'}.`,
    shape?.state === 'different' ? `The traces look otherwise than ${shape.file} says.` : null,
  ].filter((note) => note !== null);
}
