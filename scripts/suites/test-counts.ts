export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
}

/** What runners print in the end: TAP and node:test, mocha, jest, vitest, ava. */
const PASSED = [
  /^(?:#|ℹ) pass +(\d+)$/,
  /^ +(\d+) passing\b/,
  /^Tests: .*?(\d+) passed/,
  /^ *Tests +.*?(\d+) passed/,
  /^ +(\d+) tests? passed$/,
];
const FAILED = [
  /^(?:#|ℹ) fail +(\d+)$/,
  /^ +(\d+) failing$/,
  /^Tests: .*?(\d+) failed/,
  /^ *Tests +.*?(\d+) failed/,
  /^ +(\d+) tests? failed$/,
];

/** How many tests passed and failed, of all that a command ran; `null` where its output does not say. */
export function testCounts(output: string): TestCounts | null {
  const lines = output.split(/\r?\n/);
  const passed = sumOf(lines, PASSED);
  const failed = sumOf(lines, FAILED);
  return passed === null && failed === null ? null : { passed: passed ?? 0, failed: failed ?? 0 };
}

function sumOf(lines: readonly string[], patterns: readonly RegExp[]): number | null {
  const numbers = lines.flatMap((line) => {
    const found = patterns.map((pattern) => pattern.exec(line)).find((match) => match !== null);
    return found ? [Number(found[1])] : [];
  });
  return numbers.length === 0 ? null : numbers.reduce((sum, number) => sum + number, 0);
}
