/** A package whose tarball brings its tests along. */
export interface Suite {
  readonly name: string;
  readonly version: string;
  /** Those of its development dependencies that the tests need. */
  readonly needs: readonly string[];
  /** Its test command, without coverage, linters and types. */
  readonly command: readonly string[];
}

/**
 * Packages that use much of what Node has for asynchronous work, with test runners of different kinds. Not those whose tests
 * let timers race: on a slow machine they differ from run to run, with the doctor and without it.
 */
export const SUITES: readonly Suite[] = [
  {
    name: 'fastq',
    version: '1.20.3',
    needs: ['async', 'neo-async', 'tape'],
    command: ['npx', 'tape', 'test/test.js', 'test/promise.js'],
  },
  {
    name: 'light-my-request',
    version: '6.8.1',
    needs: [
      '@fastify/ajv-compiler',
      'end-of-stream',
      'express',
      'form-auto-content',
      'form-data',
      'formdata-node',
      'multer',
      'undici',
    ],
    command: ['node', '--test'],
  },
  {
    name: 'lru-memoizer',
    version: '3.0.0',
    needs: ['chai', 'mocha', 'sinon'],
    command: ['npx', 'mocha'],
  },
  {
    name: 'pino',
    version: '10.4.0',
    needs: ['jest', 'pino-pretty'],
    command: ['npx', 'jest', 'test/jest'],
  },
  {
    name: 'sonic-boom',
    version: '5.0.2',
    needs: ['@sinonjs/fake-timers', 'borp', 'proxyquire'],
    command: ['npx', 'borp', '--timeout=900000', 'test/*.test.js'],
  },
];
