import * as vscode from 'vscode';
import { Coalesced } from '../../core/base/coalesce';
import { DisposableStore } from '../../core/base/disposableStore';
import { errorText } from '../host/errorText';
import { l10n } from '../host/l10n';
import { phraseIn } from '../host/phraseText';
import { nodeTimers } from '../host/timers';
import { onWindowFocus } from '../host/windowFocus';

const TOGETHER_MS = 200;

/** Why a flow cannot run: the first finding that is an error. */
export interface FlowFault {
  /** Zero-based, as in an editor. */
  readonly line: number;
  readonly character: number;
  readonly words: string;
}

/** Tells which flows cannot run as they are, before one of them is opened. They are looked at in the background. */
export class FlowFaults implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private faults: ReadonlyMap<string, FlowFault> = new Map();
  private files: readonly string[] = [];
  private looking: Promise<void> = Promise.resolve();
  private abort = new AbortController();
  private readonly disposables: DisposableStore;

  /** @param shipped absolute path of the folder of the flows that ship */
  constructor(private readonly shipped: string) {
    const together = new Coalesced(nodeTimers, TOGETHER_MS, () => void this.lookAt(this.files));
    this.disposables = new DisposableStore(
      this.changed,
      together,
      // What one includes may have changed.
      vscode.workspace.onDidSaveTextDocument(() => together.call()),
      onWindowFocus(() => together.call()),
    );
  }

  /** @param file absolute path of a flow that was looked at */
  of(file: string): FlowFault | undefined {
    return this.faults.get(file);
  }

  /**
   * Looks at these flows, and at no others any more. Resolves when all are looked at, or another look has begun.
   * @param files absolute paths
   */
  lookAt(files: readonly string[]): Promise<void> {
    this.files = files;
    this.abort.abort();
    this.abort = new AbortController();
    this.looking = this.look(files, this.abort.signal);
    return this.looking;
  }

  /** Resolves when the last look has ended. */
  settled(): Promise<void> {
    return this.looking;
  }

  async dispose(): Promise<void> {
    this.abort.abort();
    await this.looking;
    await this.disposables.dispose();
  }

  private async look(files: readonly string[], signal: AbortSignal): Promise<void> {
    const found = new Map<string, FlowFault>();
    // One after the other, because thousands of open files are too many.
    for (const file of files) {
      const fault = await faultOf(file, this.shipped, signal);
      if (signal.aborted) return;
      if (fault) found.set(file, fault);
    }
    const isSame = JSON.stringify([...found]) === JSON.stringify([...this.faults]);
    this.faults = found;
    if (!isSame) this.changed.fire();
  }
}

/** Why a file cannot run. Undefined when it can, or when the signal is aborted. */
export async function faultOf(file: string, shipped: string, signal?: AbortSignal): Promise<FlowFault | undefined> {
  try {
    // Only who looks at flows needs it.
    const { readOpenScenario } = await import('../scenarios/readOpenScenario.js');
    const { findings } = await readOpenScenario(file, shipped, signal);
    const error = findings.find(({ severity }) => severity === 'error');
    if (!error) return undefined;
    const { line, character } = error.range.start;
    return { line, character, words: l10n.t('Line {0}: {1}', String(line + 1), phraseIn(error.phrase)) };
  } catch (error) {
    return signal?.aborted ? undefined : { line: 0, character: 0, words: errorText(error) };
  }
}
