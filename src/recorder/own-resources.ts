import { tellOfCall } from './call-through.js';
import { guarded } from './guard.js';
import { replaceMethod } from './shape.js';
import type { Sink } from './sink.js';

/** Whoever asks what keeps the process alive gets an answer without the immediate in which the recorder writes. */
export function hideOwnResources(sink: Sink): void {
  replaceMethod(process, 'getActiveResourcesInfo', (original) =>
    tellOfCall(original, (_, __, resources) => {
      guarded(() => {
        const at = sink.isScheduled && Array.isArray(resources) ? resources.indexOf('Immediate') : -1;
        if (at >= 0) (resources as string[]).splice(at, 1);
      });
    }),
  );
}
