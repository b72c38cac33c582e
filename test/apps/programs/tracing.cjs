/** For `--require`. */
const { getNodeAutoInstrumentations } = require('@opentelemetry/auto-instrumentations-node');
const { NodeSDK, tracing } = require('@opentelemetry/sdk-node');
const { exportTo } = require('./print-spans.cjs');

const memory = new tracing.InMemorySpanExporter();
const sdk = new NodeSDK({
  spanProcessors: [new tracing.SimpleSpanProcessor(memory)],
  instrumentations: [getNodeAutoInstrumentations(), ...more()],
});
sdk.start();
exportTo(memory, sdk);

/** Not among the automatic ones any more. */
function more() {
  try {
    const { FastifyInstrumentation } = require('@opentelemetry/instrumentation-fastify');
    return [new FastifyInstrumentation()];
  } catch {
    return [];
  }
}
