import { NodeSDK } from '@opentelemetry/sdk-node';
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace';

// Else it would look for a collector.
for (const signal of ['METRICS', 'LOGS']) process.env[`OTEL_${signal}_EXPORTER`] = 'none';
const spanProcessors = [new SimpleSpanProcessor({ exporter: new InMemorySpanExporter() })];
new NodeSDK({ spanProcessors }).start();
