import { connect, header, received, sent } from '../model/sample-requests.js';
import { type InnocentCase, KIND } from '../model/sample-run.js';

const SERVE = { kind: KIND.server, request: 1 } as const;

/** Differ in one thing each from a root whose request left `order` without headers, or whose headers were not read. */
export const INNOCENT_REQUESTS: readonly InnocentCase[] = [
  [
    'a request from outside',
    (say) => {
      connect(say);
      received(say, 1);
      say.start('serve', SERVE);
      say.end('serve');
    },
  ],
  [
    'a request that was sent in no span',
    (say) => {
      connect(say);
      say.start('order');
      received(say, 1);
      say.start('serve', SERVE);
      say.end('serve', 'order');
    },
  ],
  [
    'another request on the same connection',
    (say) => {
      connect(say);
      say.start('order');
      sent(say, 1, { i: 1 });
      received(say, 1, { i: 2 });
      say.start('serve', SERVE);
      say.end('serve', 'order');
    },
  ],
  [
    'a request on a connection that nobody knows',
    (say) => {
      connect(say);
      say.start('order');
      sent(say, 1, { c: 9 });
      received(say, 1, { c: 8 });
      say.start('serve', SERVE);
      say.end('serve', 'order');
    },
  ],
  [
    'a health check',
    (say) => {
      connect(say);
      say.start('watch');
      sent(say, 1);
      received(say, 1, { u: '/healthz' });
      say.start('serve', SERVE);
      say.end('serve', 'watch');
    },
  ],
  [
    'headers that were read',
    (say) => {
      connect(say);
      say.start('order');
      sent(say, 1, { h: 1 });
      received(say, 1, { h: header('order'), x: 1 });
      say.start('serve', { ...SERVE, parent: 'order', remote: true, source: 'e' });
      say.end('serve', 'order');
    },
  ],
  [
    'headers that were read, with a root beside it',
    (say) => {
      connect(say);
      say.start('order');
      sent(say, 1, { h: 1 });
      received(say, 1, { h: header('order') });
      say.start('log in', SERVE);
      say.start('serve', { ...SERVE, parent: 'order', remote: true, source: 'e' });
      say.end('log in', 'serve', 'order');
    },
  ],
  ...(['with', 'without'] as const).flatMap((headers): InnocentCase[] => {
    const carry = headers === 'with' ? ({ h: header('order') } as const) : {};
    const traced = headers === 'with' ? ({ h: 1 } as const) : {};
    return [
      [
        `a root that was asked for, ${headers} headers`,
        (say) => {
          connect(say);
          say.start('order');
          sent(say, 1, traced);
          received(say, 1, carry);
          say.start('serve', { ...SERVE, source: 'r' });
          say.end('serve', 'order');
        },
      ],
      [
        `a root with a link, ${headers} headers`,
        (say) => {
          connect(say);
          say.start('order');
          sent(say, 1, traced);
          received(say, 1, carry);
          say.start('serve', { ...SERVE, links: ['order'] });
          say.end('serve', 'order');
        },
      ],
      [
        `a context that was passed and not extracted, ${headers} headers`,
        (say) => {
          connect(say);
          say.start('order');
          sent(say, 1, traced);
          received(say, 1, carry);
          say.start('serve', { ...SERVE, source: 'e' });
          say.end('serve', 'order');
        },
      ],
      [
        `a root that a sampler dropped, ${headers} headers`,
        (say) => {
          connect(say);
          say.start('order');
          sent(say, 1, traced);
          received(say, 1, carry);
          say.start('serve', { ...SERVE, unsampled: true });
          say.end('serve', 'order');
        },
      ],
      [
        `a second root for the same request, after one that was asked for, ${headers} headers`,
        (say) => {
          connect(say);
          say.start('order');
          sent(say, 1, traced);
          received(say, 1, carry);
          say.start('audit', { ...SERVE, source: 'r' });
          say.start('serve', SERVE);
          say.end('audit', 'serve', 'order');
        },
      ],
    ];
  }),
  [
    'a sender that a sampler dropped',
    (say) => {
      connect(say);
      say.start('order', { unsampled: true });
      sent(say, 1);
      received(say, 1);
      say.start('serve', SERVE);
      say.end('serve', 'order');
    },
  ],
  [
    'third parties, to whom this line sends no headers',
    (say) => {
      connect(say);
      say.start('order');
      sent(say, 1, { i: 1 });
      sent(say, 1, { i: 2 });
      say.end('order');
    },
  ],
  [
    'another host, to which the same line sends no headers',
    (say) => {
      connect(say);
      say.start('order');
      sent(say, 1, { i: 1, h: 1 });
      sent(say, 1, { i: 2, to: 'GET payments.example' });
      say.end('order');
    },
  ],
  [
    'another line that sends no headers',
    (say) => {
      connect(say);
      say.start('order');
      sent(say, 1, { i: 1, h: 1 });
      sent(say, 1, { i: 2, st: [['/app/app.ts', 9, 5]] });
      say.end('order');
    },
  ],
  [
    'requests of libraries, from no known line',
    (say) => {
      connect(say);
      say.start('order');
      sent(say, 1, { i: 1, h: 1, st: [] });
      sent(say, 1, { i: 2, st: [] });
      say.end('order');
    },
  ],
];
