// Programs that leave with spans in their SDK, and programs that look like it.
// usage: node cases.cjs <case>
const { get, createServer } = require('node:http');
const { Provider, api, batch, sdk, simple } = require('./sdk.cjs');

const shutdown = () => Promise.resolve();
const slow = () => ({ export: (_spans, done) => setTimeout(() => done({ code: 0 }), 5), shutdown });
const quick = () => ({ export: (_spans, done) => done({ code: 0 }), shutdown });
const silent = () => ({ export: (_spans, _done) => {}, shutdown });
const refused = () => ({ export: (_spans, done) => done({ code: 1, error: new Error('refused') }), shutdown });

let provider;
function register(...spanProcessors) {
  provider = new Provider({ spanProcessors });
  api.trace.setGlobalTracerProvider(provider);
}

function spans(count) {
  const tracer = api.trace.getTracer('cases');
  for (let i = 0; i < count; i++) tracer.startSpan(`work ${i}`).end();
}

const isEven = ({ name }) => Number(name.split(' ')[1]) % 2 === 0;
const turn = () => new Promise((done) => setTimeout(done, 20));

/** Hands on what it likes. */
class Sieve {
  constructor(behind) {
    this.behind = behind;
  }
  onStart(...args) {
    this.behind.onStart(...args);
  }
  onEnd(span) {
    if (isEven(span)) this.behind.onEnd(span);
  }
  forceFlush() {
    return this.behind.forceFlush();
  }
  shutdown() {
    return this.behind.shutdown();
  }
}

/** A batch processor of somebody's own, with an exporter. */
class Collecting {
  constructor(exporter) {
    this.exporter = exporter;
    this.collected = [];
    this.limit = 3;
    this.timer = setInterval(() => this.forceFlush(), 1000).unref();
  }
  onStart() {}
  onEnd(span) {
    if (isEven(span)) this.collected.push(span);
  }
  async forceFlush() {
    const batched = this.collected.splice(0);
    if (batched.length > 0) await new Promise((done) => this.exporter.export(batched, done));
  }
  shutdown() {
    return this.forceFlush();
  }
}

/** Keeps the last spans, and exports them only when something has failed. */
class FlightRecorder {
  constructor(exporter) {
    this.exporter = exporter;
    this.last = [];
  }
  onStart() {}
  onEnd(span) {
    this.last.push(span);
    if (this.last.length > 5) this.last.shift();
    if (span.status.code === 2) this.exporter.export(this.last.splice(0), () => {});
  }
  async forceFlush() {}
  async shutdown() {}
}

const CASES = {
  // Right.
  async flushed() {
    register(batch(slow()));
    spans(3);
    await provider.forceFlush();
    process.exit();
  },
  async 'shut-down'() {
    register(batch(slow()));
    spans(3);
    await provider.shutdown();
    spans(2);
    process.exit();
  },
  async 'shut-down-by-signal'() {
    register(batch(slow()));
    spans(3);
    process.once('SIGTERM', () => provider.shutdown().then(() => process.exit()));
    process.kill(process.pid, 'SIGTERM');
    setTimeout(() => {}, 60_000);
  },
  'before-exit'() {
    register(batch(slow()));
    spans(3);
    process.once('beforeExit', () => provider.shutdown());
  },
  'simple-quick'() {
    register(simple(quick()));
    spans(3);
    process.exit();
  },
  'never-calls-back'() {
    register(simple(silent()));
    spans(3);
    process.exit();
  },
  'in-memory'() {
    register(simple(new sdk.InMemorySpanExporter()));
    spans(3);
    process.exit();
  },
  'on-console'() {
    register(simple(new sdk.ConsoleSpanExporter()));
    spans(1);
    process.exit();
  },
  'no-exporter'() {
    register();
    spans(3);
    process.exit();
  },
  unsampled() {
    provider = new Provider({ sampler: new sdk.AlwaysOffSampler(), spanProcessors: [batch(slow())] });
    api.trace.setGlobalTracerProvider(provider);
    spans(3);
    process.exit();
  },
  async refused() {
    register(batch(refused()));
    spans(3);
    await provider.forceFlush().catch(() => {});
    process.exit();
  },
  async 'sieve-before'() {
    register(new Sieve(batch(slow())));
    spans(30);
    await provider.shutdown();
    process.exit();
  },
  async 'sieve-subclass'() {
    class Sifting extends sdk.BatchSpanProcessor {
      onEnd(span) {
        if (isEven(span)) super.onEnd(span);
      }
    }
    register(batch(slow(), {}, Sifting));
    spans(30);
    await provider.shutdown();
    process.exit();
  },
  async 'sieve-inside'() {
    register(new Collecting(quick()));
    spans(30);
    await provider.forceFlush();
    spans(5);
    await provider.forceFlush();
    process.exit();
  },
  'sieve-behind'() {
    register(simple({ export: (all, done) => quick().export(all.filter(isEven), done), shutdown }));
    spans(30);
    process.exit();
  },
  'flight-recorder'() {
    register(new FlightRecorder(quick()));
    spans(30);
    process.exit();
  },
  killed() {
    register(batch(slow()));
    spans(3);
    setTimeout(() => process.kill(process.pid, 'SIGTERM'), 20);
    setTimeout(() => {}, 60_000);
  },
  crashed() {
    register(batch(slow()));
    spans(3);
    throw new Error('out of order');
  },
  async 'queue-just-large-enough'() {
    register(batch(slow(), { maxQueueSize: 10, maxExportBatchSize: 5 }));
    spans(15);
    await provider.shutdown();
  },
  // Wrong.
  exit() {
    register(batch(slow()));
    spans(3);
    process.exit(); // too early
  },
  end() {
    register(batch(slow()));
    spans(3);
  },
  'not-waited-for'() {
    register(batch(slow()));
    spans(3);
    provider.shutdown();
    process.exit(); // while it is shutting down
  },
  'in-exit-listener'() {
    register(batch(slow()));
    process.on('exit', () => spans(2));
  },
  async 'on-the-way'() {
    const server = createServer(() => {}).listen(0);
    await new Promise((listening) => server.once('listening', listening));
    const sent = new Promise((begun) => server.once('request', begun));
    const { port } = server.address();
    register(simple({ export: (_spans, done) => get({ port }, () => done({ code: 0 })), shutdown }));
    spans(3);
    await sent;
    process.exit(); // before the answer
  },
  'by-signal'() {
    register(batch(slow()));
    spans(3);
    process.once('SIGTERM', () => process.exit()); // without a flush
    process.kill(process.pid, 'SIGTERM');
    setTimeout(() => {}, 60_000);
  },
  'sieve-before-exit'() {
    register(new Sieve(batch(slow())));
    spans(30);
    process.exit(); // with what it let through
  },
  'one-of-two'() {
    register(simple(quick()), batch(slow()));
    spans(3);
    process.exit(); // though one has got them
  },
  async overflow() {
    register(batch(slow(), { maxQueueSize: 10, maxExportBatchSize: 5 }));
    spans(30);
    await provider.shutdown();
  },
  async 'overflow-again'() {
    register(batch(slow(), { maxQueueSize: 10, maxExportBatchSize: 5 }));
    for (let burst = 0; burst < 3; burst++) {
      spans(20);
      await provider.forceFlush();
      await turn();
    }
  },
  'overflow-and-exit'() {
    register(batch(slow()));
    spans(3000);
    process.exit(); // with a full queue
  },
};

CASES[process.argv[2]]();
