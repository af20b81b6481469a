/**
 * Milliseconds of processor time that a piece of work takes: what it costs, however busy the machine is with others.
 * @param work without waiting
 */
export function cpuMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
