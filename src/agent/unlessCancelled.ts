import { ToolRefusal } from './agentTool';

/**
 * Waits for work that cannot be stopped half-way, unless nobody waits for it any more.
 * @throws ToolRefusal when it is cancelled
 */
export async function unlessCancelled<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  let cancel = () => {};
  const cancelled = new Promise<never>((_resolve, reject) => {
    cancel = () => reject(new ToolRefusal('The call was cancelled.'));
  });
  if (signal.aborted) cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return await Promise.race([work, cancelled]);
  } finally {
    signal.removeEventListener('abort', cancel);
    // What is left of it is nobody's any more.
    work.catch(() => {});
  }
}
