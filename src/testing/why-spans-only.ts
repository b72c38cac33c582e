import { isPastTheLoaders } from '../evidence/past-the-loaders.js';
import type { Recording } from '../readers/recording.js';
import type { Part } from '../runner/part.js';
import type { TraceSource } from './trace-source.js';

const NO_RECORDER =
  'the recorder is not at work in this process; run the tests with otel-ctx-doctor run -- <command>, or with node --import otel-ctx-doctor/register';
const SWITCHED_OFF = 'evidence was off';
const PAST_THE_LOADERS =
  "the test runner compiled the code itself, past Node's loaders, so nobody saw whose work was done where; node --test loads code as Node does";

/** Why nobody saw whose work the spans are, `null` where somebody did. */
export function whySpansOnly(
  { model, code, bare }: Recording,
  part: Part,
  evidence: TraceSource['evidence'],
  isRecorder: boolean,
): string | null {
  if (!isRecorder) return NO_RECORDER;
  if (evidence === 'off' || bare) return SWITCHED_OFF;
  return model.spans.some((span) => part(span) && isPastTheLoaders(span, code)) ? PAST_THE_LOADERS : null;
}
