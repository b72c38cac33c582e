import type { ExpectedFinding, FoundFinding, ScenarioCheck } from './check.js';

/** What programs should have given and gave, in lines: of those where the two differ. */
export function differences(checks: readonly ScenarioCheck[]): string[] {
  return checks.flatMap(({ slug, programs }) =>
    programs
      .filter((program) => !program.agrees)
      .flatMap(({ program, expected, found, problems }) => [
        '',
        `${slug}/${program}`,
        `  expected: ${listed(expected.map(described))}`,
        `  found:    ${listed([...found.map(described), ...problems])}`,
      ]),
  );
}

function described({ rule, severity, mechanism, source }: ExpectedFinding | FoundFinding): string {
  return `${severity === null ? '' : `${severity} `}${rule} (${mechanism}) at ${source ?? 'no line'}`;
}

function listed(items: readonly string[]): string {
  return items.length === 0 ? 'nothing' : items.join('; ');
}
