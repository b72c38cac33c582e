/** What the config says is right. Plain data: a thread can be given it. */
export interface SilenceSettings {
  /** The config, as people are told of it. */
  readonly file: string;
  /** What globs of files are relative to. Absolute. */
  readonly folder: string;
  readonly ignore: readonly IgnoreSetting[];
  readonly expectRoots: readonly ExpectedRoot[];
}

/** All that is not `null` has to match, and of each list one. */
export interface IgnoreSetting {
  readonly rules: readonly string[] | null;
  readonly spans: readonly string[] | null;
  readonly scopes: readonly string[] | null;
  readonly files: readonly string[] | null;
  readonly reason: string;
}

export interface ExpectedRoot {
  readonly name: string;
  readonly reason: string;
}

/** An entry of the config that silences. */
export interface SettingSilencer {
  /** `ignore[0]` */
  readonly key: string;
  /** The config, as people are told of it. */
  readonly file: string;
  readonly reason: string;
}

/** An entry without effect, and why. */
export interface UnusedSetting {
  readonly key: string;
  readonly file: string;
  readonly message: string;
}
