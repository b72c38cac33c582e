import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/report.js';
import { doctor, doctorUntil, lives, project, type Ran } from './command.js';

const FOLDER = project({
  'package.json': JSON.stringify({
    type: 'module',
    scripts: {
      start: 'node service.mjs',
      wrapped: 'node service.mjs; echo behind',
      deaf: "trap '' TERM; node service.mjs; echo behind",
    },
  }),
  // Says who it is, so that a test can see whether it lives.
  'service.mjs': `import { trace } from '@opentelemetry/api';
const tracer = trace.getTracer('test');
tracer.startSpan('open');
const [...how] = process.argv.slice(2);
const timer = setInterval(() => {}, 1000);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR2']) {
  if (how.includes(signal)) process.on(signal, () => {
    console.log('got ' + signal);
    if (how.includes('once')) setTimeout(() => process.exit(0), 300);
  });
}
tracer.startSpan('done').end();
setImmediate(() => console.log('service ' + process.pid + ' is ready'));
`,
  'leaves.mjs': `import { spawn } from 'node:child_process';
const child = spawn(process.execPath, ['service.mjs'], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
child.stdout.once('data', (data) => { process.stdout.write(data); child.unref(); child.stdout.unref(); });
`,
  'parent.mjs': `import { spawn } from 'node:child_process';
spawn(process.execPath, ['service.mjs', 'SIGTERM'], { stdio: 'inherit' });
`,
  'child-first.mjs': `import { spawnSync } from 'node:child_process';
spawnSync(process.execPath, ['forgets.mjs']);
setTimeout(() => console.log('ready'), 200); setInterval(() => {}, 1000);
`,
  'forgets.mjs': `import { trace } from '@opentelemetry/api';
trace.getTracer('test').startSpan('forgotten');
`,
});

let runs = 0;

function withReport(args: readonly string[]): [args: string[], read: () => Report] {
  const file = join(FOLDER, `report-${runs++}.json`);
  return [
    ['run', '--quiet', '--output', `json=${file}`, ...args],
    () => JSON.parse(readFileSync(file, 'utf8')) as Report,
  ];
}

function serviceIn({ stdout }: Pick<Ran, 'stdout'>): number {
  return Number(/service (\d+) is ready/.exec(stdout)?.[1]);
}

describe('a whole tree is stopped', () => {
  it.each<[string, string[]]>([
    ['npm and a service', ['--', 'npm', 'run', '-s', 'start']],
    ['npm, a shell that passes nothing on, and a service', ['--', 'npm', 'run', '-s', 'wrapped']],
    ['npm, a shell that does not hear, and a service', ['--', 'npm', 'run', '-s', 'deaf']],
    ['a program that leaves its child behind, which does not hear', ['parent.mjs']],
  ])('%s', (_, command) => {
    const [args, report] = withReport(['--ready', 'is ready', '--drive', 'true', '--grace', '1', ...command]);
    const ran = doctor(args, FOLDER);
    expect(ran.code).toBe(0);
    expect(serviceIn(ran)).toBeGreaterThan(0);
    expect(lives(serviceIn(ran))).toBe(false);
    const [finding, ...others] = report().findings;
    expect([finding?.severity, others]).toEqual(['info', []]);
    expect(finding?.message).toMatch(/^"open" was still open when the (?:process|program) was stopped\.$/);
  });

  it('by Ctrl-C, too', async () => {
    const [args, report] = withReport(['--grace', '1', '--', 'npm', 'run', '-s', 'wrapped']);
    const ran = await doctorUntil(args, FOLDER, 'is ready', (child) => child.kill('SIGINT'));
    expect(ran.code).toBe(0);
    expect(lives(serviceIn(ran))).toBe(false);
    expect(report().outcome.stoppedBy).toBe('interrupt');
  });

  it('but what a process forgot that had ended before is at fault', async () => {
    const [args, report] = withReport(['child-first.mjs']);
    const ran = await doctorUntil(args, FOLDER, 'ready', (child) => child.kill('SIGTERM'));
    expect(ran.code).toBe(1);
    expect(report().findings.map(({ severity, message }) => [severity, message])).toEqual([
      ['error', '"forgotten" was never ended, although the process finished.'],
    ]);
  });
});

describe('who is left behind by a program that ends by itself', () => {
  it('is left alone, and it is said', () => {
    const [args, report] = withReport(['leaves.mjs']);
    const ran = doctor(args, FOLDER);
    const id = serviceIn(ran);
    expect(lives(id)).toBe(true);
    process.kill(id, 'SIGKILL');
    expect(ran.code).toBe(0);
    expect(report().setup.join('\n')).toContain('1 process of the program was still running when it had ended');
    expect(report().outcome).toMatchObject({ exitCode: 0, stoppedBy: null });
  });
});

