import * as vscode from 'vscode';

/** A quick pick in which something is typed and chosen by itself, as soon as it is shown. */
export class HandPick {
  title: string | undefined;
  placeholder: string | undefined;
  items: readonly vscode.QuickPickItem[] = [];
  selectedItems: readonly vscode.QuickPickItem[] = [];
  private readonly changed = new vscode.EventEmitter<string>();
  private readonly accepted = new vscode.EventEmitter<void>();
  private readonly hidden = new vscode.EventEmitter<void>();
  readonly onDidChangeValue = this.changed.event;
  readonly onDidAccept = this.accepted.event;
  readonly onDidHide = this.hidden.event;

  /** @param typed empty to choose from what is offered */
  constructor(
    private readonly label: RegExp,
    private readonly typed = '',
  ) {}

  show(): void {
    if (this.typed !== '') this.changed.fire(this.typed);
    const chosen = this.items.find((each) => this.label.test(each.label));
    this.selectedItems = chosen ? [chosen] : [];
    this.accepted.fire();
    this.hide();
  }

  hide(): void {
    this.hidden.fire();
  }

  dispose(): void {
    for (const each of [this.changed, this.accepted, this.hidden]) each.dispose();
  }
}
