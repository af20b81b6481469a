import * as vscode from 'vscode';

/**
 * Work that takes less than this is shown only in the status bar. A notification that appears and vanishes would just
 * push others away.
 */
const SHOWN_AFTER_MS = 1000;
/**
 * VS Code shows the notification for at least 800 ms, even when the work is done earlier, and does not report when it
 * is gone.
 */
const KEPT_MS = 1000;

export interface Progress {
  /** Called after each file. */
  readonly onFile?: () => void;
  readonly isCancelled?: () => boolean;
}

/**
 * Shows that work is in progress. If it takes long, it shows a notification with *Cancel*. The returned promise
 * resolves only after that notification is gone, so that it does not cover the next message.
 */
export async function withLateProgress<T>(
  title: string,
  files: number,
  run: (progress: Progress, token: vscode.CancellationToken) => Promise<T>,
): Promise<T> {
  const cancel = new vscode.CancellationTokenSource();
  const { token } = cancel;
  let done = 0;
  let report = (_percent: number) => {};
  const onFile = () => report(Math.floor((++done / files) * 100));
  const work = run({ onFile, isCancelled: () => token.isCancellationRequested }, token);
  void vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () => settled(work));
  let gone: Promise<unknown> | undefined;
  const late = setTimeout(() => {
    gone = later(KEPT_MS);
    const location = vscode.ProgressLocation.Notification;
    void vscode.window.withProgress({ location, title, cancellable: true }, async (progress, cancelled) => {
      cancelled.onCancellationRequested(() => cancel.cancel());
      let shown = 0;
      report = (percent) => {
        // Each report is a message to the window. A hundred are enough, also for 20,000 files.
        if (percent > shown) progress.report({ increment: percent - shown });
        shown = Math.max(shown, percent);
      };
      await settled(work);
    });
  }, SHOWN_AFTER_MS);
  try {
    return await work;
  } finally {
    clearTimeout(late);
    // After a cancellation the notification is already closed.
    if (!token.isCancellationRequested) await gone;
    cancel.dispose();
  }
}

/**
 * The same as `withLateProgress`, but returns undefined as soon as the user cancels, even while a slow file is still
 * being processed.
 */
export function untilCancelled<T>(
  title: string,
  files: number,
  run: (progress: Progress) => Promise<T>,
): Promise<T | undefined> {
  return withLateProgress(title, files, (progress, token) => {
    const cancelled = new Promise<undefined>((resolve) => token.onCancellationRequested(() => resolve(undefined)));
    return Promise.race([run(progress), cancelled]);
  });
}

/** The same work for someone who only waits. Its failure is reported elsewhere. */
function settled(work: Promise<unknown>): Promise<void> {
  return work.then(
    () => undefined,
    () => undefined,
  );
}

function later(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
