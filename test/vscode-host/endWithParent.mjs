// Preloaded by startNode: when the process that holds the other end of stdin is gone, even by SIGKILL, the whole process
// group of this one goes too.
import process from 'node:process';
import { isMainThread } from 'node:worker_threads';

// Children and threads inherit --import and the variable, but only the process that startNode started has this parent.
if (isMainThread && process.env.SESSION_WORKBENCH_PARENT === String(process.ppid)) {
  const end = () => {
    // Windows has no process groups.
    if (process.platform === 'win32') process.exit(1);
    process.kill(0, 'SIGKILL');
  };
  process.stdin.on('end', end).on('error', end).resume();
  // Listening must not keep the program from ending.
  process.stdin.unref();
}
