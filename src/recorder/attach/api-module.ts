/** The API modules that hold the singletons, in the layouts of 1.4 to 1.10, CommonJS and ES. */
export const API_MODULE =
  /[\\/]@opentelemetry[\\/]api[\\/](?:build[\\/](?:src|esm|esnext)|dist)[\\/](?:trace|context|propagation|metrics|diag|logs)-api\.[cm]?js$/;
