import type { Dependency, Finding } from '../../finding.js';
import { cleanText } from '../text/clean-text.js';

/** Two callers at the same time, and the call as it stands in the user's code, to be filled in. */
export function program({ name }: Dependency, { cause }: Finding): string {
  const call = cause?.frame.find(({ line }) => line === cause.boundary?.line)?.text.trim() ?? '';
  const as = /^[A-Za-z_$][\w$]*$/.test(name) ? name : 'subject';
  const asInOurCode = call === '' ? [] : [`  // In our code: ${cleanText(call)}`];
  return [
    "import { AsyncLocalStorage } from 'node:async_hooks';",
    `import ${as} from ${JSON.stringify(cleanText(name))};`,
    '',
    'const caller = new AsyncLocalStorage();',
    '',
    'function use(done) {',
    ...asInOurCode,
    `  ${as}(/* … */ () => done(caller.getStore()));`,
    '}',
    '',
    '// The second comes while the package is still busy with the first.',
    "for (const name of ['A', 'B']) {",
    '  caller.run(name, () => use((store) => console.log(`expected ${name}, got ${store}`)));',
    '}',
  ].join('\n');
}
