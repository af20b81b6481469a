import type * as vscode from 'vscode';
import { visibleLines, visibleText } from '../../core/base/visibleText';

/** The log of the extension. No name in it can hide, or look like another entry. */
export class VisibleLog implements vscode.LogOutputChannel {
  constructor(private readonly channel: vscode.LogOutputChannel) {}

  get name(): string {
    return this.channel.name;
  }

  get logLevel(): vscode.LogLevel {
    return this.channel.logLevel;
  }

  get onDidChangeLogLevel(): vscode.Event<vscode.LogLevel> {
    return this.channel.onDidChangeLogLevel;
  }

  trace(message: string, ...args: unknown[]): void {
    this.channel.trace(visibleText(message), ...args.map(visible));
  }

  debug(message: string, ...args: unknown[]): void {
    this.channel.debug(visibleText(message), ...args.map(visible));
  }

  info(message: string, ...args: unknown[]): void {
    this.channel.info(visibleText(message), ...args.map(visible));
  }

  warn(message: string, ...args: unknown[]): void {
    this.channel.warn(visibleText(message), ...args.map(visible));
  }

  error(message: string | Error, ...args: unknown[]): void {
    this.channel.error(String(visible(message)), ...args.map(visible));
  }

  append(text: string): void {
    this.channel.append(visibleLines(text));
  }

  appendLine(text: string): void {
    this.channel.appendLine(visibleText(text));
  }

  replace(text: string): void {
    this.channel.replace(visibleLines(text));
  }

  clear(): void {
    this.channel.clear();
  }

  /** VS Code ignores a column. */
  show(columnOrFocus?: vscode.ViewColumn | boolean, preserveFocus?: boolean): void {
    this.channel.show(typeof columnOrFocus === 'boolean' ? columnOrFocus : preserveFocus);
  }

  hide(): void {
    this.channel.hide();
  }

  dispose(): void {
    this.channel.dispose();
  }
}

/** An error is shown with its stack, in which only the message is from elsewhere. */
function visible(value: unknown): unknown {
  if (typeof value === 'string') return visibleText(value);
  if (!(value instanceof Error)) return value;
  const { name, message, stack = '' } = value;
  const head = message === '' ? name : `${name}: ${message}`;
  return stack.startsWith(head)
    ? visibleText(head) + visibleLines(stack.slice(head.length))
    : visibleLines(stack || head);
}
