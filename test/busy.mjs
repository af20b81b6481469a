// Keeps every core busy until it is ended: one thread for each. The process itself stays free, so that it hears the end.
import os from 'node:os';
import { Worker } from 'node:worker_threads';

for (let core = 0; core < os.availableParallelism(); core++) new Worker('for (;;);', { eval: true });
