import * as vscode from 'vscode';
import type { HandPick } from './handPick';

/** What a test changes in the window. All of it is undone after the test. */
export class TestWindow {
  /** The last is undone first. */
  private readonly cleanUp: ((() => unknown) | vscode.Disposable)[] = [];

  constructor() {
    afterEach(async () => {
      for (const each of this.cleanUp.splice(0).reverse()) {
        await (typeof each === 'function' ? each() : each.dispose());
      }
    });
  }

  after(each: (() => unknown) | vscode.Disposable): void {
    this.cleanUp.push(each);
  }

  async setting(name: string, value: unknown): Promise<void> {
    const settings = () => vscode.workspace.getConfiguration('sessionWorkbench.server');
    await settings().update(name, value, vscode.ConfigurationTarget.Workspace);
    this.after(() => settings().update(name, undefined, vscode.ConfigurationTarget.Workspace));
  }

  /** Takes the place of a question; what it was asked is in the list. */
  answering(name: keyof typeof vscode.window, answer: (...asked: never[]) => unknown): unknown[][] {
    const before = vscode.window[name];
    const asked: unknown[][] = [];
    const instead = async (...args: unknown[]) => {
      asked.push(args);
      return answer(...(args as never[]));
    };
    Object.assign(vscode.window, { [name]: instead });
    this.after(() => Object.assign(vscode.window, { [name]: before }));
    return asked;
  }

  /** Takes the place of the next list in which something can be typed. */
  picking(pick: HandPick): void {
    const before = vscode.window.createQuickPick;
    Object.assign(vscode.window, { createQuickPick: () => pick });
    this.after(() => Object.assign(vscode.window, { createQuickPick: before }));
  }

  /** Presses the only button of each question, or none. What it was asked is in the list, in one text. */
  confirming(yes: boolean): string[] {
    const questions: string[] = [];
    this.answering('showWarningMessage', (text: string, { detail }: vscode.MessageOptions, go: string) => {
      questions.push(`${text}\n${detail}`);
      return yes ? go : undefined;
    });
    return questions;
  }

  /** Closes each message. What they said is in the list. */
  told(): unknown[][] {
    return this.answering('showInformationMessage', () => undefined);
  }
}
