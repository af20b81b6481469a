import * as vscode from 'vscode';
import type { DeclaredId } from '../contract/part';

/** A language model may call the tool. Some programs that are made of VS Code have no language models. */
export function offerModelTool(id: DeclaredId<'modelTool'>, tool: vscode.LanguageModelTool<object>): vscode.Disposable {
  const models: Partial<typeof vscode.lm> | undefined = vscode.lm;
  return models?.registerTool?.(id, tool) ?? { dispose: () => {} };
}
