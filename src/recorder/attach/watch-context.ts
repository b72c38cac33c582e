import { currentFrame, EMPTY_FRAME, enterFrame, type Frame, pruned } from '../flow.js';
import { isOn, switchOff } from '../guard.js';
import { type Context, type ContextManager, spanOf } from '../otel.js';
import { replaceMethod } from '../shape.js';
import { recordOf } from '../span-records.js';
import { apiRunsNext } from '../witnesses/callbacks.js';

const watched = new WeakSet<object>();

/** Notes that a context was asked for, whoever asks: `startActiveSpan`, `context.with` and `bind` all come through here. */
export function watchContextManager(manager: ContextManager): void {
  if (watched.has(manager)) return;
  watched.add(manager);
  replaceMethod(manager, 'with', (original) => {
    return function with_(this: ContextManager, context, ...rest) {
      if (!isOn()) return original.call(this, context, ...rest);
      const before = currentFrame();
      const inside = frameFor(context, before, manager);
      if (inside !== before) enterFrame(inside);
      apiRunsNext(true);
      try {
        return original.call(this, context, ...rest);
      } finally {
        apiRunsNext(false);
        if (inside !== before) enterFrame(before);
      }
    };
  });
}

function frameFor(context: Context, before: Frame | undefined, manager: ContextManager): Frame | undefined {
  try {
    const span = spanOf(context);
    const active = spanOf(manager.active());
    // The same span with other baggage: still the same work.
    if (span !== undefined && span === active) return before;
    const record = recordOf(span);
    if (record) record.activated = true;
    const outer = pruned(
      before?.asked,
      (asked) => asked.record?.ended ?? false,
      (link, next) => ({ ...link, outer: next }),
    );
    return { ...(before ?? EMPTY_FRAME), asked: { span, record, outer }, shadow: undefined };
  } catch (error) {
    switchOff(error);
    return before;
  }
}
