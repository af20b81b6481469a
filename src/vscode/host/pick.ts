import * as vscode from 'vscode';
import { visibleText } from '../../core/base/visibleText';

/** VS Code's quick pick. Texts from files are made harmless: they cannot reorder, break or hide what is shown. */
export async function pick<T extends vscode.QuickPickItem>(
  items: readonly T[],
  options: vscode.QuickPickOptions,
  token?: vscode.CancellationToken,
): Promise<T | undefined> {
  const shown = items.map((item) => ({ ...visiblePick(item), item }));
  return (await vscode.window.showQuickPick(shown, options, token))?.item;
}

/** Like `pick`, for several items. None when nothing was chosen. */
export async function pickMany<T extends vscode.QuickPickItem>(
  items: readonly T[],
  options: vscode.QuickPickOptions,
): Promise<readonly T[]> {
  const shown = items.map((item) => ({ ...visiblePick(item), item }));
  const chosen = await vscode.window.showQuickPick(shown, { ...options, canPickMany: true });
  return chosen?.map(({ item }) => item) ?? [];
}

/** An item of a quick pick, with its texts made harmless. */
export function visiblePick<T extends vscode.QuickPickItem>(item: T): T {
  const { label, description, detail } = item;
  return {
    ...item,
    label: plain(label),
    ...(description !== undefined && { description: plain(description) }),
    ...(detail !== undefined && { detail: plain(detail) }),
  };
}

/** VS Code would draw `$(name)` as an icon. */
function plain(text: string): string {
  return visibleText(text).replaceAll('$(', '\\$(');
}
