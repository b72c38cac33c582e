import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { githubRecipe, gitlabRecipe, type Recipe, Repository, updateCommands } from './recipe.js';
import { workflowErrors } from './workflow-errors.js';

const BROKEN = readFileSync('scenarios/callback-pool/broken.ts', 'utf8');
const FIXED = readFileSync('scenarios/callback-pool/fixed.ts', 'utf8');
/** A second fault. */
const OPEN = "\ntracer.startSpan('open');\n";

const SEVERAL_RUNS = { timeout: 180_000 };

/** Installing is what `scripts/try-tarball.js` tries. */
const INSTALLS = /^npm ci\b/;

/** The recipe without the steps that install. They have to be there. */
function withoutInstalling(recipe: Recipe): Recipe {
  const scripts = recipe.scripts.filter((script) => !INSTALLS.test(script));
  expect(scripts).toHaveLength(recipe.scripts.length - 1);
  expect(scripts.join('\n')).toContain('npx otel-ctx-doctor run');
  return { ...recipe, scripts };
}

/** What the report for the server says, as `rule state` for each finding. */
function sarifStates(repository: Repository): readonly string[] {
  const { runs } = JSON.parse(repository.read('trace-context/report.sarif')) as {
    runs: readonly [{ results: readonly { ruleId: string; baselineState?: string }[] }];
  };
  return runs[0].results.map(({ ruleId, baselineState }) => `${ruleId} ${baselineState}`).toSorted();
}

function issues(repository: Repository): readonly string[] {
  const all = JSON.parse(repository.read('trace-context/code-quality.json')) as { check_name: string }[];
  return all.map(({ check_name }) => check_name).toSorted();
}

function failures(repository: Repository): string | undefined {
  return /<testsuites [^>]*failures="(\d+)"/.exec(repository.read('trace-context/report.xml'))?.[1];
}

function annotations(stdout: string): readonly string[] {
  return stdout.split('\n').flatMap((line) => /^::(\w+ file=[^,]*)/.exec(line)?.[1] ?? []);
}

function expectPickedUp({ folder }: Repository, { pickedUp }: Recipe): void {
  expect(pickedUp.length).toBeGreaterThan(1);
  expect(pickedUp.filter((file) => !existsSync(join(folder, file)))).toEqual([]);
}

/** A developer on a branch of `main` accepts what is known, by what the page says. */
function acceptWhatIsKnown(repository: Repository): void {
  const { code, stderr } = repository.shell(updateCommands(), ['-e']);
  expect([code, stderr]).toEqual([0, expect.stringContaining('otel-ctx-doctor.baseline.json was written anew')]);
  repository.git('commit', '--quiet', '--message', 'what is known');
  expect(repository.git('status', '--porcelain')).toBe('');
}

describe('docs/ci/github.yml', () => {
  it('is a workflow, as GitHub reads it', async () => {
    const text = readFileSync('docs/ci/github.yml', 'utf8');
    expect(await workflowErrors(text)).toEqual([]);
    expect(await workflowErrors(text.replace('runs-on', 'runs-at'))).not.toEqual([]);
    expect(await workflowErrors(text.replace('hashFiles(', 'hashOf('))).not.toEqual([]);
  });

  it('fails a branch with a fault; with a baseline only a new one; and tells what is fixed', SEVERAL_RUNS, () => {
    const recipe = withoutInstalling(githubRecipe());
    const repository = new Repository({ 'app.ts': BROKEN });

    const first = repository.job(recipe);
    expect(first.code).toBe(1);
    expect(annotations(first.stdout)).toEqual(['error file=app.ts']);
    expect(sarifStates(repository)).toEqual(['trace-mismatch undefined']);
    expect(failures(repository)).toBe('1');
    expect(repository.read('.git/step-summary.md')).toContain('❌ Trace context: 1 finding in ');
    expectPickedUp(repository, recipe);

    acceptWhatIsKnown(repository);
    const accepted = repository.job(recipe);
    expect(accepted.code).toBe(0);
    expect(annotations(accepted.stdout)).toEqual(['notice file=app.ts']);
    expect(sarifStates(repository)).toEqual(['trace-mismatch unchanged']);
    expect(failures(repository)).toBe('0');
    expect(repository.read('.git/step-summary.md')).toContain('1 finding that the baseline knows');

    repository.branch('feature', { 'app.ts': `// Lines that move the known one.\n\n${BROKEN}${OPEN}` });
    const feature = repository.job(recipe);
    expect(feature.code).toBe(1);
    expect(annotations(feature.stdout).toSorted()).toEqual(['error file=app.ts', 'notice file=app.ts']);
    expect(sarifStates(repository)).toEqual(['trace-mismatch unchanged', 'unended-span new']);
    expect(failures(repository)).toBe('1');
    expect(repository.read('.git/step-summary.md')).toContain('❌ Trace context: 1 finding in ');
    expectPickedUp(repository, recipe);

    repository.branch('fix', { 'app.ts': FIXED });
    const fix = repository.job(recipe);
    expect([fix.code, annotations(fix.stdout)]).toEqual([0, []]);
    expect(sarifStates(repository)).toEqual(['trace-mismatch absent']);
    expect(failures(repository)).toBe('0');
    expect(repository.read('.git/step-summary.md')).toContain('✅ Trace context: no findings in ');
    expect(repository.read('.git/step-summary.md')).toMatch(/fixed/i);
  });

  it('fails where nothing is recorded, and where the program fails', SEVERAL_RUNS, () => {
    const recipe = withoutInstalling(githubRecipe());
    const repository = new Repository({ 'app.ts': 'console.log(1);\n' });
    const nothing = repository.job(recipe);
    expect([nothing.code, nothing.stdout]).toEqual([1, expect.stringContaining('::error title=no-spans::')]);
    repository.branch('crash', { 'app.ts': `${FIXED}\nprocess.exitCode = 4;\n` });
    const crash = repository.job(recipe);
    expect([crash.code, crash.stdout]).toEqual([3, expect.stringContaining('::error title=program-failed::')]);
    expectPickedUp(repository, recipe);
  });
});

describe('docs/ci/gitlab.yml', () => {
  it('fails a branch with a fault; with a baseline only a new one; and tells what is fixed', SEVERAL_RUNS, () => {
    const recipe = withoutInstalling(gitlabRecipe());
    const repository = new Repository({ 'app.ts': BROKEN });

    const first = repository.job(recipe);
    expect([first.code, issues(repository), failures(repository)]).toEqual([1, ['trace-mismatch'], '1']);
    expect(first.stderr).toContain('error[trace-mismatch] #1');
    expectPickedUp(repository, recipe);

    acceptWhatIsKnown(repository);
    const accepted = repository.job(recipe);
    expect([accepted.code, failures(repository)]).toEqual([0, '0']);
    expect(accepted.stderr).toContain('0 new, 1 known, 0 fixed');

    repository.branch('feature', { 'app.ts': BROKEN + OPEN });
    const feature = repository.job(recipe);
    expect([feature.code, failures(repository)]).toEqual([1, '1']);
    expect(issues(repository)).toEqual(['trace-mismatch', 'unended-span']);
    expect(feature.stderr).toContain('1 new, 1 known, 0 fixed');

    repository.branch('fix', { 'app.ts': FIXED });
    const fix = repository.job(recipe);
    expect([fix.code, issues(repository), failures(repository)]).toEqual([0, [], '0']);
    expect(fix.stderr).toContain('0 new, 0 known, 1 fixed');
    expectPickedUp(repository, recipe);
  });
});
