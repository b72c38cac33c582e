import { context, ROOT_CONTEXT, trace, type Tracer } from '@opentelemetry/api';
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { DoctorSpanProcessor, type DoctorSpanProcessorOptions } from '../../src/embed/doctor-span-processor.js';
import type { Report } from '../../src/report/report.js';

interface Service {
  readonly tracer: Tracer;
  readonly processor: DoctorSpanProcessor;
  readonly provider: BasicTracerProvider;
  readonly reports: Report[];
}

function service(options: DoctorSpanProcessorOptions = {}): Service {
  const reports: Report[] = [];
  const processor = new DoctorSpanProcessor({ onReport: (report) => void reports.push(report), ...options });
  const provider = new BasicTracerProvider({ spanProcessors: [processor] });
  return { tracer: provider.getTracer('orders'), processor, provider, reports };
}

/** `late`: the child goes on when its parent has ended. */
async function request(tracer: Tracer, late = false): Promise<void> {
  const parent = tracer.startSpan('request', {}, ROOT_CONTEXT);
  const child = tracer.startSpan('query', {}, trace.setSpan(ROOT_CONTEXT, parent));
  if (!late) child.end();
  parent.end();
  await nextTurn();
  child.end();
}

describe('DoctorSpanProcessor is silent on', () => {
  it('spans that hang together', async () => {
    const { tracer, provider, reports } = service();
    await request(tracer);
    await provider.shutdown();
    expect(reports.map(({ summary, findings }) => [summary.spans, findings.length])).toEqual([[2, 0]]);
  });

  it('an end in the turn of the end of its parent', async () => {
    const { tracer, provider, reports } = service();
    const parent = tracer.startSpan('request', {}, ROOT_CONTEXT);
    const child = tracer.startSpan('query', {}, trace.setSpan(ROOT_CONTEXT, parent));
    await nextTurn();
    parent.end();
    child.end();
    await provider.shutdown();
    expect(reports[0]?.findings).toEqual([]);
  });

  it('children of spans that it has let go', async () => {
    const { tracer, provider, reports } = service({ maxSpans: 4 });
    const parents = Array.from({ length: 6 }, () => tracer.startSpan('request', {}, ROOT_CONTEXT));
    for (const parent of parents) parent.end();
    await nextTurn();
    for (const parent of parents) tracer.startSpan('late', {}, trace.setSpan(ROOT_CONTEXT, parent)).end();
    await provider.shutdown();
    expect(reports[0]?.findings.filter(({ rule }) => rule === 'missing-parent')).toEqual([]);
  });
});

describe('DoctorSpanProcessor', () => {
  it('finds what goes on behind its parent, with the line where it starts', async () => {
    const { tracer, provider, reports } = service();
    await request(tracer, true);
    await provider.shutdown();
    const [finding] = reports[0]?.findings ?? [];
    expect(finding).toMatchObject({ rule: 'outlives-parent', severity: 'warning', span: { name: 'query' } });
    expect(finding?.span?.location?.file).toBe('test/embed/doctor-span-processor.test.ts');
  });

  it('tells of open spans, as of what may be right', async () => {
    const { tracer, provider, reports } = service();
    tracer.startSpan('request', {}, ROOT_CONTEXT);
    await provider.forceFlush();
    await provider.shutdown();
    expect(reports.map(({ findings }) => findings.map(({ severity, message }) => [severity, message]))).toEqual([
      [['info', '"request" was still open when the report was made.']],
      [['info', '"request" was still open when the service was stopped.']],
    ]);
  });

  it('reports once at shutdown, however often that is asked for', async () => {
    const { processor, provider, reports } = service();
    await provider.shutdown();
    await processor.shutdown();
    await processor.forceFlush();
    expect(reports).toHaveLength(1);
  });

  it('logs findings that are new', async () => {
    const texts: string[] = [];
    const { tracer, provider } = service({ log: (text) => void texts.push(text) });
    await request(tracer, true);
    await provider.forceFlush();
    await request(tracer, true);
    await provider.forceFlush();
    expect(texts).toHaveLength(1);
    expect(texts[0]).toContain('warning[outlives-parent] #1: "query" ended after its parent "request" had ended.');
  });

  it('passes on what its callback throws', async () => {
    const { processor } = service({
      onReport: () => {
        throw new Error('no network');
      },
    });
    await expect(processor.forceFlush()).rejects.toThrow('no network');
  });

  it('stands a span that is none', () => {
    const { processor } = service();
    expect(() => processor.onStart({} as never)).not.toThrow();
    expect(() => processor.onEnd({} as never)).not.toThrow();
  });
});

describe('its memory', () => {
  const MOST = 50;

  async function most(tracer: Tracer, processor: DoctorSpanProcessor, requests: number): Promise<number> {
    let held = 0;
    for (let i = 0; i < requests; i++) {
      await request(tracer, i === 0);
      held = Math.max(held, processor.heldSpans);
    }
    return held;
  }

  it('holds no more spans than it may, and forgets neither what it found nor how many there were', async () => {
    const { tracer, processor, provider, reports } = service({ maxSpans: MOST });
    expect(await most(tracer, processor, 500)).toBeLessThanOrEqual(MOST);
    await provider.shutdown();
    const [report] = reports;
    expect(report?.summary).toMatchObject({ spans: 1000, traces: 500, roots: 500, warnings: 1 });
    expect(report?.dropped.events).toBe(0);
  });

  it('adds up what is found again and again', async () => {
    const { tracer, processor, provider, reports } = service({ maxSpans: MOST });
    for (let i = 0; i < 200; i++) await request(tracer, true);
    expect(processor.heldSpans).toBeLessThanOrEqual(MOST);
    await provider.shutdown();
    expect(reports[0]?.findings.map(({ occurrences }) => occurrences)).toEqual([200]);
  });

  it('lets go unjudged what is held by open spans, and says how much', async () => {
    const { tracer, processor, provider, reports } = service({ maxSpans: MOST });
    const root = tracer.startSpan('consume', {}, ROOT_CONTEXT);
    const inside = trace.setSpan(ROOT_CONTEXT, root);
    for (let i = 0; i < 1000; i++) context.with(inside, () => tracer.startSpan('message', {}, inside).end());
    expect(processor.heldSpans).toBeLessThanOrEqual(MOST);
    root.end();
    await provider.shutdown();
    const [report] = reports;
    expect((report?.dropped.events ?? 0) + (report?.summary.spans ?? 0)).toBe(1001);
    expect(report?.findings).toEqual([]);
  });

  it('keeps nothing of the spans themselves', async () => {
    const { tracer, processor } = service({ maxSpans: MOST });
    let collected = 0;
    const registry = new FinalizationRegistry(() => {
      collected++;
    });
    const start = (): void => {
      const span = tracer.startSpan('request', {}, ROOT_CONTEXT);
      registry.register(span, null);
      span.end();
    };
    for (let i = 0; i < MOST; i++) start();
    expect(processor.heldSpans).toBe(MOST);
    const gc = await import('node:v8').then((v8) => {
      v8.setFlagsFromString('--expose-gc');
      return import('node:vm').then((vm) => vm.runInNewContext('gc') as () => void);
    });
    // Callbacks of a registry come some turns after a collection.
    for (let turns = 0; collected < MOST / 2 && turns < 1000; turns++) {
      gc();
      await nextTurn();
    }
    expect(collected).toBeGreaterThan(MOST / 2 - 1);
  });
});
