import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { type Ran, ran } from './command.js';

/** A recipe of `docs/ci`, as far as a machine without that server can follow it. */
export interface Recipe {
  /** What the server runs, one shell script for each step. */
  readonly scripts: readonly string[];
  /** What the server picks up when these have ended, however they did. */
  readonly pickedUp: readonly string[];
  /** How it starts a shell. */
  readonly shell: readonly string[];
}

interface GithubStep {
  readonly run?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string>>;
}

/** https://docs.github.com/actions/reference/workflow-syntax-for-github-actions#jobsjob_idstepsrun: `bash -e` on Linux. */
export function githubRecipe(): Recipe {
  const { jobs } = parse(readFileSync('docs/ci/github.yml', 'utf8')) as {
    jobs: Record<string, { steps: readonly GithubStep[] }>;
  };
  const steps = Object.values(jobs).flatMap((job) => job.steps);
  return {
    scripts: steps.flatMap(({ run }) => (run === undefined ? [] : [run])),
    pickedUp: steps.flatMap(({ uses, with: inputs = {} }) =>
      uses?.includes('/upload-') ? [inputs['sarif_file'], inputs['path']].filter((one) => one !== undefined) : [],
    ),
    shell: ['-e'],
  };
}

interface GitlabJob {
  readonly script: readonly string[];
  readonly artifacts: { readonly paths: readonly string[]; readonly reports: Readonly<Record<string, string>> };
}

/** GitLab's runner joins the lines of a script in one shell with `set -eo pipefail`. */
export function gitlabRecipe(): Recipe {
  const jobs = Object.values(parse(readFileSync('docs/ci/gitlab.yml', 'utf8')) as Record<string, GitlabJob>);
  return {
    scripts: jobs.flatMap(({ script }) => script),
    pickedUp: jobs.flatMap(({ artifacts }) => [...artifacts.paths, ...Object.values(artifacts.reports)]),
    shell: ['-e', '-o', 'pipefail'],
  };
}

/** The commands that `docs/ci` gives for a program that has findings already. */
export function updateCommands(): string {
  const blocks = [...readFileSync('docs/ci/README.md', 'utf8').matchAll(/```sh\n([\s\S]*?)```/g)].map(
    ([, text = '']) => text,
  );
  const [found = '', ...more] = blocks.filter((text) => text.includes('--update-baseline'));
  if (found === '' || more.length > 0) throw new Error('docs/ci/README.md should say once how to write a baseline');
  return found;
}

/** A repository with the doctor installed, in which one can work as its developers do. */
export class Repository {
  readonly folder = mkdtempSync(join(tmpdir(), 'otel-ctx-doctor-recipe-'));
  readonly summary = join(this.folder, '.git', 'step-summary.md');

  constructor(files: Readonly<Record<string, string>>) {
    const modules = join(this.folder, 'node_modules');
    mkdirSync(join(modules, '.bin'), { recursive: true });
    symlinkSync(resolve('node_modules/@opentelemetry'), join(modules, '@opentelemetry'));
    symlinkSync(resolve('.'), join(modules, 'otel-ctx-doctor'));
    symlinkSync('../otel-ctx-doctor/bin/otel-ctx-doctor.js', join(modules, '.bin/otel-ctx-doctor'));
    this.git('init', '--quiet', '--initial-branch=main');
    this.commit({ '.gitignore': 'node_modules\ntrace-context\n', 'package.json': '{ "type": "module" }', ...files });
  }

  git(...args: readonly string[]): string {
    const author = ['-c', 'user.name=test', '-c', 'user.email=test@example.org', '-c', 'commit.gpgsign=false'];
    return execFileSync('git', [...author, ...args], { cwd: this.folder, encoding: 'utf8' });
  }

  commit(files: Readonly<Record<string, string>> = {}): void {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(this.folder, name), text);
    this.git('add', '--all');
    this.git('commit', '--quiet', '--message', 'a change');
  }

  branch(name: string, files: Readonly<Record<string, string>>): void {
    this.git('switch', '--quiet', '--create', name, 'main');
    this.commit(files);
  }

  read(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8');
  }

  shell(script: string, options: readonly string[] = []): Ran {
    // What `npm test` tells its children would tell npx that it stands in another package.
    const npm = Object.keys(process.env).filter((name) => name.toLowerCase().startsWith('npm_'));
    const env = { ...Object.fromEntries(npm.map((name) => [name, undefined])), GITHUB_STEP_SUMMARY: this.summary };
    return ran('bash', ['--noprofile', '--norc', ...options, '-c', script], this.folder, '', env);
  }

  /** What the job of a recipe does on a clean checkout. The exit code is that of the first script that fails. */
  job({ scripts, shell }: Recipe): Ran {
    this.git('clean', '--quiet', '-d', '--force', '-x', '--exclude=node_modules');
    writeFileSync(this.summary, '');
    let last: Ran = { code: 0, signal: null, stdout: '', stderr: '' };
    for (const script of scripts) {
      last = this.shell(script, shell);
      if (last.code !== 0) break;
    }
    return last;
  }
}
