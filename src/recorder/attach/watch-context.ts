import { callThrough } from '../call-through.js';
import { currentFrame, EMPTY_FRAME, enterFrame, type Frame, pruned } from '../flow.js';
import { isOn, switchOff } from '../guard.js';
import { type Context, type ContextManager, spanOf } from '../otel.js';
import { replaceMethod } from '../shape.js';
import { recordOf, type SpanRecord } from '../span-records.js';
import { apiRunsNext } from '../witnesses/callbacks.js';
import { takePassed } from '../witnesses/contexts.js';
import { workDone } from './failed-work.js';

const watched = new WeakSet<object>();

/** `record`: of the span that is made active, the `number`-th time. */
type Visit = readonly [
  before: Frame | undefined,
  inside: Frame | undefined,
  record: SpanRecord | undefined,
  number: number,
];

/** Notes that a context was asked for, whoever asks: `startActiveSpan`, `context.with` and `bind` all come through here. */
export function watchContextManager(manager: ContextManager): void {
  if (watched.has(manager)) return;
  watched.add(manager);
  const visits: (Visit | undefined)[] = [];
  replaceMethod(manager, 'with', (original) =>
    callThrough(
      original,
      (_, [context]) => {
        if (!isOn()) {
          visits.push(undefined);
          return;
        }
        const before = currentFrame();
        const inside = frameFor(context as Context, before, manager);
        const record = inside === before ? undefined : inside?.asked?.record;
        visits.push([before, inside, record, record ? ++record.activations : 0]);
        if (inside !== before) enterFrame(inside);
        apiRunsNext(true);
      },
      (_self, _args, result, threw) => {
        const visit = visits.pop();
        if (!visit) return;
        apiRunsNext(false);
        const [before, inside, record, number] = visit;
        if (inside !== before) enterFrame(before);
        if (record) workDone(record, number, result, threw);
      },
    ),
  );
}

/** Where a carrier held no context, nobody chose the one that comes instead: the flow is still where it was. */
function stillHandling(frame: Frame, { asked, message, text }: Frame): Frame {
  return {
    ...frame,
    message: message?.asked === asked && message ? { ...message, asked: frame.asked } : message,
    text: text?.asked === asked && text ? { ...text, asked: frame.asked } : text,
  };
}

function frameFor(context: Context, before: Frame | undefined, manager: ContextManager): Frame | undefined {
  try {
    const span = spanOf(context);
    const active = spanOf(manager.active());
    // The same span with other baggage: still the same work.
    if (span !== undefined && span === active) return before;
    const early = takePassed(context);
    const record = recordOf(span);
    if (record) record.activated = true;
    const outer = pruned(
      before?.asked,
      (asked) => asked.record?.ended ?? false,
      (link, next) => ({ ...link, outer: next }),
    );
    const asked = { span, record, outer, early };
    const frame = { ...(before ?? EMPTY_FRAME), asked };
    return span === undefined && before?.looked === context ? stillHandling(frame, before) : frame;
  } catch (error) {
    switchOff(error);
    return before;
  }
}
