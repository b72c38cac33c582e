/** The module that holds `InstrumentationBase` on Node, in the layouts of 0.40 to 0.301, CommonJS and ES. */
export const INSTRUMENTATION_MODULE =
  /[\\/]@opentelemetry[\\/]instrumentation[\\/](?:build[\\/](?:src|esm|esnext)|dist)[\\/]platform[\\/]node[\\/]instrumentation\.[cm]?js$/;
