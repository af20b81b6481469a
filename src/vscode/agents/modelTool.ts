import * as vscode from 'vscode';
import type { ToolBox } from '../../agent/toolBox';
import { WINDOW_WORDS } from '../../agent/windowWords';
import type { Host } from '../host/createHost';
import { MODEL_TOOLS, type ModelToolName } from './agentsContract';
import { type AgentNeeds, openToolBox } from './openToolBox';
import { toolQuestion } from './toolQuestion';

/** The tools of the window, which share one conversation. */
export function modelTools(
  host: Pick<Host, 'disposables' | 'extensionUri' | 'log'>,
  needs: AgentNeeds,
): Readonly<Record<ModelToolName, ModelTool>> {
  const box = openToolBox(host, needs);
  const made = Object.keys(MODEL_TOOLS).map((name) => [name, new ModelTool(name as ModelToolName, box)]);
  return Object.fromEntries(made) as Record<ModelToolName, ModelTool>;
}

/**
 * A tool that a language model calls in the editor. What it does is decided where agents call it over the Model Context
 * Protocol, too. The user is asked before each call that changes or runs something.
 */
export class ModelTool implements vscode.LanguageModelTool<object> {
  constructor(
    private readonly name: ModelToolName,
    private readonly box: ToolBox,
  ) {}

  prepareInvocation({
    input,
  }: vscode.LanguageModelToolInvocationPrepareOptions<object>): vscode.PreparedToolInvocation | undefined {
    // What is refused anyway needs no question.
    const question = vscode.workspace.isTrusted ? toolQuestion(this.name, input) : undefined;
    return question && { confirmationMessages: question };
  }

  /** @throws Error whose message says to the model what is wrong and how to go on */
  async invoke(
    { input, tokenizationOptions }: vscode.LanguageModelToolInvocationOptions<object>,
    token: vscode.CancellationToken,
  ): Promise<vscode.LanguageModelToolResult> {
    const { box } = this;
    const tool = box.tools.find(({ name }) => name === this.name);
    if (!tool) {
      throw new Error(WINDOW_WORDS.untrusted);
    }
    const cancel = new AbortController();
    const listening = token.onCancellationRequested(() => cancel.abort());
    try {
      if (token.isCancellationRequested) cancel.abort();
      const outcome = await box.call(tool, input, { signal: cancel.signal, progress: () => {} });
      if (cancel.signal.aborted) throw new vscode.CancellationError();
      if ('refusal' in outcome) throw new Error(outcome.refusal);
      const { text, structured } = outcome.answer;
      const parts = [new vscode.LanguageModelTextPart(text)];
      const whole = JSON.stringify(structured);
      // The text is a few lines, and the model has no room for more.
      const { tokenBudget = Number.POSITIVE_INFINITY, countTokens } = tokenizationOptions ?? {};
      const isTooLong = countTokens !== undefined && (await countTokens(text + whole, token)) > tokenBudget;
      if (!isTooLong) parts.push(new vscode.LanguageModelTextPart(whole));
      return new vscode.LanguageModelToolResult(parts);
    } finally {
      listening.dispose();
    }
  }
}
