/** What is used of gRPC's library, which is CommonJS and requires modules of Node's: a bundle of its own. */
export {
  logVerbosity,
  Metadata,
  type MethodDefinition,
  type sendUnaryData,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  setLogVerbosity,
} from '@grpc/grpc-js';
