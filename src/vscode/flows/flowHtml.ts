import { html } from '../../core/base/html';

/** What the page needs of the webview that it is in. */
export interface FlowFrame {
  /** Where style sheets may come from: `webview.cspSource`. */
  readonly source: string;
  readonly style: string;
  readonly script: string;
  /** Never the same twice. */
  readonly nonce: string;
  readonly language: string;
  readonly title: string;
}

/** The frame of the flow simulator: all else is made by its script, which asks for what to show. */
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
