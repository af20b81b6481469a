import tls from 'node:tls';
import type { HandlerEntry } from '../../../core/handlers/handlerEntry';
import { toldHandler } from '../../../core/systems/web/toldHandler';
import type { Trace } from '../../kernel/journal/trace';
import type { HandlerRequest } from './currentSession';
import { HOME_PAGE } from './pages';
import type { WebOptions } from './webOptions';

/** What the web server is, apart from the request that asks for it. */
export interface WebServerFacts {
  readonly options: WebOptions;
  readonly applicationName: string;
  readonly cookieName: string;
  /** Absolute path of the folder of pages. */
  readonly rootFolder: string | undefined;
  /** How many requests run code or wait for it at once. More get 503. */
  readonly concurrentRequests: number;
  readonly handlers: { list(trace: Trace): Promise<readonly HandlerEntry[]> };
}

/** The properties of 4D.WebServer that this server has: docs/web-classes.md#webserver. */
export type WebServerMembers = ReturnType<typeof webServerMembers>;

/** The numbers by which 4D names the versions of TLS. */
const TLS_VERSIONS: Readonly<Record<string, number>> = { TLSv1: 1, 'TLSv1.1': 2, 'TLSv1.2': 3, 'TLSv1.3': 4 };

/** @param request one that came to this server: it has the port and the address */
export function webServerMembers(
  facts: WebServerFacts,
  handlers: readonly HandlerEntry[],
  { isSecured, local }: HandlerRequest,
) {
  const { options, applicationName, cookieName, rootFolder, concurrentRequests } = facts;
  return {
    accessKeyDefined: false,
    characterSet: 'UTF-8',
    cipherSuite: tls.DEFAULT_CIPHERS,
    CORSEnabled: (options.cors ?? []).length > 0,
    CORSSettings: options.cors ?? [],
    debugLog: 0,
    defaultHomepage: HOME_PAGE,
    handlers: handlers.map(toldHandler),
    HSTSEnabled: false,
    HTTPEnabled: !isSecured,
    HTTPPort: isSecured ? 0 : local.port,
    HTTPTrace: false,
    HTTPSEnabled: isSecured,
    HTTPSPort: isSecured ? local.port : 0,
    IPAddressToListen: local.address,
    isRunning: true,
    keepSession: false,
    logRecording: 0,
    maxConcurrentProcesses: concurrentRequests,
    maxRequestSize: local.bodyBytes,
    minTLSVersion: TLS_VERSIONS[tls.DEFAULT_MIN_VERSION] ?? 0,
    name: applicationName,
    openSSLVersion: `OpenSSL ${process.versions.openssl}`,
    perfectForwardSecrecy: true,
    rootFolder: posixFolder(rootFolder),
    rules: [] as readonly object[],
    scalableSession: options.scalableSessions ?? true,
    sessionCookieDomain: options.cookie?.domain ?? '',
    sessionCookieName: cookieName,
    sessionCookiePath: options.cookie?.path ?? '/',
    sessionCookieSameSite: options.cookie?.sameSite ?? 'Strict',
    sessionIPAddressValidation: false,
  };
}

/** A folder as a path with `/`, also at its end. Empty when there is none. */
export function posixFolder(folder: string | undefined): string {
  return folder === undefined ? '' : `${folder.replaceAll('\\', '/').replace(/\/$/, '')}/`;
}
