import type { CopiedScenario } from './copy-scenario.js';

/** What has been copied, and what to do with it. `folder`: as the user named it. */
export function copiedText(slug: string, folder: string, { files, missing }: CopiedScenario): string {
  const programs = files.filter((file) => /^(?:broken|fixed|program)[^/]*\.ts$/.test(file));
  const commands = [
    `cd ${quoted(folder)}`,
    ...(missing.length > 0 ? ['npm i'] : []),
    ...programs.map((program) => `npx otel-ctx-doctor run ${program}`),
  ];
  const text = [
    `${slug} is in ${folder}: ${files.join(', ')}`,
    '',
    'Next:',
    ...commands.map((command) => `  ${command}`),
  ];
  return `${text.join('\n')}\n`;
}

/** For a shell. */
function quoted(path: string): string {
  return /^[\w./~:\\@-]+$/.test(path) ? path : `"${path}"`;
}
