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
  return element(
    'header',
    {},
    box('top', element('h1', {}, [input.entry, ...input.args].join(' ')), badges),
    element('p', { className: 'note' }, about.join(' · ')),
    ...alertsOf(data),
    aboutTheRun(data),
  );
}

/** What limits the verdict, or made it beside the findings. */
function alertsOf({ notices, omitted }: PageData): HTMLElement[] {
  const alerts = notices.map(({ severity, text: said, id, reasons }) => {
    // The difference of a shape is a text of its own.
    const why = id === 'no-spans' && reasons.length > 0 ? `. Likely reasons: ${reasons.join('; ')}` : '';
    return alert(severity, `${said[0]?.toUpperCase() ?? ''}${said.slice(1)}${why}`);
  });
  if (omitted.spans === 0) return alerts;
  const left = `${count(omitted.spans, 'span')} are not in this file, of them ${count(omitted.traces, 'whole trace')}`;
  const drawn = 'Drawn are the traces with findings, and some of the others';
  return [...alerts, alert('info', `${drawn}: ${left}. Findings count all of them.`)];
}

function alert(severity: string, said: string): HTMLElement {
  return element('p', { className: `alert ${severity}`, attributes: { role: 'note' } }, said);
}
