// The SDK of the working directory, whichever version that has.
const { createRequire } = require('node:module');
const { join } = require('node:path');

const requireHere = createRequire(join(process.cwd(), 'package.json'));
const { dependencies } = requireHere('./package.json');
const api = requireHere('@opentelemetry/api');
// SDK 3 has another package, and takes one object.
const isThree = '@opentelemetry/sdk-trace' in dependencies;
const sdk = requireHere(isThree ? '@opentelemetry/sdk-trace' : '@opentelemetry/sdk-trace-base');

module.exports = {
  requireHere,
  api,
  sdk,
  isThree,
  Provider: isThree ? sdk.TracerProvider : sdk.BasicTracerProvider,
  simple: (exporter) => new sdk.SimpleSpanProcessor(isThree ? { exporter } : exporter),
  batch: (exporter, sizes, Batch = sdk.BatchSpanProcessor) =>
    isThree ? new Batch({ exporter, ...sizes }) : new Batch(exporter, sizes),
};
