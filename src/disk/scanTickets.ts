/** The tickets of a `ScanOrder` for so many applications. Only threads load the rest of a scan. */
export function scanTickets(applications: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer((applications + 1) * Int32Array.BYTES_PER_ELEMENT));
}
