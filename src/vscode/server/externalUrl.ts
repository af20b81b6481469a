import * as vscode from 'vscode';

/** Where a URL of this machine is reached from the user's browser: another place in remote windows and containers. */
export async function externalUrl(url: string): Promise<string> {
  const { origin } = new URL(url);
  const external = await vscode.env.asExternalUri(vscode.Uri.parse(origin));
  // Only the origin goes through VS Code: its URIs are not always spelt as they came.
  return external.toString(true).replace(/\/$/, '') + url.slice(origin.length);
}

/** The name in a URL that a server on loopback does not know as its own; undefined when it does. */
export function foreignHost(url: string): string | undefined {
  const { hostname } = new URL(url);
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname) ? undefined : hostname;
}
