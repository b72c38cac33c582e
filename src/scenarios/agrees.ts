import type { ExpectedFinding, ProgramCheck } from './check.js';

/** Exactly the expected findings, in that order, and no trouble. */
export function agrees({ expected, found, problems }: Pick<ProgramCheck, 'expected' | 'found' | 'problems'>): boolean {
  const isMet = (one: ExpectedFinding, index: number): boolean => {
    const other = found[index];
    return (
      one.rule === other?.rule &&
      one.mechanism === other.mechanism &&
      one.source === other.source &&
      (one.severity === null || one.severity === other.severity)
    );
  };
  return problems.length === 0 && expected.length === found.length && expected.every(isMet);
}
