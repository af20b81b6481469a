import * as vscode from 'vscode';
import { type Html, html, raw } from '../../core/base/html';
import { pairingUrl, qrCodeSvg } from '../../core/base/qrCode';
import type { LanAddress } from '../../core/protocol/address';
import { openPanel } from '../host/declared';
import { l10n } from '../host/l10n';
import { pick } from '../host/pick';
import type { DevServerController } from './devServerController';
import { QR_CODE_PANEL } from './serverContract';

const STYLE = 'media/qr-code.css';

/** What a page needs from its webview: the source that it may load from, and its style sheet. */
export interface PageFrame {
  readonly source: string;
  readonly style: string;
}

/** Shows the address for a phone as a QR code in an editor tab. The page has no scripts. */
export class QrCodePanel implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private index = 0;
  private readonly subscription: vscode.Disposable;

  constructor(
    private readonly server: DevServerController,
    private readonly extensionUri: vscode.Uri,
  ) {
    this.subscription = server.onDidChangeState(({ before, after }) => {
      if (before?.lan !== after?.lan) this.draw();
    });
  }

  /** @param index which network address; the user is asked if there are several */
  async show(index?: number): Promise<void> {
    const urls = this.server.state?.lan?.urls ?? [];
    if (urls.length === 0) {
      void vscode.window.showWarningMessage(l10n.t('This machine is in no network that a phone could reach it by.'));
      return;
    }
    const chosen = index ?? (urls.length === 1 ? 0 : await pickNetwork(urls));
    if (chosen === undefined) return;
    this.index = chosen;
    if (!this.panel) {
      this.panel = openPanel(QR_CODE_PANEL, l10n.t('Address for a Phone'), {
        enableScripts: false,
        localResourceRoots: [vscode.Uri.joinPath(this.extensionUri, 'media')],
      });
      this.panel.onDidDispose(() => {
        this.panel = undefined;
      });
    }
    this.panel.reveal();
    this.draw();
  }

  dispose(): void {
    this.subscription.dispose();
    this.panel?.dispose();
  }

  private draw(): void {
    if (!this.panel) return;
    const { webview } = this.panel;
    const style = webview.asWebviewUri(vscode.Uri.joinPath(this.extensionUri, STYLE));
    const frame = { source: webview.cspSource, style: style.toString() };
    const { lan } = this.server.state ?? {};
    const url = lan?.urls[this.index] ?? lan?.urls[0];
    webview.html = lan && url !== undefined ? qrCodePage(url, lan, frame) : closedPage(frame);
  }
}

async function pickNetwork(urls: readonly string[]): Promise<number | undefined> {
  const items = urls.map((label, index) => ({ label, index }));
  return (await pick(items, { title: l10n.t('Which network is the phone in?') }))?.index;
}

/**
 * The page. The code is black on white in every theme, because cameras need that. Its content also stands next to it as
 * text.
 */
export function qrCodePage(url: string, { pairingCode, paired }: LanAddress, frame: PageFrame): string {
  const description = l10n.t('QR code of {0} with the pairing code {1}', url, pairingCode);
  return page(
    html`
    ${raw(qrCodeSvg(pairingUrl(url, pairingCode), description))}
    <h1>${l10n.t('Scan this with the phone')}</h1>
    <p>${l10n.t('The phone must be in the same network. Scanning lets it in; the app then uses this address.')}</p>
    <dl>
      <dt>${l10n.t('Address')}</dt><dd><code>${url}</code></dd>
      <dt>${l10n.t('Pairing code')}</dt><dd><code>${pairingCode}</code></dd>
      <dt>${l10n.t('Devices that were let in')}</dt>
      <dd>${paired.length === 0 ? l10n.t('none yet') : paired.join(', ')}</dd>
    </dl>`,
    frame,
  );
}

function closedPage(frame: PageFrame): string {
  return page(html`<p>${l10n.t('The dev session server is not reached from the network now.')}</p>`, frame);
}

function page(body: Html, frame: PageFrame): string {
  const whole = html`<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${frame.source}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${l10n.t('Address for a Phone')}</title>
  <link rel="stylesheet" href="${frame.style}">
</head>
<body>${body}
</body>
</html>`;
  return String(whole);
}
