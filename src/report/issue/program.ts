import type { Dependency, Finding } from '../../finding.js';
import { cleanText } from '../text/clean-text.js';

/** What stands in the place of two callers at the same time: the call, as it stands in the user's code. */
export function program({ name }: Dependency, { cause }: Finding): string {
  const call = cause?.frame.find(({ line }) => line === cause.boundary?.line)?.text.trim() ?? '';
  const as = /^[A-Za-z_$][\w$]*$/.test(name) ? name : 'subject';
  return `import { AsyncLocalStorage } from 'node:async_hooks';
import ${as} from ${JSON.stringify(cleanText(name))};

const caller = new AsyncLocalStorage();

/** Calls the package as our code does. ${call === '' ? '' : 'There it reads:'} */
function use(done) {
${call === '' ? '' : `  // ${cleanText(call)}\n`}  ${as}(/* as above */ () => done(caller.getStore()));
}

// The second comes while the package is still busy with the first.
for (const name of ['A', 'B']) {
  caller.run(name, () => {
    use((store) => console.log(\`expected \${name}, got \${store}\`));
  });
}
`.trimEnd();
}
