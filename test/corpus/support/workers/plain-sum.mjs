/** A worker for `workerpool`, without spans. */

import workerpool from 'workerpool';

workerpool.worker({ sum: (numbers) => numbers.reduce((left, right) => left + right, 0) });
