/** A dashboard of the weather in several cities, which are asked all at once. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('weather');

interface Forecast {
  readonly city: string;
  readonly degrees: number;
}

function forecast(city: string): Promise<Forecast> {
  return tracer.startActiveSpan(`forecast ${city}`, { kind: SpanKind.CLIENT }, async (span) => {
    try {
      await sleep(5 + city.length);
      return { city, degrees: city.length * 3 };
    } finally {
      span.end();
    }
  });
}

function render(forecasts: Forecast[]): string {
  return tracer.startActiveSpan('render dashboard', (span) => {
    span.end();
    return forecasts.map(({ city, degrees }) => `${city} ${degrees}°`).join(', ');
  });
}

async function dashboard(cities: string[]): Promise<string> {
  const pending = Promise.all(cities.map((city) => forecast(city)));
  return tracer.startActiveSpan('GET /dashboard', { kind: SpanKind.SERVER }, async (span) => {
    try {
      span.setAttribute('dashboard.cities', cities.length);
      return render(await pending);
    } finally {
      span.end();
    }
  });
}

console.log(await dashboard(['Oslo', 'Lisbon', 'Athens']));
console.log(await dashboard(['Rome', 'Vienna']));
