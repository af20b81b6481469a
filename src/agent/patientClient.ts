import type { ServerAddress } from '../core/protocol/address';
import { HttpControlClient } from '../server/client/httpControlClient';
import { patientFetch } from '../server/client/patientFetch';

/** A server on this machine that takes longer hangs. It is less than clients wait for a tool. */
const PATIENCE_MS = 20_000;

/** Calls a server for an agent, which must not wait for ever. */
export function patientClient(address: ServerAddress): HttpControlClient {
  return new HttpControlClient(address, patientFetch(PATIENCE_MS));
}
