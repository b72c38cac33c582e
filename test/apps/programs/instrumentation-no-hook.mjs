/** For `--import`, by somebody who has not read about ES modules. */
import './tracing.cjs';
