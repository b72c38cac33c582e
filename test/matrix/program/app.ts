/**
 * A small order service: a database pool, a tariff, an inventory service behind HTTP, invoices made in a thread, mail, an
 * audit log. Four of its lines lose the trace context, and all the rest keeps it. The same source becomes ES modules and
 * CommonJS, so it has neither `import.meta` nor a top-level `await`.
 */

import './set-up.js';
import { openShop } from './shop.js';

openShop().then((lines) => {
  for (const line of lines) console.log(line);
});
