/** Settings of tenants, in CommonJS; RSVP flushes its queue of callbacks in the context of the first. */

const { trace, SpanKind } = require('@opentelemetry/api');
const RSVP = require('rsvp');

const tracer = trace.getTracer('tenants');
const configs = { acme: { colour: 'red' }, globex: { colour: 'blue' } };

const readConfig = RSVP.denodeify((tenant, callback) => {
  if (configs[tenant]) callback(null, configs[tenant]);
  else callback(new Error(`unknown tenant ${tenant}`));
});

function themeOf(tenant) {
  return readConfig(tenant).then((config) =>
    tracer.startActiveSpan(`apply config of ${tenant}`, (span) => {
      span.setAttribute('colour', config.colour);
      span.end();
      return `body { color: ${config.colour} }`;
    }),
  );
}

function handle(tenant) {
  return tracer.startActiveSpan(`GET /${tenant}`, { kind: SpanKind.SERVER }, (span) =>
    themeOf(tenant).finally(() => span.end()),
  );
}

RSVP.all([handle('acme'), handle('globex')]).then((themes) => {
  for (const theme of themes) console.log(theme);
});
