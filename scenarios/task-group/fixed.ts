/** A trip: flight and hotel are booked side by side. When the flight is full, the answer goes out at once. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('trips');

function inSpan<T>(name: string, work: () => Promise<T>): Promise<T> {
  return tracer.startActiveSpan(name, async (span) => {
    try {
      return await work();
    } catch (error) {
      span.recordException(error as Error);
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}

function bookFlight(city: string): Promise<string> {
  return inSpan('book flight', async () => {
    await sleep(5);
    throw new Error(`no seat to ${city}`);
  });
}

async function findRoom(city: string): Promise<string> {
  await sleep(20);
  return `a room in ${city}`;
}

function bookHotel(city: string): Promise<string> {
  return inSpan('book hotel', async () => {
    const room = await findRoom(city);
    await sleep(20);
    return room;
  });
}

async function bookTrip(city: string): Promise<string> {
  const [flight, hotel] = await Promise.allSettled([bookFlight(city), bookHotel(city)]);
  if (flight.status === 'rejected') throw flight.reason;
  if (hotel.status === 'rejected') throw hotel.reason;
  return `${flight.value} and ${hotel.value}`;
}

function postTrip(city: string): Promise<string> {
  return tracer.startActiveSpan('POST /trips', { kind: SpanKind.SERVER }, async (span) => {
    try {
      return `201 ${await bookTrip(city)}`;
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      return `409 ${(error as Error).message}`;
    } finally {
      span.end();
    }
  });
}

console.log(await postTrip('Rome'));
