export type { Config } from './config/config.js';
export { defineConfig } from './config/define-config.js';
export type {
  Cause,
  Checkpoint,
  Confidence,
  Dependency,
  EvidenceStatement,
  Finding,
  FindingSpan,
  Fix,
  FrameLine,
  Location,
  Mechanism,
  Occurrence,
  Severity,
  SpanKindName,
  SpanReference,
} from './finding.js';
export { logContext } from './log-context.js';
export type { Report, ReportSpan, ReportTrace } from './report/report.js';
