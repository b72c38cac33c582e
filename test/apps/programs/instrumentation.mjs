/** For `--import`, with the hook that ES modules need. */
import { register } from 'node:module';

register('@opentelemetry/instrumentation/hook.mjs', import.meta.url);
await import('./tracing.cjs');
