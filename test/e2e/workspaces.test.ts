import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { transformSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/report.js';
import { LOSSY, LOSSY_PACKAGE, ORDERS } from './bundled-shop.js';
import { doctor, plain } from './command.js';

const MAIN = `import { trace } from '@opentelemetry/api';
import { loadOrder } from '@acme/orders';

for (const id of ['A', 'B']) {
  trace.getTracer('app').startActiveSpan(\`request \${id}\`, (span) => {
    loadOrder({ id }, () => {
      span.end();
      console.log(id);
    });
  });
}
`;

/** A repository with a package and an app. `links`: paths, each with what it leads to. */
function repository(files: Readonly<Record<string, string>>, links: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'otel-ctx-doctor-test-'));
  const all = {
    'package.json': '{"private":true}',
    'apps/shop/src/main.ts': MAIN,
    'packages/orders/src/index.ts': ORDERS,
  };
  for (const [name, text] of Object.entries({ ...all, ...files })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const api = { 'node_modules/@opentelemetry': resolve('node_modules/@opentelemetry') };
  for (const [name, target] of Object.entries({ ...api, ...links })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    symlinkSync(resolve(folder, target), join(folder, name));
  }
  return join(folder, 'apps/shop');
}

function reportOf(app: string, nodeOptions = ''): Report {
  const env = { NODE_OPTIONS: nodeOptions };
  const without = plain(['src/main.ts'], app, '', env);
  const ran = doctor(['run', '--format', 'json', 'src/main.ts'], app, '', env);
  expect(ran.stderr).toBe(without.stdout + without.stderr);
  return JSON.parse(ran.stdout) as Report;
}

/** `acquire(` of orders.ts. */
function boundaryOf({ findings }: Report): unknown {
  return findings.map(({ cause }) => `${cause?.boundary?.file}:${cause?.boundary?.line}`);
}

function manifest(name: string, more: object = {}): string {
  return JSON.stringify({ name, version: '1.0.0', ...more });
}

/** What `tsc --build` makes of a referenced project. */
function built(): Record<string, string> {
  const { code, map } = transformSync(ORDERS, {
    loader: 'ts',
    format: 'cjs',
    sourcemap: 'external',
    sourcefile: '../src/index.ts',
  });
  return {
    'packages/orders/dist/index.js': `${code}//# sourceMappingURL=index.js.map\n`,
    'packages/orders/dist/index.js.map': map,
    'packages/orders/package.json': manifest('@acme/orders', { main: 'dist/index.js' }),
  };
}

const LOSSY_FILES = (folder: string) => ({ [`${folder}/package.json`]: LOSSY_PACKAGE, [`${folder}/index.js`]: LOSSY });
const STORE = 'node_modules/.pnpm/lossy-store@3.1.0/node_modules';
const PNPM_FILES = { ...LOSSY_FILES(`${STORE}/lossy-store`), 'apps/shop/package.json': manifest('shop') };
const PNPM_LINKS = {
  'apps/shop/node_modules/@acme/orders': 'packages/orders',
  'packages/orders/node_modules/lossy-store': `${STORE}/lossy-store`,
  [`${STORE}/@opentelemetry`]: 'node_modules/@opentelemetry',
};

describe('a package of the same repository', () => {
  it('is the user’s where pnpm links it, and named by its sources where it was built', () => {
    const report = reportOf(repository({ ...PNPM_FILES, ...built() }, PNPM_LINKS));
    expect(boundaryOf(report)).toEqual(['../../packages/orders/src/index.ts:11']);
    expect(report.findings[0]?.cause?.frame.map(({ text }) => text).join('\n')).toContain('acquire(() =>');
  });

  it('is the user’s where links are kept', () => {
    const app = repository({ ...PNPM_FILES, ...built() }, { ...PNPM_LINKS });
    const report = reportOf(app, '--preserve-symlinks --preserve-symlinks-main');
    expect(boundaryOf(report)).toEqual(['node_modules/@acme/orders/src/index.ts:11']);
  });

  it('is the user’s where npm links it at the top', () => {
    const app = repository(
      {
        ...LOSSY_FILES('node_modules/lossy-store'),
        'apps/shop/package.json': manifest('shop'),
        'packages/orders/package.json': manifest('@acme/orders', { exports: './src/index.ts', type: 'module' }),
      },
      { 'node_modules/@acme/orders': 'packages/orders' },
    );
    expect(boundaryOf(reportOf(app))).toEqual(['../../packages/orders/src/index.ts:11']);
  });

  it('is the user’s where the paths of a tsconfig lead to it', () => {
    const paths = { '@acme/orders': ['../../packages/orders/src/index.ts'] };
    const app = repository(
      {
        ...LOSSY_FILES('node_modules/lossy-store'),
        'apps/shop/package.json': manifest('shop', { type: 'module' }),
        'apps/shop/tsconfig.json': JSON.stringify({ compilerOptions: { paths } }),
      },
      {},
    );
    expect(boundaryOf(reportOf(app))).toEqual(['../../packages/orders/src/index.ts:11']);
  });

  it('is a dependency where it was copied', () => {
    const copied = Object.entries(built()).map(([name, text]) => [
      name.replace('packages', 'node_modules/@acme'),
      text,
    ]);
    const app = repository(
      {
        ...LOSSY_FILES('node_modules/lossy-store'),
        ...(Object.fromEntries(copied) as Record<string, string>),
        'apps/shop/package.json': manifest('shop'),
      },
      {},
    );
    const report = reportOf(app);
    expect(boundaryOf(report)).toEqual(['src/main.ts:6']);
    expect(report.findings[0]?.cause?.dependency?.name).toBe('@acme/orders');
  });
});
