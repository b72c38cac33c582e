import type { Checkpoint } from '../../finding.js';
import type { Style } from '../style.js';
import { cleanText } from '../text/clean-text.js';
import { cutText } from './cut-text.js';
import { placeInFunction } from './place.js';
import { textWidth } from './text-width.js';

/** A name keeps this much, cut short, before the trace id is cut: at 80 columns both ids stay whole, to be compared. */
const NAME_AT_LEAST = 5;
const NAME_AT_MOST = 24;
const ID_AT_LEAST = 8;
/** One searches for the label, so the name and the id give way first. `post-boundary` is always whole. */
const LABEL_AT_LEAST = 16;

/** The `log_context` lines of both sides, each with its place under it. They stand at the margin, as they are logged. */
export function checkpointLines(checkpoints: readonly Checkpoint[], style: Style): readonly string[] {
  return checkpoints.flatMap((checkpoint) => {
    const { text, name } = contextLine(checkpoint, style.columns, style.glyphs.ellipsis);
    const painted = checkpoint.valid ? style.added(text) : style.removed(text);
    return [painted, ...placeLines(checkpoint, name, style)];
  });
}

function placeLines({ location, spanName }: Checkpoint, name: string, style: Style): readonly string[] {
  const { ellipsis } = style.glyphs;
  const full = cutText(cleanText(spanName ?? name), style.columns - 14, ellipsis);
  const inside = full === name || spanName === null ? '' : `inside "${full}"`;
  if (location === null) return inside === '' ? [] : [`    ${inside}`];
  const where = placeInFunction(location, style.columns - 7, ellipsis);
  const line = `    at ${style.link(style.path(where), location)}`;
  if (inside === '') return [line];
  return textWidth(where) + textWidth(inside) + 9 <= style.columns ? [`${line}, ${inside}`] : [line, `    ${inside}`];
}

/** `[pre-boundary] trace_id=… span=… valid=true`, always one line: one can search for it, and compare the two. */
function contextLine(checkpoint: Checkpoint, columns: number, ellipsis: string): { text: string; name: string } {
  const span = checkpoint.spanName === null ? '-' : cleanText(checkpoint.spanName);
  const id = cleanText(checkpoint.traceId);
  const frame = textWidth(`[] trace_id= span= valid=${checkpoint.valid}`);
  const labelRoom = columns - frame - ID_AT_LEAST - ellipsis.length - Math.min(NAME_AT_LEAST, textWidth(span));
  const label = cutText(cleanText(checkpoint.label), Math.max(LABEL_AT_LEAST, labelRoom), ellipsis);
  const form = (traceId: string, name: string): { text: string; name: string } => ({
    text: `[${label}] trace_id=${traceId} span=${name} valid=${checkpoint.valid}`,
    name,
  });
  const room = columns - textWidth(form('', '').text);
  const nameRoom = room - textWidth(id);
  if (nameRoom >= Math.min(NAME_AT_LEAST, textWidth(span))) return form(id, cutText(span, nameRoom, ellipsis));
  const name = cutText(span, Math.max(1, Math.min(NAME_AT_MOST, room - ID_AT_LEAST - ellipsis.length)), ellipsis);
  return form(cutText(id, room - textWidth(name), ellipsis), name);
}
