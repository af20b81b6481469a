import { html } from '../../core/base/html';

/** What the page needs from its webview. */
export interface FlowFrame {
  /** Where style sheets may come from: `webview.cspSource`. */
  readonly source: string;
  readonly style: string;
  readonly script: string;
  /** A fresh random value for each page. */
  readonly nonce: string;
  readonly language: string;
  readonly title: string;
}

/** The HTML of the flow simulator. Its script draws everything else, and asks the extension for what to show. */
export function flowHtml({ source, style, script, nonce, language, title }: FlowFrame): string {
  const page = html`<!DOCTYPE html>
<html lang="${language}">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'nonce-${nonce}'; style-src ${source}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${title}</title>
  <link rel="stylesheet" href="${style}">
</head>
<body>
  <div id="flow"></div>
  <script nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
  return String(page);
}
