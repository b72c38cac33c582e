import { ensureDependencies } from '../../corpus/dependencies.js';

export default function setUp(): void {
  ensureDependencies('test/clickhouse/engine');
}
