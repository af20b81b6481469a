import * as vscode from 'vscode';

/** Work that is done sooner is shown in the status bar alone: a notification that comes and goes only pushes others away. */
const SHOWN_AFTER_MS = 1000;
/** VS Code keeps the notification for 800 ms, also when the work is done before, and tells nobody when it is gone. */
const KEPT_MS = 1000;

export interface Progress {
  /** Hears of every file that is dealt with. */
  readonly onFile?: () => void;
  readonly isCancelled?: () => boolean;
}

/**
 * Shows that work is going on: in a notification with *Cancel* when it takes long. That is gone when this is done, so that it
 * does not stand behind what is asked or told next.
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
        // Each report is a message to the window: a hundred do, also for 20,000 files.
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
    // Who cancels closes it.
    if (!token.isCancellationRequested) await gone;
    cancel.dispose();
  }
}

/** As `withLateProgress`; undefined as soon as it is cancelled, although a file that takes long is still being looked at. */
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

/** The same work for who only waits: its failure is told elsewhere. */
function settled(work: Promise<unknown>): Promise<void> {
  return work.then(
    () => undefined,
    () => undefined,
  );
}

function later(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
