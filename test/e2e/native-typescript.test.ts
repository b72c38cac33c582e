import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/report.js';
import { nodeBinary } from '../corpus/node-binary.js';
import { doctor, project } from './command.js';

/** Node that drops types itself; the one that runs the tests may not. */
const NODE = nodeBinary('26');

const QUEUE = `const queue: (() => void)[] = [];
const add = (job: () => void): void => { queue.push(job); if (queue.length === 2) for (const one of queue) one(); };
const request = (id: number): Promise<void> => tracer.startActiveSpan(\`request \${id}\`, (span: Span) => new Promise((done) => {
  add(() => { tracer.startSpan(\`job \${id}\`).end(); span.end(); done(); }); // here
}));
Promise.all([request(1), request(2)]).then(() => console.log('done' as string));
`;
const IMPORT = `import { trace, type Span } from '@opentelemetry/api';\nconst tracer = trace.getTracer('test');\n`;
const REQUIRE = `import type { Span } from '@opentelemetry/api';\nconst tracer = require('@opentelemetry/api').trace.getTracer('test');\n`;

const folder = project({
  'package.json': '{"type":"module"}',
  'module.ts': IMPORT + QUEUE,
  'script.cts': REQUIRE + QUEUE,
  'syntax.ts': `${IMPORT}enum Kind { one }\nconsole.log(Kind.one);\n`,
});

describe('TypeScript that Node itself compiles', () => {
  it.each(['module.ts', 'script.cts'])('%s', { timeout: 60_000 }, (name) => {
    const { stdout } = doctor(['run', '--format', 'json', '--', NODE, name], folder);
    const { findings, setup } = JSON.parse(stdout) as Report;
    const boundary = findings[0]?.cause?.boundary;
    expect(findings.map(({ rule }) => rule)).toEqual(['trace-mismatch']);
    expect([boundary?.file, boundary?.line, boundary?.column]).toEqual([name, 6, 3]);
    expect(setup.filter((line) => line.includes('not rewritten'))).toEqual([]);
  });

  it('fails as it would, where it cannot be compiled', { timeout: 60_000 }, () => {
    const { code, stderr } = doctor(['run', '--', NODE, 'syntax.ts'], folder);
    expect(code).toBe(3);
    expect(stderr).toContain('ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX');
  });
});
