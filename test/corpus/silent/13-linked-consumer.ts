/** Readings over MQTT: the consumer starts a trace of its own, linked to the message's producer. */

import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { context, propagation, ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';
import { Aedes } from 'aedes';
import mqtt from 'mqtt';

const tracer = trace.getTracer('readings');
const broker = await Aedes.createBroker();
const server = createServer(broker.handle);
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const url = `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`;

const stored: number[] = [];
const hub = await mqtt.connectAsync(url);
hub.on('message', (_topic, message) => {
  const { value, carrier } = JSON.parse(message.toString());
  const producer = trace.getSpanContext(propagation.extract(ROOT_CONTEXT, carrier));
  const links = producer ? [{ context: producer }] : [];
  tracer.startActiveSpan('process reading', { kind: SpanKind.CONSUMER, links }, (span) => {
    tracer.startSpan(`store ${value}`).end();
    stored.push(value);
    span.end();
  });
});
await hub.subscribeAsync('readings');
const sensor = await mqtt.connectAsync(url);

async function publish(value: number): Promise<void> {
  await tracer.startActiveSpan('publish reading', { kind: SpanKind.PRODUCER }, async (span) => {
    const carrier = {};
    propagation.inject(context.active(), carrier);
    await sensor.publishAsync('readings', JSON.stringify({ value, carrier }), { qos: 1 });
    span.end();
  });
}

await tracer.startActiveSpan('POST /readings', { kind: SpanKind.SERVER }, async (span) => {
  await publish(21.5);
  span.end();
});
while (stored.length === 0) await new Promise((later) => setTimeout(later, 2));
console.log(stored);
await sensor.endAsync();
await hub.endAsync();
await new Promise<void>((closed) => broker.close(closed));
server.close();
