/** What the recorder tells of its recording while it goes on, to whoever wants to judge a part of it in the same thread. */
export interface RecordingNow {
  readonly folder: string;
  /** Of this thread, without what tells its segments apart. */
  readonly lane: string;
  readonly evidence: 'full' | 'light' | 'off';
  /** Is the recorder at work? After an error of its own it is not. */
  isOn(): boolean;
  /** Spans that were started in this thread; the last one's number. */
  spansSoFar(): number;
  /** Those that have not ended. */
  openSpans(): number;
  /** Writes down what is not yet. */
  flush(): void;
}
