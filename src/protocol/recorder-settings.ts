/** What the runner tells the recorder, the same in all processes and threads of a run. */
export interface RecorderSettings {
  /** Folder of the recording. */
  readonly runFolder: string;
  /** URL of the folder in which the recorder's own files lie. */
  readonly dist: string;
  /** The folder whose files are the user's own code. */
  readonly userRoot: string;
  readonly evidence: 'full' | 'light' | 'off';
  /** Where notes on dependencies are kept from run to run, `null` for nowhere. */
  readonly cache: string | null;
  /** Instrumentations to enable, `null` for none of ours. */
  readonly instrument: Instruments | null;
  /**
   * Variables of the environment that are there for programs of other languages: no Node sees them, and its children get them.
   */
  readonly forOthers?: Readonly<Record<string, string>>;
  /** The app's exporters get nothing. */
  readonly noExport?: boolean;
  /** URL of what compiles the entry, `null` where that is left to Node. */
  readonly tsx: string | null;
  /** Values of attributes may be recorded. */
  readonly attributes: boolean;
  /** A segment of a recording is closed when it has grown to this. */
  readonly segmentBytes: number;
}

/** Instrumentation packages that were found in the tree of the program. */
export interface Instruments {
  /** `file`: of CommonJS, absolute. */
  readonly packages: readonly { readonly name: string; readonly file: string }[];
  /** Absolute path of what tells them of ES modules. */
  readonly hook: string | null;
}
