export type { Config, ExpectRootConfig, IgnoreConfig, RuleConfig, RuleLevel } from './config/config.js';
export { defineConfig } from './config/define-config.js';
export { diagnose, type DiagnoseOptions } from './embed/diagnose.js';
export { DoctorSpanProcessor, type DoctorSpanProcessorOptions } from './embed/doctor-span-processor.js';
export type { JudgeSettings } from './embed/judge-settings.js';
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
export type { ReadableSpan } from './readers/readable-span.js';
export type { Report, ReportSpan, ReportTrace } from './report/report.js';
