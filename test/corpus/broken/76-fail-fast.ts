/** A trip: the flight fails at once, the request is over, and the hotel is still being booked. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import pLimit from 'p-limit';

const tracer = trace.getTracer('trips');
const limit = pLimit(4);
const booked: string[] = [];

function bookFlight(city: string): Promise<string> {
  return tracer.startActiveSpan(`book flight to ${city}`, { kind: SpanKind.CLIENT }, async (span) => {
    await sleep(2);
    span.setStatus({ code: SpanStatusCode.ERROR, message: 'full' });
    span.end();
    throw new Error(`no seat to ${city}`);
  });
}

function bookHotel(city: string): Promise<string> {
  return limit(() =>
    tracer.startActiveSpan(`book hotel in ${city}`, { kind: SpanKind.CLIENT }, async (span) => {
      for (let attempt = 1; attempt <= 3; attempt++) await sleep(5);
      booked.push(city);
      span.end();
      return `hotel in ${city}`;
    }),
  );
}

async function plan(city: string): Promise<string> {
  const parts = await Promise.all([bookFlight(city), bookHotel(city)]);
  return parts.join(' and ');
}

async function post(city: string): Promise<string> {
  return tracer.startActiveSpan(`POST /trips/${city}`, { kind: SpanKind.SERVER }, async (span) => {
    try {
      return await plan(city);
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      return (error as Error).message;
    } finally {
      span.end();
    }
  });
}

console.log(await post('Rome'));
while (booked.length === 0) await sleep(3);
console.log(booked);
