import { html } from '../../core/base/html';

/** What a page needs from its webview. */
export interface PageHtmlParts {
  /** Where style sheets may come from: `webview.cspSource`. */
  readonly source: string;
  /** Addresses of its style sheets, in their order. */
  readonly styles: readonly string[];
  readonly script: string;
  /** A fresh random value for each page. */
  readonly nonce: string;
  readonly language: string;
  readonly title: string;
}

/** The HTML of a page. Its script draws everything else, and asks the extension for what to show. */
export function pageHtml({ source, styles, script, nonce, language, title }: PageHtmlParts): string {
  const page = html`<!DOCTYPE html>
<html lang="${language}">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'nonce-${nonce}'; style-src ${source}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${title}</title>
${styles.map(
  (style) => html`  <link rel="stylesheet" href="${style}">
`,
)}</head>
<body>
  <div id="page"></div>
  <script nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
  return String(page);
}
