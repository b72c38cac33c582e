import type { Dependency, Finding } from '../../finding.js';
import type { Report } from '../report.js';
import { cleanText } from '../text/clean-text.js';
import { messageText, placeText } from '../text/finding-text.js';
import { code, fenced, inline } from '../text/markdown-text.js';
import { prose } from '../text/prose.js';
import { advice } from './advice.js';
import { pathInPackage } from './path-in-package.js';
import { program } from './program.js';

const NOTHING = `No finding of this report lies in a dependency, so there is no issue to write. (Where your own code lost the context, the
report says what to change.)
`;

interface Lost {
  readonly dependency: Dependency;
  readonly finding: Finding;
}

/** An issue for the author of each dependency that lost a context, to be read once more before it is filed. */
export function renderIssue(report: Report): string {
  const issues = new Map<string, Lost>();
  for (const finding of report.findings) {
    const dependency = finding.cause?.dependency;
    if (!dependency) continue;
    const { name, version, location } = dependency;
    const key = [name, version, location.file, location.line, location.column].join('\n');
    if (!issues.has(key)) issues.set(key, { dependency, finding });
  }
  if (issues.size === 0) return NOTHING;
  return [...issues.values()].map((lost) => issueOf(lost, report)).join('\n---\n\n');
}

function issueOf({ dependency, finding }: Lost, { runtime, tool }: Report): string {
  const { name, location } = dependency;
  const at = placeText({ ...location, file: pathInPackage(location.file, name) });
  const { what, change, snippet } = advice(finding.cause?.mechanism ?? 'unknown');
  return `${[
    `# ${inline(`${name}: the async context of the caller is lost at ${at}`)}`,
    `- package: ${code(`${name} ${dependency.version}`)}\n- Node.js: ${code(runtime.node)}\n- ${code('@opentelemetry/api')}: ${code(runtime.otelApi.join(', ') || '?')}`,
    '## What happens',
    `${inline(what)} ${AFFECTED}`,
    `In our program: ${inline(messageText(finding))}`,
    ...evidence(finding),
    '## Where',
    `In the package: ${code(at)}.`,
    ...calledFrom(finding),
    '## A program that shows it',
    'Without OpenTelemetry: `AsyncLocalStorage` is what its context stands on. The call in `use` is to be filled in, as only the calling program has what it needs.',
    fenced(program(dependency, finding).split('\n'), 'js'),
    '## What to change',
    inline(change),
    fenced(snippet.split('\n'), 'js'),
    `${inline('What is bound runs in the context in which the caller handed it over, for OpenTelemetry and for every other user of AsyncLocalStorage.')} [AsyncResource.bind](https://nodejs.org/api/async_context.html#static-method-asyncresourcebindfn-type-thisarg), Node.js 14.8 and later.`,
    `_Found by ${inline(`${tool.name} ${tool.version}`)}, which watched the package run._`,
  ].join('\n\n')}\n`;
}

const AFFECTED =
  'Whoever reads `AsyncLocalStorage.getStore()` there gets a store that is not theirs, or none; traces of OpenTelemetry fall apart, or mix those of several callers.';

function evidence({ cause }: Finding): readonly string[] {
  const statements = cause?.evidence ?? [];
  return statements.length === 0
    ? []
    : [statements.map(({ statement }) => `- ${inline(prose(statement, '…'))}`).join('\n')];
}

function calledFrom({ cause }: Finding): readonly string[] {
  if (!cause?.boundary || cause.frame.length === 0) return [];
  const { boundary, frame } = cause;
  const digits = String(frame.at(-1)?.line ?? 0).length;
  const lines = frame.map(
    ({ line, text }) =>
      `${line === boundary.line ? '>' : ' '} ${String(line).padStart(digits)} | ${cleanText(text.replaceAll('\t', '  '))}`,
  );
  return [`Our code hands the work over at ${code(placeText(boundary))}:`, fenced(lines)];
}
