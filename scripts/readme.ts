// Writes the parts of README.md that come from the code: the example, its output, the rule table. Run by `npm run docs`.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RULES } from '../src/rules/index.js';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const README = join(ROOT, 'README.md');

/** The generated blocks of the README by name. Each stands between `<!-- name -->` and `<!-- /name -->`. */
export function generatedBlocks(): Record<string, string> {
  const program = readFileSync(join(ROOT, 'fixtures/readme/app.ts'), 'utf8').trimEnd();
  return {
    program: fenced('ts', program),
    output: fenced('text', outputOf('app.ts')),
    rules: [
      '| rule | severity | says |',
      '|---|---|---|',
      ...RULES.map(({ id, severity, title }) => `| [\`${id}\`](docs/rules/${id}.md) | ${severity} | ${title} |`),
    ].join('\n'),
  };
}

export function blocksOf(readme: string): Record<string, string> {
  const blocks: Record<string, string> = {};
  for (const [, name = '', text = ''] of readme.matchAll(/<!-- (\w+) -->\n([\s\S]*?)\n<!-- \/\1 -->/g))
    blocks[name] = text;
  return blocks;
}

/** What differs from run to run: ids, times, the version of Node. */
export function withoutChance(text: string): string {
  const ids: string[] = [];
  const numbered = text.replace(/\b([0-9a-f]{8})([0-9a-f]{24}\b|…)/g, (_, start: string) => {
    if (!ids.includes(start)) ids.push(start);
    return `trace-${ids.indexOf(start) + 1}`;
  });
  return numbered.replace(/\d+(\.\d+)? m?s\b/g, 'some time').replace(/Node \d+\.\d+\.\d+/g, 'Node');
}

function outputOf(entry: string): string {
  const { stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'bin/otel-ctx-doctor.js'), 'run', entry], {
    cwd: join(ROOT, 'fixtures/readme'),
    encoding: 'utf8',
    env: { ...process.env, COLUMNS: '80', NO_COLOR: '1', FORCE_COLOR: '0' },
  });
  return `$ npx otel-ctx-doctor run ${entry}\n${stdout}${stderr}`
    .replaceAll(/(\.\.\/)+node_modules/g, 'node_modules')
    .trimEnd();
}

function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  let readme = readFileSync(README, 'utf8');
  for (const [name, text] of Object.entries(generatedBlocks())) {
    readme = readme.replace(
      new RegExp(`<!-- ${name} -->[\\s\\S]*?<!-- /${name} -->`),
      () => `<!-- ${name} -->\n${text}\n<!-- /${name} -->`,
    );
  }
  writeFileSync(README, readme);
}
