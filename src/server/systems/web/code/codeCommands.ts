import type { BridgeCalls, BridgeOperation } from './codeProtocol';
import type { CodeSession } from './codeSession';
import { WebServer } from './codeWebServer';
import { commandsNotHere } from './notHere';
import type { SharedObjects } from './sharedObjects';
import type { WebCommands } from './webCommands';

/** What the commands need of the run of code that calls them. */
export interface CommandRun {
  readonly shared: SharedObjects;
  ask<O extends BridgeOperation>(operation: O, ...parameters: BridgeCalls[O]['parameters']): BridgeCalls[O]['result'];
  /** Null when scalable sessions are off, as in 4D. */
  session(): CodeSession | null;
}

/**
 * 4D's commands of the theme Web Server, and those for sessions, as functions by their names in JavaScript. See
 * docs/web-classes.md#commands.
 * @param run gives the run of the caller
 * @param reader gives the request of the caller
 * @param sender the same for the commands that send; throws when the caller returns its answer
 */
export function codeCommands(
  run: () => CommandRun,
  reader: () => WebCommands,
  sender: () => WebCommands,
): Readonly<Record<string, unknown>> {
  const webServer = () => new WebServer(run().ask('webServer'));
  const closeSession = (_id?: string) => run().ask('ignored');
  // Dates of legacy sessions, of which there are none, are null: docs/facts/4d-web.md#web-commands.
  const sessionExpiration = (_id?: string) => ({ expDate: null, expTime: null });
  return {
    ...commandsNotHere(),
    sessionInfo: (id: string) => run().ask('infoOf', String(id)) ?? null,
    sessionStorage: (id: string) => storageOf(run(), String(id)),
    webCloseSession: closeSession,
    webGetBodyPart: (part: number) => reader().getBodyPart(part),
    webGetBodyPartCount: () => reader().bodyPartCount,
    webGetCurrentSessionId: () => run().session()?.id ?? '',
    webGetHttpBody: (type?: string) => reader().getHttpBody(type),
    webGetHttpHeader: (name?: string) => reader().getHttpHeader(name),
    webGetSessionExpiration: sessionExpiration,
    webGetVariables: () => reader().getVariables(),
    webIsSecuredConnection: () => run().ask('webServer').HTTPSEnabled,
    webIsServerRunning: () => true,
    webLegacyCloseSession: closeSession,
    webLegacyGetSessionExpiration: sessionExpiration,
    webSendBlob: (blob: Uint8Array, type?: string) => sender().sendBlob(blob, type),
    webSendFile: (path: string) => sender().sendFile(path),
    webSendHttpRedirect: (url: string, asItIs?: '*') => sender().sendHttpRedirect(url, asItIs),
    webSendRawData: (data: string | Uint8Array, chunked?: '*') => sender().sendRawData(data, chunked),
    webSendText: (text: string, type?: string) => sender().sendText(text, type),
    webServer,
    webServerList: () => [webServer()],
    webSetHttpHeader: (name: string, value?: string) => sender().setHttpHeader(name, value),
  };
}

function storageOf({ shared, session }: CommandRun, id: string): object | null {
  const isOwn = session()?.id === id;
  return shared.view(isOwn ? 'session' : `session:${id}`);
}
