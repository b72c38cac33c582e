/** A package whose tarball brings its tests along. */
export interface Suite {
  readonly name: string;
  readonly version: string;
  /** Its development dependencies that the tests need. */
  readonly needs: readonly string[];
  /** Its test command, without linters and types. */
  readonly command: readonly string[];
}

/** Packages that use what Node has for asynchronous work, with test runners of different kinds. */
export const SUITES: readonly Suite[] = [
  {
    name: 'avvio',
    version: '9.3.1',
    needs: ['borp', '@jsumners/line-reporter'],
    command: ['npx', 'borp', '--reporter=tap'],
  },
  {
    name: 'bottleneck',
    version: '2.19.5',
    needs: ['mocha', 'regenerator-runtime'],
    command: ['npx', 'mocha', 'test'],
  },
  {
    name: 'fastify',
    version: '5.12.8',
    needs: FASTIFY_NEEDS(),
    command: ['npx', 'borp', '--reporter=tap'],
  },
  {
    name: 'fastq',
    version: '1.20.3',
    needs: ['async', 'neo-async', 'tape'],
    command: ['npx', 'tape', 'test/test.js', 'test/promise.js'],
  },
];