describe('signals to us reach the program once', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s', async (signal) => {
    const [args, report] = withReport(['service.mjs', signal, 'once']);
    const ran = await doctorUntil(args, FOLDER, 'is ready', (child) => child.kill(signal));
    expect(ran.stdout.match(/got SIG\w+/g)).toEqual([`got ${signal}`]);
    expect(ran.code).toBe(0);
    expect(report().outcome).toMatchObject({ exitCode: 0, signal: null, stoppedBy: 'interrupt' });
    expect(report().findings.map(({ severity }) => severity)).toEqual(['info']);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '%s that all of our group get, and we once more',
    async (signal) => {
      const [args, report] = withReport(['service.mjs', signal, 'once']);
      // As GNU timeout does.
      const tellAll = (child: { kill(signal: NodeJS.Signals): boolean; readonly pid?: number | undefined }): void => {
        child.kill(signal);
        process.kill(-(child.pid ?? Number.NaN), signal);
      };
      const ran = await doctorUntil(args, FOLDER, 'is ready', tellAll, { detached: true });
      expect(ran.stdout.match(/got SIG\w+/g)).toEqual([`got ${signal}`]);
      expect(report().outcome).toMatchObject({ exitCode: 0, signal: null, stoppedBy: 'interrupt' });
    },
  );

  it('SIGUSR2, which is no reason to stop', async () => {
    const [args, report] = withReport(['service.mjs', 'SIGUSR2', 'once']);
    const ran = await doctorUntil(args, FOLDER, 'is ready', (child) => child.kill('SIGUSR2'));
    expect(ran.stdout).toContain('got SIGUSR2');
    expect(report().outcome).toMatchObject({ exitCode: 0, stoppedBy: null });
  });

  it('Ctrl-C that npm passes on as well', async () => {
    const [args, report] = withReport(['service.mjs', 'SIGINT', 'once']);
    const ran = await doctorUntil(args, FOLDER, 'is ready', (child) => {
      child.kill('SIGINT');
      setImmediate(() => child.kill('SIGINT'));
    });
    expect(ran.stdout.match(/got SIG\w+/g)).toEqual(['got SIGINT']);
    expect(report().outcome).toMatchObject({ exitCode: 0, signal: null });
  });

  it('SIGTERM to a program that does not hear it', async () => {
    const [args, report] = withReport(['--grace', '0.5', 'service.mjs', 'SIGTERM']);
    const ran = await doctorUntil(args, FOLDER, 'is ready', (child) => child.kill('SIGTERM'));
    expect(ran.code).toBe(0);
    expect(report().outcome).toMatchObject({ signal: 'SIGKILL', stoppedBy: 'interrupt' });
  });

  it('and a time limit still counts for a program that does not hear Ctrl-C', async () => {
    const [args, report] = withReport(['--timeout', '2', '--grace', '0.5', 'service.mjs', 'SIGINT']);
    const ran = await doctorUntil(args, FOLDER, 'is ready', (child) => child.kill('SIGINT'));
    expect(ran.code).toBe(3);
    expect(report().outcome).toMatchObject({ signal: 'SIGTERM', stoppedBy: 'timeout', timedOut: true });
  });

  it('Ctrl-C twice to a program that does not hear it', async () => {
    const [args, report] = withReport(['service.mjs', 'SIGINT']);
    const ran = await doctorUntil(args, FOLDER, 'is ready', (child, stdout) => {
      const service = serviceIn({ stdout });
      const pressing = setInterval(() => {
        if (lives(service)) child.kill('SIGINT');
        else clearInterval(pressing);
      }, 100);
    });
    expect(ran.stdout.match(/got SIG\w+/g)).toEqual(['got SIGINT']);
    expect(ran.code).toBe(0);
    expect(report().outcome).toMatchObject({ signal: 'SIGKILL', stoppedBy: 'interrupt' });
    expect(ran.stderr).toContain('was interrupted');
    expect(ran.stderr).toContain('had to be killed');
  });

  it('Ctrl-C stops the command that drives it, too', async () => {
    const drive = `"${process.execPath}" -e "console.log('driving'); setInterval(() => {}, 1000)"`;
    const [args, report] = withReport(['--ready', 'is ready', '--drive', drive, 'service.mjs']);
    const ran = await doctorUntil(args, FOLDER, 'driving', (child) => child.kill('SIGINT'));
    expect(ran.code).toBe(0);
    expect(report().outcome).toMatchObject({ stoppedBy: 'interrupt', drive: { signal: 'SIGTERM' } });
  });

  it('while nobody knows yet whether it is ready', async () => {
    const [args, report] = withReport(['--ready', 'never said', '--drive', 'echo driving', 'service.mjs']);
    const ran = await doctorUntil(args, FOLDER, 'is ready', (child) => child.kill('SIGINT'));
    expect(ran.code).toBe(0);
    expect(report().outcome).toMatchObject({ stoppedBy: 'interrupt', ready: false, drive: null });
  });
});

describe('options of Node', () => {
  it('are what the program sees of them', () => {
    const folder = project({
      'package.json': '{"type":"module"}',
      '.env': 'FROM_FILE=yes',
      'required.cjs': `if (require('node:worker_threads').isMainThread) console.log('required first');`,
      'app.mjs': `console.log(JSON.stringify(process.execArgv), process.env.FROM_FILE, 'gc' in globalThis);`,
    });
    const nodeArgs = ['--env-file=.env', '--require', './required.cjs', '--expose-gc', '--max-old-space-size=300'];
    const options = nodeArgs.map((arg) => `--node-arg=${arg}`);
    const { code, stdout } = doctor(['run', ...options, 'app.mjs'], folder);
    expect(stdout).toBe(`required first\n${JSON.stringify(nodeArgs)} yes true\n`);
    expect(code).toBe(0);
  });

  it.each(['--no-such-option', '--env-file=no-such-file'])('that Node refuses: %s', (arg) => {
    const { code, stderr } = doctor(['run', `--node-arg=${arg}`, 'service.mjs'], FOLDER);
    expect(code).toBe(2);
    expect(stderr.trim().split('\n')).toHaveLength(2);
    expect(stderr).toContain(`otel-ctx-doctor: Node did not start with ${arg}`);
  });
});
