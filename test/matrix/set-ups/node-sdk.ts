import { NodeSDK, tracing } from '@opentelemetry/sdk-node';

// Else it would look for a collector.
for (const signal of ['METRICS', 'LOGS']) process.env[`OTEL_${signal}_EXPORTER`] = 'none';
const spanProcessors = [new tracing.SimpleSpanProcessor(new tracing.InMemorySpanExporter())];
new NodeSDK({ spanProcessors }).start();
