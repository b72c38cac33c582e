import type { Dropped } from '../readers/dropped.js';

/** What a report says of what was taken out of its recording. */
export function makingRoom({ spans, traces, limitMb, findings }: Dropped): string[] {
  if (spans === 0) return [];
  const frequent = Object.values(findings).reduce((sum, count) => sum + count, 0);
  const what = `${count(spans, 'span')} of ${count(traces, 'trace')}`;
  const why =
    limitMb === null
      ? 'the recording is too large to be judged in one piece'
      : `the recording had come near --max-recording ${limitMb}`;
  const which =
    frequent > 0
      ? `; ${count(frequent, 'occurrence')} of findings that have many went with them, and are counted, too`
      : ', in which no fault was found';
  return [`${why}: ${what} were judged, counted and dropped, the oldest first${which}`];
}

/** `null`: nothing was lost. */
export function whyDropped(badLines: number, { unjudged, limitMb }: Dropped): string | null {
  const reasons = [];
  if (badLines > 0) reasons.push('lines of the recording could not be read');
  if (unjudged > 0)
    reasons.push(
      `${count(unjudged, 'span')} had to be dropped before they could be judged, the oldest first: ${limitMb === null ? 'the recording is too large' : `--max-recording ${limitMb} was reached`}`,
    );
  return reasons.length > 0 ? reasons.join('; ') : null;
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString('en-US')} ${number === 1 ? noun : `${noun}s`}`;
}
