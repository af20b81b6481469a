/**
 * The CPU time of a piece of work in milliseconds. It does not depend on how busy the machine is.
 * @param work synchronous work
 */
export function cpuMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
