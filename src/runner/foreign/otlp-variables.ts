/** Where a program is told to send its spans, and what that program does not hear of because its user has said otherwise. */
export interface OtlpVariables {
  readonly variables: Readonly<Record<string, string>>;
  /** For the report. */
  readonly notes: readonly string[];
}

/** Long before the five seconds of the specification: of a program that is killed then, little is missing. */
const SEND_EVERY_MS = 500;

const ENDPOINTS = ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'OTEL_EXPORTER_OTLP_ENDPOINT'] as const;

/**
 * The standard variables (https://opentelemetry.io/docs/specs/otel/protocol/exporter/) that lead an SDK of any language to
 * us. What its user has set stays: who sends spans to a backend goes on doing so.
 */
export function otlpVariables(env: NodeJS.ProcessEnv, endpoint: string): OtlpVariables {
  const isSet = (name: string): boolean => (env[name] ?? '') !== '';
  const wanted: Readonly<Record<string, string>> = {
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    OTEL_TRACES_EXPORTER: 'otlp',
    OTEL_BSP_SCHEDULE_DELAY: `${SEND_EVERY_MS}`,
  };
  const elsewhere = ENDPOINTS.find(isSet);
  const notes = [
    ...(elsewhere
      ? [`${elsewhere} was set, so programs that heed it sent their spans there, and not to the doctor`]
      : []),
    ...(exportsElsewhere(env)
      ? ['OTEL_TRACES_EXPORTER was set, and not to otlp, so programs that heed it sent the doctor nothing']
      : []),
    ...(env['OTEL_SDK_DISABLED']?.toLowerCase() === 'true'
      ? ['OTEL_SDK_DISABLED was set, so programs that heed it make no spans']
      : []),
  ];
  // With an endpoint goes its protocol.
  const left = elsewhere ? ['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_PROTOCOL'] : [];
  const variables = Object.entries(wanted).filter(([name]) => !isSet(name) && !left.includes(name));
  return { variables: Object.fromEntries(variables), notes };
}

function exportsElsewhere(env: NodeJS.ProcessEnv): boolean {
  const exporters = env['OTEL_TRACES_EXPORTER'] ?? '';
  return exporters !== '' && !exporters.split(',').some((one) => one.trim() === 'otlp');
}
