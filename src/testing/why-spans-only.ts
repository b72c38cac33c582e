import { isPastTheLoaders } from '../evidence/past-the-loaders.js';
import { namePattern } from '../model/questions/name-pattern.js';
import type { Span } from '../model/types.js';
import type { Recording } from '../readers/recording.js';
import type { Part } from '../runner/part.js';
import type { TraceSource } from './trace-source.js';

const NO_RECORDER =
  'the recorder is not at work in this process; run the tests with otel-ctx-doctor run -- <command>, or with node --import otel-ctx-doctor/register';
const OUR_BUG = 'the recorder switched itself off after an error of its own, which is our bug';
const SWITCHED_OFF = 'evidence was off';
const PAST_THE_LOADERS =
  "the test runner compiled the code itself, past Node's loaders, so nobody saw whose work was done where; node --test loads code as Node does";

/** Why nobody saw whose work the spans are, `null` where somebody did. */
export function whySpansOnly(
  { model, code, bare, failures }: Recording,
  part: Part,
  evidence: TraceSource['evidence'],
  isRecorder: boolean,
): string | null {
  if (failures.length > 0) return OUR_BUG;
  if (!isRecorder) return NO_RECORDER;
  if (evidence === 'off' || bare) return SWITCHED_OFF;
  // Only of some spans it is known where they started: of others of their name it is the same.
  const past = new Set(model.spans.filter((span) => isPastTheLoaders(span, code)).map(kindOf));
  return model.spans.some((span) => part(span) && past.has(kindOf(span))) ? PAST_THE_LOADERS : null;
}

function kindOf(span: Span): string {
  return `${span.scope}\n${namePattern(span)}`;
}
