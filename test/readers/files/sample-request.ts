/** An export request as OTLP's JSON has it: a call from `shop` to `stock`, and a job that is linked to it. */
export const TRACE = '5b8efff798038103d269b633813fc60c';
const OTHER_TRACE = '6a8efff798038103d269b633813fc60c';

const LOCAL = 0x101;
const REMOTE = 0x301;

export const SHOP_GROUP = {
  resource: resource('shop'),
  scopeSpans: [
    {
      scope: { name: 'http' },
      spans: [
        span('a000000000000001', null, 'GET /orders', 2, 0, 50, { flags: LOCAL, status: { code: 1 } }),
        span('a000000000000002', 'a000000000000001', 'GET stock', 3, 5, 45.5, {
          flags: LOCAL,
          attributes: [text('url', 'x')],
        }),
      ],
    },
  ],
};

export const STOCK_GROUP = {
  resource: resource('stock'),
  scopeSpans: [
    {
      scope: { name: 'http' },
      spans: [
        span('a000000000000003', 'a000000000000002', 'GET /stock', 2, 10, 40, { flags: REMOTE, status: { code: 2 } }),
      ],
    },
    {
      scope: { name: 'jobs' },
      spans: [
        {
          ...span('a000000000000004', null, 'refill', 1, 60, 70, {
            links: [{ traceId: TRACE, spanId: 'a000000000000003' }],
          }),
          traceId: OTHER_TRACE,
        },
      ],
    },
  ],
};

export const REQUEST = { resourceSpans: [SHOP_GROUP, STOCK_GROUP] };

/** What is to be read from it, as `spanText` writes it. */
export const IN_REQUEST = [
  'GET /orders < none (local) SERVER shop 0..50',
  'GET stock < a000000000000001 (local) CLIENT shop 5..45.5',
  'GET /stock < a000000000000002 (remote) SERVER stock 10..40',
  'refill < none (?) INTERNAL stock 60..70',
];

function resource(name: string): object {
  return { attributes: [text('service.name', name), text('service.instance.id', `${name}-1`), text('other', 'thing')] };
}

function text(key: string, value: string): object {
  return { key, value: { stringValue: value } };
}

function span(
  spanId: string,
  parentSpanId: string | null,
  name: string,
  kind: number,
  from: number,
  to: number,
  more: object,
): Record<string, unknown> {
  return {
    traceId: TRACE,
    spanId,
    ...(parentSpanId === null ? {} : { parentSpanId }),
    name,
    kind,
    startTimeUnixNano: nanos(from),
    endTimeUnixNano: nanos(to),
    ...more,
  };
}

function nanos(ms: number): string {
  return `${BigInt(1_700_000_000_000) * 1_000_000n + BigInt(ms * 1_000_000)}`;
}
