// Packs the project, installs the tarball into an empty folder beside each end of the API's range, and lets it judge a
// program of that folder: an ordinary user's first five minutes.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = mkdtempSync(join(tmpdir(), 'otel-ctx-doctor-try-'));
const run = (command, args, cwd) =>
  execFileSync(command, args, { cwd, stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' });

function check(condition, text) {
  if (!condition) throw new Error(`the packed tarball: ${text}`);
  console.log(`ok  ${text}`);
}

try {
  const tarball = run('npm', ['pack', '--silent', '--pack-destination', folder, '--ignore-scripts'], root)
    .trim()
    .split('\n')
    .at(-1);
  for (const api of ['1.4.1', '1.9', '1.10']) {
    const home = join(folder, api);
    run('mkdir', [home], folder);
    // What `npm init` makes: no "type", so the TypeScript is CommonJS.
    writeFileSync(join(home, 'package.json'), '{ "name": "tried", "version": "1.0.0" }');
    const installed = spawnSync(
      'npm',
      ['install', '--no-audit', '--no-fund', join(folder, tarball), `@opentelemetry/api@${api}`],
      {
        cwd: home,
        encoding: 'utf8',
      },
    );
    check(installed.status === 0, `installs beside @opentelemetry/api ${api}`);
    check(!/ERESOLVE|peer dep|EBADENGINE/i.test(installed.stderr), 'npm has nothing to complain about');
    const program = readFileSync(join(root, 'fixtures/readme/app.ts'), 'utf8');
    writeFileSync(join(home, 'app.ts'), program);
    const result = spawnSync('npx', ['otel-ctx-doctor', 'run', '--format', 'json', 'app.ts'], {
      cwd: home,
      encoding: 'utf8',
    });
    check(result.status === 1, 'exits with 1');
    const report = JSON.parse(result.stdout);
    const [finding] = report.findings;
    const boundary = program.split('\n').findIndex((line) => line.includes('pool.acquire(')) + 1;
    check(report.findings.length === 1 && finding.rule === 'trace-mismatch', 'finds the fault and nothing else');
    check(finding.cause.boundary.line === boundary, `names line ${boundary}`);
    check(
      report.runtime.otelApi.length === 1 && report.runtime.otelApi[0].startsWith(api),
      "stands on the program's own API",
    );
  }
  // Installed, where those scenarios are skipped that need more until that is installed, too.
  const home = join(folder, '1.9');
  const scenariosFrom = (bin, cwd) => {
    const { status, stdout } = spawnSync(process.execPath, [bin, 'scenarios', 'run', '--all'], {
      cwd,
      encoding: 'utf8',
    });
    check(status === 0, `scenarios agree\n${status === 0 ? '' : stdout}`);
    return /(\d+) skipped, whose packages come with: npm (i .+)/.exec(stdout);
  };
  const installedBin = join(home, 'node_modules/otel-ctx-doctor/bin/otel-ctx-doctor.js');
  const skipped = scenariosFrom(installedBin, home);
  check(skipped !== null, `${skipped?.[1]} are skipped: npm ${skipped?.[2]}`);
  run('npm', [...skipped[2].split(' '), '--no-audit', '--no-fund'], home);
  check(scenariosFrom(installedBin, home) === null, 'none is skipped when that is installed');

  // Run from elsewhere, as npx does from its cache: what is missing is installed where the user is.
  const elsewhere = join(folder, 'elsewhere');
  run('mkdir', [elsewhere], folder);
  writeFileSync(join(elsewhere, 'package.json'), '{ "name": "tried", "version": "1.0.0" }');
  const cachedBin = join(folder, '1.10', 'node_modules/otel-ctx-doctor/bin/otel-ctx-doctor.js');
  const missing = /npm (i .+)/.exec(
    spawnSync(process.execPath, [cachedBin, 'scenarios', 'run', 'userland-promise'], {
      cwd: elsewhere,
      encoding: 'utf8',
    }).stderr,
  );
  check(missing !== null, `a scenario says what it needs: npm ${missing?.[1]}`);
  run('npm', [...missing[1].split(' '), '--no-audit', '--no-fund'], elsewhere);
  const { status, stdout } = spawnSync(process.execPath, [cachedBin, 'scenarios', 'run', 'userland-promise'], {
    cwd: elsewhere,
    encoding: 'utf8',
  });
  check(status === 1 && stdout.includes('orphan-span'), 'and runs when that is installed');
} finally {
  rmSync(folder, { recursive: true, force: true });
}
