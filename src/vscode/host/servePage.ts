import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { pageHtml } from './pageHtml';

/** A page of the extension: its script, and its style sheet behind the common one. Paths in the package of the extension. */
export interface ServedPage {
  readonly script: string;
  readonly style: string;
}

export const COMMON_STYLE = 'media/page/page.css';

/** Fills a panel with a page. It may load nothing but its own files. */
export function servePage(panel: vscode.WebviewPanel, extensionUri: vscode.Uri, { script, style }: ServedPage): void {
  const { webview } = panel;
  const fileIn = (file: string) => vscode.Uri.joinPath(extensionUri, file);
  const addressOf = (file: string) => webview.asWebviewUri(fileIn(file)).toString();
  const localResourceRoots = [script, style, COMMON_STYLE].map((file) => vscode.Uri.joinPath(fileIn(file), '..'));
  webview.options = { enableScripts: true, localResourceRoots };
  panel.iconPath = { light: fileIn('media/session-light.svg'), dark: fileIn('media/session-dark.svg') };
  webview.html = pageHtml({
    source: webview.cspSource,
    styles: [COMMON_STYLE, style].map(addressOf),
    script: addressOf(script),
    nonce: randomBytes(18).toString('base64url'),
    language: vscode.env.language,
    title: panel.title,
  });
}
