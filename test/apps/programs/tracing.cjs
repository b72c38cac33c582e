/** For `--require`. */
const { getNodeAutoInstrumentations } = require('@opentelemetry/auto-instrumentations-node');
const { NodeSDK } = require('@opentelemetry/sdk-node');
const { keep, shutDownWith } = require('./print-spans.cjs');

const sdk = new NodeSDK({
  spanProcessors: [keep],
  instrumentations: [getNodeAutoInstrumentations(), ...more()],
});
sdk.start();
shutDownWith(sdk);

/** Not among the automatic ones any more. */
function more() {
  try {
    const { FastifyInstrumentation } = require('@opentelemetry/instrumentation-fastify');
    return [new FastifyInstrumentation()];
  } catch {
    return [];
  }
}
