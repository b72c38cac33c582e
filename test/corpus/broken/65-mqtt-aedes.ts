/** Lamps are switched over MQTT; the message has no carrier. */

import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { SpanKind, trace } from '@opentelemetry/api';
import { Aedes } from 'aedes';
import mqtt from 'mqtt';

const tracer = trace.getTracer('home');
const broker = await Aedes.createBroker();
const server = createServer(broker.handle);
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const url = `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`;

const hall = await mqtt.connectAsync(url);
const switched = new Map<string, () => void>();
hall.on('message', (_topic, message) => {
  const { lamp } = JSON.parse(message.toString()) as { lamp: string };
  const span = tracer.startSpan(`switch ${lamp}`, { kind: SpanKind.CONSUMER });
  span.end();
  switched.get(lamp)?.();
});
await hall.subscribeAsync('lamps');

const device = await mqtt.connectAsync(url);

async function switchOn(lamp: string): Promise<void> {
  const done = new Promise<void>((resolve) => switched.set(lamp, resolve));
  await device.publishAsync('lamps', JSON.stringify({ lamp, on: true }), { qos: 1 });
  await done;
}

await tracer.startActiveSpan('PUT /lamps/4', { kind: SpanKind.SERVER }, async (span) => {
  await switchOn('lamp-4');
  span.end();
});
console.log([...switched.keys()]);
await device.endAsync();
await hall.endAsync();
await new Promise<void>((closed) => broker.close(closed));
server.close();
