import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base';

/** Where the spans go: answers after a while, as what is reached over a network does. */
export class Collector implements SpanExporter {
  readonly received: string[] = [];

  export(spans: ReadableSpan[], done: (result: { code: number }) => void): void {
    setTimeout(() => {
      this.received.push(...spans.map((span) => span.name));
      done({ code: 0 });
    }, 5);
  }

  async shutdown(): Promise<void> {}
}
