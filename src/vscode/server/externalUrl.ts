import * as vscode from 'vscode';

/**
 * The address at which the user's browser reaches a URL of this machine. It differs in remote windows and containers.
 */
export async function externalUrl(url: string): Promise<string> {
  const { origin } = new URL(url);
  const external = await vscode.env.asExternalUri(vscode.Uri.parse(origin));
  // Only the origin is passed to VS Code, because its URIs may change the spelling of the rest.
  return external.toString(true).replace(/\/$/, '') + url.slice(origin.length);
}

/** The host name of a URL, if a server on loopback does not know it as its own; otherwise undefined. */
export function foreignHost(url: string): string | undefined {
  const { hostname } = new URL(url);
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname) ? undefined : hostname;
}
