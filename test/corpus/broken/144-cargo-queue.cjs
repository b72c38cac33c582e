/** Tickets are answered one by one: `async.cargoQueue` hands the worker arrays of objects. */

const { SpanKind, trace } = require('@opentelemetry/api');
const async = require('async');
const log4js = require('log4js');

const tracer = trace.getTracer('tickets');
const lines = [];
log4js.configure({
  appenders: { memory: { type: { configure: () => (event) => lines.push(event.data.join(' ')) } } },
  categories: { default: { appenders: ['memory'], level: 'info' } },
});
const log = log4js.getLogger();

const tickets = async.cargoQueue(
  (batch, done) => {
    const [ticket] = batch;
    const span = tracer.startSpan(`answer ticket ${ticket.id}`, { attributes: { question: ticket.question } });
    setTimeout(() => {
      span.end();
      log.info('answered', ticket.id);
      ticket.answered('42');
      done();
    }, 3);
  },
  1,
  1,
);

async function post(id, question) {
  return tracer.startActiveSpan(`POST /tickets/${id}`, { kind: SpanKind.SERVER }, async (span) => {
    const answer = await new Promise((answered) => {
      const ticket = { id, question, answered };
      tickets.push(ticket);
    });
    span.end();
    return answer;
  });
}

Promise.all([post(1, 'how'), post(2, 'why'), post(3, 'when')]).then((answers) => console.log(answers, lines));
