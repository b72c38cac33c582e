/** A scenario as it lies on the disk: what its author wrote down of it, and its texts by file name. */
export interface ScenarioFiles {
  readonly slug: string;
  readonly title: string;
  readonly rule: string | null;
  readonly severity: string | null;
  readonly mechanism: string | null;
  /** The boundary's source line, without the space around it. */
  readonly boundary: string | null;
  readonly needs: readonly string[];
  readonly files: Readonly<Record<string, string>>;
}
