// The dev session server that ships, in a process that tells how many bytes it holds. The first line that it prints is
// MEASURED with the address to ask. Each answer is what is left after a garbage collection.
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { collectGarbage } from '../support/collectGarbage';
import { MEASURED } from './soakServer';

const measure = http.createServer((_request, response) => {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  response.end(String(heapUsed + external));
});
measure.listen(0, '127.0.0.1', () => {
  console.log(`${MEASURED}http://127.0.0.1:${(measure.address() as AddressInfo).port}`);
  require(path.resolve(__dirname, '../../../dist/server.js'));
});
measure.unref();
