/**
 * Calls something when this process ends. Each server and each call has one, and Node takes many for a leak of memory.
 * @returns takes it back
 */
export function onProcessExit(listener: () => void): () => void {
  process.setMaxListeners(process.getMaxListeners() + 1);
  process.once('exit', listener);
  let isOn = true;
  return () => {
    if (!isOn) return;
    isOn = false;
    process.removeListener('exit', listener);
    process.setMaxListeners(process.getMaxListeners() - 1);
  };
}
