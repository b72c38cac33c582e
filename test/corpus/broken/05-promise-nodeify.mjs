/** A weather service on the `promise` package; a function handed over by its name. */

import { SpanKind, trace } from '@opentelemetry/api';
import ThenPromise from 'promise';

const tracer = trace.getTracer('weather');
const stations = { Oslo: { city: 'Oslo', celsius: 4 }, Rome: { city: 'Rome', celsius: 19 } };

const lookup = ThenPromise.denodeify((city, callback) => callback(null, stations[city]));

function handle(city) {
  function forecast(station) {
    const span = tracer.startSpan(`forecast ${city}`);
    const text = `${station.city}: ${station.celsius + 1} degrees tomorrow`;
    span.end();
    return text;
  }

  async function answer(request) {
    try {
      return await ask();
    } finally {
      request.end();
    }
  }

  function ask() {
    return lookup(city).then(forecast);
  }

  return tracer.startActiveSpan(`GET /weather/${city}`, { kind: SpanKind.SERVER }, answer);
}

console.log(await Promise.all([handle('Oslo'), handle('Rome')]));
