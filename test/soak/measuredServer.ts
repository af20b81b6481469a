// The dev session server that ships, in a process that tells how many bytes it holds after a garbage collection, and the
// longest pause of its event loop since it was asked last. The first line that it prints is MEASURED with the address to ask.
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { collectGarbage } from '../support/collectGarbage';
import { EventLoopPauses } from './eventLoopPauses';
import { MEASURED, PAUSE } from './soakServer';

const pauses = new EventLoopPauses();
const measure = http.createServer(({ url }, response) => {
  if (url === PAUSE) {
    response.end(String(pauses.longest()));
    return;
  }
  pauses.without(collectGarbage);
  const { heapUsed, external } = process.memoryUsage();
  response.end(String(heapUsed + external));
});
measure.listen(0, '127.0.0.1', () => {
  console.log(`${MEASURED}http://127.0.0.1:${(measure.address() as AddressInfo).port}`);
  require(path.resolve(__dirname, '../../../dist/server.js'));
});
measure.unref();
