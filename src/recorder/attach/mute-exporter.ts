import { replaceMethod } from '../shape.js';
import { hasMethod, type SpanExporter } from './find-exporters.js';

const SUCCESS = { code: 0 } as const;

/**
 * `--no-export`: says that all has been exported, and exports nothing. What keeps the spans for the program itself to look
 * at, and sends nothing anywhere, stays as it is: `false`.
 */
export function muteExporter(exporter: SpanExporter): boolean {
  if (hasMethod(exporter, 'getFinishedSpans')) return false;
  replaceMethod(
    exporter,
    'export',
    () =>
      function muted(_spans: unknown, callback: unknown): void {
        if (typeof callback === 'function') callback(SUCCESS);
      },
  );
  for (const method of ['forceFlush', 'shutdown'] as const) {
    if (typeof exporter[method] !== 'function') continue;
    // What it holds open has still to be closed, or the program might not end.
    replaceMethod(exporter, method, (original) => {
      return async function quiet(this: unknown, ...args) {
        try {
          await original?.apply(this, args);
        } catch {
          // There was nothing to send.
        }
      };
    });
  }
  return true;
}
