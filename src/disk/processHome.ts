import fs from 'node:fs';
import os from 'node:os';

/** Whether there is a process with this id on this host, of any user. */
export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM means that the process belongs to another user, but is alive.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/**
 * Identifies the machine and the container. Only there do process ids mean the same. A container has process ids of its
 * own, although it may share folders.
 */
export function thisHost(): string {
  try {
    return `${os.hostname()} ${fs.readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    // Only Linux has this file.
    return os.hostname();
  }
}
